"""The account of a run that is over: the ledger's rows and the writer's figures become its manifest."""

from __future__ import annotations

import platform
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from scrapy.settings import BaseSettings, overridden_settings

from newscrawl.ledger.base import Tally
from newscrawl.output.manifest import Manifest, Passed, SiteCount
from newscrawl.run import Run
from newscrawl.run.ending import Ending

_PARTS = ("newscrawl", "scrapy", "trafilatura", "lxml")
_SECRET = re.compile(r"PASS|SECRET|TOKEN|AUTH|CREDENTIAL|ACCESS_KEY|WEBHOOK", re.IGNORECASE)
#: Rows of the ledger under the names of `SiteCount`.
_NAMES = {"known": "unchanged", "refused-before": "refused_before"}
_NUMBERS = (
    "announced", "stored", "unchanged", "duplicate", "refused", "failed", "refused_before", "waiting", "lines_removed",
)  # fmt: skip
_FETCHED = {
    "requests": "downloader/request_count",
    "responses": "downloader/response_count",
    "bytes": "downloader/response_bytes",
    "lists_not_modified": "newscrawl/lists_not_modified",
    "lists_resting": "newscrawl/lists_resting",
    "robots_read": "robotstxt/request_count",
    "robots_forbidden": "robotstxt/forbidden",
    "tdm_files_read": "newscrawl/tdm_files",
    "crawl_delays": "newscrawl/crawl_delays",
    "pauses": "newscrawl/pauses",
    "pause_seconds": "newscrawl/pause_seconds",
    "pages_rendered": "newscrawl/rendered_pages",
    "rendering_requests": "newscrawl/rendered_requests",
    "hosts_left_alone": "newscrawl/hosts_left_alone",
}


def manifest_of(run: Run, rows: Sequence[Tally], ending: Ending, settings: BaseSettings) -> Manifest:
    """What is written of a run. `rows` is the ledger's tally after all leases were given back."""
    spider = run.crawler.spider if run.crawler is not None else None
    sites = site_counts(rows, run.counts.lines, getattr(spider, "asked_sites", ()))
    urls = _total(sites.values())
    return Manifest(
        run_id=run.run_id,
        command=f"scrapy crawl {run.scope}",
        started_at=_iso(run.started),
        ended_at=_iso(datetime.now(UTC)),
        exit_code=int(ending.code),
        reason=ending.reason,
        versions={"python": platform.python_version(), **{part: version(part) for part in _PARTS}},
        settings=settings_of(settings),
        urls=urls,
        lists=_lists(rows),
        adds_up=urls.announced == urls.settled and urls.stored == run.lines_written + run.adopted_urls,
        sites=sites,
        fields_present=run.counts.shares,
        removals_by_rule=dict(run.counts.rules.most_common()),
        fetched=_fetched(run),
        adopted=run.adopted,
        segments=run.all_segments,
        passed=_passed(run),
    )


def _passed(run: Run) -> dict[str, Passed]:
    """What the spider passed over."""
    spider = run.crawler.spider if run.crawler is not None else None
    passed = getattr(spider, "passed", None)
    return dict(passed.account()) if passed is not None else {}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def site_counts(
    rows: Sequence[Tally], lines_removed: Mapping[str, int], asked: Iterable[str] = ()
) -> dict[str, SiteCount]:
    """The article URLs of every site by what became of them; `known` ones count as unchanged.

    Args:
        asked: sites that have a row though nothing was found there.
    """
    sites = {site: SiteCount() for site in asked}
    for row in rows:
        if row.kind != "article":
            continue
        count = sites.setdefault(row.site, SiteCount())
        outcome = _NAMES.get(row.outcome, row.outcome)
        count.announced += row.urls
        setattr(count, outcome, getattr(count, outcome) + row.urls)
        if row.code:
            codes = count.codes_before if row.outcome == "refused-before" else count.codes
            codes[row.code] = codes.get(row.code, 0) + row.urls
    for site, lines in lines_removed.items():
        sites.setdefault(site, SiteCount()).lines_removed += lines
    for row in rows:
        if row.kind != "article" and row.site in sites:
            lists, name = sites[row.site].lists, _list_outcome(row)
            lists[name] = lists.get(name, 0) + row.urls
    return dict(sorted(sites.items()))


def _total(counts: Any) -> SiteCount:
    total, codes, before = SiteCount(), Counter[str](), Counter[str]()
    for count in counts:
        for name in _NUMBERS:
            setattr(total, name, getattr(total, name) + getattr(count, name))
        codes.update(count.codes)
        before.update(count.codes_before)
    total.codes, total.codes_before = dict(codes.most_common()), dict(before.most_common())
    return total


def _lists(rows: Sequence[Tally]) -> dict[str, int]:
    lists = Counter[str]()
    for row in rows:
        if row.kind != "article":
            lists[_list_outcome(row)] += row.urls
    return dict(lists.most_common())


def _list_outcome(row: Tally) -> str:
    return f"{row.outcome}:{row.code}" if row.code else row.outcome


def _fetched(run: Run) -> dict[str, int]:
    stats = run.crawler.stats if run.crawler is not None else None
    return {name: int(stats.get_value(key, 0)) if stats else 0 for name, key in _FETCHED.items()}


def settings_of(settings: BaseSettings) -> dict[str, object]:
    """Settings that differ from Scrapy's and all of ours, as plain values; what may be a secret is struck out."""
    ours = {name: settings[name] for name in settings if name.startswith("NEWSCRAWL_")}
    named = {**dict(overridden_settings(settings)), **ours}
    return {name: "***" if _SECRET.search(name) else _plain(value) for name, value in sorted(named.items())}


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # a folder's name may be no UTF-8
    if value is None or isinstance(value, int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(entry) for entry in value]
    return f"{value.__module__}.{value.__qualname__}" if isinstance(value, type) else str(value)
