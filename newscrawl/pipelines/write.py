"""Stage `write`: the line is on disk before its URL is done, and every page waits for that.

Lines go out in batches: the ledger learns what is about to be written, the files are written and synced, the
ledger settles. A crash between any two of these loses nothing and doubles nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from newscrawl.article import Article, Extraction
from newscrawl.errors import PageError
from newscrawl.ledger import Fate
from newscrawl.ledger.base import Story
from newscrawl.output.manifest import COUNTED_FIELDS
from newscrawl.output.record import encode, removals_of
from newscrawl.output.writer import Entry
from newscrawl.pipelines.batches import Batches
from newscrawl.run import Run, run_of
from newscrawl.run.stories import story_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Ready:
    """One article with all that is written of it."""

    article: Article
    story: Story
    entry: Entry


def ready(extraction: Extraction, story: Story | None = None, *, inline_removals: bool) -> Ready:
    """What is to be written of an extraction; `story` is what is known of it already."""
    article = extraction.article
    if inline_removals:
        article = replace(article, removals=extraction.removals)
    if story is None:
        story = story_of(extraction, extraction.requested_url or article.url)
    story = replace(story, revision=article.revision)
    return Ready(article, story, Entry(article.site, encode(article), encode(removals_of(extraction))))


def check_size(entry: Entry, most: int) -> None:
    """Refuse what would be a line that readers choke on; nothing of it is cut.

    Raises:
        PageError: `too-large`.
    """
    for line, what in ((entry.article, "article"), (entry.removals, "removals")):
        if len(line) > most:
            said = f"the line of its {what} would have {len(line):,} bytes, NEWSCRAWL_LINE_MAX_BYTES allows {most:,}"
            raise PageError("too-large", said)


def fields_present(article: Article) -> dict[str, bool]:
    """Which of the counted fields an article has."""
    rights = bool(article.rights.notice or article.rights.signals)
    return {name: rights if name == "rights" else bool(getattr(article, name)) for name in COUNTED_FIELDS}


class Write:
    """Extraction -> Article, published and settled. Raises `OutputError`, `LedgerError`, `PageError` for one that is too large."""

    def __init__(self, run: Run) -> None:
        self._run, config = run, run.config
        self._batches: Batches[Ready, Article] = Batches(self._flush, config.sync_lines, config.sync_seconds)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    async def process_item(self, extraction: Extraction) -> Article:
        known = self._run.stories.get(extraction.requested_url or extraction.article.url)
        value = ready(extraction, known, inline_removals=self._run.config.inline_removals)
        check_size(value.entry, self._run.config.line_max_bytes)
        due = self._run.revisits.due(self._run.held[value.story.url])
        return await self._batches.add(replace(value, story=replace(value.story, due_at=due)))

    async def _flush(self, batch: Sequence[Ready]) -> Sequence[Article]:
        run, stories = self._run, [value.story for value in batch]
        run.ledger.intend(stories)
        await asyncio.to_thread(run.writer.write, [value.entry for value in batch])
        run.ledger.store(stories)
        for value in batch:
            self._settled(value)
        await run.rotate()
        return [value.article for value in batch]

    def _settled(self, value: Ready) -> None:
        article = value.article
        self._run.counts.add(article.site, fields_present(article), article.removed.by_rule, article.removed.lines)
        self._run.settled(value.story.url, Fate("stored"))
