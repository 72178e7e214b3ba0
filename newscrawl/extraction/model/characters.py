"""What kinds of characters stand in each of many lines: counted for all lines at once.

A line by itself is too little work for an array, and too much for a loop over its characters; a page is just right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

Array = Any

#: Kinds of characters; one may be of several.
LETTER, DIGIT, UPPER, LOWER, SPACE, COMMA, QUOTE, OPENER, BAR, QUESTION, EXCLAMATION, AT, COPYRIGHT, STOP, DOT, WORD = (
    1 << bit for bit in range(16)
)
_CHARACTERS = {
    SPACE: " ", COMMA: ",、，", QUOTE: "\"'“‘„«「『‹", OPENER: "•·▶►▷▲△■□◆◇●○★☆※→»›>-–—*+#", BAR: "|/", QUESTION: "?？",
    EXCLAMATION: "!！", AT: "@", COPYRIGHT: "©ⓒ", STOP: "。", DOT: ".?!",
}  # fmt: skip
_PLANE = 1 << 16
HEAD_CHARS = 160
"""Where a line opens: kinds of characters are shares of so many."""


@lru_cache(maxsize=1)
def _kinds() -> Array:
    """The kinds of every character of the basic plane; what lies beyond counts as none."""
    kinds = np.zeros(_PLANE, dtype=np.uint16)
    for code in range(_PLANE):
        char = chr(code)
        if char.isalnum():
            kinds[code] = WORD | LETTER * char.isalpha() | DIGIT * char.isdigit() | UPPER * char.isupper()
        kinds[code] |= LOWER * char.islower()
    for kind, chars in _CHARACTERS.items():
        for char in chars:
            kinds[ord(char)] |= kind
    kinds[_PLANE - 1] = 0
    return kinds


class Characters:
    """The characters of lines, of which none holds a line feed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.sizes = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        self._joined = "\n".join(texts) + "\n"
        self._starts = np.concatenate([[0], np.cumsum(self.sizes + 1)[:-1]])

    @cached_property
    def _codes(self) -> Array:
        return _codes(self._joined)

    @cached_property
    def _trigrams(self) -> Array:
        return _trigrams(self._codes)

    @cached_property
    def _found(self) -> Array:
        """The kinds of each character."""
        return _kinds()[np.minimum(self._codes, _PLANE - 1)]

    @cached_property
    def _of_line(self) -> Array:
        """The kinds that stand anywhere in each line."""
        return np.bitwise_or.reduceat(self._found, self._starts)

    def count(self, kind: int) -> Array:
        """How many characters of the kind each line has."""
        return np.add.reduceat((self._found & kind) > 0, self._starts, dtype=np.intp)

    def count_in_head(self, kind: int) -> Array:
        """How many stand among the first characters of each line."""
        until = np.concatenate([[0], np.cumsum((self._found & kind) > 0)])
        return until[self._starts + np.minimum(self.sizes, HEAD_CHARS)] - until[self._starts]

    def holds(self, kind: int) -> Array:
        """Whether a line has one."""
        return (self._of_line & kind) > 0

    def opens(self, kind: int) -> Array:
        """Whether its first character is one."""
        return (self._found[self._starts] & kind) > 0

    def sentences(self) -> Array:
        """How many sentences end within each line: stops before a space, and those of CJK."""
        found = self._found
        ends = ((found[:-1] & DOT) > 0) & ((found[1:] & SPACE) > 0)
        stops = ((found & STOP) > 0).astype(np.intp)
        stops[:-1] += ends
        return np.add.reduceat(stops, self._starts)

    def folded(self) -> list[str]:
        """Letters and digits of each line, in lower case."""
        kept = (self._found & WORD) > 0
        kept[self._starts[1:] - 1] = True
        kept[-1] = False
        codes = self._codes
        kept |= codes >= _PLANE
        text = str(codes[kept].tobytes(), "utf-32-le")
        return text.lower().split("\n")

    def lines_with(self, pieces: Pieces, pattern: re.Pattern[str] | None = None) -> Array:
        """Whether one of the pieces stands in a line, and there matches the pattern."""
        found = np.zeros(len(self.texts), dtype=bool)
        at = pieces.places(self._joined, self._codes, self._trigrams)
        if pattern is not None:
            at = [place for place in at if pattern.match(self._joined, place)]
        if at:
            found[np.searchsorted(self._starts, at, side="right") - 1] = True
        return found


class Pieces:
    """Many short texts that are looked for at once."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """`pieces`: of two characters at least."""
        self._opens = np.zeros(_PLANE, dtype=bool)
        self._by_start: dict[str, tuple[str, ...]] = {}
        for piece in pieces:
            if len(piece) > 2:
                self._opens[_trigrams(_codes(piece[:3]))[0]] = True
            self._by_start[piece[:2]] = (*self._by_start.get(piece[:2], ()), piece)
        self._short = tuple(piece for piece in pieces if len(piece) == 2)

    def places(self, text: str, codes: Array, trigrams: Array) -> list[int]:
        """Where they stand; `codes` and `trigrams` are the text's."""
        at = np.flatnonzero(self._opens[trigrams]).tolist()
        found = [place for place in at if text.startswith(self._by_start.get(text[place : place + 2], ("\0",)), place)]
        for piece in self._short:
            if piece not in text:
                continue
            found += np.flatnonzero((codes[:-1] == ord(piece[0])) & (codes[1:] == ord(piece[1]))).tolist()
        return found


def _codes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def _trigrams(codes: Array) -> Array:
    """A number below 65,536 for each three characters in a row."""
    return (codes[:-2] * 31 + codes[1:-1] * 1021 + codes[2:] * 8191) % _PLANE


def folded_lines(texts: Sequence[str]) -> list[str]:
    """Letters and digits of each line, in lower case; lines hold no line feed."""
    return Characters(texts).folded() if texts else []
