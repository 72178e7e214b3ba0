"""Stage `join`: a story that goes on behind its page is fetched to its end, and goes down the line as one.

Further pages are asked for as any page is: robots.txt, the host's turn, resolver and tries. They are kept in the archive, too. Half a story looks like a whole one,
so where a page cannot be had now, the story is one for later; the last time, or where there is none, it is given as far as it could be had, flagged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from newscrawl.article import Extraction, Page
from newscrawl.errors import NewscrawlError, PageError
from newscrawl.extraction.joining import JOINED, ended, pages_of, put_together
from newscrawl.ledger import Failed, Fate, Lease, Refused
from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import UNTRIED_CODES
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.pipelines.archive import Archive
from newscrawl.pipelines.ended import Ended
from newscrawl.pipelines.extract import Extract
from newscrawl.run import Run, run_of
from newscrawl.run.answers import outputs
from newscrawl.run.fates import fate_of, http_fate
from newscrawl.spiders.urls import UrlError, canonical_url, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: After so many stories of a host whose next page added nothing (it has more comments), and none whose did, no more are asked for.
_IN_VAIN = 3


class Join:
    """Extraction -> the same, or one of all its pages. Raises `Ended` where one cannot be had now."""

    def __init__(self, run: Run, crawler: Crawler, most: int) -> None:
        self._run, self._crawler, self._most = run, crawler, most
        self._in_vain: Counter[str] = Counter()
        self._fruitful: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = run_of(crawler)
        if run.config.story_pages < 2:
            raise NotConfigured
        return cls(run, crawler, run.config.story_pages)

    async def process_item(self, extraction: Extraction) -> Extraction:
        """The whole story; whatever has no further page is through at once."""
        host = host_of(extraction.article.url)
        if extraction.next_page is None:
            return extraction
        if self._in_vain[host] >= _IN_VAIN and host not in self._fruitful:
            return ended(extraction)
        story = await self._followed(extraction)
        if JOINED in story.article.flags:
            self._fruitful.add(host)
            self._settle_pages(story)
        elif story.next_page is None:
            self._in_vain[host] += 1
        return story

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
        """A further page, read; None where there is none."""
        page = await self._fetched(self._lease(first), url)
        if page is None:
            return None
        page = replace(page, run_id=self._run.run_id, number=number, continues=first.article.url)
        self._count("joined_pages")
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
        for number, url in enumerate(pages_of(story), 2):
            fate = Fate("duplicate", detail=f"page {number} of {lease.url}")
            self._run.ledger.record(Target(url=url, site=lease.site), fate, self._run.scope)

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
                return found if found.url != lease.url else None
            if isinstance(found, Failed | Refused):
                self._later(lease, found.fate, url)
        return None

    def _fate(self, error: Exception) -> Fate:
        if not self._crawler.crawling:
            return FetchError.postponed("the run is stopping").fate
        found = fate_of(Failure(error))  # type: ignore[no-untyped-call]
        return found or Fate("failed", "fetch", f"{type(error).__name__}: {error}"[:300])

    def _later(self, lease: Lease, fate: Fate, url: str) -> None:
        """End the story for now, unless the page is refused for good, or this is the last time that it is tried."""
        if fate.outcome == "failed" and (fate.code in UNTRIED_CODES or lease.tries + 1 < self._run.config.tries):
            raise Ended(replace(fate, detail=f"{url}: {fate.detail}"))

    def _count(self, what: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"newscrawl/{what}")
