"""Marks that say which way a piece of text runs: what editors and word processors leave of them, without the text they were for.

Whoever takes a line with an open one into a text of their own has that text turned round, too.
"""

from __future__ import annotations

import re

#: Embeddings, overrides and isolates, each with what closes it.
_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
#: Single marks: left-to-right, right-to-left, Arabic letter.
_SINGLE = "\u200e\u200f\u061c"
_PAIRED = "\u202a-\u202e\u2066-\u2069"
#: All of them, as a set of a pattern.
BIDI = _SINGLE + _PAIRED
_ANY, _PAIR_SIGN = re.compile(f"[{BIDI}]"), re.compile(f"[{_PAIRED}]")
_MOST = 200
_RIGHT_TO_LEFT = re.compile(
    "[\u05be-\u05f4\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def without_stray_marks(line: str) -> str:
    """A line with those marks only that stand inside of right-to-left text, and in pairs where they come in pairs.

    >>> without_stray_marks("\\u202bשלום\\u202c \\u2068(A)\\u2069 עולם\\u200f\\u202e") == "\\u202bשלום\\u202c \\u2068(A)\\u2069 עולם"
    True
    >>> without_stray_marks("\\u200eLeft\\u200e to \\u202dright\\u202c")
    'Left to right'
    """
    if not _RIGHT_TO_LEFT.search(line):
        return _ANY.sub("", line)
    kept = _in_pairs(line)
    line = _PAIR_SIGN.sub(lambda found: found.group() if found.start() in kept else "", line)
    return " ".join(line.split()).strip(" " + _SINGLE)


def _in_pairs(line: str) -> frozenset[int]:
    """Where the marks are that have one to open and one to close, some text between, and some around."""
    kept: list[int] = []
    open_: list[tuple[int, str]] = []
    signs = list(_PAIR_SIGN.finditer(line))
    for found in signs if len(signs) <= _MOST else ():  # with more of them it is no text
        at, sign = found.start(), found.group()
        if sign in _CLOSED_BY:
            open_.append((at, _CLOSED_BY[sign]))
            continue
        if sign == "\u2069":  # what was opened within an isolate ends with it
            while open_ and open_[-1][1] != sign and any(closing == sign for _, closing in open_):
                open_.pop()
        if open_ and open_[-1][1] == sign:
            start = open_.pop()[0]
            if _has_text(line[start:at]) and _has_text(line[:start] + line[at:]):
                kept += (start, at)
    return frozenset(kept)


def _has_text(piece: str) -> bool:
    return bool(_ANY.sub("", piece).strip())
