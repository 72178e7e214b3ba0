"""Scrapy's downloader, which lets the crawl go on as soon as an answer is there, and keeps to CONCURRENT_REQUESTS_PER_DOMAIN also when several requests wait for one host.

Scrapy 2.19 counts a transfer only when its coroutine has begun to run: without DOWNLOAD_DELAY all that wait are sent at once.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred


class CountingDownloader(Downloader):
    """DOWNLOADER of every crawl."""

    def fetch(self, request: Request, spider: Any = None) -> Deferred[Response | Request]:
        """Scrapy's, after which the engine asks for the next request at once, and not when the page is through the line:
        else pages go down the line in herds, and it stands still while they are fetched.
        """
        answer: Deferred[Response | Request] = super().fetch(request)
        return answer.addBoth(self._ended)

    def _ended(self, answer: Any) -> Any:
        wake(self.crawler)
        return answer

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        # Scrapy adds it once more when the transfer begins, and removes it when it ends
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)


def wake(crawler: Crawler) -> None:
    """Let the engine ask the scheduler for requests."""
    slot = crawler.engine._slot if crawler.engine is not None else None
    if slot is not None and slot.closing is None:
        slot.nextcall.schedule()


def is_stopping(crawler: Crawler) -> bool:
    """Whether the crawl only ends what it has begun; `crawler.crawling` stays true until it is through."""
    slot = crawler.engine._slot if crawler.engine is not None else None
    return slot is not None and slot.closing is not None
