"""The tables of runs: what became of the pages, what was removed, which files were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from newscrawl.article import Removal
from newscrawl.ledger.fates import CODES
from newscrawl.log import escape
from newscrawl.output.manifest import PASSED, Manifest, SiteCount
from newscrawl.report.figures import FIGURES, by_number, columns_of, figures_of, seconds_of
from newscrawl.report.page import STAGE_STYLE, plain_table

_IN_RUNS = ("seconds", "exit", "stored")
_CUT_CHARS = 100
#: Sites that are named beside an outcome of lists.
_NAMED_SITES = 5


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
        "seconds": round(seconds_of(manifest)),
        "exit": manifest.exit_code,
        "stored": urls.stored,
        "lost": urls.refused + urls.failed,
        "waiting": urls.waiting,
    }


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
    table.add_column("of", overflow="fold")
    for outcome, number in manifest.lists.items():
        sites = [site for site, count in manifest.sites.items() if outcome in count.lists and ":" in outcome]
        more = ", …" if len(sites) > _NAMED_SITES else ""
        table.add_row(outcome, str(number), Text(escape(", ".join(sites[:_NAMED_SITES]) + more)))
    return table


def passed_table(manifest: Manifest) -> Table:
    """What stood in lists and was not asked for, with examples."""
    table = plain_table("Passed over in feeds, sitemaps and sections", "why", right=("addresses",))
    table.add_column("what it means")
    table.add_column("for example", overflow="fold")
    for reason, passed in manifest.passed.items():
        table.add_row(reason, str(passed.urls), PASSED.get(reason, ""), Text("\n".join(map(escape, passed.examples))))
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


def figures_table(manifest: Manifest) -> Table:
    """Each site's figures in this run, the usual ones in brackets; nothing where nothing usual is known yet."""
    table = _sites("Each site, (usual)", *FIGURES)
    for site, pairs in figures_of(manifest):
        table.add_row(Text(escape(site)), *(f"{now} ({usual})" if usual else now for now, usual in pairs))
    return table


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
