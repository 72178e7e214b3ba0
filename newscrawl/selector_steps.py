"""A selector taken apart, so that an element can be asked whether it fits, and the elements that may fit can be looked up.

Tags, classes, ids and attributes below each other are steps; an XPath that begins with a piece of a class name is known by
that piece; whatever is not as simple as that stays as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from newscrawl.selectors import XPATH_STARTS

_SIMPLE = re.compile(r"""[\w#.\-\s,>\[\]*^='"]+""")
_ATTRIBUTE = r"""\[[\w-]+(?:[*^]?=(?:[\w-]+|'[^'\]]*'|"[^"\]]*"))?\]"""
_STEP = re.compile(rf"([\w-]*)((?:[.#][\w-]+|{_ATTRIBUTE})*)")
_PART = re.compile(r"""([.#])([\w-]+)|\[([\w-]+)(?:([*^]?=)['"]?([^'"\]]*)['"]?)?\]""")
_BY_PIECE = re.compile(
    r"//(?:\*|[a-z]\w*)\[contains\(@class, ?'([\w-]+)'\)(?: or @id ?= ?'([\w-]+)')?\][^|]*", re.DOTALL
)
#: What means another thing when it is asked of one element.
_COUNTS = re.compile(
    r"\[\s*(?:\d|number\(|sum\(|(?:string-length|count)\([^()]*\)\s*\])|position\(|last\(|count\(preceding"
)
#: A comma in one of these may belong to one selector.
_NESTED = re.compile(r"""\([^)]*,|\([^)]*\(|["'][^"']*,""")


class Step(NamedTuple):
    """One compound of a simple selector: `div#story.wide[role=main]`."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    """Name, `=`, `*=` or `^=` (`""`: it is there), value."""
    child: bool
    """Whether it must be a child of what the step before it found, and not just stand below it."""

    def fits(self, element: etree._Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.ids and any(element.get("id") != name for name in self.ids):
            return False
        if self.classes and not set(self.classes) <= set((element.get("class") or "").split()):
            return False
        return not self.attributes or all(
            agrees(element.get(name), sign, value) for name, sign, value in self.attributes
        )


def agrees(found: str | None, sign: str, value: str) -> bool:
    """Whether an attribute of this value (None: there is none) is what a selector asks for."""
    if found is None:
        return False
    if sign == "*=":
        return bool(value) and value in found
    return not sign or (found == value if sign == "=" else bool(value) and found.startswith(value))


class Piece(NamedTuple):
    """An XPath that begins with elements whose class holds a piece of text: `//div[contains(@class, 'tools')][.//button]`."""

    piece: str
    identity: str
    """Or whose id is this; "" where it asks for no other."""
    rest: etree.XPath
    """The whole, from such an element."""


@lru_cache(maxsize=4096)
def ways_of(selector: str) -> tuple[tuple[Step, ...] | Piece | str, ...]:
    """A list of selectors one by one: taken apart where they are tags, classes and ids below each other, else as they stand."""
    if selector.startswith(XPATH_STARTS):
        return (_piece(selector) or selector,)
    parts = [selector] if _NESTED.search(selector) else selector.split(",")
    return tuple((_SIMPLE.fullmatch(part) and _steps(part)) or part.strip() for part in parts)


def _piece(selector: str) -> Piece | None:
    """An XPath by what its first step asks for; None where that is something else, or where places are counted."""
    found = _BY_PIECE.fullmatch(selector)
    if found is None or _COUNTS.search(selector):
        return None
    return Piece(found[1], found[2] or "", etree.XPath(f"self::{selector[2:]}", smart_strings=False))


def _steps(selector: str) -> tuple[Step, ...]:
    """The steps of one selector; empty where it is not as simple as that."""
    steps: list[Step] = []
    child = False
    for word in selector.replace(">", " > ").split():
        found = _STEP.fullmatch(word)
        if word == ">" and steps and not child:
            child = True
        elif found and word != ">":
            parts = _PART.findall(found[2])
            ids, classes = (tuple(part[1] for part in parts if part[0] == sign) for sign in "#.")
            attributes = tuple((name.lower(), sign, value) for _, _, name, sign, value in parts if name)
            steps.append(Step(found[1].lower(), ids, classes, attributes, child))
            child = False
        else:
            return ()
    return () if child else tuple(steps)


def stands(element: etree._Element, steps: Sequence[Step], known: dict[tuple[etree._Element, int], bool]) -> bool:
    """Whether the last step fits the element and the others what it stands in; `known` is what `_is_below` remembers."""
    *before, last = steps
    if not last.fits(element):
        return False
    if not before:
        return True
    parent = element.getparent()
    if last.child:
        return parent is not None and stands(parent, before, known)
    return _is_below(parent, before, known)


def _is_below(
    element: etree._Element | None, steps: Sequence[Step], known: dict[tuple[etree._Element, int], bool]
) -> bool:
    """Whether the steps lead to the element or to one that it stands in."""
    passed: list[tuple[etree._Element, int]] = []
    found = False
    while element is not None and not found:
        key = (element, len(steps))
        if key in known:
            found = known[key]
            break
        passed.append(key)
        found = stands(element, steps, known)
        element = element.getparent()
    known.update(dict.fromkeys(passed, found))
    return found
