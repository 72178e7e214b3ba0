"""A run from its first request to its account: Scrapy crawls, then what it left is given back, published, counted.

Whatever ends the crawl, the account is written where anything can be written at all; what cannot is left to the
next start.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import logging
import signal
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.log import get_scrapy_root_handler

from newscrawl.errors import LedgerError, NewscrawlError, OutputError
from newscrawl.ledger.base import Tally
from newscrawl.output.manifest import Manifest, write_manifest
from newscrawl.pipelines.memory import keep_pages_apart
from newscrawl.run import Run, attach
from newscrawl.run.account import manifest_of
from newscrawl.run.announcement import conclude, withdraw
from newscrawl.run.ending import Ending, Exit, ending_of, judged, start_code, success_share, why_lost
from newscrawl.run.figures import to_stats
from newscrawl.run.pulse import Pulse
from newscrawl.run.telling import tell
from newscrawl.run.watch import Watch

logger = logging.getLogger(__name__)

#: Spiders whose number of articles says how much a site publishes; the others are told what to read.
_READERS = frozenset({"site", "feed", "sitemap", "section"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    ending: Ending
    manifest: Manifest | None
    """None where not even the ledger could be read."""
    forced: bool
    """Whether something of it may still be running in this process."""


def conduct(run: Run, crawler: Crawler, settings: Settings, beside: AbstractContextManager[object]) -> Outcome:
    """Crawl, and account for it. `beside` is entered while the crawl lasts, when the event loop is there."""
    attach(run, crawler)
    keep_pages_apart()
    process = AsyncCrawlerProcess(settings)
    watch, pulse = Watch(run, asyncio.get_event_loop()), Pulse(asyncio.get_event_loop())
    # connected before any extension is made, so that all of them find the figures among the statistics
    crawler.signals.connect(lambda reason: _judge(run, watch, reason), signal=signals.spider_closed, weak=False)
    crawler.signals.connect(_settle_in, signal=signals.engine_started)
    task = process.crawl(crawler)
    with beside:
        process.start(install_signal_handlers=False)
    watch.end()
    pulse.stop()
    ending, manifest = _finish(run, watch, settings, _why_not_started(task), pulse.figures())
    return Outcome(ending, manifest, watch.forced)


def accompany(run: Run, crawler: Crawler, settings: Settings) -> None:
    """Account for a crawl that a script's process conducts, whatever ends it; its exit code becomes a statistic."""
    attach(run, crawler)
    keep_pages_apart()
    _Company(run, crawler, settings)


class _Company:
    """What `conduct` does around a crawl, from the crawl's own signals."""

    def __init__(self, run: Run, crawler: Crawler, settings: Settings) -> None:
        self._run, self._crawler, self._settings = run, crawler, settings
        self._watch: Watch | None = None
        self._pulse: Pulse | None = None
        for handler, moment in (
            (self._started, signals.engine_started),
            (self._closed, signals.spider_closed),
            (self._stopped, signals.engine_stopped),
        ):
            crawler.signals.connect(handler, signal=moment, weak=False)
        atexit.register(self._abandoned)

    def _started(self) -> None:
        loop = asyncio.get_running_loop()
        self._watch, self._pulse = Watch(self._run, loop, handles_signals=False), Pulse(loop)

    def _closed(self, reason: str) -> None:
        if self._watch is not None:
            _judge(self._run, self._watch, reason)

    def _stopped(self) -> None:
        self._end(None if self._watch else Ending(Exit.NOT_STARTED, "could not start; the log says why"))

    def _abandoned(self) -> None:
        """The process ends, and the engine never said that it stopped: it could not start, or was stopped by force."""
        if self._watch is not None:
            self._watch.forced = True
            number = self._watch.signal_number or signal.SIGINT
            self._end(Ending(128 + number, "stopped by force; the next run goes on"))
        else:
            self._stopped()

    def _end(self, failed: Ending | None) -> None:
        atexit.unregister(self._abandoned)
        watch = self._watch or Watch(self._run, asyncio.new_event_loop(), handles_signals=False)
        watch.end()
        if self._pulse is not None:
            self._pulse.stop()
        ending, _ = _finish(self._run, watch, self._settings, failed, self._pulse.figures() if self._pulse else {})
        self._crawler.stats.set_value("newscrawl/exit_code", int(ending.code))
        level = logging.ERROR if ending.code else logging.INFO
        logger.log(level, "Run %s ended with %d: %s", self._run.run_id, ending.code, ending.reason)


def _settle_in() -> None:
    """Everything is loaded and set up, the first request is not yet made."""
    # what was loaded stays: a collection that looks through all of it holds up the loop for a twentieth of a second
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)  # a page leaves next to nothing that only a collection could free
    # Scrapy lets every record be made and has the handler drop those that are below LOG_LEVEL, two of each page
    handler = get_scrapy_root_handler()
    if handler is not None:
        logging.root.setLevel(handler.level)


def _judge(run: Run, watch: Watch, reason: str) -> None:
    """The spider is closed, all fates are known: judge the sites while extensions can still tell somebody."""
    if run.crawler is None or run.stopped_by is not None or watch.forced:
        return
    try:
        rows = run.ledger.tally(run.scope)
        is_whole = _read_all(run, _ending(run, watch, rows, reason))
        run.health.judge(rows, time.time(), complete=is_whole, asked=_asked(run))
    except LedgerError as error:
        run.stopped_by = error
        return
    for name, value in to_stats(run.health.figures or {}).items():
        run.crawler.stats.set_value(name, value)


def _why_not_started(task: Any) -> Ending | None:
    """The ending of a crawl that broke while Scrapy set it up."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if error is None:
        return None
    if isinstance(error, NewscrawlError):
        return Ending(start_code(error), str(error))
    logger.error("The crawl could not start: %s: %s", type(error).__name__, error, exc_info=error)
    return Ending(Exit.NOT_STARTED, f"could not start: {type(error).__name__}: {error}")


def _finish(
    run: Run, watch: Watch, settings: Settings, failed: Ending | None, loop_ms: Mapping[str, int]
) -> tuple[Ending, Manifest | None]:
    """Give back, publish, count, write the account; what cannot be written any more is left to the next start."""
    rows: Sequence[Tally] = ()
    manifest = None
    try:
        _settle_storage(run, forced=watch.forced)
        rows = run.ledger.tally(run.scope)
        ending = failed or _ending(run, watch, rows)
        if run.health.figures is None:
            run.health.judge(rows, time.time(), complete=_read_all(run, ending), asked=_asked(run))
        run.health.keep()
        findings = run.health.findings
        ending = judged(ending, findings, strict=run.config.strict_health)
        manifest = manifest_of(run, rows, ending, run.crawler.settings if run.crawler else settings)
        manifest.health, manifest.figures = findings, run.health.figures or {}
        manifest.loop_ms = loop_ms
        write_manifest(run.config.output, manifest)
        withdraw(run.config.output, run.run_id)
        tell(run.config, run.run_id, findings)
    except (LedgerError, OutputError) as error:
        run.stopped_by = run.stopped_by or error
        ending = _ending(run, watch, rows)
        conclude(run.config.output, run.run_id, ending)
    _close(run)
    return ending, manifest


def _settle_storage(run: Run, *, forced: bool) -> None:
    """Close the run's files; an error is noted, because what is on disk is still to be counted."""
    if forced:
        loop = asyncio.get_event_loop()
        loop.run_until_complete(loop.shutdown_default_executor())  # a write that has begun ends
    try:
        run.finish(forced=forced)
    except (LedgerError, OutputError) as error:
        run.stopped_by = run.stopped_by or error


def _ending(run: Run, watch: Watch, rows: Sequence[Tally], reason: str = "") -> Ending:
    """`reason` is why the spider was closed, as long as the statistics do not say it."""
    stats = run.crawler.stats if run.crawler is not None else None
    share = success_share(rows, run.adopted_urls)
    closed = watch.closed or reason or str((stats and stats.get_value("finish_reason")) or "no finish reason")
    is_short = share < run.config.min_success_share and run.stopped_by is None
    return ending_of(
        storage_error=run.stopped_by,
        internal_errors=run.internal_errors,
        stage_errors=run.stage_errors,
        signal_number=watch.signal_number if closed != "finished" else None,  # a script may go on all the same
        closed=closed,
        share=share,
        min_share=run.config.min_success_share,
        lost=why_lost(run.ledger.lost(run.run_id, lately=True)) if is_short else "",
    )


def _read_all(run: Run, ending: Ending) -> bool:
    """Whether a small number of articles would say something of the sites: all their sources were read."""
    spider = run.crawler.spider if run.crawler is not None else None
    is_whole = getattr(spider, "reads_all", False) and getattr(spider, "name", "") in _READERS
    return is_whole and ending.code in (Exit.COMPLETE, Exit.TOO_FEW)


def _asked(run: Run) -> Collection[str] | None:
    """The sites that were asked for by name, where the spider takes names."""
    spider = run.crawler.spider if run.crawler is not None else None
    return getattr(spider, "asked_sites", None)


def _close(run: Run) -> None:
    try:
        run.close()
    except LedgerError as error:
        logger.error("Closing the ledger: %s", error)
