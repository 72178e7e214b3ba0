"""Sentences with something glued to them: a byline, an address or a notice behind the last word, a dateline before the first; and whether what a cut
leaves is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.article import Stage
from newscrawl.noise import CutRule, RuleSet

#: How a sentence ends.
SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "…", ":", "다", "؟", "।", "۔", "॥", "።", "။", "។", "։")
#: A sentence with something glued to it, and the rules that say what.
_GLUED_CHARS = (16, 500)
_GLUED_SENTENCE_CHARS = 8
_MAX_GLUED = 3
"""So many notices may stand behind one another: a byline, an address, a copyright."""
_GLUED = re.compile(r"byline|email|copyright|tip-off|newsroom|end-mark|editor|agency")
_PAIRS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "」": "「",
    "』": "『",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    ">": "<",
}
_OPEN = frozenset(_PAIRS.values()) - {"‘", "<", "“"}


def is_glued(text: str, rules: RuleSet) -> bool:
    """Whether the text is a sentence with a byline, an address or a notice behind it, and no notice as a whole.

    Args:
        text: the line.
        rules: the rules for the page's language.
    """
    if not _GLUED_CHARS[0] <= len(text) <= _GLUED_CHARS[1]:
        return False
    if any(rules.telling.matching(text)):
        return False
    tails = [rule for rule in rules.cuts_in(text) if rule.side == "tail" and _GLUED.search(rule.name)]
    rests = [text]
    for _ in range(_MAX_GLUED):
        rests = [rest for longer in rests for rest in _shorter(longer, rules.seen(longer), tails)]
        if any(len(rest) >= _GLUED_SENTENCE_CHARS and rest.endswith(SENTENCE_ENDS) for rest in rests):
            return True
    return False


def opens_glued(text: str, rules: RuleSet) -> bool:
    """Whether the text is a sentence with a dateline or a byline in front of it, and no caption or notice as a whole."""
    if not _GLUED_CHARS[0] <= len(text) <= _GLUED_CHARS[1]:
        return False
    seen = rules.seen(text)
    heads = (rule.piece(seen) for rule in rules.cuts_in(text) if rule.side == "head")
    rests = [text[span[1] :].strip() for span in heads if span and is_whole(text, span, "head")]
    opens = any(len(rest) >= _GLUED_SENTENCE_CHARS and rest.endswith(SENTENCE_ENDS) for rest in rests)
    return opens and not any(rules.telling.matching(text))


def _shorter(text: str, seen: str, tails: Sequence[CutRule]) -> list[str]:
    """The text without what each of the rules, which see it their way, would cut off its end."""
    cuts = (rule.piece(seen) for rule in tails)
    return list(dict.fromkeys(text[: span[0]].rstrip() for span in cuts if span and is_whole(text, span, "tail")))


def is_whole(text: str, span: tuple[int, int], stage: Stage) -> bool:
    """Whether cutting `span` off the text leaves no half word and no dangling bracket.

    >>> is_whole("He said so. a@b.co", (12, 18), "tail")
    True
    >>> is_whole("He said (as a@b.co)", (12, 19), "tail")
    False
    """
    start, end = span
    if stage == "tail":
        rest, touching = text[:start], text[max(0, start - 1) : start + 1]
    else:
        rest, touching = text[end:], text[end - 1 : end + 1]
    return not (len(touching) == 2 and _same_word(*touching)) and _balanced(rest)


def _same_word(left: str, right: str) -> bool:
    """Letters of one script side by side are one word; scripts written without spaces are cut anywhere."""
    if not (left.isalnum() and right.isalnum()):
        return False
    return left.isascii() == right.isascii() and left not in "다요죠음함"


def _balanced(text: str) -> bool:
    """No bracket of the text is left open or closed without its partner at the cut side."""
    open_brackets: list[str] = []
    for char in text:
        if char in _OPEN:
            open_brackets.append(char)
        elif open_brackets and _PAIRS.get(char) == open_brackets[-1]:
            open_brackets.pop()
    return not open_brackets
