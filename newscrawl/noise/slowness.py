"""Whether a rule may keep a page busy for seconds: a pattern that can part one text in many ways (`(\\w+\\s?)+:`) takes twice as
long for each further letter. Ours are held against more than this by the tests; rules of one's own are tried when they are read.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from newscrawl.noise.rules import CutRule, LineRule, NodeRule

_SLOW_SECONDS = 0.25
"""Of CPU time for one line; usual ones take a thousandth of it, on any machine."""
_NAME_CHARS = 200
_SEEDS = ("a", "가", "1", " ", "a ", "가 ", ".", "a.", "-", "a-", "=")


def slow_text(rule: NodeRule | LineRule | CutRule) -> str:
    """The first text tried on which the rule is slow; "" where it is on none."""
    look, most, seeds = _looked_for(rule)
    for seed in (*seeds, *_SEEDS):
        size = 12
        while size <= most:
            text = (seed * (size // len(seed) + 1))[: size - 1] + "\0"
            start = time.thread_time()
            look(text)
            if time.thread_time() - start > _SLOW_SECONDS:
                return text
            size += size // 8 + 1
    return ""


def _looked_for(rule: NodeRule | LineRule | CutRule) -> tuple[Callable[[str], object], int, tuple[str, ...]]:
    """What the rule does with a text, how much of it it sees, and texts that are likely to be hard for it."""
    if isinstance(rule, NodeRule):
        return (rule.regex.search if rule.regex is not None else bool), _NAME_CHARS, ()
    if isinstance(rule, LineRule):
        return rule.matches, rule.max_chars, rule.fires
    return rule.piece, rule.max_chars, tuple(line for line, _ in rule.fires)
