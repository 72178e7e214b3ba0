"""The elements of a tree by class, id and attribute: what selectors find, without searching the tree for each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from lxml import etree

from newscrawl.selector_steps import Piece, Step, agrees, stands, ways_of
from newscrawl.selectors import select

_VALUES = re.compile(r"([^:,/]+)::(?:text|attr\(([\w-]+)\))")


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
        for way in ways_of(selector):
            found |= {each: None for each in self._found(way) if isinstance(each, etree._Element)}
        return list(found)

    def select(self, selector: str) -> list[Any]:
        """All matches in page order, as `select` finds them."""
        if found := _VALUES.fullmatch(selector):
            those = self.select(found[1])
            if len(those) > 1 and not found[2]:  # the texts of one may stand around another
                return select(self._elements[0], selector)
            return [value for each in those for value in _values(each, found[2])]
        ways = ways_of(selector)
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
        return (each for each in self._last(way[-1]) if stands(each, way, known))

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
        return [element for found, those in by_value.items() if agrees(found, sign, value) for element in those]

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
