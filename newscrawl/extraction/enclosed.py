"""Pointers and addresses that nobody knew between the newsroom's own lines: below the byline or the sign-off with which a story
ends, and above what was taken of the page's end. Rules for the end stop at a line that none of them knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import takewhile

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

#: A few words without figures, labels and signs of a list, such as papers write below the reporter's address.
_SLOGAN = re.compile(r"[가-힣A-Za-z\s!,.'‘’“”]{4,30}(?<![.?])(?<![.?!][”’])")
_SIGNS, _RUN = frozenset("▶▷☞►"), 2
#: Rows and turns of a talk have a label or a name, and sentences a full stop.
_SAYS = re.compile(r"[:：=]|[.?!][\s\"”’')]*\Z|.[▶▷☞►]")
_HEADLINE = re.compile(r"[“”\"…!]|\.\.\.|\A.\s?\[[^\]]{2,8}\]")


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
    """The last lines of a story that only point elsewhere and stand between its closing line and others that were taken; a slogan
    behind the closing line; else headlines behind a sign.

    Args:
        kept: the lines of the story, in page order.
        text_of: what is left of a line.
        closed: positions of lines that close a story, kept or taken.
        taken: positions of lines that were taken.
    """
    behind = list(_behind(kept, closed))
    last = max(taken, default=0)
    pointing = [len(text := text_of(line)) <= _MAX_CHARS and _POINTS.match(text) is not None for line in behind]
    others = [line for line, points in zip(behind, pointing, strict=True) if not points or line.position > last]
    if not behind or len(others) > 1 or not all(_SLOGAN.fullmatch(text_of(line)) for line in others):
        behind = _headlines(kept, text_of)
    told = sum(text_of(line).endswith(SENTENCE_ENDS) for line in kept[: len(kept) - len(behind)])
    return behind if told >= _SENTENCES else []


def _behind(kept: Sequence[SourceLine], closed: Collection[int]) -> Sequence[SourceLine]:
    """The lines behind the last closing line that has any behind it; none where there are too many."""
    for number in range(len(kept) - 1, max(0, len(kept) - _UNKNOWN) - 1, -1):
        above = kept[number - 1].position if number else -1
        if kept[number].position in closed:
            return []
        if any(above <= position < kept[number].position for position in closed):
            return kept[number:]
    return []


def _headlines(kept: Sequence[SourceLine], text_of: Callable[[SourceLine], str]) -> list[SourceLine]:
    """The last lines, if several open with the same sign, say nothing of a name or a label, and most are worded as headlines are."""
    sign = text_of(kept[-1])[:1] if kept else ""
    run = list(takewhile(lambda line: text_of(line).startswith(sign), reversed(kept[-_LOOKED_AT:])))
    texts = [text_of(line) for line in run]
    if sign not in _SIGNS or len(run) < _RUN or any(map(_SAYS.search, texts)):
        return []
    return run if 2 * sum(bool(_HEADLINE.search(text)) for text in texts) > len(texts) else []
