"""One look at all elements of the page that collects what the readers of title, authors, times, tags and pictures ask for.

Elements are noted with their place in the page, so that what stands by the headline can be told from what stands in
lists of other stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes

_BYLINE = re.compile(
    r"(?<![a-z])(?:by-?line|authors?|writers?|reporters?|journalists?|autor(?:es|en|in)?|auteurs?|autore|redactor|contributors?|created-?by|posted-?by|"
    r"written-?by|wp-block-post-author|meta-author|credits?-name)(?![a-z])|byline|author[-_]?(?:name|link)|authorname|(?:post|article|entry|story)author|"
    r"journalist_name|writer_info|writerinfo",
)
_DATE = re.compile(
    r"(?<![a-z])(?:dates?|time-?stamps?|times?|publish(?:ed)?|posted(?:-?on)?|datum|fecha|data|datetime|pubdate|pub-date|update|updated|registration|"
    r"dateline|info_?view|infomation|news_?date|article_?date|view_?date|write_?time|input_?date)(?![a-z])|(?:publish|post|article|entry|story|created)_?-?(?:date|time)|"
    r"num_date|date[-_]?time|txt_info"
)
#: One of these stands in every name that the patterns above and below find; most names are dismissed by them.
_HINTS = (
    "author", "byl", "by-l", "writer", "report", "journal", "autor", "auteur", "redact", "contrib", "by", "credit",
    "date", "time", "publish", "post", "datum", "fecha", "data", "info", "regist", "crumb",
)  # fmt: skip
_CRUMB = re.compile(r"breadcrumb|crumbs?(?![a-z])")
_ELSEWHERE = re.compile(
    r"related|recommend|comment|disqus|side-?bar|footer|popular|most[-_]?(?:read|view)|trending|latest|newsletter|widget-area|read-?more|"
    r"more-?(?:news|stories|from|articles)|you-?may|also-?like|also-?read|teaser|(?<![a-z])cards?(?![a-z])|carousel|promo|outbrain|taboola|"
    r"ranking|headline-?list|news-?list|aside|(?<![a-z])rel(?:ation|news)|post-?(?:nav|list|grid)|loop|menu|dropdown"
)
_MAX = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """An element and its place in the page."""

    order: int
    element: etree._Element

    @property
    def text(self) -> str:
        return text_in(self.element)

    @property
    def names(self) -> str:
        """Class and id, in lower case."""
        return _names(self.element)


@dataclass(slots=True)
class Outline:
    """What was found, in page order."""

    heads: list[Spot] = field(default_factory=list)
    """`h1`."""
    subheads: list[Spot] = field(default_factory=list)
    """`h2` and `h3`, the first few."""
    props: dict[str, list[Spot]] = field(default_factory=dict)
    """Microdata by lower-case property name, `meta` left out."""
    times: list[Spot] = field(default_factory=list)
    bylines: list[Spot] = field(default_factory=list)
    """Elements that are named or linked as a byline."""
    dates: list[Spot] = field(default_factory=list)
    """Elements that are named as a date."""
    tags: list[Spot] = field(default_factory=list)
    """`rel=tag` links."""
    crumbs: list[Spot] = field(default_factory=list)
    figures: list[Spot] = field(default_factory=list)
    paragraphs: list[Spot] = field(default_factory=list)
    """The first paragraphs of some length."""


def read_outline(nodes: Nodes) -> Outline:
    """Gather what the page's elements are called."""
    outline = Outline()
    for number, tag in enumerate(nodes.tags):
        if tag in _BY_TAG:
            _note(getattr(outline, _BY_TAG[tag]), number, nodes.elements[number])
    for number, own in enumerate(nodes.attributes):
        if not own:
            continue
        if "itemprop" in own:
            for name in own["itemprop"].lower().split()[:4]:
                _note(outline.props.setdefault(name, []), number, nodes.elements[number])
        if "rel" in own and nodes.tags[number] == "a":
            _note_rel(outline, own["rel"].lower(), number, nodes.elements[number])
        for kind in _kinds(own.get("class"), own.get("id")):
            _note(getattr(outline, kind), number, nodes.elements[number])
    return outline


_BY_TAG = {"h1": "heads", "h2": "subheads", "h3": "subheads", "time": "times", "figure": "figures", "p": "paragraphs"}


def _note(spots: list[Spot], order: int, element: etree._Element) -> None:
    if len(spots) < _MAX:
        spots.append(Spot(order, element))


def _note_rel(outline: Outline, rel: str, order: int, element: etree._Element) -> None:
    if "author" in rel.split():
        _note(outline.bylines, order, element)
    elif "tag" in rel.split():
        _note(outline.tags, order, element)


@lru_cache(maxsize=32768)
def _kinds(classes: str | None, identity: str | None) -> tuple[str, ...]:
    """Which lists an element belongs to by class and id; pages repeat theirs, so the answer is remembered."""
    names = f"{classes or ''} {identity or ''}".strip()[:300]
    lower = names.lower()
    if not any(map(lower.__contains__, _HINTS)):
        return ()
    lower = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower()
    found = (("bylines", _BYLINE), ("dates", _DATE), ("crumbs", _CRUMB))
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
    parts: list[str] = []
    size = 0
    for piece in _pieces(element):
        parts.append(piece)
        size += len(piece)
        if size > limit:
            break
    return fold_space("".join(parts))


_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "button"))
_APART = frozenset(("p", "div", "li", "br", "td", "tr", "h1", "h2", "h3", "h4", "dd", "dt", "section"))


def _pieces(element: etree._Element) -> Iterable[str]:
    """Text in page order; what stands in blocks of its own is parted by a space."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "start":
            if part.tag in _SILENT and part is not element:
                walker.skip_subtree()
                continue
            if part.tag in _APART and part is not element:
                yield " "
            if part.text:
                yield part.text
        else:
            if part is element:
                return
            if part.tag in _APART:
                yield " "
            if part.tail:
                yield part.tail
