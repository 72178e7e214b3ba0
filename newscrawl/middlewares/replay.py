"""Answers requests from WARC files, so that a replay goes the way of a crawl and never touches the network."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.spiders.archive import PLACE
from newscrawl.spiders.warc_reader import Place, read_page


class ReplayMiddleware:
    """Every request is answered here, or fails."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> Response:
        """The page at the place that the ledger keeps with the URL.

        Raises:
            FetchError: `fetch`, it cannot be read any more; `too-large`.
        """
        try:
            place = Place.parse(dict(request.meta["announced"])[PLACE])
            kept = read_page(place, self._max_bytes)
        except (KeyError, ValueError, OSError) as error:
            raise FetchError.failed("fetch", f"the archive: {error}"[:300]) from error
        if len(kept.body) > self._max_bytes:
            raise FetchError.refused("too-large", f"more than {self._max_bytes} bytes")
        request.meta.update(place=place, kept=kept)
        headers: dict[str, list[str]] = {}
        for name, value in kept.headers:
            headers.setdefault(name, []).append(value)
        return HtmlResponse(kept.url, headers=headers, body=kept.body, request=request)
