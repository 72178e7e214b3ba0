"""What the publisher declares in the page: JSON-LD, meta tags, links, microdata.

Reads only; which declaration is believed is decided by the readers of each field. Work is bounded, so a hostile page
cannot make it long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.extraction.fields.jsonld import NOTHING, Node, read_blocks, resolve, text_of, types_of
from newscrawl.extraction.lines import letters
from newscrawl.extraction.nodes import Nodes

__all__ = ["Structured", "read_structured", "text_of", "types_of"]

_NEWS = frozenset((
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle",
    "BackgroundNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "LiveBlogPosting", "BlogPosting", "Article",
))  # fmt: skip
_WRITING = frozenset((
    "TechArticle", "ScholarlyArticle", "MedicalScholarlyArticle", "SatiricalArticle", "Report", "SocialMediaPosting", "DiscussionForumPosting",
    "Review", "CriticReview", "Recipe", "HowTo", "CreativeWork", "ClaimReview", "QAPage", "PodcastEpisode", "VideoObject", "Posting",
))  # fmt: skip
_PAGE = frozenset(("WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "FAQPage"))
_KEYS = (
    "headline",
    "datePublished",
    "dateModified",
    "author",
    "articleBody",
    "publisher",
    "image",
    "articleSection",
    "keywords",
)
_DECLARING = frozenset(("meta", "link", "script", "title"))
#: Frameworks that build the head from objects make a `meta` of a script that they do not know.
_SCRIPT_IN_META = "script:ld+json"
_MAX_VALUES = 60
_MAX_VALUE_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Structured:
    """The page's own declarations."""

    article: Node
    """The JSON-LD object of the article, with what other objects say of the same article; empty where there is none."""
    webpage: Node
    """The JSON-LD object of the page as such (`WebPage`), the next best."""
    objects: tuple[Node, ...]
    """All JSON-LD objects that may describe the page, flattened."""
    meta: dict[str, tuple[str, ...]]
    """Lower-case name/property/itemprop of `<meta>` -> its contents in page order."""
    links: dict[str, tuple[str, ...]]
    """Lower-case rel of `<link>` -> its addresses."""
    title: str | None
    """`<title>`."""

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that has one."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    @property
    def kind(self) -> str:
        """What the page calls itself (`og:type`), in lower case; "" where it does not."""
        return (self.first("og:type") or "").strip().lower()

    def resolved(self, key: str) -> Any:
        """A value of the article object, references (`{"@id": …}`) resolved."""
        named = {node["@id"]: node for node in self.objects if isinstance(node.get("@id"), str) and len(node) > 1}
        return resolve(self.article.get(key), named)


def read_structured(nodes: Nodes) -> Structured:
    """Read every declaration of the page once."""
    meta: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    blocks: list[str] = []
    title = None
    for number in sorted(number for tag in _DECLARING for number in nodes.by_tag[tag]):
        element, tag = nodes.elements[number], nodes.tags[number]
        if tag == "meta":
            _add_meta(meta, element)
            if element.get("name") == _SCRIPT_IN_META:
                blocks.append(element.get("content") or "")
        elif tag == "link":
            _add_link(links, element)
        elif tag == "title":
            # a picture drawn in SVG has titles, too
            title = title or (
                None if _in_picture(element) else " ".join("".join(map(str, element.itertext())).split()) or None
            )
        elif "ld+json" in (element.get("type") or "").lower() and element.text:
            blocks.append(element.text)
    own, others = read_blocks(blocks)
    about = _About(meta, links, title)
    return Structured(
        article=_article(own, others, about),
        webpage=max((n for n in own if types_of(n) & _PAGE), key=len, default={}),
        objects=own,
        meta={name: tuple(values) for name, values in meta.items()},
        links={name: tuple(values) for name, values in links.items()},
        title=title,
    )


def _in_picture(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("svg", "g", "symbol", "path")


def _add_meta(meta: dict[str, list[str]], element: etree._Element) -> None:
    content = " ".join((element.get("content") or element.get("value") or "")[:_MAX_VALUE_CHARS].split())
    if not content or content in NOTHING:
        return
    names = {(element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop", "http-equiv")}
    for name in names - {""}:
        values = meta.setdefault(name, [])
        if len(values) < _MAX_VALUES:
            values.append(content)


def _add_link(links: dict[str, list[str]], element: etree._Element) -> None:
    if href := (element.get("href") or "").strip()[:_MAX_VALUE_CHARS]:
        for rel in (element.get("rel") or "").lower().split()[:5]:
            links.setdefault(rel, []).append(href)


class _About:
    """By what an object is known to be about this page: address and headline."""

    def __init__(self, meta: dict[str, list[str]], links: dict[str, list[str]], title: str | None) -> None:
        addresses = [*links.get("canonical", ()), *meta.get("og:url", ())]
        self.paths = {path for address in addresses if (path := _path(address)) not in ("", "/")}
        heads = [title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
        self.heads = [folded for head in heads if (folded := fold(head))]

    def fits(self, node: Node) -> int:
        """How surely: 2 by address or headline, 0 unknown."""
        page = node.get("mainEntityOfPage")
        addresses = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
        if any(isinstance(address, str) and _path(address) in self.paths for address in addresses):
            return 2
        head = fold(text_of(node.get("headline") or node.get("name")) or "")
        return 2 if len(head) > 10 and any(head[:40] in known for known in self.heads) else 0


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").removesuffix("#article")
    except ValueError:
        return ""


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """Letters and digits only, in one case: for comparing headlines and names.

    >>> fold("Die STRASSE") == fold("Die Straße")
    True
    """
    return letters(text).casefold()


def _article(own: Iterable[Node], others: Iterable[Node], about: _About) -> Node:
    """The object of the article; what it leaves out is taken from others about the same article."""
    ranked = sorted(
        ((rank, node) for node in own if (rank := _rank(node, about)) > 0), key=lambda pair: pair[0], reverse=True
    )
    if not ranked:
        # some declare the article inside a list: then it has to be known by address or headline
        ranked = [(1, node) for node in others if types_of(node) & _NEWS and about.fits(node)][:1]
    if not ranked:
        return {}
    best = ranked[0][1]
    head = fold(text_of(best.get("headline")) or "")
    same = [n for _, n in ranked[1:] if about.fits(n) or (head and fold(text_of(n.get("headline")) or "") == head)]
    merged: Node = {}
    for node in reversed([best, *same]):
        merged |= {key: value for key, value in node.items() if value not in (None, "", [], {})}
    return merged | {"@type": best.get("@type")}


def _rank(node: Node, about: _About) -> int:
    """How much an object looks like the article of this page; 0: not at all."""
    types = types_of(node)
    kind = 60 if types & _NEWS else 20 if types & _WRITING and node.get("headline") else 0
    if not kind or not (node.get("headline") or node.get("name") or node.get("datePublished")):
        return 0
    return kind + 15 * about.fits(node) + 2 * sum(bool(node.get(key)) for key in _KEYS)
