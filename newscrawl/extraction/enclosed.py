"""Pointers and addresses that nobody knew between the newsroom's own lines: below the byline or the sign-off with which a story
ends, and above what was taken of the page's end. Rules for the end stop at a line that none of them knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from newscrawl.extraction.glued import SENTENCE_ENDS
from newscrawl.extraction.lines import Mark, SourceLine

ENCLOSED = Mark("any.enclosed", "A pointer or an address between the byline and other lines behind the story.")
#: Rules, without their language, for lines behind which a story does not go on.
_CLOSING = frozenset(("byline-email", "sign-off", "tip-off-block"))
#: So many lines are looked at, and so many may be unknown.
_LOOKED_AT, _UNKNOWN = 10, 4
_MAX_CHARS = 120
#: So many sentences above the closing line are a story.
_SENTENCES = 2
#: A sign that points, or an address; signs that open rows of a list and turns of a talk are none of them.
_POINTS = re.compile(r"[\s\[(<]{0,2}[▶▷☞►✔→⇒↑※](?!\s?[가-힣]{1,8}\s?[:：])|.{0,40}https?://")


def closes(rule: str) -> bool:
    """Whether a story does not go on behind a line that this rule takes.

    >>> closes("ko.byline-email"), closes("ko.byline")
    (True, False)
    """
    return rule.partition(".")[2] in _CLOSING


def enclosed(
    kept: Sequence[SourceLine],
    text_of: Callable[[SourceLine], str],
    closed: Collection[int],
    taken: Collection[int],
) -> list[SourceLine]:
    """The last lines of a story that only point elsewhere and stand between its closing line and others that were taken.

    Args:
        kept: the lines of the story, in page order.
        text_of: what is left of a line.
        closed: positions of lines that close a story, kept or taken.
        taken: positions of lines that were taken.
    """
    behind: list[SourceLine] = []
    for line in reversed(kept[-_LOOKED_AT:]):
        above = [position for position in closed if position < line.position]
        text = text_of(line)
        if line.position in closed or not above or len(text) > _MAX_CHARS or not _POINTS.match(text):
            break
        behind.append(line)
    if not 0 < len(behind) <= _UNKNOWN or max(taken, default=0) < behind[0].position:
        return []
    first = max(position for position in closed if position < behind[-1].position)
    if any(first < line.position < behind[-1].position for line in kept):
        return []
    told = sum(text_of(line).endswith(SENTENCE_ENDS) for line in kept if line.position < first)
    return behind if told >= _SENTENCES else []
