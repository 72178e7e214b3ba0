"""Whose names stand in the record: declared authors first, then the byline by the headline, then the page's other marks.

People go before organisations; an organisation that is all the page names as author is its author.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from lxml import etree

from newscrawl.extraction.evidence import Evidence
from newscrawl.extraction.header import Piece
from newscrawl.extraction.outline import Spot, is_elsewhere, text_in
from newscrawl.extraction.people import byline_people, people
from newscrawl.extraction.structured import fold, types_of

_META = ("author", "article:author", "article:author_name", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "cxenseparse:author", "citation_author", "article.author", "twitter:creator:name", "rnews:author", "vr:author")  # fmt: skip
_WRITTEN_BY = re.compile(
    r"written by|author|by|autor|von|verfasst|par|écrit|geschrieben|escrito|scritto|작성|글쓴이|著者|作者",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|people|person|profiles?|staff|by|contributors?|team|writers?|autor(?:es|en|in)?|auteurs?|autori|redacteurs?|journalists?|reporters?|users?|columnists?|@[\w.]+)(?:/|\?|$)",
    re.IGNORECASE,
)
_BY_LINE = re.compile(
    r"\s*(?:by|von|par|por|di|door|af|av|text|autor(?:in)?|words|written by|posted by|reported by|글|文)\b[\s:：]",
    re.IGNORECASE,
)
_MAX_BYLINE = 160


def read_authors(
    evidence: Evidence, header: Sequence[Piece], names: Collection[str], language: str | None
) -> tuple[tuple[str, ...], str]:
    """The authors, and where they were read; empty where the page names none.

    Args:
        names: of the site: an author of such a name gives way to people.
        language: of the story.
    """
    site = {fold(name) for name in names}
    house: tuple[tuple[str, ...], str] = ((), "")
    for raw, source in _statements(evidence, header):
        found = people(raw, language)
        persons = tuple(name for name in found if fold(name) not in site)
        if persons:
            return persons, source
        if found and not house[0]:
            house = (found, source)
    return house


def _statements(evidence: Evidence, header: Sequence[Piece]) -> Iterator[tuple[Any, str]]:
    yield evidence.selected("authors")
    if evidence.profile.portal:
        return
    yield evidence.structured.resolved("author"), "json-ld author"
    for name in _META:
        yield [v for v in evidence.structured.meta.get(name, ()) if "://" not in v], f"meta {name}"
    yield from _labelled(evidence)
    yield _spots(evidence.outline.props.get("author", ())), "itemprop author"
    yield _header_bylines(header), "byline by the headline"
    yield _spots(evidence.outline.bylines), "byline"
    if not evidence.ld:
        yield [node for node in evidence.structured.objects if "Person" in types_of(node)][:1], "json-ld Person"
    yield evidence.structured.resolved("creator"), "json-ld creator"


def _labelled(evidence: Evidence) -> Iterator[tuple[Any, str]]:
    """The author among the labels of a link preview (`twitter:label1` = `Written by`)."""
    for number in ("1", "2"):
        label = evidence.structured.first(f"twitter:label{number}") or ""
        if _WRITTEN_BY.fullmatch(label.strip(" :")):
            yield evidence.structured.first(f"twitter:data{number}"), f"meta twitter:data{number}"


def _spots(spots: Sequence[Spot]) -> list[str]:
    """The names in the first marked elements that stand with this story."""
    for spot in spots:
        if not is_elsewhere(spot.element) and (names := byline_names(spot.element)):
            return names
    return []


def _header_bylines(header: Sequence[Piece]) -> list[str]:
    """Names in the pieces by the headline: linked to a person's page, or opened by a word for "by"."""
    for piece in header:
        if len(piece.text) > _MAX_BYLINE:
            continue
        linked = _linked(piece.element)
        if linked:
            return linked
        if _BY_LINE.match(piece.text):
            return [piece.text]
        if named := byline_people(piece.text):
            return list(named)
    return []


def _linked(element: etree._Element) -> list[str]:
    """Texts of links to the pages of people."""
    links = [element] if element.tag == "a" else list(element.iter("a"))
    found = [
        text
        for link in links[:12]
        if ("author" in (link.get("rel") or "").split() or _PROFILE.search(link.get("href") or ""))
        and (text := text_in(link))
        and len(text) < 60
    ]
    return list(dict.fromkeys(found))


def byline_names(element: etree._Element) -> list[str]:
    """The author strings of a byline element: its names by microdata or links, else its text, parts parted by `|`."""
    inner = [e for e in element.iter() if e is not element and (e.get("itemprop") or "") == "name"]
    if named := [text for e in inner if (text := e.get("content") or text_in(e))]:
        return named
    if content := element.get("content"):
        return [content]
    if linked := _linked(element):
        return linked
    text = parted(element)
    return [text] if 1 < len(text) <= _MAX_BYLINE else []


def parted(element: etree._Element) -> str:
    """The element's text, a bar where two of its elements touch without a space: `Jane Doe|3 May`."""
    pieces: list[str] = []
    for piece in map(str, element.itertext()):
        if pieces and piece and pieces[-1] and pieces[-1][-1].isalnum() and piece[0].isalnum():
            pieces.append(" | ")
        pieces.append(piece)
    return " ".join("".join(pieces).split())
