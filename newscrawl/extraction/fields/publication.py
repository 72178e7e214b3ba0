"""Every statement about when the story was published or changed, with how far its place is to be believed.

Which of them is taken is decided in `times.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from newscrawl.extraction.fields.clock import Moment
from newscrawl.extraction.fields.dated_lines import alone, published_word, updated_word
from newscrawl.extraction.fields.dates import parse_date, url_date
from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.outline import Spot, is_elsewhere, text_in
from newscrawl.extraction.fields.posted import posted_below
from newscrawl.extraction.fields.structured import text_of
from newscrawl.extraction.fields.times import Candidate, choose, is_either_way
from newscrawl.extraction.fields.who_and_when import holds_sentence

_PUBLISHED_META = {
    "article:published_time": 10, "og:article:published_time": 10, "article:published": 8, "datepublished": 8, "date_published": 8,
    "parsely-pub-date": 8, "sailthru.date": 7, "cxenseparse:recs:publishtime": 7, "cxenseparse:recs:publishtime:utc": 7, "og:regdate": 8,
    "dc.date.issued": 7, "dcterms.issued": 7, "dcterms.created": 6, "dc.date.created": 6, "dc.date": 5, "dcterms.date": 5, "pubdate": 7,
    "publishdate": 7, "publish-date": 7, "publish_date": 7, "publication_date": 7, "publicationdate": 7, "published_time": 7, "article_date_original": 8,
    "originalpublicationdate": 8, "citation_publication_date": 5, "citation_date": 5, "citation_online_date": 5, "date": 4, "og:pubdate": 7,
    "bt:pubdate": 7, "ptime": 6, "article.published": 7, "article:publicationdate": 7, "release_date": 5, "og:published_time": 7,
    "published": 6, "created": 3, "article.created": 4, "rnews:datepublished": 7, "sdate": 3,
}  # fmt: skip
_MODIFIED_META = ("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "article:modified", "last-modified",
                  "dc.date.modified", "dcterms.modified", "lastmod", "revised", "last_updated_date", "article.updated", "utime")  # fmt: skip
_MAX_LINE = 120
_SURE = 10
"""A declaration of this weight makes it needless to look at every date in the page."""
#: A day that is over everywhere: its 24 hours, and those that the westernmost zone is behind UTC.
_LEEWAY = timedelta(hours=24 + 12)
_NAMED_META = re.compile(r"publi(?:sh|cation|cado|e).{0,12}(?:date|time|_at|on\b)|(?:date|time).{0,8}publi")
_STATE = re.compile(
    r'\\?"(?:datePublished|publishedAt|published_at|publishDate|publish_date|publicationDate|publishedDate|post_date|firstPublishedAt|first_published_at|'
    r'publishedTime|published_time|pubDate|date_published|datePublish|firstPublished|displayDate|display_date|first_publish_date|firstPublishDate|datetimePublished)\\?"\s?:\s?\\?"([^"\\]{8,40})\\?"'
)
_MAX_STATE_CHARS = 2_000_000
#: Attributes that carry what a framework builds an element from.
_CARRIED = etree.XPath("//@props | //@data-props | //@data-page | //@data-state | //@data-initial-state")
_MAX_CARRIED = 60
SHOWN = "text by the headline"
UPDATE_ONLY = "text by the headline, of an update: no other date is shown"
"""The source of a time that is called an update where the page shows readers no other date."""


class _Line(NamedTuple):
    """A date that the page shows by its headline."""

    piece: Piece
    text: str
    changed: bool
    """Whether it is called a change."""


def read_times(
    evidence: Evidence, header: Sequence[Piece], language: str | None
) -> tuple[tuple[Moment, str] | None, tuple[Moment, str] | None]:
    """When the story was published and when changed, each with where that was read."""
    zone, latest = evidence.profile.timezone, evidence.page.fetched_at
    published = choose(_by_layout(evidence, "published"), zone, latest, language)
    modified = choose(_by_layout(evidence, "modified"), zone, latest, language)
    if published and modified:
        return published, modified
    lines = _dated(header, language)
    modified = modified or choose(_modified(evidence, lines), zone, latest, language)
    if published is None:
        published = choose(_published(evidence, lines), zone, latest, language)
        published = (published and _shown_earlier(published[0], lines, language)) or published
    if published is None:
        bare = alone(evidence.tree, language)
        hidden, updates = _hidden(evidence, bare, language), _updates(lines, bare)
        for last_resort in (hidden, updates, _marked(evidence, elsewhere=True)):
            published = published or choose(last_resort, zone, latest, language)
    is_update = published is not None and published[1] == UPDATE_ONLY
    return published, modified or (published if is_update else None)


def _by_layout(evidence: Evidence, name: str) -> Iterator[Candidate]:
    """What the layout's own selectors find is all that counts, where it is a time."""
    texts, selector = evidence.selected(name)
    return (Candidate(raw, selector, 100) for raw in texts)


def _updates(lines: Sequence[_Line], bare: Sequence[tuple[str, bool]]) -> Iterator[Candidate]:
    """Times of a change that the page shows: by the headline, else in a line of their own."""
    found = [line.text for line in lines if line.changed] or [text for text, changed in bare if changed]
    return (Candidate(text, UPDATE_ONLY, 1) for text in found)


def _shown_earlier(declared: Moment, lines: Sequence[_Line], language: str | None) -> tuple[Moment, str] | None:
    """The one date that the page shows below its headline, where it is earlier than what is declared.

    Systems that publish a whole site anew declare that day for every story.
    """
    shown = {}
    for piece, text, changed in lines:
        moment = parse_date(text, None, language)
        is_by_headline = piece.below and piece.paragraphs == 0 and not changed
        if is_by_headline and moment and len(text) < 60 and not is_either_way(text):
            shown[moment.when.date()] = moment
    if len(shown) != 1:
        return None
    (day, moment), *_ = shown.items()
    told = declared.when.astimezone(UTC).replace(tzinfo=None) if declared.when.tzinfo else declared.when
    return (moment, SHOWN) if datetime.combine(day, time()) + _LEEWAY < told else None


def _published(evidence: Evidence, lines: Sequence[_Line]) -> Iterator[Candidate]:
    declared = list(_declared(evidence))
    yield from declared
    is_sure = max((candidate.weight for candidate in declared), default=0) >= _SURE
    yield from _microdata(evidence, "datePublished", 8, only_times=is_sure)
    if day := url_date(evidence.page.url):
        yield Candidate(day.isoformat(), "url", 6)
    if raw := evidence.page.announced.get("published"):
        yield Candidate(raw, "announced", 8)
    for piece, text, changed in lines:
        if not changed:
            called = published_word(piece.text) is not None
            yield Candidate(text, SHOWN, 2 if piece.paragraphs else (5 if piece.below else 4) + (2 if called else 0))
    if not is_sure:
        yield from _marked(evidence, elsewhere=False)
    if not declared:
        yield from (Candidate(line, "posted, below the story", 3) for line in islice(posted_below(evidence.nodes), 2))


def _microdata(evidence: Evidence, name: str, weight: float, *, only_times: bool) -> Iterator[Candidate]:
    """What microdata says; where enough is declared, only `time` elements are asked, which are at hand."""
    outline, prop = evidence.outline, name.lower()
    times = (spot for spot in outline.times if prop in (spot.element.get("itemprop") or "").lower().split())
    for spot in list(times)[:4] if only_times else outline.props.get(prop, ())[:4]:
        yield Candidate(_stated(spot), f"itemprop {name}", 2 if is_elsewhere(spot.element) else weight)


def _declared(evidence: Evidence) -> Iterator[Candidate]:
    for key, weight in (("datePublished", 12), ("dateCreated", 5), ("uploadDate", 4)):
        if raw := text_of(evidence.ld.get(key)):
            yield Candidate(raw, f"json-ld {key}", weight)
    if raw := text_of(evidence.structured.webpage.get("datePublished")):
        yield Candidate(raw, "json-ld datePublished of the page", 5)
    for name, values in evidence.structured.meta.items():
        stated = float(_PUBLISHED_META.get(name) or _weight_by_name(name))
        if stated:
            yield from (Candidate(raw, f"meta {name}", stated) for raw in values[:2])
    if not evidence.ld:
        for node in evidence.structured.objects[:20]:
            if raw := text_of(node.get("datePublished")):
                yield Candidate(raw, "json-ld datePublished", 3)


@lru_cache(maxsize=4096)
def _weight_by_name(name: str) -> float:
    return 5 if _NAMED_META.search(name) else 0


def _hidden(evidence: Evidence, bare: Sequence[tuple[str, bool]], language: str | None) -> Iterator[Candidate]:
    """What is left where nothing is declared and nothing stands by the headline."""
    yield from _in_state(evidence)
    texts = [text for text, changed in bare if not changed]
    days = {moment.when.date() for text in texts if (moment := parse_date(text, None, language))}
    yield from (Candidate(text, "the only date on the page", 1) for text in texts if len(days) == 1)


def _in_state(evidence: Evidence) -> Iterator[Candidate]:
    """Dates in the state that scripts carry, where the page says nothing else: the first is the story's."""
    budget = _MAX_STATE_CHARS
    for script in evidence.tree.iter("script"):
        text = script.text or ""
        budget -= len(text)
        if budget < 0:
            return
        if found := _STATE.search(text):
            yield Candidate(found[1], "script state", 2)
            return
    carried: Any = _CARRIED(evidence.tree)
    for value in map(str, carried[:_MAX_CARRIED]):
        if found := _STATE.search(value[:_MAX_STATE_CHARS]):
            yield Candidate(found[1], "state in an attribute", 2)
            return


def _marked(evidence: Evidence, *, elsewhere: bool) -> Iterator[Candidate]:
    """Elements that are marked or named as a date, in the story's part of the page or among other stories."""
    for spot in evidence.outline.times[:20]:
        around = _around(spot)
        is_named = published_word(around) is not None
        if (is_elsewhere(spot.element) and not is_named) == elsewhere and not updated_word(f"{spot.names} {around}"):
            weight = (4 if is_named else 3) + (5 if spot.element.get("pubdate") is not None else 0)
            yield Candidate(_stated(spot), "time", weight)
    for spot in evidence.outline.dates[:40]:
        text = text_in(spot.element, 2 * _MAX_LINE)
        if len(text) > 2 * _MAX_LINE or not any(map(str.isdigit, text)) or updated_word(spot.names):
            continue
        if is_elsewhere(spot.element) == elsewhere:
            parts = [part for part, is_change in _parts(text[:_MAX_LINE]) if not is_change]
            yield from (Candidate(part, f"text .{spot.names.split()[0]}", 2) for part in parts)


def _around(spot: Spot) -> str:
    """The words right before a time: what it is called."""
    parent = spot.element.getparent()
    previous = spot.element.getprevious()
    if previous is not None:
        return str((previous.tail or "").strip() or previous.text or "")[-40:]
    return str(parent.text or "")[-40:] if parent is not None else ""


def _stated(spot: Spot) -> str:
    """What an element says for machines, by whichever convention (`abbr` is hAtom's), else for readers."""
    get = spot.element.get
    titled = get("title") if spot.element.tag == "abbr" else None
    return get("datetime") or get("content") or titled or spot.text[:_MAX_LINE]


def _dated(header: Sequence[Piece], language: str | None) -> list[_Line]:
    """The pieces by the headline that are about a date, cut at the word that says whether of a change."""
    lines: list[_Line] = []
    for piece in header:
        if len(piece.text) > _MAX_LINE or not any(map(str.isdigit, piece.text)) or _is_told(piece.text):
            continue
        parts = [part for part in _parts(piece.text) if any(map(str.isdigit, part[0]))]
        stated = [time.get("datetime") or "" for time in piece.element.iter("time")]
        if len(parts) == len(stated) or (len(parts) == 1 and stated):
            parts = [
                (time if parse_date(time) else text, change)
                for (text, change), time in zip(parts, stated, strict=False)
            ]
        lines += (_Line(piece, part, changed) for part, changed in parts if parse_date(part, None, language))
    return lines


def _is_told(text: str) -> bool:
    """Whether the text is sentences of the story, in which dates are what it is about."""
    return holds_sentence(text) and published_word(text) is None and updated_word(text) is None


def _parts(text: str) -> list[tuple[str, bool]]:
    """A line's statements, and whether each is about a change: `Published 3 May 2026 | Updated 4 May 2026`."""
    found = updated_word(text)
    if found is None:
        return [(text, False)]
    called = published_word(text, found.end())
    if called:
        return [
            (text[: found.start()], False),
            (text[found.start() : called.start()], True),
            (text[called.start() :], False),
        ]
    return [(text[: found.start()], False), (text[found.start() :], True)]


def _modified(evidence: Evidence, lines: Sequence[_Line]) -> Iterator[Candidate]:
    declared = [Candidate(raw, "json-ld dateModified", 12)] if (raw := text_of(evidence.ld.get("dateModified"))) else []
    for name in _MODIFIED_META:
        declared += (Candidate(raw, f"meta {name}", 8) for raw in evidence.structured.meta.get(name, ())[:2])
    yield from declared
    yield from _microdata(evidence, "dateModified", 7, only_times=bool(declared))
    if raw := text_of(evidence.structured.webpage.get("dateModified")):
        yield Candidate(raw, "json-ld dateModified of the page", 4)
    yield from (Candidate(line.text, SHOWN, 5) for line in lines if line.changed)
