"""Where the fields of a site's pages stand: selectors by which all of its pages are read as they are without them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from newscrawl.extraction.fields import Fields, read_fields
from newscrawl.report.draft_pages import Read, squeezed
from newscrawl.report.places import ways_to
from newscrawl.sites import Layout

#: Names in the record of what a layout calls otherwise.
_RECORDED = {"published": "published_at", "modified": "modified_at"}
#: Of one field so many selectors are tried, and so many given.
_TRIED = 60
_MOST = 4
#: Names stand among so many characters of others at most.
_AROUND_NAMES = 80
#: What publishers declare of a field is found without a profile.
_DECLARED = ("json-ld", "meta", "itemprop")
_NOTHING = Layout(name="draft", seen="-")
#: An element must say so itself that it is one: a wrong selector would win over what the page declares.
_TELLING: Mapping[str, re.Pattern[str]] = {
    "title": re.compile(
        r"\bh[12]\b|title|headline|heading|titel|titre|titulo|titular|overskrift|otsikko", re.IGNORECASE
    ),
    "authors": re.compile(
        r"author|by-?line|writer|journalist|reporter|contributor|redakt|redact|autor|auteur|creator|people",
        re.IGNORECASE,
    ),
    "section": re.compile(r"section|categor|breadcrumb|kicker|channel|topic|ressort|rubri|cate", re.IGNORECASE),
    "subtitle": re.compile(""),
    "published": re.compile(r"publi|creat|releas|date|time|regdate", re.IGNORECASE),
    "modified": re.compile(r"modif|updat|chang", re.IGNORECASE),
}


def find_fields(reads: Sequence[Read]) -> dict[str, tuple[str, ...]]:
    """The selectors of each field that has any, by its key in a layout."""
    found: dict[str, tuple[str, ...]] = {}
    for key in _TELLING:
        if key in ("title", "subtitle") or not _is_declared(reads, key):
            selectors = _stated(reads, key) if key in _RECORDED else _shown(reads, key)
            if chosen := _chosen(reads, key, [way for way in selectors if _TELLING[key].search(way)]):
                found[key] = chosen
    return _in_agreement(reads, found)


def _in_agreement(reads: Sequence[Read], found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Without those that change a field when all are asked together: one time may lend its zone to the other."""
    while found:
        layout = msgspec.structs.replace(_NOTHING, **found)
        wrong = {key for read in reads for key in found if not _is_same(_fields(read, layout), read.opened.fields, key)}
        if not wrong:
            break
        found = {key: selectors for key, selectors in found.items() if key not in wrong}
    return found


def _is_declared(reads: Sequence[Read], key: str) -> bool:
    name = _RECORDED.get(key, key)
    return all(read.opened.fields.evidence.get(name, "json-ld").startswith(_DECLARED) for read in reads)


def _chosen(reads: Sequence[Read], key: str, selectors: Sequence[str]) -> tuple[str, ...]:
    """Selectors that tell the field, and nothing else on any page: of most pages first, then of those that are left.

    One that tells it on a single page of several is taken for decks only: what a layout finds no deck for has none.
    """
    name = _RECORDED.get(key, key)
    having = {number for number, read in enumerate(reads) if getattr(read.opened.fields, name)}
    least = 1 if key == "subtitle" else min(2, len(having))
    told = {way: those for way in selectors if len(those := _told_by(reads, key, way)) >= least}
    chosen: list[str] = []
    while told:
        best = max(told, key=lambda way: len(told[way] & having))  # the first of them is the plainest
        if not told[best] & having:
            break
        having -= told.pop(best)
        chosen.append(best)
    return tuple(chosen[:_MOST])


def _told_by(reads: Sequence[Read], key: str, selector: str) -> set[int]:
    """The pages on which a selector tells the field; none where it tells another value on one of them."""
    layout, name = msgspec.structs.replace(_NOTHING, **{key: (selector,)}), _RECORDED.get(key, key)
    told = set[int]()
    for number, read in enumerate(reads):
        fields = _fields(read, layout)
        if fields.evidence.get(name, "").startswith("profile "):
            if not _is_same(fields, read.opened.fields, key):
                return set()
            told.add(number)
    return told


def _fields(read: Read, layout: Layout) -> Fields:
    opened = read.opened
    return read_fields(opened.nodes, opened.structured, opened.profile, layout, opened.page)


def _is_same(one: Fields, other: Fields, key: str) -> bool:
    name = _RECORDED.get(key, key)
    return bool(getattr(one, name) == getattr(other, name))


def _shown(reads: Sequence[Read], key: str) -> list[str]:
    """Selectors of elements that show the value of a field, the plainest first."""
    ranks: dict[str, int] = {}
    for read in reads:
        value = getattr(read.article, key)
        for number in _showing(read, value, key) if value else ():
            for rank, way in enumerate(ways_to(read.opened.nodes, number)):
                ranks[way] = min(rank, ranks.get(way, rank))
    return sorted(ranks, key=lambda way: (ranks[way], len(way), way))[:_TRIED]


def _showing(read: Read, value: str | Sequence[str], key: str) -> Iterator[int]:
    if isinstance(value, str):
        yield from read.texts.get(squeezed(value), ())
        return
    names = [squeezed(name) for name in value]
    most = sum(map(len, names)) + _AROUND_NAMES
    for text, numbers in read.texts.items():
        if len(text) <= most and all(name in text for name in names):
            yield from numbers


def _stated(reads: Sequence[Read], key: str) -> list[str]:
    """Selectors of values by which pages state a time: of `meta`, and of `time` elements that have a name."""
    found: Counter[str] = Counter()
    for read in reads:
        nodes, ways = read.opened.nodes, set[str]()
        for element in read.opened.tree.iter("meta"):
            for attribute in ("property", "name", "itemprop"):
                named = element.get(attribute) or ""
                if _TELLING[key].search(named) and not set(named) & set("'\"]"):
                    ways.add(f"meta[{attribute}='{named}']::attr(content)")
        for number in nodes.by_tag["time"]:
            if nodes.elements[number].get("datetime"):
                ways.update(f"{way}::attr(datetime)" for way in ways_to(nodes, number) if way != "time")
        found.update(ways)
    return sorted(found, key=lambda way: (-found[way], not way.startswith("meta"), len(way), way))[:_TRIED]
