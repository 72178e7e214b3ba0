"""How a run ended, as a number that cron can trust and a reason in words. Nothing but `finished` can end with 0.

Where several things are true the gravest counts: storage before a mistake of our own, then what stopped the run,
then how many pages succeeded.
"""

from __future__ import annotations

import errno
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from newscrawl.errors import ConfigError, LedgerError, NewscrawlError, OutputError, RecordError
from newscrawl.ledger.base import Loss, Tally
from newscrawl.run.lock import LockedError


class Exit(IntEnum):
    """Exit codes of `scrapy crawl`."""

    COMPLETE = 0
    NOT_STARTED = 1
    USAGE = 2
    TOO_FEW = 69
    INTERNAL = 70
    CANNOT_WRITE = 73
    STORAGE = 74
    LOCKED = 75
    CONFIG = 78
    TIME_BUDGET = 124
    INTERRUPTED = 130
    TERMINATED = 143


@dataclass(frozen=True, slots=True)
class Ending:
    """An exit code and why."""

    code: int
    reason: str


#: What stops a crawl early, by the reason that Scrapy closes the spider with.
EARLY = {
    "shutdown": Ending(Exit.INTERRUPTED, "interrupted; the next run goes on"),
    "time_budget": Ending(Exit.TIME_BUDGET, "the time budget is used up; the next run goes on"),
    "no_space": Ending(Exit.STORAGE, "the disk is nearly full; the next run goes on"),
    "memusage_exceeded": Ending(Exit.INTERNAL, "the process took more memory than MEMUSAGE_LIMIT_MB"),
    "start_error": Ending(Exit.INTERNAL, "the spider's start() broke; the log has its traceback"),
    "closespider_errorcount": Ending(Exit.INTERNAL, "CLOSESPIDER_ERRORCOUNT is reached"),
    "closespider_timeout": Ending(Exit.TIME_BUDGET, "CLOSESPIDER_TIMEOUT is reached; the next run goes on"),
}

#: What else stops a run (no worker can be started) is no matter of the disk.
_STORAGE = (LedgerError, OutputError, RecordError)

#: Codes of pages that say nothing of the crawl's success.
UNCOUNTED = frozenset({"held", "outside-window", "unwanted"})
#: Reasons that are named at the end.
_CODES = 3

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
_SQLITE_CANNOT = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")


def start_code(error: NewscrawlError) -> Exit:
    """The exit code for what kept a run from starting."""
    if isinstance(error, LockedError):
        return Exit.LOCKED
    if isinstance(error, ConfigError):
        return Exit.CONFIG
    if not isinstance(error, _STORAGE):
        return Exit.NOT_STARTED
    if isinstance(error, RecordError) or _is_broken(error.__cause__):
        return Exit.STORAGE
    return Exit.CANNOT_WRITE


def _is_broken(cause: BaseException | None) -> bool:
    """Whether the disk is full or broken, rather than the place one where nothing may be written."""
    if isinstance(cause, OSError):
        return cause.errno in _FULL
    name = getattr(cause, "sqlite_errorname", None)
    return isinstance(name, str) and not name.startswith(_SQLITE_CANNOT)


def success_share(rows: Sequence[Tally], adopted: int = 0) -> float:
    """Share of the article URLs settled by this run that gave an article; 1.0 where none was due.

    Where not a single article was due and every feed, sitemap and section failed, the share is 0.0: a crawl that
    finds nothing because nothing answers is no success, even where a robots.txt could be read.

    Sites that are away (nothing was had of them, and all that was lost will be tried again) count as sites and not by their
    pages, where the lists of more other sites could be read: one that is throttled does not make a quiet night of fifty a failure.
    """
    away, read = set(away_sites(rows)), {row.site for row in rows if row.is_read}
    present = len(read - away)
    share = _page_share(rows, adopted)
    if not present > len(away) > 0:
        return share
    here = _page_share([row for row in rows if row.site not in away], adopted)
    return max(share, min(here, present / (present + len(away))))


def away_sites(rows: Sequence[Tally]) -> dict[str, Counter[str]]:
    """Sites of which pages were lost, all of them for now, and not one was had: how many, by code."""
    pages = [row for row in rows if row.kind == "article" and row.code not in UNCOUNTED]
    here = {row.site for row in pages if row.outcome in ("stored", "unchanged", "duplicate", "refused")}
    lost: dict[str, Counter[str]] = {}
    for row in pages:
        if row.outcome == "failed" and row.site not in here:
            lost.setdefault(row.site, Counter())[row.code or ""] += row.urls
    return lost


def _page_share(rows: Sequence[Tally], adopted: int) -> float:
    good = bad = lost = read = 0
    for row in rows:
        if row.kind != "article":
            lost += row.urls if row.outcome in ("refused", "failed") else 0
            read += row.urls if row.is_read else 0
        elif row.outcome in ("stored", "unchanged", "duplicate"):
            good += row.urls
        elif row.outcome in ("refused", "failed") and row.code not in UNCOUNTED:
            bad += row.urls
    good -= adopted
    if good + bad:
        return good / (good + bad)
    return 0.0 if lost and not read else 1.0


def why_lost(losses: Sequence[Loss]) -> str:
    """Codes by number, each with what was seen first: `http-error 2 (HTTP status 404), dns 1`; of lists where no article
    page was lost.
    """
    articles = [loss for loss in losses if loss.kind == "article" and loss.code not in UNCOUNTED]
    codes, details = Counter[str](), dict[str, str]()
    for loss in articles or losses:
        codes[loss.code] += 1
        details.setdefault(loss.code, loss.detail)
    said = [
        f"{code} {urls}" + (f" ({details[code][:200]})" if details[code] else "")
        for code, urls in codes.most_common(_CODES)
    ]
    return ", ".join(said)


def ending_of(
    *,
    storage_error: NewscrawlError | None,
    internal_errors: int,
    signal_number: int | None,
    closed: str,
    share: float,
    min_share: float,
    lost: str = "",
    stage_errors: Mapping[str, int] = MappingProxyType({}),
) -> Ending:
    """The ending of a crawl that had begun.

    Args:
        closed: the reason the spider was closed with.
        lost: why pages gave no article, in words.
        stage_errors: how often a stage of the user's own broke, by its name.
    """
    if isinstance(storage_error, ConfigError):
        return Ending(Exit.CONFIG, str(storage_error))
    if storage_error is not None and not isinstance(storage_error, _STORAGE):
        return Ending(Exit.INTERNAL, str(storage_error))
    if storage_error is not None:
        return Ending(Exit.STORAGE, f"storage error: {storage_error}")
    if internal_errors or stage_errors:
        ours = {"newscrawl itself": internal_errors} if internal_errors else {}
        whose = [f"{errors} of {name}" for name, errors in {**ours, **stage_errors}.items()]
        return Ending(Exit.INTERNAL, f"errors: {', '.join(whose)}; the log has their tracebacks")
    if signal_number is not None:
        name = signal.Signals(signal_number).name
        return Ending(128 + signal_number, f"interrupted by {name}; the next run goes on")
    if closed != "finished":
        return EARLY.get(closed) or _other(closed)
    if share < min_share:
        said = f"only {share:.0%} of the pages gave an article, {min_share:.0%} are expected"
        return Ending(Exit.TOO_FEW, f"{said}: {lost}" if lost else said)
    return Ending(Exit.COMPLETE, "complete")


def judged(ending: Ending, findings: Mapping[str, Sequence[str]], *, strict: bool) -> Ending:
    """A complete run is none where sites are not as usual and that was asked for."""
    if not strict or not findings or ending.code != Exit.COMPLETE:
        return ending
    said = "; ".join(f"{site}: {', '.join(found)}" for site, found in findings.items())
    return Ending(Exit.TOO_FEW, f"not as usual: {said}"[:1000])


def _other(closed: str) -> Ending:
    if closed.startswith("closespider_"):
        return Ending(Exit.TIME_BUDGET, f"{closed.upper()} is reached; the next run goes on")
    return Ending(Exit.INTERNAL, f"the crawl ended early: {closed}")
