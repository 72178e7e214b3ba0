"""THE LINE itself: it leads each page through the stages and sees to it that its URL ends in exactly one fate.

Stages know nothing of fates but the one they decide; what an exception of theirs means is said here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import DropItem
from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.python import global_object_name

from newscrawl.article import Page
from newscrawl.errors import LedgerError, NewscrawlError, OutputError, PageError
from newscrawl.ledger import Failed, Fate, Refused
from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import WALL_CODES
from newscrawl.pipelines.ended import Ended
from newscrawl.pipelines.others import StageError, is_ours, watched
from newscrawl.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Line(ItemPipelineManager):
    """ITEM_PROCESSOR of `scrapy crawl`: Scrapy's manager of stages, with an end for every URL."""

    def __init__(self, *stages: Any, crawler: Crawler) -> None:
        super().__init__(*stages, crawler=crawler)
        self._run = run_of(crawler)

    def _add_middleware(self, mw: Any) -> None:
        super()._add_middleware(mw)
        if hasattr(mw, "process_item") and not is_ours(mw):
            stages = self.methods["process_item"]
            process = stages.pop()
            assert process is not None
            asks_spider = process in self._mw_methods_requiring_spider
            stages.append(watched(mw, (lambda item: process(item, self._spider)) if asks_spider else process))
        if hasattr(mw, "close_spider") and not is_ours(mw):
            closings = self.methods["close_spider"]
            close = closings.popleft()
            assert close is not None
            closings.appendleft(lambda: self._close(mw, close))

    async def _close(self, mw: Any, close: Callable[..., Any]) -> None:
        """What somebody's stage has gathered may be lost where it cannot close: no run is complete then."""
        try:
            await self.get_awaitable(close)
        except Exception as error:  # noqa: BLE001 - the border to others: it is put on record, and the run ends in good order
            self._run.stage_error(
                None, global_object_name(type(mw)), f"close_spider: {type(error).__name__}: {error}", error
            )

    async def process_item_async(self, item: Any) -> Any:
        """What the last stage made of a page.

        Raises:
            DropItem: there is no article; the URL has its fate, or is given back because the run stops.
        """
        if self._run.stopped_by is not None:
            raise DropItem("the run is stopping")
        if isinstance(item, Page):
            return await self._lead(item)
        if isinstance(item, Refused | Failed):
            return self._end(item)
        try:
            raise TypeError(f"a spider may not yield {type(item).__name__}")
        except TypeError as error:
            self._run.internal_error(None, str(error))
            raise DropItem(str(error)) from error

    async def _lead(self, page: Page) -> Any:
        """Through all stages; whatever breaks on the way costs this page, or stops the run."""
        url = page.requested_url or page.url
        try:
            if url not in self._run.held:
                raise RuntimeError("a page came down the line whose URL is not leased")
            return await super().process_item_async(replace(page, run_id=self._run.run_id))
        except Ended as end:
            self._settle(url, end.fate)
            raise
        except DropItem as drop:  # as a stage of the user's own says that it does not want it
            if url in self._run.held:
                self._settle(url, Fate("refused", "unwanted", str(drop)))
            raise
        except PageError as error:
            self._settle(url, self._fate_of(error))
            raise DropItem(str(error)) from error
        except NewscrawlError as error:  # ledger, output or workers are broken
            self._run.stop(error)
            raise DropItem("the run is stopping") from error
        except StageError as error:
            self._broken(url, error)
            raise DropItem("failed:stage") from error
        except Exception as error:
            self._internal(url)
            raise DropItem("failed:internal") from error
        finally:
            self._run.claims.release(url)

    def _fate_of(self, error: PageError) -> Fate:
        """A wall may go, but not from an archive."""
        spider = self._run.crawler.spider if self._run.crawler is not None else None
        may_go = error.code in WALL_CODES and not getattr(spider, "is_replay", False)
        return Fate("failed" if may_go else "refused", error.code, error.detail)

    def _end(self, found: Refused | Failed) -> None:
        """A URL that gave no page. One that is not leased was none that could be asked for; it is put on record."""
        run = self._run
        try:
            if found.url in run.held:
                run.settle(found.url, found.fate)
            else:
                run.ledger.record(Target(url=found.url, site=_host(found.url)), found.fate, run.scope)
                run.settled(found.url, found.fate)
        except (LedgerError, OutputError) as error:
            run.stop(error)
        raise DropItem(str(found.fate))

    def _settle(self, url: str, fate: Fate) -> None:
        try:
            self._run.settle(url, fate)
        except (LedgerError, OutputError) as error:
            self._run.stop(error)

    def _internal(self, url: str) -> None:
        """Within `except`: log the traceback, settle the URL."""
        try:
            self._run.internal_error(url, "a stage broke")
        except (LedgerError, OutputError) as error:
            self._run.stop(error)

    def _broken(self, url: str, error: StageError) -> None:
        """Log what broke in a stage of the user's own, settle the URL unless it is stored already."""
        try:
            self._run.stage_error(url, error.stage, error.problem, error.__cause__)
        except (LedgerError, OutputError) as broken:
            self._run.stop(broken)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "unknown").removeprefix("www.")
    except ValueError:
        return "unknown"
