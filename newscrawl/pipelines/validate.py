"""Stage `validate`: what may be published. Too little or too much removed is refused; odd times are flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from newscrawl.article import Article, Extraction
from newscrawl.errors import PageError
from newscrawl.ledger import Fate
from newscrawl.pipelines.ended import Ended
from newscrawl.run import Run, run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: removals from the chosen body; the others are the page around it
BODY_STAGES = frozenset({"line", "head", "tail", "learn"})

AHEAD = timedelta(days=1)
"""A page may be as far ahead of us as its zone can be mistaken; more is no time of this story."""
MIN_CHARS_TO_DOUBT = 400
"""Characters removed below which the share says nothing: a flash of one line under ten lines of furniture."""


def check(extraction: Extraction, min_chars: int, max_removed_share: float) -> None:
    """Refuse what is no article after all.

    Raises:
        PageError: `no-title`, `too-short` or `implausible`.
    """
    article = extraction.article
    if not article.title.strip():
        raise PageError("no-title")
    if len(article.text) < min_chars:
        raise PageError("too-short", f"{len(article.text)} characters")
    removed = sum(len(removal.text) for removal in extraction.removals if removal.stage in BODY_STAGES)
    share = removed / (removed + len(article.text))
    if share > max_removed_share and removed >= MIN_CHARS_TO_DOUBT:
        raise PageError("implausible", f"{share:.0%} of the body was noise")


def odd_times(article: Article) -> tuple[str, ...]:
    """Flags for times that cannot be: in the future, or modified before published.

    `fetched_at` is the only clock; without it nothing is in the future.
    """
    published, modified, fetched = map(_time, (article.published_at, article.modified_at, article.fetched_at))
    flags = []
    if fetched and any(time and time > fetched + AHEAD for time in (published, modified)):
        flags.append("time-in-future")
    if published and modified and modified + AHEAD < published:
        flags.append("modified-before-published")
    return tuple(flags)


def _time(value: str | None) -> datetime | None:
    if not value:
        return None
    time = datetime.fromisoformat(value)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


class Validate:
    """Extraction -> the same, flags added. Raises `PageError`; `Ended` for a story of another day than was asked for."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._min_chars, self._max_share = run.config.min_text_chars, run.config.max_removed_share

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(run_of(crawler))

    def _check_day(self, article: Article) -> None:
        """What the list did not say the page does: when the story was published. One that is stored already may be revised."""
        window = getattr(self._run.crawler.spider, "window", None) if self._run.crawler else None
        if not window or not article.published_at:
            return
        day = article.published_at[:10]
        if not window.has(date.fromisoformat(day)) and self._run.ledger.story(article.id) is None:
            raise Ended(Fate("refused", "outside-window", day))

    def process_item(self, extraction: Extraction) -> Extraction:
        check(extraction, self._min_chars, self._max_share)
        self._check_day(extraction.article)
        flags = odd_times(extraction.article)
        if not flags:
            return extraction
        return replace(extraction, article=replace(extraction.article, flags=(*extraction.article.flags, *flags)))
