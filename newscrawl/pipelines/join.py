"""Stage `join`: a story that goes on behind its page is fetched to its end, and goes down the line as one.

Further pages are asked for as any page is: robots.txt, the host's turn, resolver and tries. They are kept in the archive, too. Half a story looks like a whole one,
so where a page cannot be had now, the story is one for later; the last time, or where there is none, it is given as far as it could be had, flagged.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from newscrawl.article import Extraction, Page
from newscrawl.errors import NewscrawlError, PageError
from newscrawl.extraction.further import may_be_further
from newscrawl.extraction.joining import JOINED, MISSING, pages_of, put_together
from newscrawl.extraction.paging import is_page_after
from newscrawl.ledger import Failed, Fate, Lease, Refused
from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import UNTRIED_CODES
from newscrawl.middlewares.downloader import is_stopping
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.pipelines.archive import Archive
from newscrawl.pipelines.ended import Ended
from newscrawl.pipelines.extract import Extract
from newscrawl.run import Run, run_of
from newscrawl.run.answers import outputs
from newscrawl.run.fates import fate_of, http_fate
from newscrawl.spiders.archive import PLACE
from newscrawl.spiders.urls import UrlError, canonical_url, host_of, same_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: After so many stories of a host whose next page was the same with more comments, and none whose did go on, no more are asked for.
_IN_VAIN = 3
#: Seconds for which a page of an archive waits for the one that may begin its story, and how many of such pages are remembered.
_PATIENCE, _LOOK, _REMEMBERED = 10.0, 0.05, 10_000
#: A story whose further page fails so many times is given without it, some hours after it was announced; a page of its own is tried for longer.
_TRIES = 3


class Join:
    """Extraction -> the same, or one of all its pages. Raises `Ended` where one cannot be had now."""

    def __init__(self, run: Run, crawler: Crawler, most: int) -> None:
        self._run, self._crawler, self._most = run, crawler, most
        self._in_vain: Counter[str] = Counter()
        self._fruitful: set[str] = set()
        self._joined: deque[str] = deque(maxlen=_REMEMBERED)
        """Addresses of further pages that became part of a story."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = run_of(crawler)
        if run.config.story_pages < 2:
            raise NotConfigured
        return cls(run, crawler, run.config.story_pages)

    async def process_item(self, extraction: Extraction) -> Extraction:
        """The whole story; whatever has no further page is through at once."""
        if extraction.first_page is not None:
            self._hand_on(extraction, extraction.first_page)
        if PLACE in self._lease(extraction).announced:
            await self._let_first_page_end(self._lease(extraction).url)
        host = host_of(extraction.article.url)
        if extraction.next_page is None or (self._in_vain[host] >= _IN_VAIN and host not in self._fruitful):
            return extraction
        story = await self._followed(extraction)
        if JOINED in story.article.flags:
            self._fruitful.add(host)
            self._settle_pages(story)
        elif story.next_page is None:
            self._in_vain[host] += 1
        if MISSING in story.evidence and self._run.ledger.story_at(self._lease(story).url) is not None:
            raise Ended(Fate("unchanged", detail=f"{story.evidence[MISSING]} cannot be had; what is stored stays"))
        return story

    def _hand_on(self, extraction: Extraction, first: str) -> None:
        """Leave a page from the middle of a story to the one that begins it, if that can be had."""
        lease, ledger = self._lease(extraction), self._run.ledger
        try:
            url = canonical_url(first)
        except UrlError:
            return
        known = ledger.trace(url)
        if known is None and same_site(url, lease.url) and PLACE not in lease.announced:
            ledger.add(
                [Target(url=url, site=lease.site, announced=lease.announced, depth=lease.depth + 1)], self._run.scope
            )
        elif known is None or known.state in ("refused", "failed"):
            return
        raise Ended(Fate("duplicate", detail=f"a further page of {url}"))

    async def _let_first_page_end(self, url: str) -> None:
        """In an archive of others each page is listed for itself: one that a story is put together from is none of its own."""
        end = time.monotonic() + _PATIENCE
        while self._may_become_part(url) and time.monotonic() < end:
            await asyncio.sleep(_LOOK)
        if url in self._joined:
            raise Ended(Fate("duplicate", detail="a further page of another address"))

    def _may_become_part(self, url: str) -> bool:
        """Whether a story is in hand of which this may be a further page."""
        return may_be_further(url) and any(is_page_after(url, held) for held in self._run.held)

    async def _followed(self, first: Extraction) -> Extraction:
        asking = put_together(first, self._most)
        try:
            url, number = next(asking)
            while True:
                url, number = asking.send(await self._page(first, url, number))
        except StopIteration as end:
            story: Extraction = end.value
            return story

    async def _page(self, first: Extraction, url: str, number: int) -> Extraction | None:
        """A further page, read; None where there is none. Raises `Ended` where the run is stopping."""
        if is_stopping(self._crawler):
            raise Ended(FetchError.postponed("the run is stopping").fate)
        page = await self._fetched(self._lease(first), url)
        if page is None:
            return None
        page = replace(page, run_id=self._run.run_id, number=number, continues=self._lease(first).url)
        try:
            return await self._read(page)
        except PageError:
            return None

    async def _read(self, page: Page) -> Extraction:
        if (archive := self._crawler.get_item_pipeline(Archive)) is not None:
            page = await archive.process_item(page)
        extract = self._crawler.get_item_pipeline(Extract)
        assert extract is not None
        return await extract.process_item(page)

    def _settle_pages(self, story: Extraction) -> None:
        """Whoever finds the address of a further page elsewhere need not ask for it again."""
        lease = self._lease(story)
        self._count("joined_stories")
        self._count("joined_pages", len(pages_of(story)))
        for number, url in enumerate(pages_of(story), 2):
            self._joined.append(url)
            fate = Fate("duplicate", detail=f"page {number} of {lease.url}")
            self._run.ledger.record(Target(url=url, site=lease.site), fate, self._run.scope, waiting=True)

    def _lease(self, first: Extraction) -> Lease:
        return self._run.held[first.requested_url or first.article.url]

    async def _fetched(self, lease: Lease, url: str) -> Page | None:
        meta = {"kind": "article", "site": lease.site, "announced": dict(lease.announced), "continues": lease.url}
        assert self._crawler.engine is not None
        try:
            request = Request(canonical_url(url, trackers=True), callback=NO_CALLBACK, meta=meta)
            response = await self._crawler.engine.download_async(request)
        except UrlError:
            return None
        except NewscrawlError:
            raise
        # whatever a download handler or a middleware raises says that it could not be had
        except Exception as error:  # noqa: BLE001
            self._later(lease, self._fate(error), url)
            return None
        if response.status != 200:
            self._later(lease, http_fate(response.status), url)
            return None
        async for found in outputs(self._crawler.spider.parse_article(response)):  # type: ignore[union-attr]
            if isinstance(found, Page):
                return found
            if isinstance(found, Failed | Refused):
                self._later(lease, found.fate, url)
        return None

    def _fate(self, error: Exception) -> Fate:
        if is_stopping(self._crawler):
            return FetchError.postponed("the run is stopping").fate
        found = fate_of(Failure(error))  # type: ignore[no-untyped-call]
        return found or Fate("failed", "fetch", f"{type(error).__name__}: {error}"[:300])

    def _later(self, lease: Lease, fate: Fate, url: str) -> None:
        """End the story for now, unless the page is refused for good, or this is the last time that it is tried."""
        if fate.outcome == "failed" and (
            fate.code in UNTRIED_CODES or lease.tries + 1 < min(self._run.config.tries, _TRIES)
        ):
            raise Ended(replace(fate, detail=f"{url}: {fate.detail}"))

    def _count(self, what: str, times: int = 1) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"newscrawl/{what}", times)
