"""Scrapy's scheduler over the ledger: what is to be fetched lies on disk, and only what is being fetched in memory.

Requests are not stored: (url, kind, site, announced) is, and a Request is made of it when its turn has come.
A request that carries a lease (a retry, a redirect) goes in front of the line, because its URL is already held.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler

from newscrawl.errors import LedgerError
from newscrawl.ledger import Lease
from newscrawl.middlewares.downloader import wake
from newscrawl.run import Run, run_of
from newscrawl.run.answers import Answers
from newscrawl.run.targets import target_of
from newscrawl.run.visits import Visits

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_Answer = TypeVar("_Answer")

BATCH = 64
"""URLs leased at once, and about as many as are held in memory beside those being fetched."""
PAUSE_SECONDS = 0.05
"""Between two leases of which the first gave less than was asked for: the ledger looks at every host that waits."""
IDLE_SECONDS = 1.0
"""After a lease that gave nothing, where nothing has happened here since: a spider may have added to the ledger itself."""


class LedgerScheduler(BaseScheduler):
    """SCHEDULER of `scrapy crawl`."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self._crawler, self._run = crawler, run
        self._answers = Answers(run, crawler)
        self._visits = Visits(run, crawler)
        self._front: deque[Request] = deque()
        self._ready: OrderedDict[str, deque[Lease]] = OrderedDict()
        self._renew_at = time.monotonic() + run.config.lease_seconds / 3
        self._lease_at = 0.0
        self._nothing_since: tuple[int, int] | None = None
        self._count = self._added = 0
        concurrency = crawler.settings.getint("CONCURRENT_REQUESTS")
        self._most_ready = 2 * max(BATCH, concurrency)
        # what is out when the run is killed is fetched again: never more than the requests under way and one batch of lines
        self._most_out = concurrency + run.config.sync_lines
        self._wake: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerScheduler:
        return cls(crawler, run_of(crawler))

    def open(self, spider: Spider) -> None:
        """Nothing to open: the ledger is open since before the crawl."""

    def close(self, reason: str) -> None:
        """Leases that were not begun are given back by `Run.finish`, with all others."""

    def has_pending_requests(self) -> bool:
        if self._run.stopped_by is not None:
            return False
        if self._front or self._ready:
            return True
        return self._ask(lambda: self._run.ledger.waiting(self._run.scope), False)

    def enqueue_request(self, request: Request) -> bool:
        """Remember what is to be fetched; False where the ledger has it already. Raises ValueError for what is none of ours."""
        if "lease" in request.meta:
            self._front.append(request)
            return True
        self._added += 1
        try:
            target = target_of(request)
        except ValueError as error:  # the engine closes the spider as if somebody had stopped it
            self._run.spider_error(None, "start", error)
            raise
        return self._ask(lambda: self._run.ledger.add([target], self._run.scope) > 0, False)

    def next_request(self) -> Request | None:
        if self._front:
            return self._front.popleft()
        if self._run.stopped_by is not None:
            return None
        self._renew()
        if len(self._run.held) - self._count >= self._most_out:
            return None
        lease = self._pick() or (self._lease() and self._pick())
        return self._request(lease) if lease else None

    def _lease(self) -> bool:
        """Lease more URLs, where there may be some of hosts that have room."""
        now, events = time.monotonic(), (self._run.fates.total(), self._added)
        if self._count >= self._most_ready:
            return False
        if events == self._nothing_since and now < self._lease_at + IDLE_SECONDS:
            self._wake_later(self._lease_at + IDLE_SECONDS - now)
            return False
        if now < self._lease_at:
            self._wake_later(self._lease_at - now)
            return False
        found = self._lease_batch()
        if found < BATCH:
            self._lease_at, self._nothing_since = time.monotonic() + PAUSE_SECONDS, events
        return found > 0

    def _lease_batch(self) -> int:
        run = self._run
        none: list[Lease] = []
        while leases := self._ask(lambda: run.ledger.lease(run.scope, BATCH, run.config.per_host), none):
            before = self._count
            for lease in leases:
                run.held[lease.url] = lease
                if not self._ask(lambda lease=lease: self._visits.rests(lease), False):  # type: ignore[misc]
                    self._ready.setdefault(urlsplit(lease.url).hostname or "", deque()).append(lease)
                    self._count += 1
            if self._count > before:
                return len(leases)
        return 0

    def _wake_later(self, seconds: float) -> None:
        """Be asked again: the engine asks only when something has ended, or every five seconds."""
        if self._wake is None:
            self._wake = asyncio.get_running_loop().call_later(seconds, self._woken)

    def _woken(self) -> None:
        self._wake = None
        wake(self._crawler)

    def _pick(self) -> Lease | None:
        """The next URL of the first host, in turn, that the downloader has room for: a slow host holds up no other."""
        for host in list(self._ready):
            self._ready.move_to_end(host)
            if self._is_busy(host):
                continue
            lease = self._ready[host].popleft()
            self._count -= 1
            if not self._ready[host]:
                del self._ready[host]
            return lease
        return None

    def _is_busy(self, host: str) -> bool:
        """Whether the downloader has as many requests of the host as it may send at once."""
        slot = self._crawler.engine.downloader.slots.get(host)
        return slot is not None and len(slot.active) >= max(1, slot.concurrency)

    def _request(self, lease: Lease) -> Request:
        unconditional: dict[str, str] = {}
        meta = {"lease": lease, "kind": lease.kind, "site": lease.site, "announced": dict(lease.announced)}
        if lease.kind != "article":
            meta["handle_httpstatus_list"] = [304, 404, 410]
        return Request(
            lease.url,
            headers=self._ask(lambda: self._visits.conditions(lease), unconditional),
            callback=self._answers.callback,
            errback=self._answers.errback,
            meta=meta,
            dont_filter=True,
        )

    def _renew(self) -> None:
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + self._run.config.lease_seconds / 3
            self._ask(lambda: self._run.ledger.renew(list(self._run.held)), None)

    def _ask(self, question: Callable[[], _Answer], instead: _Answer) -> _Answer:
        """Ask the ledger; when it is broken, stop the run (the engine would only log an exception)."""
        try:
            return question()
        except LedgerError as error:
            self._run.stop(error)
            return instead
