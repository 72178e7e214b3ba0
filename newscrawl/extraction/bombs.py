"""Markup that no page for people needs and that would keep the parser busy for seconds: refused in linear time.

libxml2 compares each attribute of a tag with all others before it (80,000 of them: 10 s), and works its way through
the open elements for each closing tag.
"""

from __future__ import annotations

import re

from lxml import etree

from newscrawl.errors import PageError

MAX_ELEMENTS = 300_000
MAX_ATTRIBUTES = 1_000
"""Attributes of one tag."""
MAX_STRAY_ENDS = 10_000
MAX_DEPTH = 1_500

_STRIDE = 300
# Every repeat is possessive: the scan never goes back. Quoted values may hold anything, scripts and comments hold no tags.
_ATTRIBUTE = r"""[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"']*+))?+"""
_TAG = r"<[a-zA-Z][^\s/>]*+"
_RAW = r"(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])"
_HARMLESS = (
    rf"[^<]++|<{_RAW}\b[^>]*+>(?:[^<]++|<(?!/{_RAW}))*+|<!--(?:[^-]++|-(?!->))*+"
    rf"|{_TAG}(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES - 1}}}+(?!{_ATTRIBUTE})|<(?![a-zA-Z])"
)
_ATTRIBUTE_BOMB = re.compile(rf"(?:{_HARMLESS})*+{_TAG}(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}}")
_DEEP = etree.XPath("boolean(" + "/*" * _STRIDE + ")")


def refuse_bombs(text: str) -> None:
    """Look at the markup before it is parsed.

    Raises:
        PageError: `too-complex`.
    """
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise PageError("too-complex", f"more than {MAX_ELEMENTS:,} elements")
    if text.count("</") > text.count("<") // 2 + MAX_STRAY_ENDS:
        raise PageError("too-complex", f"more than {MAX_STRAY_ENDS:,} closing tags of elements that are not open")
    if len(text) > 4 * MAX_ATTRIBUTES and _ATTRIBUTE_BOMB.match(text):
        raise PageError("too-complex", f"a tag with more than {MAX_ATTRIBUTES:,} attributes")


def refuse_depth(tree: etree._Element) -> None:
    """Look at the tree: what comes after walks it with a stack.

    Raises:
        PageError: `too-complex`.
    """
    if not _DEEP(tree.getroottree()):
        return
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise PageError("too-complex", f"elements nested more than {MAX_DEPTH:,} deep")
