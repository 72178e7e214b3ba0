"""Markup that no page for people needs and that would keep the parser busy for seconds: refused in linear time.

libxml2 compares each attribute of a tag with all others before it (80,000 of them: 10 s), and works its way through
the open elements for each closing tag.
"""

from __future__ import annotations

import re

from newscrawl.errors import PageError

MAX_ELEMENTS = 300_000
MAX_STEPS = 1_000
"""Attributes of one tag; of short ones without quotes several count as one."""
MAX_STRAY_ENDS = 10_000

# Every repeat is possessive: the scan never goes back. A step takes an attribute with its value, or as many short ones as fit
# into 32 characters; quoted values may hold anything, scripts and comments hold no tags.
_VALUE = r"""=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+"""
_STEP = rf"(?:[^>=]{{1,32}}+(?:{_VALUE})?+|{_VALUE})"
_RAW = r"(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b"
_HARMLESS = (
    rf"[^<]*+<(?:(?![a-zA-Z!])|(?!{_RAW}|!)[a-zA-Z]{_STEP}{{0,{MAX_STEPS}}}+(?=>|\Z)"
    rf"|{_RAW}[^>]*+>(?:[^<]++|<(?!/{_RAW}))*+|!(?:--(?:[^-]++|-(?!->))*+|(?!--)))"
)
_ATTRIBUTE_BOMB = re.compile(rf"(?:{_HARMLESS})*+[^<]*+<[a-zA-Z]")


def refuse_bombs(text: str) -> None:
    """Look at the markup before it is parsed.

    Raises:
        PageError: `too-complex`.
    """
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise PageError("too-complex", f"more than {MAX_ELEMENTS:,} elements")
    if text.count("</") > text.count("<") // 2 + MAX_STRAY_ENDS:
        raise PageError("too-complex", f"more than {MAX_STRAY_ENDS:,} closing tags of elements that are not open")
    if len(text) > 2 * MAX_STEPS and _ATTRIBUTE_BOMB.match(text):
        raise PageError("too-complex", f"a tag with more than {MAX_STEPS:,} attributes")
