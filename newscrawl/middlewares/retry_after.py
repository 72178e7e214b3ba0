"""What happens when a host says "not now" (429, 503): nobody asks it anything before the time it named, short pauses
are waited out, long ones end the matter for this run. Other hosts go on meanwhile.

A short pause holds the host's downloader slot, and requests on their way to it; RetryMiddleware repeats the request
that was answered so. For a longer one (NEWSCRAWL_RETRY_AFTER_WAIT_SECONDS) that request and all others to the host
are `failed:throttled` with the time at which a later run may try: waiting requests would take up the crawler. The
ledger keeps it, so that no run that begins meanwhile asks that host for anything else.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure

from newscrawl.middlewares.downloader import is_stopping
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.run import run_of
from newscrawl.run.pauses import Pauses

logger = logging.getLogger(__name__)

_STATUSES = frozenset({429, 503})


class RetryAfterMiddleware:
    """Holds hosts that ask for a pause (downloader middleware, inside RetryMiddleware)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._wait = settings.getfloat("NEWSCRAWL_RETRY_AFTER_WAIT_SECONDS", 60)
        self._most = settings.getfloat("NEWSCRAWL_RETRY_AFTER_MAX_SECONDS", 3600)
        self._first = settings.getfloat("NEWSCRAWL_BACKOFF_SECONDS", 5)
        self._until: dict[str, float] = {}
        """Per slot, when it may be asked again, on the monotonic clock."""
        self._refusals: dict[str, int] = {}
        """Per slot, answers of 429 or 503 in a row."""
        try:
            self._pauses: Pauses | None = Pauses(run_of(crawler), self._most)
        except NotConfigured:  # `scrapy shell`, another project
            self._pauses = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads NEWSCRAWL_RETRY_AFTER_WAIT_SECONDS, NEWSCRAWL_RETRY_AFTER_MAX_SECONDS and NEWSCRAWL_BACKOFF_SECONDS."""
        middleware = cls(crawler)
        # earlier than process_response: the downloader sends this before it takes the slot's next request
        crawler.signals.connect(middleware.answered, signals.response_downloaded)
        return middleware

    def answered(self, response: Response, request: Request) -> None:
        """Note a pause that an answer asks for; a good answer ends the count of bad ones."""
        slot = self._slot_of(request)
        if response.status not in _STATUSES:
            self._refusals.pop(slot, None)
            return
        self._refusals[slot] = self._refusals.get(slot, 0) + 1
        header = response.headers.get("Retry-After")
        asked = retry_after_seconds(header.decode("latin-1"), datetime.now(UTC)) if header else None
        backoff = self._first * 2 ** min(self._refusals[slot] - 1, 20)
        self.hold(slot, min(self._most, backoff if asked is None else asked))

    def hold(self, slot: str, seconds: float) -> None:
        """Send nothing to the slot for so many seconds; never shortens a pause."""
        until = time.monotonic() + seconds
        if until <= self._until.get(slot, 0):
            return
        self._until[slot] = until
        stats = self._crawler.stats
        if stats is not None:
            stats.inc_value("newscrawl/pauses")
            stats.inc_value("newscrawl/pause_seconds", round(seconds))
        logger.info("%s asks for a pause of %.0f s", slot, seconds)
        if self._pauses is not None and seconds > self._wait:
            self._pauses.keep(slot, seconds)
        self._hold_queue(slot, seconds)

    def _hold_queue(self, key: str, seconds: float) -> None:
        """Hold also what has passed `process_request` and waits in the downloader, or give it up."""
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(key)
        if slot is None:
            return
        if seconds > self._wait:
            while slot.queue:
                slot.queue.popleft()[1].errback(_failure(_throttled(key, seconds)))
            return
        if slot.latercall:
            slot.latercall.cancel()
        # the downloader sends nothing of a slot while this is set
        slot.latercall = call_later(seconds, downloader._latercall, slot)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again.

        Raises:
            FetchError: `throttled`, when the pause is longer than a run waits, or the run is about to stop.
        """
        slot = self._slot_of(request)
        self._recall(slot)
        while (left := self._until.get(slot, 0) - time.monotonic()) > 0:
            self._give_up_if_long(slot, left)
            # in short steps, so that a run that is told to stop does not wait for the host
            await asyncio.sleep(min(left, 0.5))
            if is_stopping(self._crawler):
                raise _throttled(slot, left)

    def _recall(self, slot: str) -> None:
        """What the host asked of an earlier run, once."""
        if self._pauses is not None and slot not in self._until:
            left = self._pauses.left(slot)
            self._until[slot] = time.monotonic() + left
            if left:
                logger.info("%s asked an earlier run for a pause; %.0f s of it are left", slot, left)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give up what RetryMiddleware would repeat only after too long a pause."""
        slot = self._slot_of(request)
        if response.status in _STATUSES:
            self._give_up_if_long(slot, self._until.get(slot, 0) - time.monotonic())
        return response

    def _give_up_if_long(self, slot: str, left: float) -> None:
        if left > self._wait:
            raise _throttled(slot, left)

    def _slot_of(self, request: Request) -> str:
        assert self._crawler.engine is not None
        return str(self._crawler.engine.downloader.get_slot_key(request))


def _failure(error: Exception) -> Failure:
    return Failure(error)  # type: ignore[no-untyped-call]


def _throttled(slot: str, left: float) -> FetchError:
    retry_at = datetime.now(UTC) + timedelta(seconds=left)
    return FetchError.failed("throttled", f"{slot} asks for a pause of {left:.0f} s", retry_at=retry_at)


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, 0 for a time gone by, None where it cannot be read.

    >>> retry_after_seconds("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after_seconds("Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    value = value.strip()
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(value: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
