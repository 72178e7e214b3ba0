"""Stage `extract`: the article of a page, made in a worker process that can be killed."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, ClassVar, Self

from newscrawl.article import RECALLED, Extraction, Page
from newscrawl.noise import load_rules
from newscrawl.pipelines.worker import Orders
from newscrawl.pipelines.workers import Workers
from newscrawl.run import run_of
from newscrawl.run.config import Config

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class Extract:
    """Page -> Extraction. Raises what `Workers.extract` does."""

    #: what the workers call, `module:name`
    function: ClassVar[str] = "newscrawl.extraction:extract_page"

    def __init__(self, config: Config, stats: StatsCollector) -> None:
        self._stats = stats
        load_rules(config.rules)  # a wrong rule shall be named here, and not by each worker
        orders = Orders(
            sites=str(config.sites) if config.sites else None,
            rules=str(config.rules) if config.rules else None,
            memory_mb=config.extract_memory_mb,
            alarm_seconds=ceil(2 * config.extract_seconds) + 5,
            learn_layouts=config.learn_layouts and self.function == Extract.function,
            function=self.function,
        )
        self._workers = Workers(orders, config.extract_processes, config.extract_seconds)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None
        run = run_of(crawler)
        stage = cls(run.config, crawler.stats)
        run.workers = stage._workers
        return stage

    async def open_spider(self) -> None:
        await self._workers.open()

    async def process_item(self, page: Page) -> Extraction:
        extraction = await self._workers.extract(page)
        if extraction.evidence.get("text") == RECALLED:
            self._stats.inc_value("newscrawl/recalled_pages")
        return extraction

    async def close_spider(self) -> None:
        await self._workers.close()
