"""All that the readers of the fields look at, in one value, and what each of them answers.

A layout's selectors win (somebody looked at that site), then what the publisher declares, then the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from newscrawl.article import Page
from newscrawl.extraction.fields.jsonld import Node
from newscrawl.extraction.fields.outline import Outline, text_in
from newscrawl.extraction.fields.structured import Structured
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes
from newscrawl.selectors import select
from newscrawl.sites import Layout, SiteProfile

#: An absolute address with a host, which may be a number in brackets; its scheme.
WEB = re.compile(r"(https?)://(?:[^\s/?#\[\]@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#\[\]@:]+)(?:[:/?#]|$)", re.IGNORECASE)


class Found(NamedTuple):
    """A value and where it was read, for people."""

    value: str
    source: str


@dataclass(frozen=True)
class Evidence:
    """The page as the readers see it; none of them changes it."""

    nodes: Nodes
    structured: Structured
    outline: Outline
    profile: SiteProfile
    layout: Layout
    page: Page

    @property
    def tree(self) -> etree._Element:
        """The page's root."""
        return self.nodes.elements[0]

    @property
    def ld(self) -> Node:
        """The JSON-LD object of the article."""
        return self.structured.article

    @cached_property
    def base(self) -> str:
        """What relative addresses of the page stand against."""
        head = self.tree.find("head")
        declared = () if head is None else head.iter("base")
        address = next((href for base in declared if (href := base.get("href")) is not None), None)
        base = self._own if address is None else self.absolute(address, self._own)
        return base if WEB.match(base) else self._own

    @property
    def _own(self) -> str:
        """Where the page was read; of a file without an address where it says that it stands."""
        if WEB.match(self.page.url):
            return self.page.url
        said = (*self.structured.links.get("canonical", ()), *self.structured.meta.get("og:url", ()))
        return next((url for url in said if WEB.match(url)), self.page.url)

    def absolute(self, address: str, base: str | None = None) -> str:
        """An address of the page in full; as it stands where it is none."""
        address = "".join(address.strip().splitlines())  # a line end within one is none of it
        if address.startswith(("https://", "http://")):
            return address
        try:
            return urljoin(self.base if base is None else base, address)
        except ValueError:
            return address

    def selected(self, name: str) -> tuple[list[str], str]:
        """The texts that the layout's selectors for a field find, and the selector; empty where none finds any."""
        for selector in getattr(self.layout, name):
            texts = [text for found in self.nodes.index.select(selector) if (text := shown(found))]
            if texts:
                return texts, f"profile {selector}"
        return [], ""

    def elements(self, selectors: Sequence[str], within: etree._Element | None = None) -> list[etree._Element]:
        """The elements that the first of the selectors finds that finds any."""
        for selector in selectors:
            matches = self.nodes.index.select(selector) if within is None else select(within, selector)
            if found := [each for each in matches if isinstance(each, etree._Element)]:
                return found
        return []


def shown(found: Any) -> str:
    """A match as one line: elements by their text, a picture by its alternative text, `meta` by its content."""
    if isinstance(found, str):
        return fold_space(found)
    if found.tag == "img":
        return fold_space(found.get("alt") or found.get("title") or "")
    if found.tag == "meta":
        return fold_space(found.get("content") or "")
    return text_in(found)
