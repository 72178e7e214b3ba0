"""One page for people: the article, readable; or every line of it, kept or struck out, with rule and reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newscrawl.article import Article, Extraction, Removal

#: One colour per stage, so that the eye sees who took a line.
STAGE_STYLE = {"node": "yellow", "body": "magenta", "line": "red", "head": "red", "tail": "red", "learn": "cyan"}


def print_article(console: Console, article: Article) -> None:
    """Headline, deck, who and when, the story, and what is known besides."""
    console.print(Text(article.title, style="bold"))
    if article.subtitle:
        console.print(Text(article.subtitle, style="italic"))
    console.print(Text(_credits(article), style="dim"))
    console.print()
    for line in article.text.split("\n"):
        console.print(Padding(Text(line), (0, 0, 1, 0)))
    for label, value in _notes(article):
        console.print(Text.assemble((f"{label}: ", "bold"), value))


def _credits(article: Article) -> str:
    parts = (", ".join(article.authors), article.publisher, article.published_at, article.section)
    return " · ".join(part for part in parts if part)


def _notes(article: Article) -> Iterator[tuple[str, str]]:
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
    console.print(Text(article.title, style="bold"))
    console.print(Text(f"{article.canonical_url}  [{article.extractor.profile}]", style="dim"))
    console.print()
    for row in explanation_rows(extraction):
        console.print(row)
    console.print()
    console.print(rules_table(extraction))
    console.print(fields_table(extraction))


def explanation_rows(extraction: Extraction) -> Iterator[Text]:
    """One row a line: its number, `+` kept or `-` removed, the rule, the text."""
    removed = defaultdict(list)
    for removal in extraction.removals:
        removed[removal.position].append(removal)
    kept = {line.position: line.text for line in extraction.lines}
    for position in sorted({*kept, *removed}):
        pieces = removed.get(position, [])
        if position in kept:
            yield _kept_row(position, kept[position], pieces)
        yield from (_removed_row(r) for r in pieces if position not in kept or r.stage not in ("head", "tail"))


def _kept_row(position: int, text: str, pieces: list[Removal]) -> Text:
    row = Text(f"{position:4} + ", style="green")
    for piece in (p for p in pieces if p.stage == "head"):
        row.append(f"[{piece.rule}] {piece.text} ", style="strike red")
    row.append(text, style="default")
    for piece in reversed([p for p in pieces if p.stage == "tail"]):
        row.append(f" {piece.text} [{piece.rule}]", style="strike red")
    return row


def _removed_row(removal: Removal) -> Text:
    style = STAGE_STYLE[removal.stage]
    return Text.assemble(
        (f"{removal.position:4} - ", style), (f"[{removal.rule}] ", style), (removal.text, f"strike {style}")
    )


def rules_table(extraction: Extraction) -> Table:
    """The rules that fired: how often, how much, why."""
    table = Table("rule", "times", "characters", "why", title="What was removed", title_justify="left")
    why, times, chars = {}, defaultdict(int), defaultdict(int)  # type: ignore[var-annotated]
    for removal in extraction.removals:
        why[removal.rule] = removal.why
        times[removal.rule] += 1
        chars[removal.rule] += len(removal.text)
    for rule in sorted(times, key=lambda rule: -chars[rule]):
        table.add_row(Text(rule), str(times[rule]), str(chars[rule]), Text(why[rule]))
    return table


def fields_table(extraction: Extraction) -> Table:
    """Where each field was read."""
    table = Table("field", "value", "read from", title="Fields", title_justify="left")
    for name, source in sorted(extraction.evidence.items()):
        value = getattr(extraction.article, name, None)
        if value and name != "images":
            table.add_row(name, Text("; ".join(value) if isinstance(value, tuple) else str(value)), Text(source))
    return table
