"""Selectors as data files write them: CSS with Scrapy's `::text` and `::attr(name)`, or XPath.

A string that starts with `/`, `./` or `(` is XPath; everything else is CSS, translated by parsel.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
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


_SIMPLE = re.compile(r"""[\w#.\-\s,>\[\]*^='"]+""")
_ATTRIBUTE = r"""\[[\w-]+(?:[*^]?=(?:[\w-]+|'[^'\]]*'|"[^"\]]*"))?\]"""
_STEP = re.compile(rf"([\w-]*)((?:[.#][\w-]+|{_ATTRIBUTE})*)")
_PART = re.compile(r"""([.#])([\w-]+)|\[([\w-]+)(?:([*^]?=)['"]?([^'"\]]*)['"]?)?\]""")
_BY_PIECE = re.compile(
    r"//(?:\*|[a-z]\w*)\[contains\(@class, ?'([\w-]+)'\)(?: or @id ?= ?'([\w-]+)')?\][^|]*", re.DOTALL
)
_VALUES = re.compile(r"([^:,/]+)::(?:text|attr\(([\w-]+)\))")
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
        return not self.attributes or all(_has(element.get(name), sign, value) for name, sign, value in self.attributes)


def _has(found: str | None, sign: str, value: str) -> bool:
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


class Index:
    """The elements of a tree by class and id: a layout asks for some fifty of them, and each would search the whole tree."""

    def __init__(
        self, elements: Sequence[etree._Element], attributes: Sequence[Mapping[str, str]] | None = None
    ) -> None:
        """`elements`: those of the tree, in page order; `attributes`: theirs, as far as somebody has asked for them already."""
        self._elements = elements
        self._attributes: Sequence[Any] = elements
        if attributes is not None:
            self._attributes = [known or element for known, element in zip(attributes, elements, strict=True)]
        self._ids: dict[str, list[etree._Element]] = {}
        self._classes: dict[str, list[etree._Element]] = {}
        self._others: dict[str, dict[str, list[etree._Element]]] = {"id": self._ids, "class": self._classes}
        for element, named in zip(elements, self._attributes, strict=True):
            if (identity := named.get("id")) is not None:
                self._ids.setdefault(identity, []).append(element)
            if (words := named.get("class")) is not None:
                self._classes.setdefault(words, []).append(element)
        self._words: dict[str, list[etree._Element]] = {}
        for words, those in self._classes.items():
            for name in set(words.split()):
                self._words.setdefault(name, []).extend(those)

    @cached_property
    def _at(self) -> dict[etree._Element, int]:
        return {element: number for number, element in enumerate(self._elements)}

    @cached_property
    def _tagged(self) -> Mapping[str, list[etree._Element]]:
        found: defaultdict[str, list[etree._Element]] = defaultdict(list)
        for element in self._elements:
            found[element.tag].append(element)
        return found

    def elements(self, selector: str) -> list[etree._Element]:
        """The matches that are elements, each once; of a list of selectors, those of the first come first."""
        found: dict[etree._Element, None] = {}
        for way in _ways(selector):
            found |= {each: None for each in self._found(way) if isinstance(each, etree._Element)}
        return list(found)

    def select(self, selector: str) -> list[Any]:
        """All matches in page order, as `select` finds them."""
        if found := _VALUES.fullmatch(selector):
            those = self.select(found[1])
            if len(those) > 1 and not found[2]:  # the texts of one may stand around another
                return select(self._elements[0], selector)
            return [value for each in those for value in _values(each, found[2])]
        ways = _ways(selector)
        if any(isinstance(way, str) for way in ways):
            return select(self._elements[0], selector)
        every = [each for way in ways for each in self._found(way)]
        if len(every) > 1 and not all(isinstance(each, etree._Element) for each in every):
            return select(self._elements[0], selector)
        matches: dict[Any, None] = dict.fromkeys(every)
        return sorted(matches, key=self._at.__getitem__) if len(matches) > 1 else list(matches)

    def _found(self, way: tuple[Step, ...] | Piece | str) -> Iterable[Any]:
        if isinstance(way, str):
            return select(self._elements[0], way)
        if isinstance(way, Piece):
            those = [*self._with("class", "*=", way.piece), *self._ids.get(way.identity, ())]
            rest: Callable[[etree._Element], Any] = way.rest
            return [each for element in dict.fromkeys(those) for each in rest(element)]
        if not all(name in self._ids for step in way for name in step.ids):
            return ()
        known: dict[tuple[etree._Element, int], bool] = {}
        return (each for each in self._last(way[-1]) if _stands(each, way, known))

    def _last(self, step: Step) -> Iterable[etree._Element]:
        if step.ids or step.classes:
            ids, classes = (
                (self._ids.get(name, []) for name in step.ids),
                (self._words.get(name, []) for name in step.classes),
            )
            return min((*ids, *classes), key=len)
        if step.tag:
            return self._tagged[step.tag]
        return self._with(*step.attributes[0])

    def _with(self, name: str, sign: str, value: str) -> Iterable[etree._Element]:
        by_value = self._by_value(name)
        if sign == "*=" and value:  # most of what layouts ask for
            return [element for found, those in by_value.items() if value in found for element in those]
        return [element for found, those in by_value.items() if _has(found, sign, value) for element in those]

    def _by_value(self, name: str) -> dict[str, list[etree._Element]]:
        """The elements with an attribute, by its value; pages repeat theirs."""
        if name not in self._others:
            by_value: dict[str, list[etree._Element]] = {}
            self._others[name] = by_value
            for element, named in zip(self._elements, self._attributes, strict=True):
                if (found := named.get(name)) is not None:
                    by_value.setdefault(found, []).append(element)
        return self._others[name]


def _values(element: etree._Element, name: str | None) -> list[str]:
    """An attribute of an element, or its own texts."""
    values = [element.get(name)] if name else [element.text, *(child.tail for child in element)]
    return [str(value) for value in values if value is not None]


def _stands(element: etree._Element, steps: Sequence[Step], known: dict[tuple[etree._Element, int], bool]) -> bool:
    """Whether the last step fits the element and the others what it stands in; `known` is what `_is_below` remembers."""
    *before, last = steps
    if not last.fits(element):
        return False
    if not before:
        return True
    parent = element.getparent()
    if last.child:
        return parent is not None and _stands(parent, before, known)
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
        found = _stands(element, steps, known)
        element = element.getparent()
    known.update(dict.fromkeys(passed, found))
    return found


@lru_cache(maxsize=4096)
def _ways(selector: str) -> tuple[tuple[Step, ...] | Piece | str, ...]:
    """A list of selectors one by one: taken apart where they are tags, classes and ids below each other, else as they stand."""
    if selector.startswith(_XPATH_STARTS):
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
