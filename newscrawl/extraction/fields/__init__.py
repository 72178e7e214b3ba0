"""The fields of the record beside the text: who wrote what, where and when.

One walk over the page collects what the readers of the fields ask for; each of them decides in its own module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from newscrawl.article import Page
from newscrawl.extraction.elements import HEADINGS
from newscrawl.extraction.fields.authors import read_authors
from newscrawl.extraction.fields.clock import Moment
from newscrawl.extraction.fields.decks import read_deck
from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.header import find_headline, read_header
from newscrawl.extraction.fields.languages import read_language
from newscrawl.extraction.fields.outline import read_outline, text_in
from newscrawl.extraction.fields.paywall import read_paywall
from newscrawl.extraction.fields.press import read_publisher, site_names
from newscrawl.extraction.fields.publication import UPDATE_ONLY, read_times
from newscrawl.extraction.fields.sections import read_section, read_tags
from newscrawl.extraction.fields.structured import Structured, types_of
from newscrawl.extraction.fields.titles import read_title
from newscrawl.extraction.fields.urls import read_canonical
from newscrawl.extraction.fields.who_and_when import shown_bylines
from newscrawl.extraction.nodes import Nodes
from newscrawl.sites import Layout, SiteProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """All fields but the text."""

    title: str | None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    publisher: str | None = None
    canonical_url: str
    language: str | None = None
    published_at: str | None = None
    """ISO 8601; a bare date where only the day is known."""
    modified_at: str | None = None
    paywalled: str | None = None
    """By what the publisher says that part of the story is for subscribers."""
    live: bool = False
    flags: tuple[str, ...] = ()
    shown_title: str | None = None
    """The headline as a line that is no heading shows it, behind a kicker perhaps."""
    bylines: tuple[str, ...] = ()
    """Lines between headline and story that say who wrote it, or when."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Per field, where its value came from."""


def read_fields(nodes: Nodes, structured: Structured, profile: SiteProfile, layout: Layout, page: Page) -> Fields:
    """Read every field of a page given by its elements."""
    evidence = Evidence(nodes, structured, read_outline(nodes), profile, layout, page)
    publisher = read_publisher(evidence)
    names = site_names(evidence, publisher.value if publisher else None)
    title = read_title(evidence, names)
    language = read_language(evidence)
    spoken = language.value if language else None
    headline = find_headline(evidence.outline, nodes, title.value if title else None)
    header = read_header(headline)
    deck = read_deck(evidence, header, title.value if title else None)
    authors, by = read_authors(evidence, header, names, spoken)
    published, modified = _with_zone(*read_times(evidence, header, spoken))
    section = read_section(evidence, names)
    tags, tagged = read_tags(evidence)
    canonical = read_canonical(evidence)
    paywalled = read_paywall(evidence)
    sources = {
        "title": title, "subtitle": deck, "publisher": publisher, "language": language, "section": section,
        "canonical_url": canonical, "authors": by, "tags": tagged, "published_at": _source(published),
        "modified_at": _source(modified), "paywalled": paywalled,
    }  # fmt: skip
    return Fields(
        title=_value(title),
        subtitle=_value(deck),
        authors=authors,
        section=_value(section),
        tags=tags,
        publisher=_value(publisher),
        canonical_url=canonical.value,
        language=spoken,
        published_at=published[0].iso if published else None,
        modified_at=_beside(modified[0], published).iso if modified else None,
        paywalled=paywalled,
        live="LiveBlogPosting" in types_of(structured.article) or _LIVE.search(_value(title) or "") is not None,
        flags=_flags(published),
        shown_title=None if headline is None or headline.tag in HEADINGS else text_in(headline),
        bylines=tuple(shown_bylines(header, authors, spoken)),
        evidence={name: _named(source) for name, source in sources.items() if source},
    )


#: Within so many days a place hardly ever changes its clocks.
_SAME_OFFSET_DAYS = 7
#: A headline that calls its page a running report.
_LIVE = re.compile(
    r"\b(?:live-?(?:blog|ticker|updates?)|(?:news|minuten)-?(?:blog|ticker)|as it happened|minuto a minuto|minute by minute)\b|\b[^\W\d_]{3,20}-ticker:|"
    r"\A\W?(?:live|en direct|direct|en vivo|ao vivo|in diretta|diretta)\s?(?:[:.|]|updates\b)|[:|–-]\s?live\W*\Z|실시간 중계|\[생중계\]",
    re.IGNORECASE,
)


def _with_zone(
    published: tuple[Moment, str] | None, modified: tuple[Moment, str] | None
) -> tuple[tuple[Moment, str] | None, tuple[Moment, str] | None]:
    """The publication in the offset of a change a few days from it, where only that has one, and is in local time."""
    if published is None or modified is None:
        return published, modified
    moment, changed = published[0], modified[0].when
    offset = changed.utcoffset() if modified[0].has_zone else None
    if (
        moment.has_time
        and not moment.has_zone
        and offset
        and abs((moment.when.date() - changed.date()).days) <= _SAME_OFFSET_DAYS
    ):
        moment = replace(moment, when=moment.when.replace(tzinfo=changed.tzinfo), has_zone=True)
    return (moment, published[1]), modified


def _beside(modified: Moment, published: tuple[Moment, str] | None) -> Moment:
    """The time of a change in the offset of the publication, where the page gives it without one."""
    zone = published[0].when.tzinfo if published else None
    if zone is None or modified.has_zone or not modified.has_time:
        return modified
    return replace(modified, when=modified.when.replace(tzinfo=zone), has_zone=True)


def _flags(published: tuple[Moment, str] | None) -> tuple[str, ...]:
    """What is to be known of the time: `no-zone`, `update-only` (the page shows no date but that of an update)."""
    if published is None:
        return ()
    moment, source = published
    flags = ["no-zone"] if moment.has_time and not moment.has_zone else []
    return (*flags, *(["update-only"] if source == UPDATE_ONLY else []))


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _source(chosen: tuple[Moment, str] | None) -> str | None:
    return chosen[1] if chosen else None


def _named(source: Found | str) -> str:
    return source if isinstance(source, str) else source.source
