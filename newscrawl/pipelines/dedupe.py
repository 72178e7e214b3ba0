"""Stage `dedupe`: is this story known? Under its canonical URL it is unchanged or revised, under its text a duplicate.

Two pages with the same story that are in the line at once are decided one after the other. A page that declares
another story's address as its own is believed only as long as it has anything in common with that story.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from newscrawl.article import Extraction
from newscrawl.extraction import article_id
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


def is_foreign(story: Story, known: Story) -> bool:
    """Whether a stored story with the same id, read at another URL, shares neither headline nor text with this one."""
    return known.url != story.url and {"title", "text"} <= set(changed_parts(known.source_hash, story.source_hash))


def at_own_address(extraction: Extraction) -> Extraction:
    """The extraction as if the page had declared no other address than the one it was read at; flagged."""
    article = extraction.article
    flags = (*article.flags, "canonical-disputed")
    return replace(
        extraction,
        article=replace(article, id=article_id(article.url), canonical_url=article.url, flags=flags),
    )


def revised(extraction: Extraction, story: Story, known: Story) -> Extraction:
    """The next revision, with a flag for each part that changed."""
    parts = changed_parts(known.source_hash, story.source_hash)
    flags = ["returned"] if known.is_buried else [f"changed-{part}" for part in parts]
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
        story, known = await self._look_up(extraction)
        if known is not None and is_foreign(story, known):
            extraction = at_own_address(extraction)
            story, known = await self._look_up(extraction)
        by_text = self._run.config.dedupe_text and known is None
        fate = decide(story, known, self._run.ledger.twin(story.fingerprint, story.id) if by_text else None)
        if fate is not None:
            raise Ended(fate)
        self._run.stories[story.url] = story
        return revised(extraction, story, known) if known else extraction

    async def _look_up(self, extraction: Extraction) -> tuple[Story, Story | None]:
        """The story in hand, claimed, and the stored one with the same id."""
        url = extraction.requested_url or extraction.article.url
        story = story_of(extraction, url)
        self._run.claims.release(url)
        await self._run.claims.take(url, [f"id {story.id}", *([f"text {story.fingerprint}"] * bool(story.fingerprint))])
        return story, self._run.ledger.story(story.id)
