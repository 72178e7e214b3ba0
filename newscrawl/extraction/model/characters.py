"""What kinds of characters stand in each of many lines: counted for all lines at once.

A line by itself is too little work for an array, and too much for a loop over its characters; a page is just right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import ahocorasick
import numpy as np

Array = Any

#: Kinds of characters; one may be of several.
LETTER, DIGIT, UPPER, LOWER, SPACE, COMMA, QUOTE, OPENER, BAR, QUESTION, EXCLAMATION, AT, COPYRIGHT, STOP, DOT, WORD = (
    1 << bit for bit in range(16)
)
_CHARACTERS = {
    SPACE: " ", COMMA: ",、，،፣၊", QUOTE: "\"'“‘„«「『‹", OPENER: "•·▶►▷▲△■□◆◇●○★☆※→»›>-–—*+#", BAR: "|/", QUESTION: "?？",
    EXCLAMATION: "!！", AT: "@", COPYRIGHT: "©ⓒ", STOP: "。", DOT: ".?!؟।۔።։",
}  # fmt: skip
_PLANE = 1 << 16
#: Thai and Lao end sentences with nothing; lines as long as this are some.
_UNSTOPPED_CHARS = 50
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

    def lines_with(self, pieces: Pieces) -> Array:
        """Whether something of each group stands in a line: (groups, lines)."""
        found = np.zeros((pieces.groups, len(self.texts)), dtype=bool)
        starts = self._starts.tolist()
        for place, group in pieces.places(self._joined):
            found[group, bisect_right(starts, place) - 1] = True
        return found


def is_unstopped(end: str, chars: int) -> bool:
    """Whether a line that ends this way and is so long is sentences in a script without full stops.

    >>> is_unstopped("น", 80), is_unstopped("น", 20), is_unstopped("n", 80)
    (True, False, False)
    """
    return "\u0e00" <= end <= "\u0eff" and chars >= _UNSTOPPED_CHARS


class Pieces:
    """Many short texts that are looked for at once, in one pass over a text (Aho and Corasick, 1975)."""

    def __init__(self, *groups: Mapping[str, re.Pattern[str] | None]) -> None:
        """`groups`: the pieces of each, and what must match where a piece stands; None: the piece is enough."""
        self.groups = len(groups)
        wanted: dict[str, list[tuple[int, re.Pattern[str] | None]]] = {}
        for number, group in enumerate(groups):
            for piece, pattern in group.items():
                wanted.setdefault(piece, []).append((number, pattern))
        self._automaton = ahocorasick.Automaton()
        for piece, meanings in wanted.items():
            self._automaton.add_word(piece, (len(piece), meanings))
        self._automaton.make_automaton()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where something stands, and of which group it is."""
        for end, (size, meanings) in self._automaton.iter(text):
            start = end - size + 1
            for group, pattern in meanings:
                if pattern is None or pattern.match(text, start):
                    yield start, group


def _codes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def folded_lines(texts: Sequence[str]) -> list[str]:
    """Letters and digits of each line, in lower case; lines hold no line feed."""
    return Characters(texts).folded() if texts else []
