"""Scrapy's downloader, which keeps to CONCURRENT_REQUESTS_PER_DOMAIN also when several requests wait for one host.

Scrapy 2.19 counts a transfer only when its coroutine has begun to run: without DOWNLOAD_DELAY all that wait are sent at once.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Response
from twisted.internet.defer import Deferred


class CountingDownloader(Downloader):
    """DOWNLOADER of every crawl."""

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        # Scrapy adds it once more when the transfer begins, and removes it when it ends
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
