"""Whether a pattern may take seconds for one text: one that can part it in many ways (`(\\w+\\s?)+:`) takes twice as long for each
further letter. Ours are held against more than this by the tests; patterns of one's own are tried when they are read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: What to say of a pattern that is slow.
TOO_SLOW = r"it takes too long for {!r}: repeats within or behind one another, as in (a+b?)+ or .*-.*-.*-, may part a text in too many ways"
#: How much of an address or a line a pattern is tried on that is searched in all of it.
TRIED_CHARS = 400

_SLOW_SECONDS = 0.25
"""Of CPU time for one text; usual ones take a thousandth of it, on any machine."""
_SEEDS = ("a", "가", "1", " ", "a ", "가 ", ".", "a.", "-", "a-", "=")
_CATEGORIES = {code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "a", code.CATEGORY_NOT_WORD: "-"}
_ONES = "a1 -/가."
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT)
_MOST_STARTS = 40
_MOST_CHARS = 100


def slow_text(look: Callable[[str], object], most: int, pattern: str, seeds: Iterable[str] = ()) -> str:
    """The first text tried that takes `look` too long; "" where there is none.

    Args:
        look: what is done with a text.
        most: characters; longer texts are not tried.
        pattern: which it looks for. Texts that it nearly matches are among those tried.
        seeds: what is likely to be hard for it, repeated, besides.
    """
    for start, seed in (*(("", seed) for seed in filter(None, (*seeds, *_SEEDS))), *_starts(pattern)):
        size = 12
        while size <= most:
            text = start + (seed * (size // len(seed) + 1))[: size - 1] + "\0"
            begun = time.thread_time()
            look(text)
            if time.thread_time() - begun > _SLOW_SECONDS:
                return text
            size += size // 8 + 1
    return ""


def _starts(pattern: str) -> list[tuple[str, str]]:
    """For each repeat of a pattern a text that leads to it, and one that it repeats."""
    found = (pair for pair in _repeated(parser.parse(pattern), "") if pair[1])
    return list(dict.fromkeys(pair for pair, _ in zip(found, range(_MOST_STARTS), strict=False)))


def _repeated(parsed: Any, before: str) -> Iterator[tuple[str, str]]:
    for what, value in parsed:
        if what in _REPEATS and value[1] > 1:
            yield from product((before,), (_sample(value[2]), _sample(value[2], every=True)))
        for part in _parts(what, value):
            yield from _repeated(part, before)
        before += _sample([(what, value)])


def _parts(what: Any, value: Any) -> Iterable[Any]:
    """The patterns that an element of a pattern holds."""
    if what in _REPEATS:
        return (value[2],)
    if what is code.SUBPATTERN:
        return (value[3],)
    if what is code.ASSERT:
        return (value[1],)
    return value[1] if what is code.BRANCH else ()


def _sample(parsed: Any, *, every: bool = False) -> str:
    """A short text that matches; with `every` one that holds each alternative."""
    return "".join(_one(what, value, every=every) for what, value in parsed)


def _one(what: Any, value: Any, *, every: bool) -> str:
    if what is code.LITERAL:
        return chr(value)
    if what is code.IN:
        return _of_set(value)
    if what in _REPEATS:
        times: int = max(value[0], 1) if every else value[0]
        return (_sample(value[2], every=every) * min(times, _MOST_CHARS))[:_MOST_CHARS]
    if what is code.BRANCH:
        return "".join(_sample(part, every=every) for part in value[1][: None if every else 1])
    if what is code.SUBPATTERN:
        return _sample(value[3], every=every)
    return "a" if what in (code.ANY, code.NOT_LITERAL) else ""


def _of_set(members: Any) -> str:
    """A character of `[…]`."""
    what, value = members[0]
    if what is code.NEGATE:
        barred = {chr(char) for kind, char in members[1:] if kind is code.LITERAL}
        return next((one for one in _ONES if one not in barred), "a")
    return _CATEGORIES.get(value, "a") if what is code.CATEGORY else chr(value if what is code.LITERAL else value[0])
