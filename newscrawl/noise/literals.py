"""Which of many patterns can match a text at all: a pattern is tried only where a piece of text that it needs is there.

Trying every pattern on every class name took a quarter of a page's time, trying every rule on every line of the story a tenth. What
each pattern needs is read from its own parse, so nobody has to write it down beside it.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

_NUMBERS = itemgetter(1)
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
#: Characters that stand in most texts, so one of them alone tells nothing.
_COMMON = frozenset(string.ascii_letters + string.digits + " .,-'\"")


class Literals:
    """The patterns by what they need, which is found in one pass over a text (Aho and Corasick, 1975).

    Args:
        patterns: regular expressions.
        fold: brings what they need into the form of the texts (lower case, say).
        pieces: what a pattern needs, as `needed` has it.
    """

    def __init__(
        self,
        patterns: Iterable[str],
        fold: Callable[[str], str] = str,
        pieces: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._always: list[int] = []
        wanted: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            wants = frozenset(map(fold, (pieces or needed)(pattern)))
            if not _tell(wants):
                self._always.append(number)
                continue
            for piece in wants:
                wanted.setdefault(piece, []).append(number)
        self._pieces = _automaton(wanted) if wanted else None

    def tried(self, text: str) -> set[int]:
        """Numbers of the patterns that may match."""
        found = map(_NUMBERS, self._pieces.iter(text)) if self._pieces is not None else ()
        return set(chain(self._always, chain.from_iterable(found)))


def _tell(pieces: Collection[str]) -> bool:
    """Whether it says something of a text that one of them stands in it."""
    return bool(pieces) and _COMMON.isdisjoint(pieces)


def _automaton(wanted: Mapping[str, Sequence[int]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for piece, numbers in wanted.items():
        automaton.add_word(piece, tuple(numbers))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1024)
def needed(pattern: str) -> frozenset[str]:
    """Pieces of which each match holds at least one, with a space for any white space; empty where there are none.

    >>> sorted(needed("[ -](?:news-?letters?|(?:[a-z]+-){0,3}ads?-slot) "))
    ['-slot', 'letter']
    """
    return _best(_sequence(_parsed(pattern)))


def _best(choices: Iterable[frozenset[str]]) -> frozenset[str]:
    """The choice whose shortest piece is longest."""
    return max(choices, key=_worth, default=frozenset())


def _worth(pieces: frozenset[str]) -> tuple[bool, int, int]:
    return _tell(pieces), min((len(piece.strip()) for piece in pieces), default=0), -len(pieces)


def _sequence(parsed: Any) -> list[frozenset[str]]:
    """For each part of the pattern that every match must hold, the pieces of which one stands there."""
    found: list[frozenset[str]] = []
    run = ""
    for what, value in [*parsed, (None, None)]:
        if char := _character(what, value):
            run += char
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


def _character(what: Any, value: Any) -> str:
    """The one character that a part of a pattern stands for, a space for any white space; "" for other parts."""
    if what is code.LITERAL:
        return " " if chr(value).isspace() else chr(value)
    return " " if what is code.IN and value == [(code.CATEGORY, code.CATEGORY_SPACE)] else ""


@lru_cache(maxsize=4)
def _parsed(pattern: str) -> Any:
    return parser.parse(pattern)
