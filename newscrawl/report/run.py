"""One run for people: a line that sums it up, tables of what became of its URLs, and one article with what was cut.

Everything is read from the run's manifest and segments, so `scrapy crawl --show` and `scrapy runs show` say the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl.article import Article, Removal
from newscrawl.ledger.base import CODES
from newscrawl.log import escape
from newscrawl.output.manifest import Manifest, SiteCount
from newscrawl.output.packing import open_packed
from newscrawl.output.record import decode, decode_removals
from newscrawl.report.page import STAGE_STYLE, print_article

_COLUMNS = ("announced", "stored", "unchanged", "duplicate", "refused", "failed", "waiting", "lines_removed")
_ALWAYS = ("announced", "stored")
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
        codes = ", ".join(f"{code} {number}" for code, number in _by_number(urls.codes))
        parts.append(f"{', '.join(lost)} ({codes})")
    if urls.waiting:
        parts.append(f"{urls.waiting} waiting")
    return f"{', '.join(parts)} -> {_near(folder / 'articles')}"


def _near(path: Path) -> Path:
    """Relative to where the user stands, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _by_number(codes: dict[str, int]) -> list[tuple[str, int]]:
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
    table = _table("Crawls", "run", "command", "seconds", "exit", "stored", "lost", "waiting", "why it ended")
    for manifest in manifests:
        urls = manifest.urls
        table.add_row(
            manifest.run_id,
            Text(_short(manifest.command.removeprefix("scrapy crawl "), 40)),
            f"{_seconds(manifest):.0f}",
            Text(str(manifest.exit_code), style="red" if manifest.exit_code else "green"),
            str(urls.stored),
            str(urls.refused + urls.failed),
            str(urls.waiting),
            Text(escape(manifest.reason)),
        )
    return table


def _seconds(manifest: Manifest) -> float:
    begin, end = (datetime.fromisoformat(moment) for moment in (manifest.started_at, manifest.ended_at))
    return (end - begin).total_seconds()


def explain_run(console: Console, manifest: Manifest) -> None:
    """Everything an account says, but the settings in force."""
    for label, value in _facts(manifest):
        console.print(Text.assemble((f"{label}: ", "bold"), escape(value)))
    tables = (sites_table, health_table, codes_table, lists_table, fields_table, rules_table, files_table)
    for table in (make(manifest) for make in tables):
        if table.row_count:
            console.print(table)


def _facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    fetched = manifest.fetched
    yield "run", manifest.run_id
    yield "command", manifest.command
    yield "from", f"{manifest.started_at} to {manifest.ended_at} ({_seconds(manifest):.1f} s)"
    yield "exit code", f"{manifest.exit_code}, {manifest.reason}"
    yield "adds up", "yes" if manifest.adds_up else "NO: ledger and files disagree"
    yield "fetched", f"{fetched.get('responses', 0)} answers, {fetched.get('bytes', 0)} bytes"
    if manifest.adopted:
        yield "taken over", f"{manifest.adopted} lines of a run that was killed"
    yield "versions", ", ".join(f"{name} {number}" for name, number in manifest.versions.items())


def fields_table(manifest: Manifest) -> Table:
    """How many of the stored articles have which field."""
    table = _table("Fields", "field", "articles that have it")
    for name, share in manifest.fields_present.items():
        table.add_row(name, f"{share:.0%}")
    return table


def rules_table(manifest: Manifest) -> Table:
    """How often each rule took something out of a stored article."""
    table = _table("What was removed", "rule", "removals")
    for rule, times in manifest.removals_by_rule.items():
        table.add_row(rule, str(times))
    return table


def files_table(manifest: Manifest) -> Table:
    """The segments that the run published."""
    table = _table("Files", "file", "lines", "bytes", "sha256")
    for segment in manifest.segments:
        table.add_row(Text(segment.file), str(segment.lines), str(segment.bytes), f"{segment.sha256[:12]}…")
    return table


def sites_table(manifest: Manifest) -> Table:
    """A row per site, and their sum where there are several."""
    names = [name for name in _COLUMNS if name in _ALWAYS or getattr(manifest.urls, name)]
    table = _table("What became of the article pages", "site")
    for name in names:
        table.add_column(name.replace("_", " "), justify="right")
    for site, count in manifest.sites.items():
        table.add_row(Text(escape(site)), *_numbers(count, names))
    if len(manifest.sites) != 1:
        table.add_section()
        table.add_row("all", *_numbers(manifest.urls, names), style="bold")
    return table


def _table(title: str, *columns: str) -> Table:
    """All tables look alike: rules only under the head, so that 80 columns hold them."""
    return Table(*columns, title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)


def _numbers(count: SiteCount, names: Sequence[str]) -> Iterator[str]:
    return (str(getattr(count, name)) for name in names)


def codes_table(manifest: Manifest) -> Table:
    """Why pages gave no article."""
    table = _table("Refused and failed", "code", "pages", "what it means")
    for code, number in _by_number(manifest.urls.codes):
        table.add_row(code, str(number), Text(CODES.get(code, "")))
    return table


def lists_table(manifest: Manifest) -> Table:
    """What became of feeds, sitemaps and sections."""
    table = _table("Feeds, sitemaps and sections", "outcome", "pages")
    for outcome, number in manifest.lists.items():
        table.add_row(outcome, str(number))
    return table


def health_table(manifest: Manifest) -> Table:
    """Sites that are not as they usually are."""
    table = _table("Not as usual", "site", "what is wrong")
    for site, findings in manifest.health.items():
        table.add_row(Text(site), Text("; ".join(findings)))
    return table


def removals_table(removals: Sequence[Removal]) -> Table:
    """What was cut from one article, in page order, and why."""
    table = _table("What was cut from it", "line", "rule", "what was cut", "why")
    for removal in sorted(removals, key=lambda removal: removal.position):
        table.add_row(
            str(removal.position),
            Text(removal.rule, style=STAGE_STYLE[removal.stage]),
            Text(_short(removal.text), style="strike"),
            Text(removal.why),
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
