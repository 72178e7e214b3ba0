"""Stage `archive`: the page as it was served is kept on disk before anything is made of it.

So a better rule can be applied later without fetching again, and no article ever names a record that is not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from newscrawl.article import Http, Page
from newscrawl.pipelines.batches import Batches
from newscrawl.pipelines.warc import Record, WarcFiles, recover
from newscrawl.run import Run, run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_MB = 1_000_000


class Archive:
    """Page -> Page that knows where its bytes are kept. Raises `OutputError`."""

    def __init__(self, run: Run) -> None:
        self._run, config = run, run.config
        self._folder = config.output / "pages"
        self._batches: Batches[Page, Record] = Batches(self._flush, config.sync_lines, config.sync_seconds)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = run_of(crawler)
        if not run.config.archive:
            raise NotConfigured
        return cls(run)

    def open_spider(self) -> None:
        """Take care of what a killed run left, then begin; raises `OutputError`."""
        self._files = WarcFiles(self._folder, self._run.run_id, self._run.config.archive_file_mb * _MB)
        recover(self._folder, self._run.config.output / "quarantine")

    async def process_item(self, page: Page) -> Page:
        if page.http is not None and page.http.archive is not None:
            return page  # it came from an archive
        record = await self._batches.add(page)
        self._run.ledger.keep(page.requested_url or page.url, record.file, record.offset)
        http = page.http or Http(status=200)
        return replace(page, http=replace(http, archive=str(record)))

    async def _flush(self, pages: Sequence[Page]) -> Sequence[Record]:
        return await asyncio.to_thread(self._files.keep, pages)

    def close_spider(self) -> None:
        """Publish the last file; after an error it is left to the next start."""
        if self._run.stopped_by is None:
            self._files.close()
