"""Whose names stand in the record: declared authors first, then the byline by the headline, then the page's other marks.

People go before organisations; an organisation that is all the page names as author is its author.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from newscrawl.extraction.fields.bylines import (
    about_author,
    beside_date,
    by_headline,
    marked,
    only_linked,
    signature,
)
from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.houses import AGENCIES
from newscrawl.extraction.fields.names import is_full_name, is_user_name
from newscrawl.extraction.fields.people import house, people
from newscrawl.extraction.fields.posted import poster
from newscrawl.extraction.fields.structured import fold, types_of

_META = ("author", "article:author", "article:author_name", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
         "cxenseparse:author", "citation_author", "article.author", "twitter:creator:name", "rnews:author", "vr:author")  # fmt: skip
_WRITTEN_BY = re.compile(
    r"written by|author|by|autor|von|verfasst|par|écrit|geschrieben|escrito|scritto|작성|글쓴이|著者|作者",
    re.IGNORECASE,
)
#: What a site calls itself where it has no author.
_DOMAIN = re.compile(
    r"[\w-]{2,30}\.(?:com|net|org|info|de|at|ch|fr|it|es|nl|be|se|no|dk|fi|pl|cz|sk|hu|ro|ru|ua|br|ar|jp|cn|in|uk|us|eu|tv|io)",
    re.IGNORECASE,
)
SHOWN = "byline by the headline"


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
        persons = tuple(name for name in found if fold(name) not in site and not _DOMAIN.fullmatch(name))
        persons = _without_house(persons, names)
        if persons and not AGENCIES.issuperset(persons):
            is_declared = source.startswith(("json-ld", "meta"))
            better = _shown_better(persons, site, evidence, header, language) if is_declared else None
            return better or (persons, source)
        if not fallback[0]:
            team = house(raw)
            fallback = (found or ((team,) if team else ()), source)
    return fallback if fallback[0] else _said_elsewhere(evidence, language)


def _without_house(persons: tuple[str, ...], names: Collection[str]) -> tuple[str, ...]:
    """The people without a desk of the house that stands behind them: `Jane Doe, Courier Sports` in the Courier."""
    houses = tuple(f"{name.casefold()} " for name in names)
    return persons[:1] + tuple(name for name in persons[1:] if not name.casefold().startswith(houses))


def _said_elsewhere(evidence: Evidence, language: str | None) -> tuple[tuple[str, ...], str]:
    """Whom parts of the page name that stand apart from the story."""
    bylines = evidence.outline.bylines
    for raw, source in (
        (poster(evidence.nodes), "posted by, below the story"),
        (about_author(bylines), "box about the author"),
        (only_linked(bylines), "the only link to an author"),
    ):
        if found := people(raw, language):
            return found, source
    return (), ""


def _shown_better(
    declared: tuple[str, ...], site: set[str], evidence: Evidence, header: Sequence[Piece], language: str | None
) -> tuple[tuple[str, ...], str] | None:
    """The byline that the page shows, where it names more people than are declared, or others behind a word for "by"
    while those who are declared are named nowhere: they are the users of the editing system."""
    are_users = all(map(is_user_name, declared))
    shown = [(names, is_said, SHOWN) for names, is_said in by_headline(header)]
    if are_users:
        shown.append((marked(evidence.outline.bylines), False, "byline"))
    for raw, is_said, source in shown:
        names = people(raw, language)
        known = [name for name in declared if any(fold(name) in fold(other) for other in names)]
        if not names or not all(map(is_full_name, names)) or not AGENCIES.isdisjoint(names):
            continue
        if known:
            is_richer = len(known) == len(declared) < len(names) and site.isdisjoint(map(fold, names))
            return (names, source) if is_richer else None
        if (is_said or are_users) and not _is_shown(declared, evidence):
            return names, source
    return None


def _is_shown(names: Collection[str], evidence: Evidence) -> bool:
    """Whether the page's text names one of them anywhere."""
    body = evidence.tree.find("body")
    text = " ".join("".join(map(str, body.itertext())).split()).casefold() if body is not None else ""
    return any(name.casefold() in text for name in names)


def _statements(evidence: Evidence, header: Sequence[Piece], language: str | None) -> Iterator[tuple[Any, str]]:
    yield evidence.selected("authors")
    if evidence.profile.portal:
        return
    yield evidence.structured.resolved("author"), "json-ld author"
    for name in _META:
        stated = [value for value in evidence.structured.meta.get(name, ()) if "://" not in value]
        yield [_turned(value) for value in stated] if name == "citation_author" else stated, f"meta {name}"
    yield from _labelled(evidence)
    outline = evidence.outline
    yield marked(outline.props.get("author", ())), "itemprop author"
    yield from ((names, SHOWN) for names, _ in by_headline(header))
    yield marked(outline.bylines), "byline"
    yield from ((text, "name beside the date") for text in beside_date(header, language))
    if not evidence.ld:
        yield [node for node in evidence.structured.objects if "Person" in types_of(node)][:1], "json-ld Person"
    yield evidence.structured.resolved("creator"), "json-ld creator"
    yield signature(outline.flush_right), "signature below the story"


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
