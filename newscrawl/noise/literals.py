"""Which of many patterns can match a text at all: a pattern is tried only where a piece of text that it needs is there.

Trying every pattern on every class name took a quarter of a page's time. What each pattern needs is read from its own parse,
so nobody has to write it down beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_KEY = 3
"""Characters by which a piece is looked up; shorter pieces are looked for one by one."""


class Literals:
    """The patterns by what they need."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._always: list[int] = []
        self._short: dict[str, list[int]] = {}
        self._long: dict[str, list[tuple[str, int]]] = {}
        for number, pattern in enumerate(patterns):
            self._add(number, needed(pattern))
        self._of_word = lru_cache(maxsize=16384)(self._word)

    def _add(self, number: int, pieces: frozenset[str]) -> None:
        if not pieces:
            self._always.append(number)
        for piece in pieces:
            if len(piece) < _KEY:
                self._short.setdefault(piece, []).append(number)
            else:
                self._long.setdefault(piece[:_KEY], []).append((piece, number))

    def tried(self, text: str) -> list[int]:
        """Numbers of the patterns that may match, in order."""
        found = set(self._always)
        for word in text.split():
            found |= self._of_word(word)
        return sorted(found)

    def _word(self, word: str) -> frozenset[int]:
        found = {number for piece, numbers in self._short.items() if piece in word for number in numbers}
        for start in range(len(word) - _KEY + 1):
            for piece, number in self._long.get(word[start : start + _KEY], ()):
                if word.startswith(piece, start):
                    found.add(number)
        return frozenset(found)


@lru_cache(maxsize=1024)
def needed(pattern: str) -> frozenset[str]:
    """Pieces without white space of which each match holds at least one; empty where there are none.

    >>> sorted(needed("[ -](?:news-?letters?|(?:[a-z]+-){0,3}ads?-slot) "))
    ['-slot', 'letter']
    """
    return _best(_sequence(_parsed(pattern)))


def _best(choices: Iterable[frozenset[str]]) -> frozenset[str]:
    """The choice whose shortest piece is longest."""
    return max(choices, key=lambda pieces: (min(map(len, pieces), default=0), -len(pieces)), default=frozenset())


def _sequence(parsed: Any) -> list[frozenset[str]]:
    """For each part of the pattern that every match must hold, the pieces of which one stands there."""
    found: list[frozenset[str]] = []
    run = ""
    for what, value in [*parsed, (None, None)]:
        if what is code.LITERAL and not chr(value).isspace():
            run += chr(value)
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        if what is code.SUBPATTERN:
            found += _sequence(value[3])
        elif what is code.ATOMIC_GROUP:
            found += _sequence(value)
        elif what is code.ASSERT and value[0] > 0:
            found += _sequence(value[1])
        elif what is code.IN and all(each is code.LITERAL and not chr(char).isspace() for each, char in value):
            found.append(frozenset(chr(char) for _, char in value))
        elif what is code.BRANCH:
            branches = [_best(_sequence(branch)) for branch in value[1]]
            found.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif what in _REPEATS and value[0] > 0:
            found += _sequence(value[2])
    return found


@lru_cache(maxsize=1024)
def scans(pattern: str, least: int = 20) -> bool:
    """Whether what tells a match may stand `least` characters and more behind its beginning.

    >>> scans("[^.]{0,80}copyright"), scans("(?:read|see) more: .{2,90}")
    (True, False)
    """
    return _may_scan(_parsed(pattern), least)


@lru_cache(maxsize=4)
def _parsed(pattern: str) -> Any:
    return parser.parse(pattern)


def _may_scan(parsed: Any, least: int) -> bool:
    for what, value in parsed:
        if what is code.BRANCH:
            return any(_may_scan(branch, least) for branch in value[1])
        if what in _REPEATS:
            if value[1] >= least:
                return True
        elif what is code.ASSERT:
            if _may_scan(value[1], least):
                return True
        elif what is code.ASSERT_NOT:
            continue  # mostly one quick look at the line's end
        elif what is code.SUBPATTERN:
            return _may_scan(value[3], least)
        elif what is code.ATOMIC_GROUP:
            return _may_scan(value, least)
        else:
            return False
    return False
