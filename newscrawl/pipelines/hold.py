"""Stage `hold`: articles of a site whose template seems to have changed are not written, until somebody has looked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from newscrawl.article import Article, Extraction
from newscrawl.ledger import Fate
from newscrawl.pipelines.ended import Ended
from newscrawl.run import Run, run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


#: Older pages say nothing of how a site's pages are now.
_CURRENT = timedelta(days=30)


class Hold:
    """Extraction -> the same, or `refused:held`."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def _is_judged(self, article: Article) -> bool:
        """Old pages have old templates, whether somebody looks back or reads the archive again."""
        spider = self._run.crawler.spider if self._run.crawler else None
        if spider is not None and spider.name == "archive":
            return False
        published, fetched = _day(article.published_at), _day(article.fetched_at)
        return published is None or fetched is None or fetched - published <= _CURRENT

    def process_item(self, extraction: Extraction) -> Extraction:
        """Let a page pass that is like its site's other pages; `scrapy held release` gives the others back."""
        if not self._is_judged(extraction.article):
            return extraction
        lease = self._run.held.get(extraction.requested_url or extraction.article.url)
        site = lease.site if lease else extraction.article.site
        alarm = self._run.health.look(site, extraction)
        if alarm:
            raise Ended(Fate("refused", "held", alarm))
        return extraction


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None
