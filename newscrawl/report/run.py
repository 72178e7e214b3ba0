"""One run for people: a line that sums it up, tables of what became of its URLs, and one article with what was cut.

Everything is read from the run's manifest and segments, so `scrapy crawl --show` and `scrapy runs show` say the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from newscrawl.article import Article, Removal
from newscrawl.ledger.base import CODES
from newscrawl.log import escape
from newscrawl.output.manifest import Manifest, SiteCount
from newscrawl.output.packing import open_packed
from newscrawl.output.record import decode, decode_removals
from newscrawl.report.page import STAGE_STYLE, plain_table, print_article

_COLUMNS = ("announced", "stored", "unchanged", "duplicate", "refused", "failed", "waiting", "lines_removed")
_ALWAYS = ("announced", "stored")
_IN_RUNS = ("seconds", "exit", "stored")
_BLOCK = 1 << 16
_CUT_CHARS = 100


def summary(manifest: Manifest, folder: Path) -> str:
    """One line: how many URLs ended how, and where the articles are.

    `12 stored, 3 refused (list-page 2, not-html 1) -> output/articles`
    """
    urls = manifest.urls
    parts = [f"{urls.stored} stored"]
    parts += [f"{getattr(urls, name)} {name}" for name in ("unchanged", "duplicate") if getattr(urls, name)]
    lost = [f"{getattr(urls, name)} {name}" for name in ("refused", "failed") if getattr(urls, name)]
    if lost:
        codes = ", ".join(f"{code} {number}" for code, number in by_number(urls.codes))
        parts.append(f"{', '.join(lost)} ({codes})")
    if urls.waiting:
        parts.append(f"{urls.waiting} waiting")
    return f"{', '.join(parts)} -> {_near(folder / 'articles')}"


def _near(path: Path) -> Path:
    """Relative to where the user stands, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def by_number(codes: Mapping[str, int]) -> list[tuple[str, int]]:
    """Codes, the most frequent first."""
    return sorted(codes.items(), key=lambda item: (-item[1], item[0]))


def show_run(console: Console, manifest: Manifest, folder: Path) -> None:
    """Tables of the run, then its newest article and what was cut from it."""
    console.print(sites_table(manifest))
    for table in (health_table(manifest), codes_table(manifest), lists_table(manifest)):
        if table.row_count:
            console.print(table)
    try:
        newest = newest_article(manifest, folder)
    except (OSError, ValueError) as error:
        console.print(Text(escape(f"The newest article cannot be read: {error}")))
        return
    if newest is None:
        console.print("No new article was stored in this run.")
        return
    article, removals = newest
    console.print()
    print_article(console, article)
    console.print()
    console.print(removals_table(removals) if removals else "Nothing was cut from it.")


def runs_table(manifests: Sequence[Manifest]) -> Table:
    """A row per run, in the order given."""
    table = plain_table("Crawls")
    table.add_column("run", no_wrap=True)
    table.add_column("command", overflow="fold")
    numbers = [_run_numbers(manifest) for manifest in manifests]
    shown = [
        name
        for name in ("seconds", "exit", "stored", "lost", "waiting")
        if name in _IN_RUNS or any(row[name] for row in numbers)
    ]
    for name in shown:
        table.add_column(name, justify="right")
    table.add_column("why it ended", overflow="fold")
    for manifest, row in zip(manifests, numbers, strict=True):
        style = {"exit": "red" if manifest.exit_code else "green"}
        table.add_row(
            manifest.run_id,
            Text(_short(manifest.command.removeprefix("scrapy crawl "), 40)),
            *(Text(str(row[name]), style=style.get(name, "")) for name in shown),
            Text(escape(manifest.reason)),
        )
    return table


def _run_numbers(manifest: Manifest) -> dict[str, int]:
    urls = manifest.urls
    return {
        "seconds": round(_seconds(manifest)),
        "exit": manifest.exit_code,
        "stored": urls.stored,
        "lost": urls.refused + urls.failed,
        "waiting": urls.waiting,
    }


def _seconds(manifest: Manifest) -> float:
    begin, end = (datetime.fromisoformat(moment) for moment in (manifest.started_at, manifest.ended_at))
    return (end - begin).total_seconds()


def explain_run(console: Console, manifest: Manifest) -> None:
    """Everything an account says, but the settings in force."""
    for label, value in facts_of(manifest):
        console.print(Text.assemble((f"{label}: ", "bold"), escape(value)))
    tables = (
        sites_table,
        health_table,
        figures_table,
        codes_table,
        lists_table,
        fields_table,
        rules_table,
        files_table,
    )
    for table in (make(manifest) for make in tables):
        if table.row_count:
            console.print(table)


def facts_of(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """(label, value) of the run as a whole."""
    fetched = manifest.fetched
    yield "run", manifest.run_id
    yield "command", manifest.command
    yield "from", f"{_moment(manifest.started_at)} to {_moment(manifest.ended_at)} UTC ({_seconds(manifest):.1f} s)"
    yield "exit code", f"{manifest.exit_code}, {manifest.reason}"
    yield "adds up", "yes" if manifest.adds_up else "NO: ledger and files disagree"
    yield "fetched", f"{fetched.get('responses', 0)} answers, {decimal(fetched.get('bytes', 0))}"
    if manifest.adopted:
        yield "taken over", f"{manifest.adopted} lines of a run that was killed"
    yield "versions", ", ".join(f"{name} {number}" for name, number in manifest.versions.items())


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def fields_table(manifest: Manifest) -> Table:
    """How many of the stored articles have which field."""
    table = plain_table("Fields", "field", right=("articles that have it",))
    for name, share in manifest.fields_present.items():
        table.add_row(name, f"{share:.0%}")
    return table


def rules_table(manifest: Manifest) -> Table:
    """How often each rule took something out of a stored article."""
    table = plain_table("What was removed", "rule", right=("removals",))
    for rule, times in manifest.removals_by_rule.items():
        table.add_row(rule, str(times))
    return table


def files_table(manifest: Manifest) -> Table:
    """The segments that the run published."""
    table = plain_table("Files", right=("lines", "size"))
    table.add_column("sha256", no_wrap=True)
    table.add_column("file", overflow="fold")
    for segment in manifest.segments:
        table.add_row(str(segment.lines), decimal(segment.bytes), f"{segment.sha256[:12]}…", Text(segment.file))
    return table


def columns_of(manifest: Manifest) -> list[str]:
    """The figures of a site that are worth a column: what nowhere happened has none."""
    return [name for name in _COLUMNS if name in _ALWAYS or getattr(manifest.urls, name)]


def sites_table(manifest: Manifest) -> Table:
    """A row per site, and their sum where there are several."""
    names = columns_of(manifest)
    table = _sites("What became of the article pages", *(name.replace("_", "\n") for name in names))
    for site, count in manifest.sites.items():
        table.add_row(Text(escape(site)), *_numbers(count, names))
    if len(manifest.sites) != 1:
        table.add_section()
        table.add_row("all", *_numbers(manifest.urls, names), style="bold")
    return table


def _sites(title: str, *columns: str) -> Table:
    """A table with a row per site; a long name is broken, never cut."""
    table = plain_table(title)
    table.add_column("site", overflow="fold")
    for name in columns:
        table.add_column(name, justify="right")
    return table


def _numbers(count: SiteCount, names: Sequence[str]) -> Iterator[str]:
    return (str(getattr(count, name)) for name in names)


def codes_table(manifest: Manifest) -> Table:
    """Why pages gave no article."""
    table = plain_table("Refused and failed", "code", right=("pages",))
    table.add_column("what it means")
    for code, number in by_number(manifest.urls.codes):
        table.add_row(code, str(number), Text(CODES.get(code, "")))
    return table


def lists_table(manifest: Manifest) -> Table:
    """What became of feeds, sitemaps and sections."""
    table = plain_table("Feeds, sitemaps and sections", "outcome", right=("pages",))
    for outcome, number in manifest.lists.items():
        table.add_row(outcome, str(number))
    return table


def health_table(manifest: Manifest) -> Table:
    """Sites that are not as they usually are, and what to do."""
    table = plain_table("Not as usual")
    table.add_column("site", overflow="fold")
    table.add_column("what is wrong")
    for site, findings in manifest.health.items():
        table.add_row(Text(escape(site)), Text(escape("; ".join(findings))))
    if any(figures.held for figures in manifest.figures.values()):
        table.caption = "`scrapy held` lists what is held and gives it back"
        table.caption_justify = "left"
    return table


FIGURES = ("articles", "no article", "authors", "characters", "removed")


def figures_of(manifest: Manifest) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(site, [(now, usual), …]) in the order of `FIGURES`, of sites of which anything usual is known."""
    for site, now in manifest.figures.items():
        if now.text_chars_usual is not None:
            pairs = (
                (now.articles, now.articles_usual, "{:.0f}"),
                (now.empty_share, now.empty_share_usual, "{:.0%}"),
                (now.fields.get("authors"), now.fields_usual.get("authors"), "{:.0%}"),
                (now.text_chars, now.text_chars_usual, "{:.0f}"),
                (now.removed_share, now.removed_share_usual, "{:.0%}"),
            )
            yield site, [(_said(seen, form, "–"), _said(usual, form, "")) for seen, usual, form in pairs]


def _said(value: float | None, form: str, unknown: str) -> str:
    return unknown if value is None else form.format(value)


def figures_table(manifest: Manifest) -> Table:
    """Each site's figures in this run, the usual ones in brackets; nothing where nothing usual is known yet."""
    table = _sites("Each site, (usual)", *FIGURES)
    for site, pairs in figures_of(manifest):
        table.add_row(Text(escape(site)), *(f"{now} ({usual})" if usual else now for now, usual in pairs))
    return table


def removals_table(removals: Sequence[Removal]) -> Table:
    """What was cut from one article, in page order, and why; what one rule took in a row is one entry."""
    table = plain_table("What was cut from it", "lines", "rule")
    table.add_column("what was cut", ratio=1)
    table.add_column("why", ratio=1)
    ordered = sorted(removals, key=lambda removal: removal.position)
    for rule, group in groupby(ordered, key=lambda removal: removal.rule):
        taken = list(group)
        first, last = taken[0].position, taken[-1].position
        more = f" … and {len(taken) - 1} more" if len(taken) > 1 else ""
        table.add_row(
            str(first) if first == last else f"{first}–{last}",
            Text(rule, style=STAGE_STYLE[taken[0].stage]),
            Text.assemble((_short(taken[0].text), "strike"), more),
            Text(taken[0].why),
        )
    return table


def _short(text: str, chars: int = _CUT_CHARS) -> str:
    line = escape(" ".join(text.split()))
    return line if len(line) <= chars else f"{line[: chars - 1]}…"


def newest_article(manifest: Manifest, folder: Path) -> tuple[Article, tuple[Removal, ...]] | None:
    """The article of the run that was fetched last, and its removals; None if the run stored none.

    Raises:
        OSError, ValueError: a segment of the manifest cannot be read.
    """
    last = [
        (decode(_last_line(folder / segment.file)), segment.file)
        for segment in manifest.segments
        if segment.file.startswith("articles/")
    ]
    if not last:
        return None
    article, file = max(last, key=lambda found: found[0].fetched_at or "")
    return article, _removals_of(article, folder / "removals" / Path(file).relative_to("articles"))


def _removals_of(article: Article, path: Path) -> tuple[Removal, ...]:
    """From the twin of the article's segment; the last line that bears its id counts."""
    found: tuple[Removal, ...] = ()
    needle = article.id.encode()
    with open_packed(path) as lines:
        for line in lines:
            if needle in line and (record := decode_removals(line)).id == article.id:
                found = record.removals
    return found


def _last_line(path: Path) -> bytes:
    if path.suffix != ".jsonl":  # packed: it can only be read from its beginning
        with open_packed(path) as lines:
            return deque(lines, maxlen=1).pop()
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tail = b""
        while size and b"\n" not in tail[:-1]:
            step = min(_BLOCK, size)
            size -= step
            file.seek(size)
            tail = file.read(step) + tail
    return tail[tail[:-1].rfind(b"\n") + 1 :]
