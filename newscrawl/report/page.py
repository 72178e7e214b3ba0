"""One page for people: the article, readable; or every line of it, kept or struck out, with rule and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl.article import Article, Extraction, Removal
from newscrawl.extraction.joining import MISSING, PAGES

#: One colour per stage, so that the eye sees who took a line.
STAGE_STYLE = {"node": "yellow", "body": "magenta", "line": "red", "head": "red", "tail": "red", "learn": "cyan"}


def print_article(console: Console, article: Article) -> None:
    """Headline, deck, who and when, the story, and what is known besides."""
    _print(console, Text(article.title, style="bold"))
    if article.subtitle:
        _print(console, Text(article.subtitle, style="italic"))
    _print(console, Text(credits_of(article), style="dim"))
    console.print()
    for number, line in enumerate(article.text.split("\n")):
        _print(console, Text(line, style="bold" if number in article.structure.headings else ""))
        console.print()
    for label, value in notes_of(article):
        _print(console, Text.assemble((f"{label}: ", "bold"), value))


def _print(console: Console, text: Text) -> None:
    """Into a file or pipe a line is one line, however long, for whoever searches it."""
    console.print(text, soft_wrap=not console.is_terminal)


def credits_of(article: Article) -> str:
    """Who wrote it, where and when."""
    parts = (", ".join(article.authors), article.publisher, article.published_at, article.section)
    return " · ".join(part for part in parts if part)


def notes_of(article: Article) -> Iterator[tuple[str, str]]:
    """(label, value) of what is known besides."""
    yield "address", article.canonical_url
    for image in article.images:
        yield "picture", " — ".join(part for part in (image.caption, image.credit, image.url) if part)
    if article.rights.notice:
        yield "rights", article.rights.notice
    if article.rights.ai_training:
        yield "AI training", article.rights.ai_training
    if article.flags:
        yield "flags", ", ".join(article.flags)
    yield "removed", f"{article.removed.lines} lines, {article.removed.chars} characters"


def print_explanation(console: Console, extraction: Extraction) -> None:
    """Every line of the page's article part in page order, then the rules that fired and why."""
    article = extraction.article
    _print(console, Text(article.title, style="bold"))
    _print(console, Text(f"{article.canonical_url}  [{article.extractor.profile}]", style="dim"))
    console.print()
    for row in explanation_rows(extraction):
        _print(console, row)
    console.print()
    console.print(rules_table(extraction))
    console.print(fields_table(extraction))


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one line of the page."""

    position: int
    kept: str | None
    """The line as it was published; None where all of it went."""
    heads: tuple[Removal, ...]
    tails: tuple[Removal, ...]
    """Pieces cut from a line that stays, in page order."""
    cut: tuple[Removal, ...]
    """Removals of the whole line."""


def rows_of(extraction: Extraction) -> Iterator[Row]:
    """Every line of the page's article part, in page order."""
    removed = defaultdict(list)
    for removal in extraction.removals:
        removed[removal.position].append(removal)
    kept = {line.position: line.text for line in extraction.lines}
    for position in sorted({*kept, *removed}):
        pieces, text = removed.get(position, []), kept.get(position)
        heads = tuple(r for r in pieces if r.stage == "head" and text is not None)
        tails = tuple(reversed([r for r in pieces if r.stage == "tail" and text is not None]))
        cut = tuple(r for r in pieces if text is None or r.stage not in ("head", "tail"))
        yield Row(position, text, heads, tails, cut)


def explanation_rows(extraction: Extraction) -> Iterator[Text]:
    """One row a line: its number, `+` kept or `-` removed, the rule, the text."""
    for row in rows_of(extraction):
        if row.kept is not None:
            yield _kept_row(row.position, row.kept, row)
        yield from map(_removed_row, row.cut)


def _kept_row(position: int, kept: str, line: Row) -> Text:
    row = Text(f"{position:4} + ", style="green")
    for piece in line.heads:
        row.append(f"[{piece.rule}] {piece.text} ", style="strike red")
    row.append(kept, style="default")
    for piece in line.tails:
        row.append(f" {piece.text} [{piece.rule}]", style="strike red")
    return row


def _removed_row(removal: Removal) -> Text:
    style = STAGE_STYLE[removal.stage]
    return Text.assemble(
        (f"{removal.position:4} - ", style), (f"[{removal.rule}] ", style), (removal.text, f"strike {style}")
    )


def rules_of(extraction: Extraction) -> list[tuple[str, int, int, str]]:
    """(rule, times, characters, why) of the rules that fired, those that took most first."""
    why: dict[str, str] = {}
    times, chars = Counter[str](), Counter[str]()
    for removal in extraction.removals:
        why[removal.rule] = removal.why
        times[removal.rule] += 1
        chars[removal.rule] += len(removal.text)
    return [(rule, times[rule], number, why[rule]) for rule, number in chars.most_common()]


def fields_of(extraction: Extraction) -> Iterator[tuple[str, str, str]]:
    """(field, value, where it was read) of the fields that were found."""
    for name, source in sorted(extraction.evidence.items()):
        value = getattr(extraction.article, name, None)
        if name == "text":
            value = f"{len(extraction.article.text):,} characters"
        if name in (PAGES, MISSING):
            yield name, source, "joined to the first" if name == PAGES else "it could not be had"
        elif value and name != "images":
            yield name, "; ".join(value) if isinstance(value, tuple) else str(value), source


def rules_table(extraction: Extraction) -> Table:
    """The rules that fired: how often, how much, why."""
    table = plain_table("What was removed", "rule", right=("times", "characters"))
    table.add_column("why")
    for rule, times, chars, why in rules_of(extraction):
        table.add_row(Text(rule), str(times), str(chars), Text(why))
    return table


def fields_table(extraction: Extraction) -> Table:
    """Where each field was read."""
    table = plain_table("Fields", "field")
    for name in ("value", "read from"):
        table.add_column(name, overflow="fold")
    for row in fields_of(extraction):
        table.add_row(*map(Text, row))
    return table


def plain_table(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    """All tables look alike: rules only under the head, and narrow gaps, so that 80 columns hold them.

    Args:
        right: more columns, of numbers.
    """
    table = Table(*columns, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), min_width=len(title) + 1)
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    for name in right:
        table.add_column(name, justify="right")
    return table
