"""The page's elements as lists side by side, in page order: the one walk over the tree on which the rest of extraction builds.

Asking lxml for an attribute or a parent costs more than most decisions about it, so everything is asked once, here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from newscrawl.errors import PageError
from newscrawl.selector_index import Index

MAX_DEPTH = 1_500
"""Elements within each other; what comes after goes down the tree step by step."""

#: Elements whose attributes say nothing of what text is noise: they hold none.
_BARE = frozenset("base br g img input link meta option param path script source style svg track use wbr".split())
_NONE: Mapping[str, str] = {}
#: Attributes by which elements are looked for.
_INDEXED = frozenset("role hidden style itemprop data-nosnippet rel".split())
_items, _parent = etree._Element.items, etree._Element.getparent


class Nodes:
    """The elements below (and with) `root`. An element's number is its place in each list.

    Raises:
        PageError: `too-complex` where they are nested too deep.
    """

    def __init__(self, root: etree._Element) -> None:
        self.elements: list[etree._Element] = list(root.iter(etree.Element))
        """While somebody holds them, lxml need not make them anew on each visit."""
        self.tags: list[str] = [element.tag for element in self.elements]
        self.at: dict[etree._Element, int] = dict(zip(self.elements, range(len(self.elements)), strict=True))
        """The number of an element."""
        self.parents: list[int] = [-1, *map(self.at.__getitem__, map(_parent, self.elements[1:]))]  # type: ignore[arg-type]
        """The number of the element that each stands in; -1 for the root."""
        _refuse_depth(self.parents)
        self.ends: list[int] = _ends(self.parents)
        """The number after the last element below each."""
        self.attributes: list[Mapping[str, str]] = [
            _NONE if tag in _BARE else dict(_items(element)) or _NONE  # type: ignore[arg-type]
            for tag, element in zip(self.tags, self.elements, strict=True)
        ]

    @cached_property
    def by_tag(self) -> Mapping[str, list[int]]:
        """The elements of each tag; an empty list for tags that the page does not have."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, tag in enumerate(self.tags):
            found[tag].append(number)
        return found

    @cached_property
    def having(self) -> Mapping[str, list[int]]:
        """The elements with each attribute of `_INDEXED`; an empty list for those that the page does not have."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(self.attributes):
            if own and not _INDEXED.isdisjoint(own):
                for name in _INDEXED.intersection(own):
                    found[name].append(number)
        return found

    @cached_property
    def index(self) -> Index:
        """What selectors are asked of."""
        return Index(self.elements, self.attributes)

    def above(self, number: int) -> Iterator[int]:
        """The elements that one stands in, innermost first."""
        number = self.parents[number]
        while number >= 0:
            yield number
            number = self.parents[number]

    def holds(self, number: int, other: int) -> bool:
        """Whether an element is the other or holds it."""
        return number <= other < self.ends[number]

    @property
    def body(self) -> int:
        """The number of the page's `body`, of the root where it has none."""
        return next(iter(self.by_tag["body"]), 0)


def _ends(parents: list[int]) -> list[int]:
    ends = list(range(1, len(parents) + 1))
    for number in range(len(parents) - 1, 0, -1):
        parent = parents[number]
        if ends[number] > ends[parent]:
            ends[parent] = ends[number]
    return ends


def _refuse_depth(parents: list[int]) -> None:
    if len(parents) <= MAX_DEPTH:
        return
    depth = [1]
    for parent in parents[1:]:
        depth.append(depth[parent] + 1)
    if max(depth) > MAX_DEPTH:
        raise PageError("too-complex", f"elements nested more than {MAX_DEPTH:,} deep")
