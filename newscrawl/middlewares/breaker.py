"""A host that does not answer several times in a row is left alone for a while, so that a dead one costs some timeouts
and not one for each of its pages. Then one request asks whether it is back.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.middlewares.fetch_error import FetchError

logger = logging.getLogger(__name__)

_DEAD = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, DownloadFailedError)
#: A gateway says that what stands behind it does not answer. 503 is for `retry_after.py`, 500 one page's affair.
_DEAD_STATUSES = frozenset({502, 504, 521, 522, 523, 524, 530})


@dataclass(slots=True)
class _Host:
    failures: int = 0
    """Without an answer in between."""
    closed_until: float = 0.0
    """On the monotonic clock; 0 while it may be asked."""
    rests: int = 0
    is_asked: bool = False
    """Whether one request is out to see if it is back."""


class BreakerMiddleware:
    """Leaves dead hosts alone (downloader middleware, next to the downloader)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._most = settings.getint("NEWSCRAWL_BREAKER_FAILURES", 8)
        self._first = settings.getfloat("NEWSCRAWL_BREAKER_SECONDS", 300)
        self._stats = crawler.stats
        self._hosts: dict[str, _Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads NEWSCRAWL_BREAKER_FAILURES and NEWSCRAWL_BREAKER_SECONDS."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let it pass, or raise `FetchError` (`host-down`) with the time at which the host is tried again."""
        host = self._hosts.get(_name(request))
        if host is None or not host.closed_until:
            return
        left = host.closed_until - time.monotonic()
        if left > 0:
            retry_at = datetime.now(UTC) + timedelta(seconds=left)
            detail = f"{host.failures} requests in a row without an answer"
            raise FetchError.failed("host-down", detail, retry_at=retry_at)
        # this one finds out whether it is back; the others wait for its answer
        host.closed_until, host.is_asked = time.monotonic() + self._rest(host), True

    def process_response(self, request: Request, response: Response) -> Response:
        """An answer, whatever it says, is a sign of life, except a gateway's."""
        if response.status in _DEAD_STATUSES:
            self._failed(_name(request))
        else:
            self._hosts.pop(_name(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count what says that nobody answered."""
        if isinstance(exception, _DEAD):
            self._failed(_name(request))

    def _failed(self, name: str) -> None:
        host = self._hosts.setdefault(name, _Host())
        host.failures += 1
        is_closed = time.monotonic() < host.closed_until
        if host.failures < self._most or (is_closed and not host.is_asked):
            return
        seconds = self._rest(host)
        host.closed_until, host.is_asked, host.rests = time.monotonic() + seconds, False, host.rests + 1
        if host.rests == 1:
            logger.warning("%s does not answer and is left alone for %.0f s", name, seconds)
            if self._stats is not None:
                self._stats.inc_value("newscrawl/hosts_left_alone")

    def _rest(self, host: _Host) -> float:
        return float(self._first * 2 ** min(host.rests, 5))


def _name(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()
