"""What Scrapy asks wherever our settings are in force, also by commands and scripts that are none of ours.

A NEWSCRAWL_* name that there is not is refused, and a crawl that a script starts in a process of Scrapy's is a run.
"""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings, Settings
from scrapy.spiderloader import SpiderLoader

from newscrawl.commands._printing import fail
from newscrawl.errors import ConfigError, NewscrawlError
from newscrawl.options import check_names
from newscrawl.run import is_attached
from newscrawl.run.ending import Exit
from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)


class Loader(SpiderLoader):
    """SPIDER_LOADER_CLASS: Scrapy's own. All its commands that crawl or know spiders make one, and every process of a script."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """As Scrapy's.

        Raises:
            SystemExit: with 78, where a NEWSCRAWL_* setting is unknown; one line on standard error says which.
        """
        try:
            check_names(settings)
        except ConfigError as error:
            fail(Exit.CONFIG, str(error))
        return super().from_settings(settings)


class Addon:
    """ADDONS: makes a run of a crawl that nobody conducts, as of a script's CrawlerProcess or `scrapy runspider`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As every component."""
        return cls(crawler)

    def update_settings(self, settings: Settings) -> None:
        """Begin the run while settings can still be changed.

        Raises:
            NewscrawlError: it cannot begin; Scrapy ends the crawl before the first request.
        """
        if is_attached(self._crawler) or not _crawls(self._crawler.spider):
            return
        from newscrawl.crawling import accompany  # with it comes much of what is only needed here

        try:
            accompany(self._crawler, settings)
        except NewscrawlError as error:
            logger.critical("The crawl cannot begin: %s", error)
            raise


def _crawls(spider: Any) -> bool:
    """Whether a spider of ours is to crawl. `scrapy parse`, `fetch` and `check` give it a start of their own, `shell` has no spider."""
    return isinstance(spider, NewsSpider) and not spider.start.__module__.startswith("scrapy.commands")
