"""What comes back for a leased URL, and that each ends in exactly one fate.

An article page goes down the line; a feed, sitemap or section becomes its children, which are in the ledger
before their parent is done. A spider that says nothing, or breaks, is an internal error of that one URL.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.spider import iterate_spider_output
from twisted.python.failure import Failure

from newscrawl.article import Page
from newscrawl.errors import LedgerError, OutputError, PageError
from newscrawl.ledger import Failed, Fate, Lease, Refused
from newscrawl.ledger.base import Target
from newscrawl.pipelines.nursery import WorkerError
from newscrawl.run import Run
from newscrawl.run.fates import fate_of
from newscrawl.run.targets import target_of
from newscrawl.run.visits import Harvest, Visits
from newscrawl.spiders.documents import DocumentError, Feed
from newscrawl.spiders.pages import READ

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

TURN_SECONDS = 0.02
"""So long a list is read before others have their turn."""
CHILDREN = 500
"""Children that are added at once: a sitemap of 50,000 URLs is never in memory as a whole."""


class Answers:
    """Callback and errback of every request that the scheduler makes."""

    def __init__(self, run: Run, crawler: Crawler) -> None:
        self._run, self._crawler = run, crawler
        self._visits = Visits(run, crawler)

    async def callback(self, response: Response) -> AsyncIterator[Any]:
        """Ask the spider's `parse_<kind>` and give on what belongs into the line."""
        lease: Lease = response.meta["lease"]
        try:
            self._run.health.moves.arrive(lease.site, lease.url, response.url, is_list=lease.kind != "article")
            if response.status == 304 and lease.kind != "article":
                self._visits.unchanged(lease)
                return
            if lease.kind == "feed" and response.status == 200:
                await self._read_feed(response)
            output = outputs(getattr(self._crawler.spider, f"parse_{lease.kind}")(response))
            if lease.kind == "article":
                async for value in self._article(lease, output):
                    yield value
            else:
                await self._expand(lease, output, response)
        except PageError as error:
            self._settle(lease, Fate("refused", error.code, error.detail))
        except (LedgerError, OutputError, WorkerError) as error:
            self._run.stop(error)
        except Exception as error:  # noqa: BLE001 - the border to spiders: whatever breaks there costs one URL
            self._run.spider_error(lease.url, f"parse_{lease.kind}", error)

    async def _read_feed(self, response: Response) -> None:
        """Have a worker read it, for the spider to find in `meta`: what a site sends must not hold up the others."""
        if self._run.workers is None:
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            response.meta[READ] = await self._run.workers.read_feed(Feed(response.body, content_type, response.url))
        except DocumentError as error:
            response.meta[READ] = error

    async def _article(self, lease: Lease, output: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The one answer of the callback, given on when the callback is through, so that none breaks behind it."""
        said = []
        async for value in output:
            if isinstance(value, Request):
                self._run.ledger.add([target_of(value, lease.depth + 1)], self._run.scope)
            else:
                said.append(value)
        if len(said) != 1 or _url_of(said[0]) != lease.url:
            names = ", ".join(type(value).__name__ for value in said) or "nothing"
            raise RuntimeError(f"the callback must yield one Page, Refused or Failed of its URL, and yielded {names}")
        yield said[0]

    async def _expand(self, lease: Lease, output: AsyncIterator[Any], response: Response) -> None:
        children: list[Target] = []
        harvest = Harvest()
        fate: Fate | None = None
        loop = asyncio.get_running_loop()
        until = loop.time() + TURN_SECONDS
        async for value in output:
            if loop.time() > until:
                await asyncio.sleep(0)
                until = loop.time() + TURN_SECONDS
            if value is None:
                continue
            if isinstance(value, Request):
                children.append(target_of(value, lease.depth + 1, lease.url))
                if children[-1].found_in == lease.url:
                    harvest.add(children[-1])
            elif isinstance(value, Refused | Failed) and value.url == lease.url:
                fate = value.fate
            else:
                raise TypeError(f"a list page may not yield {type(value).__name__}")
            if len(children) >= CHILDREN:
                self._run.ledger.add(children, self._run.scope)
                children.clear()
        if fate is not None:
            self._run.ledger.add(children, self._run.scope)
            self._settle(lease, fate)
            if fate.outcome == "refused":
                self._visits.missing(lease)
        else:
            self._run.ledger.expand(lease.url, children, self._run.scope)
            self._run.settled(lease.url, Fate("expanded"))
            self._visits.read(lease, response, harvest)

    async def errback(self, failure: Failure) -> None:
        """Settle a URL whose download gave nothing."""
        lease: Lease = failure.request.meta["lease"]  # type: ignore[attr-defined]
        fate = fate_of(failure)
        try:
            if fate is None:
                self._run.internal_errors += 1
                logger.error("Internal error: download of %s", lease.url, exc_info=failure.value)
                fate = Fate("failed", "internal", type(failure.value).__name__)
            self._settle(lease, fate)
        except (LedgerError, OutputError) as error:
            self._run.stop(error)

    def _settle(self, lease: Lease, fate: Fate) -> None:
        logger.info("No page: %s: %s", fate, lease.url)
        self._run.settle(lease.url, fate)


def _url_of(value: Any) -> str | None:
    if isinstance(value, Page):
        return value.requested_url or value.url
    return value.url if isinstance(value, Refused | Failed) else None


async def outputs(result: Any) -> AsyncIterator[Any]:
    """Whatever a callback returned, one value after the other."""
    if hasattr(result, "__await__"):
        result = await result
    values = iterate_spider_output(result)
    if isinstance(values, AsyncIterator):
        async for value in values:
            yield value
        return
    for value in values:
        yield value
