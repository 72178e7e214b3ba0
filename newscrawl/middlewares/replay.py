"""Answers requests from WARC and HTML files, so that a replay goes the way of a crawl and never touches the network."""

from __future__ import annotations

import json
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from newscrawl.ledger import Ledger
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.run import run_of
from newscrawl.spiders.archive import PARTS, PLACE
from newscrawl.spiders.saved_reader import is_saved, read_saved
from newscrawl.spiders.spelling import twins
from newscrawl.spiders.warc_reader import Place, read_page


class ReplayMiddleware:
    """Every request is answered here, or fails."""

    def __init__(self, max_bytes: int, ledger: Ledger) -> None:
        self._max_bytes, self._ledger = max_bytes, ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), run_of(crawler).ledger)

    def process_request(self, request: Request) -> Response:
        """The page at the place that the ledger keeps with the URL.

        Raises:
            FetchError: `fetch`, it cannot be read any more; `too-large`.
        """
        try:
            place = Place.parse(self._place_of(request))
            is_file = is_saved(place.file)
            kept = read_saved(place, request.url, self._max_bytes) if is_file else read_page(place, self._max_bytes)
        except (KeyError, ValueError, OSError) as error:
            raise FetchError.failed("fetch", f"the archive: {error}"[:300]) from error
        if len(kept.body) > self._max_bytes:
            raise FetchError.refused("too-large", f"more than {self._max_bytes} bytes")
        request.meta.update(place=place, kept=kept)
        headers: dict[str, list[str]] = {}
        for name, value in kept.headers:
            headers.setdefault(name, []).append(value)
        return HtmlResponse(kept.url, headers=headers, body=kept.body, request=request)

    def _place_of(self, request: Request) -> str:
        """Raises `FetchError` for a further page of a story that was not kept, `KeyError` for any other."""
        announced = request.meta["announced"]
        if not request.meta.get("continues"):
            return str(announced[PLACE])
        place = json.loads(announced.get(PARTS, "{}")).get(request.url) or self._listed(request.url)
        if place is None:
            raise FetchError.refused("fetch", "the archive does not hold it")
        return str(place)

    def _listed(self, url: str) -> str | None:
        """Where a page lies that was listed as one of its own: archives of others do not say what belongs together."""
        known = self._ledger.known(spellings := [url, *twins(url)])
        traces = (self._ledger.trace(each) for each in spellings if each in known)
        places = (trace.announced[PLACE] for trace in traces if trace and PLACE in trace.announced)
        return next((place for place in places if Place.parse(place).file.exists()), None)
