"""Whose names stand in the record: declared authors first, then the byline by the headline, then the page's other marks.

People go before organisations; an organisation that is all the page names as author is its author.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from newscrawl.extraction.fields.dates import parse_date
from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.outline import Spot, is_elsewhere, text_in
from newscrawl.extraction.fields.people import AGENCIES, byline_people, house, people
from newscrawl.extraction.fields.structured import fold, types_of

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
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:youtube|facebook|instagram|tiktok|pinterest|threads|linkedin|twitter|x)\.(?:com|net)/",
    re.IGNORECASE,
)
_BY_WORD = (
    r"(?:(?:written|posted|published|authored|contributed|created|words|story|text|article|reported|reporting) by|written|"
    r"authors?|by|von|par|por|di|door|af|av|text|texte|texto|autor(?:in|es|a)?|auteure?s?|writers?|words|글|文|作者|著者)"
)
_BY_ALONE = re.compile(rf"\s*{_BY_WORD}\s*[:：]?\s*", re.IGNORECASE)
_BY_LINE = re.compile(rf"\s*{_BY_WORD}(?:\s*[:：|]+\s*|\s+)(?=\S)", re.IGNORECASE)
_BY_WITHIN = re.compile(
    r"(?:\A|[\d|•·,–—)-]\s*|\b(?:[Pp]osted|[Pp]ublished|read)\s[^|]{0,40}?)\b(?:[Bb]y|von|par|por)\s+(?=[A-ZÀ-Þ])([^|•·]{3,80})"
)
_PERSON = re.compile(
    r"(?!Posted|Published|Updated|Read|Share|Last|By|Min|Photo|Image|The\b)(?:(?:Dr|Prof)\.? )?[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ]\.?)?(?: (?:de|van|von|der|den|da|di|la|le|bin|al|el|ter)){0,2}"
    r"(?: [A-ZÀ-Þ][\w'’-]{1,24}){1,2}"
)
_FILING = re.compile(r"categor|tag|topic|section|kicker|label|breadcrumb|title|eyebrow|button|badge|share|newsletter")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "button", "label"))
_MAX_BYLINE, _MAX_LINKS, _MAX_PIECES = 160, 12, 60


def read_authors(
    evidence: Evidence, header: Sequence[Piece], names: Collection[str], language: str | None
) -> tuple[tuple[str, ...], str]:
    """The authors, and where they were read; empty where the page names none.

    Args:
        names: of the site: an author of such a name gives way to people.
        language: of the story.
    """
    site = {fold(name) for name in names}
    fallback: tuple[tuple[str, ...], str] = ((), "")
    for raw, source in _statements(evidence, header, language):
        found = people(raw, language)
        persons = tuple(name for name in found if fold(name) not in site)
        if persons and not AGENCIES.issuperset(persons):
            return persons, source
        if not fallback[0]:
            team = house(raw)
            fallback = (found or ((team,) if team else ()), source)
    return fallback


def _statements(evidence: Evidence, header: Sequence[Piece], language: str | None) -> Iterator[tuple[Any, str]]:
    yield evidence.selected("authors")
    if evidence.profile.portal:
        return
    yield evidence.structured.resolved("author"), "json-ld author"
    for name in _META:
        stated = [value for value in evidence.structured.meta.get(name, ()) if "://" not in value]
        yield [_turned(value) for value in stated] if name == "citation_author" else stated, f"meta {name}"
    yield from _labelled(evidence)
    yield _spots(evidence.outline.props.get("author", ())), "itemprop author"
    yield from ((text, "byline by the headline") for text in _header_bylines(header))
    yield _spots(evidence.outline.bylines), "byline"
    yield from ((text, "name beside the date") for text in _beside_date(header, language))
    if not evidence.ld:
        yield [node for node in evidence.structured.objects if "Person" in types_of(node)][:1], "json-ld Person"
    yield evidence.structured.resolved("creator"), "json-ld creator"


def _turned(name: str) -> str:
    """A name as bibliographies write it, turned round: `Muster, Ada` is `Ada Muster`."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given and given.strip() else name


def _labelled(evidence: Evidence) -> Iterator[tuple[Any, str]]:
    """The author among the labels of a link preview (`twitter:label1` = `Written by`)."""
    for number in ("1", "2"):
        label = evidence.structured.first(f"twitter:label{number}") or ""
        if _WRITTEN_BY.fullmatch(label.strip(" :")):
            yield evidence.structured.first(f"twitter:data{number}"), f"meta twitter:data{number}"


def _spots(spots: Sequence[Spot]) -> list[str]:
    """The names in the first marked elements that stand with this story."""
    for spot in spots:
        parent = spot.element.getparent()
        if (parent is None or not is_elsewhere(parent)) and (names := byline_names(spot.element)):
            return names
    return []


def _header_bylines(header: Sequence[Piece]) -> Iterator[list[str]]:
    """Names in the pieces by the headline: behind a word for "by", or linked to a person's page."""
    for position, piece in enumerate(header):
        if len(piece.text) > _MAX_BYLINE:
            continue
        text = parted(piece.element)
        if _BY_ALONE.fullmatch(text) and position + 1 < len(header):
            yield byline_names(header[position + 1].element)
        elif _BY_LINE.match(text):
            yield _linked(piece.element) or [_BY_LINE.sub("", text, count=1)]
        elif linked := _linked(piece.element):
            yield linked
        elif found := _BY_WITHIN.search(text):
            yield [found[1]]
        elif named := byline_people(piece.text):
            yield list(named)


def _beside_date(header: Sequence[Piece], language: str | None) -> Iterator[list[str]]:
    """A name that stands right beside the date below the headline, with nothing said of what it is."""
    below = [piece for piece in header if piece.below and piece.paragraphs == 0]
    for position, piece in enumerate(below):
        text = parted(piece.element)
        first = re.split(r"\s*[|•·∙⋅●,–—]\s*|\s-\s", text, maxsplit=1)[0].strip()
        if len(text) > _MAX_BYLINE or not _PERSON.fullmatch(first) or _is_filing(piece.element):
            continue
        beside = [text[len(first) :]] + [
            near.text for near in below[max(0, position - 1) : position + 2] if near is not piece
        ]
        if any(len(other) < 60 and parse_date(other, None, language) for other in beside):
            yield [first]


def _is_filing(element: etree._Element) -> bool:
    """Whether the element is a heading, or links to a section or a tag rather than a person."""
    links = element.tag == "a" or element.find(".//a") is not None
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return element.tag in _HEADINGS or links or _FILING.search(names) is not None


def _linked(element: etree._Element) -> list[str]:
    """Texts of links to the pages of people."""
    links = [element] if element.tag == "a" else list(islice(element.iter("a"), _MAX_LINKS))
    found = [text for link in links if _leads_to_person(link) and (text := text_in(link)) and len(text) < 60]
    return list(dict.fromkeys(found))


def _leads_to_person(link: etree._Element) -> bool:
    href = link.get("href") or ""
    return "author" in (link.get("rel") or "").split() or (
        _PROFILE.search(href) is not None and not _SOCIAL.search(href)
    )


def byline_names(element: etree._Element) -> list[str]:
    """The author strings of a byline element: its names by microdata or links, else its text, parts parted by `|`."""
    inner = [e for e in islice(element.iterdescendants(), _MAX_PIECES) if e.get("itemprop") == "name"]
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
    for piece in islice(map(str, element.itertext()), _MAX_PIECES):
        if pieces and piece and pieces[-1] and pieces[-1][-1].isalnum() and piece[0].isalnum():
            pieces.append(" | ")
        pieces.append(piece)
    return " ".join("".join(pieces).split())
