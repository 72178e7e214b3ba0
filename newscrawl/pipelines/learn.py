"""Stage `learn`: short lines at the story's ends that its source repeats on other stories are furniture.

The ledger counts on how many stories of a source each short line stood; what to make of the counts is decided
purely, and so that a story of its own words loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from newscrawl.article import Extraction, Line, Removal
from newscrawl.extraction import with_lines
from newscrawl.run import Run, run_of
from newscrawl.run.stories import SHORT_LINE_CHARS, line_hash, source_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MIN_STORIES = 5
"""On fewer other stories a line may stand by chance, or because the news repeats itself."""
MIN_SHARE = 0.3
"""Of the source's stories that must carry the line: what a series repeats (`Today's winners:`) is on fewer."""
MAX_LINES = 5
"""Taken at most from each end."""
MAX_CHARS_SHARE = 0.2
"""Of the story's characters taken at most; a story that is mostly repeated is a series, not furniture."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often lines stood on other stories of the source."""

    stories: int
    lines: Mapping[int, int]
    """Stories per line hash."""

    def of(self, text: str) -> int:
        return self.lines.get(line_hash(text), 0)

    def is_furniture(self, text: str) -> bool:
        """Whether a line of this text is short and stands on enough of the stories."""
        count = self.of(text) if len(text) < SHORT_LINE_CHARS else 0
        return count >= MIN_STORIES and count >= MIN_SHARE * self.stories


def furniture(lines: Sequence[Line], counts: Counts) -> list[Line]:
    """The lines at both ends that the source repeats; none where that would be much of the story."""
    head = _run(lines, counts)
    tail = _run(lines[::-1], counts)
    found = head + [line for line in tail if line not in head]
    if not found:
        return []
    taken, whole = (sum(len(line.text) for line in part) for part in (found, lines))
    return found if taken <= MAX_CHARS_SHARE * whole else []


def _run(lines: Sequence[Line], counts: Counts) -> list[Line]:
    found: list[Line] = []
    for line in lines[:MAX_LINES]:
        if not counts.is_furniture(line.text):
            break
        found.append(line)
    return found


def learned(extraction: Extraction, counts: Counts) -> Extraction:
    """The extraction without its furniture, each line on record."""
    found = furniture(extraction.lines, counts)
    if not found:
        return extraction
    kept = [line for line in extraction.lines if line not in found]
    return with_lines(extraction, kept, [*extraction.removals, *(_removal(line, counts) for line in found)])


def _removal(line: Line, counts: Counts) -> Removal:
    why = f"It stands on at least {counts.of(line.text)} of the last {counts.stories} stories of the same source."
    return Removal(rule="learn", stage="learn", text=line.text, position=line.position, why=why)


class Learn:
    """Extraction -> Extraction with no line that its source repeats. Raises `LedgerError`."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = run_of(crawler)
        if not run.config.learn:
            raise NotConfigured
        return cls(run)

    async def process_item(self, extraction: Extraction) -> Extraction:
        ends = {line.text for line in (*extraction.lines[:MAX_LINES], *extraction.lines[-MAX_LINES:])}
        hashes = [line_hash(text) for text in ends if len(text) < SHORT_LINE_CHARS]
        stories, lines = self._run.ledger.repeats(source_of(extraction.article), hashes)
        return learned(extraction, Counts(stories, lines))
