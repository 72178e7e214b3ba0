"""ONE RUN: its folder, its lock, its ledger, and what every part of the line has in common while it lasts.

Everything that ends a URL goes through `Run.settle`, so that ledger, statistics and claims never disagree.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy.exceptions import NotConfigured
from scrapy.utils.python import global_object_name

from newscrawl.errors import NewscrawlError
from newscrawl.ledger import Fate, Lease
from newscrawl.ledger.base import CLOCK_SECONDS, Story
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.ledger.sqlite_walls import PAUSE_SECONDS as WALL_SECONDS
from newscrawl.output.files import make_folder
from newscrawl.output.manifest import ArticleCounts
from newscrawl.output.record import Tombstone
from newscrawl.output.tombstones import TombstoneFiles
from newscrawl.output.writer import Rotation, Segment, Writer
from newscrawl.run.adoption import adopt_leftovers, rebuild_ledger
from newscrawl.run.announcement import announce, conclude
from newscrawl.run.claims import Claims
from newscrawl.run.config import Config
from newscrawl.run.ending import Ending, start_code
from newscrawl.run.health import Health
from newscrawl.run.lock import FolderLock
from newscrawl.run.revisits import Revisits, first_look, gone_why
from newscrawl.run.space import check_writable
from newscrawl.run.unfinished import account_for_killed
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.pipelines.workers import Workers

logger = logging.getLogger(__name__)


def id_of(started: datetime) -> str:
    """The id of a run that began then; ids of one folder sort as their runs do, also of those that take less than a second.

    >>> id_of(datetime(2026, 11, 26, 17, 9, 10, 77_744, UTC))
    '20261126T170910-13e7'
    """
    return f"{started:%Y%m%dT%H%M%S}-{started.microsecond * 0x10000 // 1_000_000:04x}"


class Run:
    """One run of `scrapy crawl`; made by the command, shared by scheduler, callbacks and stages.

    Attributes:
        scope: the command that asks for URLs; only it takes them up again.
        held: leases that are out, by URL.
        fates, sites: how many URLs ended how so far, by outcome and code; by site and outcome.
        stories: what `dedupe` found out of pages that are in the line, by URL, for `write`.
        adopted: lines of a killed run that this one took over; adopted_urls: how many URLs they settled.
        workers: who reads pages and feeds; None where the stage `extract` is left out.
        stopped_by: the error that ends the run (`LedgerError`, `OutputError`), if there is one.
        internal_errors: mistakes of our own; more than none makes the run end with 70.
        stage_errors: those of stages of the user's own, by name; these, too.
    """

    def __init__(self, config: Config, scope: str) -> None:
        """Lock the folder, open the ledger, take over what a killed run left.

        Raises:
            LockedError: another run works there.
            OutputError, LedgerError: folder or ledger cannot be used.
        """
        self.config, self.scope = config, scope
        self.started = datetime.now(UTC)
        self.run_id = id_of(self.started)
        make_folder(config.output)
        self.lock = FolderLock(config.output, self.run_id, self.started)
        self.adopted_urls = 0
        self.lines: int | None = None
        self.published_lines = 0
        self.held: dict[str, Lease] = {}
        self.stories: dict[str, Story] = {}
        self.claims = Claims()
        self.counts = ArticleCounts()
        self.fates: Counter[str] = Counter()
        self.sites: dict[str, Counter[str]] = {}
        self.stopped_by: NewscrawlError | None = None
        self.internal_errors = 0
        self.stage_errors: Counter[str] = Counter()
        self._warned_of_clock = False
        self.crawler: Crawler | None = None
        self.workers: Workers | None = None
        try:
            self._open()
        except NewscrawlError as error:
            conclude(config.output, self.run_id, Ending(start_code(error), str(error)))
            self.lock.release()
            raise

    def _open(self) -> None:
        config = self.config
        check_writable(config.output)
        path = config.output / "ledger.sqlite"
        rebuilt = 0 if path.exists() else rebuild_ledger(config.output, path, self._open_ledger)
        self.ledger = self._open_ledger(path)
        self.health = Health(self.ledger)
        self._adopt(rebuilt)
        command = f"scrapy crawl {self.scope}"
        announce(config.output, run_id=self.run_id, command=command, started=self.started, segments=self.segments)
        account_for_killed(config.output, self.run_id)
        back = self.ledger.release()
        self.revisits = Revisits(load_sites(config.sites), config.refetch_hours)
        due = self.ledger.revive(self.scope, self._longest_pause())
        if self.adopted or back or due:
            logger.info(
                "Going on: %d lines of a killed run taken over, %d URLs given back, %d due for another try",
                self.adopted, back, due,
            )  # fmt: skip
        for scope, urls in self.ledger.waiting_by_scope().items():
            if scope != self.scope:
                logger.info(
                    "%d URLs wait for another command, which fetches them when it is run: scrapy crawl %s", urls, scope
                )
        rotation = Rotation(
            max_bytes=int(config.segment_mb * 1_000_000), max_seconds=config.segment_seconds, packing=config.packing
        )
        self.writer = Writer(config.output, self.run_id, rotation)
        self.tombstones = TombstoneFiles(config.output, self.run_id)

    def _longest_pause(self) -> float:
        """Seconds after which any failed URL is due again; what is to wait longer was settled by a clock that was ahead."""
        config = self.config
        after_tries = config.retry_seconds * 4.0 ** (config.tries - 1)
        # a dead host rests twice as long each time, five times (`middlewares/breaker.py`)
        after_host = max(config.retry_after_max_seconds, config.breaker_seconds * 2**5)
        return max(after_tries, after_host, WALL_SECONDS, self.revisits.longest.total_seconds()) + CLOCK_SECONDS

    def _open_ledger(self, path: Path) -> SqliteLedger:
        config = self.config
        return SqliteLedger(
            path,
            self.run_id,
            lease_seconds=config.lease_seconds,
            max_tries=config.tries,
            retry_seconds=config.retry_seconds,
        )

    def _adopt(self, rebuilt: int) -> None:
        """Take over what a killed run left; `adopted_urls` is how many URLs the ledger counts for it.

        Args:
            rebuilt: articles of finished segments with which a lost ledger was filled.
        """
        leftover, self.segments = adopt_leftovers(self.config.output, self.ledger, self.config.packing)
        self.adopted = rebuilt + leftover
        if self.adopted:
            rows = self.ledger.tally(self.scope)
            self.adopted_urls = sum(row.urls for row in rows if row.outcome == "stored")

    def settle(self, url: str, fate: Fate) -> None:
        """End the lease of a URL; raises `LedgerError`, `OutputError`."""
        lease = self.held.get(url)
        why = gone_why(fate) if lease else None
        story = self.ledger.story_at(url) if why else None
        if lease and why and story:
            fate = self._settle_gone(lease, why, story)
        else:
            fate = self.revisits.revised(fate, lease) if lease else fate
            self.ledger.settle(url, fate)
        self.settled(url, fate)

    def _settle_gone(self, lease: Lease, why: str, story: Story) -> Fate:
        """A stored story is not there: looked for once more first, then it gets its tombstone, once."""
        fate = Fate("refused", "gone", why)
        if lease.code != "gone":
            fate = first_look(why)
        elif not story.is_buried:
            gone_at = datetime.now(UTC).isoformat(timespec="seconds")
            revision = story.revision + 1
            self.tombstones.add(
                Tombstone(
                    id=story.id, revision=revision, url=lease.url, site=lease.site, reason=why, gone_at=gone_at,
                    run_id=self.run_id,
                )
            )  # fmt: skip
            self.ledger.bury(lease.url, revision)
            return fate
        self.ledger.settle(lease.url, fate)
        return fate

    def settled(self, url: str, fate: Fate) -> None:
        """Note that the ledger knows the URL's fate."""
        lease = self.held.pop(url, None)
        if lease is not None:
            self.sites.setdefault(lease.site, Counter())[fate.outcome] += 1
        self.stories.pop(url, None)
        self.claims.release(url)
        self.fates[str(Fate(fate.outcome, fate.code))] += 1
        if self.crawler is not None:
            self.crawler.stats.inc_value(f"newscrawl/{Fate(fate.outcome, fate.code)}")

    def warn_of_clock(self, url: str, read_at: float) -> None:
        """Say once that the ledger has times in the future."""
        if not self._warned_of_clock:
            self._warned_of_clock = True
            when = datetime.fromtimestamp(read_at, UTC).isoformat(timespec="seconds")
            logger.warning(
                "The clock was ahead in an earlier run: %s was read at %s; lists like it are read anew", url, when
            )

    def internal_error(self, url: str | None, what: str) -> None:
        """Log the exception being handled with its traceback, and settle the URL as `failed:internal`."""
        self.internal_errors += 1
        logger.exception("Internal error: %s: %s", what, url)
        if url in self.held:
            self.settle(url, Fate("failed", "internal", what))

    def spider_error(self, url: str | None, method: str, error: Exception) -> None:
        """What broke in a method of the spider: an error of our own, or that of a spider of the user's."""
        spider = type(self.crawler.spider) if self.crawler is not None else type(None)
        if spider.__module__.partition(".")[0] == __name__.partition(".")[0]:
            self.internal_error(url, f"{method} of {spider.__name__}")
        else:
            problem = f"{type(error).__name__}: {error}"
            self.stage_error(url, f"{global_object_name(spider)}.{method}", problem, error, what="method")

    def stage_error(
        self, url: str | None, stage: str, problem: str, cause: BaseException | None, what: str = "stage"
    ) -> None:
        """Log what broke in a stage of the user's own, and settle the URL as `failed:stage`, unless it is stored already."""
        self.stage_errors[stage] += 1
        where = f": {url}" if url else ""
        logger.error("The %s %s is none of newscrawl, and broke: %s%s", what, stage, problem, where, exc_info=cause)
        if url is not None and url in self.held:
            self.settle(url, Fate("failed", "stage", f"{stage}: {problem}"))

    def stop(self, error: NewscrawlError) -> None:
        """End the run because of an error of ledger or output; the first one counts."""
        if self.stopped_by is None:
            self.stopped_by = error
            logger.error("Stopping: %s", error)
            self.close_spider("storage_error")

    def close_spider(self, reason: str) -> bool:
        """Ask the engine to stop gracefully; False if it has not begun, or has ended."""
        engine = self.crawler._engine if self.crawler is not None else None
        if engine is None or engine.spider is None or not engine.running:  # one that is being opened would never end
            return False
        task = asyncio.ensure_future(engine.close_spider_async(reason=reason))
        self._closing = task  # kept: asyncio itself holds tasks only weakly
        return True

    async def rotate(self) -> None:
        """Publish the segments whose time has come; only while nothing is being written.

        Raises:
            LedgerError, OutputError: the next start puts things right.
        """
        if self.writer.is_due():
            self.ledger.checkpoint()  # a published line is a settled one, after a power cut as well
            segments = await asyncio.to_thread(self.writer.rotate)
            self.segments = [*self.segments, *segments]
            self.published_lines += sum(segment.lines for segment in segments if segment.is_articles)

    def finish(self, *, forced: bool = False) -> None:
        """Give leases back, publish segments, close the ledger. The order matters: a published line is a settled one.

        Args:
            forced: the line was stopped in the middle; what it wrote is taken over as from a killed run.

        Raises:
            LedgerError, OutputError: the next start puts things right.
        """
        try:
            self.ledger.release()
            if forced and self.stopped_by is None:
                self.lines, segments = adopt_leftovers(self.config.output, self.ledger, self.config.packing)
                self.lines += self.published_lines
                self.segments = [*self.segments, *segments]
            self.ledger.checkpoint()
            if self.stopped_by is None and not forced:
                self.segments = [*self.segments, *self.writer.close()]
            if self.stopped_by is None:
                self.segments = [*self.segments, *self.tombstones.close()]
        finally:
            self.held.clear()

    def close(self) -> None:
        """Close the ledger and unlock the folder."""
        try:
            self.ledger.close()
        finally:
            self.lock.release()

    @property
    def lines_written(self) -> int:
        """Lines that this run wrote, without adopted ones."""
        return self.writer.lines if self.lines is None else self.lines

    @property
    def all_segments(self) -> list[Segment]:
        """Published by this run, its own and adopted ones."""
        return sorted(self.segments, key=lambda segment: segment.file)


_NO_RUN = (
    "it belongs to a run of `scrapy crawl` under newscrawl.settings (or of a script's CrawlerProcess with them); nothing is stored here. "
    "In a spider of your own call newscrawl.extract(response.body, response.url); see README, 'In your own Scrapy project or script'"
)
_RUNS: WeakKeyDictionary[Crawler, Run] = WeakKeyDictionary()


def attach(run: Run, crawler: Crawler) -> None:
    """Let the parts of a crawler find their run."""
    run.crawler = crawler
    _RUNS[crawler] = run


def is_attached(crawler: Crawler) -> bool:
    """Whether a crawler has its run."""
    return crawler in _RUNS


def run_of(crawler: Crawler) -> Run:
    """The run of a crawler.

    Raises:
        NotConfigured: this is `scrapy shell`, `parse` or another project, which store nothing.
    """
    try:
        return _RUNS[crawler]
    except KeyError:
        raise NotConfigured(_NO_RUN) from None
