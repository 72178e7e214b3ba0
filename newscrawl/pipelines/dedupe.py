"""Stage `dedupe`: is this story known? Under its canonical URL it is unchanged or revised, under its text a duplicate.

Two pages with the same story that are in the line at once are decided one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from newscrawl.article import Extraction
from newscrawl.ledger import Fate
from newscrawl.ledger.base import Story
from newscrawl.pipelines.ended import Ended
from newscrawl.run import Run, run_of
from newscrawl.run.stories import changed_parts, story_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def decide(story: Story, known: Story | None, twin: Story | None) -> Fate | None:
    """The fate of a story that is not to be written; None for one that is new or revised.

    Args:
        story: the one in hand.
        known: the stored one with the same id.
        twin: a stored one with another id and the same text.
    """
    if known is not None and known.url != story.url:
        return Fate("duplicate", detail=f"same canonical URL as {known.url}")
    if known is not None:
        return Fate("unchanged") if known.source_hash == story.source_hash else None
    if twin is not None:
        return Fate("duplicate", detail=f"same text as {twin.url}")
    return None


def revised(extraction: Extraction, story: Story, known: Story) -> Extraction:
    """The next revision, with a flag for each part that changed."""
    flags = (f"changed-{part}" for part in changed_parts(known.source_hash, story.source_hash))
    article = replace(
        extraction.article, revision=known.revision + 1, flags=tuple(dict.fromkeys((*extraction.article.flags, *flags)))
    )
    return replace(extraction, article=article)


class Dedupe:
    """Extraction -> Extraction, its revision set. Raises `Ended`, `LedgerError`."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    async def process_item(self, extraction: Extraction) -> Extraction:
        url = extraction.requested_url or extraction.article.url
        story = story_of(extraction, url)
        text = story.fingerprint if self._run.config.dedupe_text else ""
        await self._run.claims.take(url, [f"id {story.id}", *([f"text {text}"] if text else [])])
        known = self._run.ledger.story(story.id)
        twin = self._run.ledger.twin(text, story.id) if text and known is None else None
        fate = decide(story, known, twin)
        if fate is not None:
            raise Ended(fate)
        return revised(extraction, story, known) if known else extraction
