"""Selectors as data files write them: CSS with Scrapy's `::text` and `::attr(name)`, or XPath.

A string that starts with `/`, `./` or `(` is XPath; everything else is CSS, translated by parsel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

_XPATH_STARTS = ("/", "./", "(")


class SelectorError(ValueError):
    """The selector is no valid CSS or XPath."""


@lru_cache(maxsize=4096)
def compile_selector(selector: str) -> etree.XPath:
    """Compile once, use on any lxml tree.

    Raises:
        SelectorError: with the parser's own words.

    >>> tree = etree.HTML("<p class=a>one</p>")
    >>> select(tree, "p.a::attr(class)")
    ['a']
    """
    try:
        return etree.XPath(_to_xpath(selector), smart_strings=False)
    except etree.XPathError as error:
        raise SelectorError(f"{selector!r} is no valid selector: {error}") from error


def _to_xpath(selector: str) -> str:
    if not selector.strip():
        raise SelectorError("a selector may not be empty")
    if selector.startswith(_XPATH_STARTS):
        return selector
    # here and not above: parsel costs a tenth of a second, which `import newscrawl` need not pay
    from cssselect import SelectorError as CssError
    from parsel.csstranslator import HTMLTranslator

    try:
        return _quickened(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))
    except CssError as error:
        raise SelectorError(f"{selector!r} is no valid selector: {error}") from error


_BY_ID = re.compile(r"descendant-or-self::\*\[@id = ('[^']*')\]")
_BY_CLASS = re.compile(
    r"descendant-or-self::\*\[@class and contains\(@class, ('[^']*')\)"
    r" and contains\(concat\(' ', normalize-space\(@class\), ' '\), ('[^']*')\)\]"
)


def _quickened(xpath: str) -> str:
    """The same elements by way of their attributes, which libxml2 finds three times as fast as it tests every element.

    >>> _quickened("descendant-or-self::*[@id = 'story']")
    "descendant-or-self::*/@id[. = 'story']/parent::*"
    """
    if found := _BY_ID.fullmatch(xpath):
        return f"descendant-or-self::*/@id[. = {found[1]}]/parent::*"
    if found := _BY_CLASS.fullmatch(xpath):
        holds = f"contains(concat(' ', normalize-space(.), ' '), {found[2]})"
        return f"descendant-or-self::*/@class[contains(., {found[1]}) and {holds}]/parent::*"
    return xpath


def select(tree: etree._Element, selector: str) -> list[Any]:
    """All matches in page order: elements, or strings for `::text`, `::attr()` and `/@name`."""
    found = compile_selector(selector)(tree)
    return found if isinstance(found, list) else [found]


_SIMPLE = re.compile(r"[\w#.\-\s,>\[\]*=]+")
_STEP = re.compile(r"([\w-]*)((?:[.#][\w-]+|\[class\*=[\w-]+\])*)")
_PART = re.compile(r"([.#]|\[class\*=)([\w-]+)")
#: A comma in one of these may belong to one selector.
_NESTED = re.compile(r"""\([^)]*,|\([^)]*\(|["']""")
_SIGNS = ("#", ".", "[class*=")


class Step(NamedTuple):
    """One compound of a simple selector: `div#story.wide`."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    pieces: tuple[str, ...]
    """Of the whole class attribute."""
    child: bool
    """Whether it must be a child of what the step before it found, and not just stand below it."""

    def fits(self, element: etree._Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if any(element.get("id") != name for name in self.ids):
            return False
        words = element.get("class") or "" if self.classes or self.pieces else ""
        return set(self.classes) <= set(words.split()) and all(piece in words for piece in self.pieces)


class Index:
    """The elements of a tree by class, id and tag: a layout asks for some thirty of them, and each would search the whole tree."""

    def __init__(self, elements: Sequence[etree._Element]) -> None:
        """`elements`: those of the tree, in page order."""
        self._tree = elements[0]
        self._named: dict[str, list[etree._Element]] = {}
        self._classes: dict[str, list[etree._Element]] = {}
        for element in elements:
            if words := element.get("class"):
                self._classes.setdefault(words, []).append(element)
            if identity := element.get("id"):
                self._named.setdefault("#" + identity, []).append(element)
        for words, elements in self._classes.items():
            for name in set(words.split()):
                self._named.setdefault("." + name, []).extend(elements)

    def elements(self, selector: str) -> list[etree._Element]:
        """The matches that are elements, each once; of a list of selectors, those of the first come first."""
        found: dict[etree._Element, None] = {}
        for way in _ways(selector):
            if isinstance(way, str):
                found |= {each: None for each in select(self._tree, way) if isinstance(each, etree._Element)}
            else:
                found |= {each: None for each in self._last(way[-1]) if _stands(each, way)}
        return list(found)

    def _last(self, step: Step) -> Iterable[etree._Element]:
        if step.ids or step.classes:
            names = (*("#" + name for name in step.ids), *("." + name for name in step.classes))
            return min((self._named.get(name, []) for name in names), key=len)
        if step.pieces:
            return [each for words, found in self._classes.items() if step.pieces[0] in words for each in found]
        return self._tree.iter(step.tag)


def _stands(element: etree._Element, steps: Sequence[Step]) -> bool:
    """Whether the last step fits the element and the others what it stands in."""
    *before, last = steps
    if not last.fits(element):
        return False
    if not before:
        return True
    if last.child:
        parent = element.getparent()
        return parent is not None and _stands(parent, before)
    return any(_stands(above, before) for above in element.iterancestors())


@lru_cache(maxsize=4096)
def _ways(selector: str) -> tuple[tuple[Step, ...] | str, ...]:
    """A list of selectors one by one: taken apart where they are tags, classes and ids below each other, else as they stand."""
    if selector.startswith(_XPATH_STARTS):
        return (selector,)
    parts = [selector] if _NESTED.search(selector) else selector.split(",")
    return tuple((_SIMPLE.fullmatch(part) and _steps(part)) or part.strip() for part in parts)


def _steps(selector: str) -> tuple[Step, ...]:
    """The steps of one selector; empty where it is not as simple as that."""
    steps: list[Step] = []
    child = False
    for word in selector.replace(">", " > ").split():
        found = _STEP.fullmatch(word)
        if word == ">" and steps and not child:
            child = True
        elif found and word != ">":
            names = _PART.findall(found[2])
            ids, classes, pieces = (tuple(name for sign, name in names if sign == wanted) for wanted in _SIGNS)
            steps.append(Step(found[1].lower(), ids, classes, pieces, child))
            child = False
        else:
            return ()
    return () if child else tuple(steps)
