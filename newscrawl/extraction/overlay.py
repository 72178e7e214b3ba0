"""Which of the page's lines stand in a text that somebody else made of the page: long lines first, short ones between them.

An extraction engine, or the publisher's own statement of the story, is only asked which text it is; what is published is
always the page's own line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newscrawl.extraction.lines import SourceLine, lower_letters

_ANCHOR_CHARS = 24
_REACH = 200
_DECLARED_CHARS = 300
_COVERED = 0.85
_LINKED = 0.8


def overlay(lines: Sequence[SourceLine], text: str) -> set[int]:
    """Positions of the lines that stand in the text, in its order."""
    whole = lower_letters(text)
    folded = [lower_letters(line.text) for line in lines]
    times = Counter(folded)
    spans: dict[int, tuple[int, int]] = {}
    for index, line in enumerate(folded):
        if len(line) >= _ANCHOR_CHARS and times[line] == 1 and (span := _span(whole, line)):
            spans[index] = span
    if not spans:
        return {lines[index].position for index, line in enumerate(folded) if line and line in whole}
    _between(folded, whole, spans)
    return {lines[index].position for index in spans}


def _between(folded: Sequence[str], whole: str, spans: dict[int, tuple[int, int]]) -> None:
    """Find the short lines too, each between what stands before and after it."""
    end_of_last = max(end for _, end in spans.values())
    starts = _following(spans, len(folded), len(whole))
    cursor = 0
    for index, line in enumerate(folded):
        if index in spans:
            cursor = max(cursor, spans[index][1])
            continue
        limit = starts[index] if starts[index] > cursor else (len(whole) if cursor >= end_of_last else cursor)
        at = whole.find(line, cursor, limit) if line else -1
        if 0 <= at <= cursor + _REACH:
            spans[index] = at, at + len(line)
            cursor = at + len(line)


def _following(spans: dict[int, tuple[int, int]], count: int, end: int) -> list[int]:
    """For each line, where the next line that is already found begins."""
    out, start = [end] * count, end
    for index in range(count - 1, -1, -1):
        out[index] = start
        if index in spans:
            start = spans[index][0]
    return out


def _span(whole: str, line: str) -> tuple[int, int] | None:
    """Where the line stands; a line of which the other text lacks a piece inside is known by its ends."""
    at = whole.find(line)
    if at >= 0:
        return at, at + len(line)
    head, tail = whole.find(line[:_ANCHOR_CHARS]), whole.rfind(line[-_ANCHOR_CHARS:])
    if head >= 0 and head < tail <= head + len(line):
        return head, tail + _ANCHOR_CHARS
    return None


def as_declared(lines: Sequence[SourceLine], kept: set[int], declared: str) -> set[int]:
    """The story between the first and the last line that the publisher's own text (JSON-LD `articleBody`) holds.

    The declaration is believed only where the page's lines cover it and it covers most of what was chosen; then its lines
    are the story, and of the other chosen lines those that stand among them and are no mere links.
    """
    whole = lower_letters(declared)
    if len(whole) < _DECLARED_CHARS:
        return kept
    folded = {line.position: lower_letters(line.text) for line in lines}
    stated: dict[str, int] = {}
    for line in lines:
        text = folded[line.position]
        if len(text) >= _ANCHOR_CHARS and text in whole and (text not in stated or stated[text] not in kept):
            stated[text] = line.position
    found = set(stated.values())
    covered, chosen = sum(map(len, stated)), sum(len(folded[position]) for position in kept)
    if covered < _COVERED * len(whole) or sum(len(folded[p]) for p in kept & found) < 0.5 * chosen:
        return kept
    first, last = min(found), max(found)
    inner = (line for line in lines if first < line.position < last and line.linked < _LINKED)
    return found | {line.position for line in inner if line.position in kept}
