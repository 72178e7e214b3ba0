"""Markup that no page for people needs and that would keep the parser busy for seconds: refused in linear time.

libxml2 compares each attribute of a tag with all others before it (80,000 of them: 10 s), and works its way through
the open elements for each closing tag.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from newscrawl.errors import PageError

MAX_ELEMENTS = 300_000
MAX_STEPS = 1_000
"""Attributes of one tag."""
MAX_STRAY_ENDS = 10_000

# Every repeat is possessive: the scan never goes back. A step takes one attribute with its value, as the HTML standard parts them:
# quoted values may hold anything, a `=` that no name precedes begins one. Scripts, style sheets and comments hold no tags.
_VALUE = rb"""\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+"""
_STEP = rb"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:%b)?+" % _VALUE
_RAW = rb"(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])(?=[\s/>]|\Z)"
#: Nearly all tags: a few values in double quotes, each right behind its name, and little between them.
_PLAIN = (
    rb"""(?!%b)[a-zA-Z][^\s/<>"'=]*+(?:[\s/][^<>"'=]{0,60}+(?:(?<=[^\s/<>"'=])="[^"]*+"[^<>"'=]{0,60}+){0,24}+)?+>"""
    % _RAW
)
_HARMLESS = (
    rb"[^<]*+<(?:%b|(?![a-zA-Z!])|(?!%b|!)[a-zA-Z][^\s/>]*+(?:%b){0,%d}+[\s/]*+(?=>|\Z)"
    rb"|%b[^>]*+>(?:[^<]++|<(?!/%b))*+|!(?:--(?:-?>|(?:[^-]++|-(?!-!?>))*+)|(?!--)))"
) % (_PLAIN, _RAW, _STEP, MAX_STEPS, _RAW, _RAW)
_ATTRIBUTE_BOMB = re.compile(rb"(?:%b)*+[^<]*+<[a-zA-Z]" % _HARMLESS)


def pairs(data: bytes, pair: bytes) -> np.ndarray[Any, Any]:
    """Per byte, whether two bytes begin there; `bytes.count` and `in` take four times as long for two as for one."""
    codes = np.frombuffer(data, dtype=np.uint8)
    found: np.ndarray[Any, Any] = (codes[:-1] == pair[0]) & (codes[1:] == pair[1])
    return found


def refuse_bombs(data: bytes) -> None:
    """Look at the markup, in UTF-8, before it is parsed.

    Raises:
        PageError: `too-complex`.
    """
    tags = data.count(b"<")
    if tags > 2 * MAX_ELEMENTS:
        raise PageError("too-complex", f"more than {MAX_ELEMENTS:,} elements")
    if np.count_nonzero(pairs(data, b"</")) > tags // 2 + MAX_STRAY_ENDS:
        raise PageError("too-complex", f"more than {MAX_STRAY_ENDS:,} closing tags of elements that are not open")
    if len(data) > 2 * MAX_STEPS and _ATTRIBUTE_BOMB.match(data):
        raise PageError("too-complex", f"a tag with more than {MAX_STEPS:,} attributes")
