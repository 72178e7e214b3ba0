"""What the readers of title, authors, times, tags and pictures look for in the page, and how an element is named.

Also which parts of the page are about other stories, so that what stands there is told from what stands by the headline.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from lxml import etree

from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes

_BYLINE = re.compile(
    r"(?<![a-z])(?:by-?line|authors?|writers?|reporters?|journalists?|autor(?:es|en|in)?|auteurs?|autore|redactor|contributors?|created-?by|posted-?by|"
    r"written-?by|wp-block-post-author|meta-author|credits?-(?:name|title)|szerzo|yazar|forfatter|skribent|penulis)(?![a-z])|byline|author[-_]?(?:name|link)|authorname|(?:post|article|entry|story)author|"
    r"journalist_name|writer_info|writerinfo",
)
_DATE = re.compile(
    r"(?<![a-z])(?:dates?|time-?stamps?|times?|publish(?:ed)?|posted(?:-?on)?|datum|fecha|data|datetime|pubdate|pub-date|update|updated|registration|"
    r"dateline|info_?view|infomation|news_?date|article_?date|view_?date|write_?time|input_?date)(?![a-z])|(?:publish|post|article|entry|story|created)_?-?(?:date|time)|"
    r"num_date|date[-_]?time|txt_info"
)
#: One of these stands in every name that the patterns above and below find; most names are dismissed by them.
_HINT = re.compile("|".join((
    "author", "byl", "by-l", "writer", "report", "journal", "autor", "auteur", "redact", "contrib", "by", "credit", "szerzo", "yazar", "forfat", "skribe", "penulis",
    "date", "time", "publish", "post", "datum", "fecha", "data", "info", "regist",
)))  # fmt: skip
_ELSEWHERE = re.compile(
    r"related|recommend|comment|disqus|side-?bar|footer|popular|most[-_]?(?:read|view)|trending|latest|newsletter|widget-area|read-?more|"
    r"more-?(?:news|stories|from|articles)|you-?may|also-?like|also-?read|teaser|(?<![a-z])cards?(?![a-z])|carousel|promo|outbrain|taboola|"
    r"ranking|headline-?list|news-?list|aside|(?<![a-z])rel(?:ation|news)|post-?(?:nav|list|grid)|loop|menu|dropdown"
)
_MAX = 60
_NAMES_CHARS = 300


class Spot:
    """An element of the page, with its text."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    @cached_property
    def text(self) -> str:
        """Its text in one line."""
        return text_in(self.element)

    @property
    def names(self) -> str:
        """Class and id, in lower case."""
        return _names(self.element)


class Outline:
    """What readers ask for, in page order; each list is gathered when it is asked for, for most pages declare enough."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes

    @cached_property
    def heads(self) -> list[Spot]:
        """`h1`."""
        return self._spots(self._nodes.by_tag["h1"])

    @cached_property
    def subheads(self) -> list[Spot]:
        """`h2` and `h3`, the first few."""
        by_tag = self._nodes.by_tag
        return self._spots(sorted(by_tag["h2"][:_MAX] + by_tag["h3"][:_MAX]))

    @cached_property
    def times(self) -> list[Spot]:
        """`time`."""
        return self._spots(self._nodes.by_tag["time"])

    @cached_property
    def figures(self) -> list[Spot]:
        """`figure`."""
        return self._spots(self._nodes.by_tag["figure"])

    @cached_property
    def paragraphs(self) -> list[Spot]:
        """`p`, the first of them."""
        return self._spots(self._nodes.by_tag["p"])

    def _spots(self, numbers: Sequence[int]) -> list[Spot]:
        return [Spot(self._nodes.elements[number]) for number in numbers[:_MAX]]

    @cached_property
    def props(self) -> dict[str, list[Spot]]:
        """Microdata by lower-case property name, `meta` left out."""
        props: dict[str, list[Spot]] = {}
        for number in self._nodes.having["itemprop"]:
            for name in self._nodes.attributes[number]["itemprop"].lower().split()[:4]:
                _note(props.setdefault(name, []), self._nodes.elements[number])
        return props

    @property
    def bylines(self) -> list[Spot]:
        """Elements that are named or linked as a byline."""
        return self._named["bylines"]

    @property
    def dates(self) -> list[Spot]:
        """Elements that are named as a date."""
        return self._named["dates"]

    @cached_property
    def tags(self) -> list[Spot]:
        """`rel=tag` links."""
        return self._spots(self._links("tag"))

    @cached_property
    def flush_right(self) -> list[Spot]:
        """Paragraphs that are set flush right."""
        nodes = self._nodes
        return [
            Spot(nodes.elements[number]) for number in nodes.by_tag["p"] if _is_flush_right(nodes.attributes[number])
        ]

    def _links(self, rel: str) -> list[int]:
        tags, attributes = self._nodes.tags, self._nodes.attributes
        links = (number for number in self._nodes.having["rel"] if tags[number] == "a")
        return [number for number in links if rel in attributes[number]["rel"].lower().split()]

    @cached_property
    def _named(self) -> dict[str, list[Spot]]:
        named: dict[str, list[Spot]] = {"bylines": [], "dates": []}
        linked = frozenset(self._links("author"))
        for number, own in enumerate(self._nodes.attributes):
            if own:
                kinds = _kinds(own.get("class", "")[:_NAMES_CHARS], own.get("id", "")[:_NAMES_CHARS])
                for kind in {*kinds, "bylines"} if number in linked else kinds:
                    _note(named[kind], self._nodes.elements[number])
        return named


def _is_flush_right(own: Mapping[str, str]) -> bool:
    return "text-align:right" in own.get("style", "").replace(" ", "") or own.get("align") == "right"


def read_outline(nodes: Nodes) -> Outline:
    """The outline of a page."""
    return Outline(nodes)


def _note(spots: list[Spot], element: etree._Element) -> None:
    if len(spots) < _MAX:
        spots.append(Spot(element))


@lru_cache(maxsize=16384)
def _kinds(by_class: str | None, by_id: str | None) -> Collection[str]:
    """Which lists an element belongs to by class and id; pages repeat theirs, so the answer is remembered."""
    names = f"{by_class or ''} {by_id or ''}".strip()[:_NAMES_CHARS]
    if not _HINT.search(names.lower()):
        return ()
    lower = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower()
    found = (("bylines", _BYLINE), ("dates", _DATE))
    return tuple(kind for kind, pattern in found if pattern.search(lower))


def is_byline(element: etree._Element) -> bool:
    """Whether the element is named as a byline."""
    return "bylines" in _kinds(element.get("class"), element.get("id"))


def _names(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"[:300].lower().strip()


def is_elsewhere(element: etree._Element, within: int = 14) -> bool:
    """Whether the element stands in a part of the page that is about other stories, or about none."""
    for above in _upwards(element, within):
        if above.tag in ("aside", "footer", "nav"):
            return True
        names = _names(above)
        if names and above.tag not in ("html", "body") and _is_elsewhere_name(names):
            return True
    return False


def _upwards(element: etree._Element, within: int) -> Iterable[etree._Element]:
    yield element
    for _, above in zip(range(within), element.iterancestors(), strict=False):
        yield above


@lru_cache(maxsize=16384)
def _is_elsewhere_name(names: str) -> bool:
    return _ELSEWHERE.search(names) is not None


def text_in(element: etree._Element, limit: int = 2_000) -> str:
    """The element's text as one line, without what scripts and style sheets say; at most about `limit` characters."""
    if len(element) == 0:
        return fold_space(element.text or "")
    parts = [element.text or ""]
    _add_text(element, parts, limit)
    return fold_space("".join(parts))


_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "button"))
_APART = frozenset(("p", "div", "li", "br", "td", "tr", "h1", "h2", "h3", "h4", "dd", "dt", "section"))


def _add_text(element: etree._Element, parts: list[str], limit: int) -> int:
    """Add the texts below an element and return what is left of the limit; blocks are parted by a space."""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in _SILENT:
            gap = " " if tag in _APART else ""
            parts += (gap, child.text or "")
            limit -= len(parts[-1])
            if len(child):
                limit = _add_text(child, parts, limit)
            parts.append(gap)
        if tail := child.tail:
            parts.append(tail)
            limit -= len(tail)
        if limit < 0:
            break
    return limit
