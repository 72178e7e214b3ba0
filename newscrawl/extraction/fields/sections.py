"""Under which heading a site files the story, and the words it is tagged with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.outline import is_elsewhere
from newscrawl.extraction.fields.structured import fold, text_of, types_of
from newscrawl.extraction.fields.urls import split_url

_SECTION_META = ("article:section", "og:article:section", "cxenseparse:section", "parsely-section", "sailthru.section", "dc.subject.section", "section", "category")  # fmt: skip
_TAG_META = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "cxenseparse:tags")
_START = frozenset(("home", "homepage", "start", "startseite", "accueil", "inicio", "홈", "ホーム", "首页", "news", "뉴스", "frontpage", "hem", "hjem"))  # fmt: skip
#: Hosts, addresses, and what a page is called that has no section.
_NO_SECTION = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}|.*://.*|website|web ?page|article", re.IGNORECASE)
#: What editing systems number things by, and how they write what kind of thing a tag is.
_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{20,}|\d{5,}", re.IGNORECASE)
_KIND = re.compile(
    r"(?:categor(?:y|ies)|sections?|topics?|tags?|persons?|people|organi[sz]ations?|places?|locations?|subjects?)\s?[:/]\s?(?=\S)",
    re.IGNORECASE,
)
_MAX_TAGS, _MAX_TAG_CHARS, _MAX_SECTION_CHARS = 50, 80, 60


def read_section(evidence: Evidence, names: Collection[str]) -> Found | None:
    """The section, by the layout, by declaration, by the trail of links above the headline.

    Args:
        names: of the site; none of them is a section.
    """
    known = {fold(name) for name in names}
    for text, source in _sections(evidence):
        if text and len(text) <= _MAX_SECTION_CHARS and fold(text) not in known and not _NO_SECTION.fullmatch(text):
            return Found(text, source)
    return None


def _sections(evidence: Evidence) -> Iterator[tuple[str | None, str]]:
    own, selector = evidence.selected("section")
    yield from ((text, selector) for text in own[:1])
    yield text_of(evidence.ld.get("articleSection")), "json-ld articleSection"
    for name in _SECTION_META:
        yield evidence.structured.first(name), f"meta {name}"
    trail = [crumb for crumb in _trail(evidence) if fold(crumb) not in _START]
    yield from ((crumb, "breadcrumb") for crumb in trail[:1])


def _trail(evidence: Evidence) -> list[str]:
    """The declared breadcrumb without its last step, which is the story."""
    for node in evidence.structured.objects:
        steps = node.get("itemListElement")
        if "BreadcrumbList" in types_of(node) and isinstance(steps, list) and len(steps) > 1:
            named = [text_of(step.get("name")) or text_of(step.get("item")) for step in steps if isinstance(step, dict)]
            return [name for name in named[:-1] if name and split_url(name).scheme not in ("http", "https")]
    return []


def read_tags(evidence: Evidence) -> tuple[tuple[str, ...], str]:
    """Tags in page order, each once, and where they were read: the first place that has any."""
    for values, source in _tag_lists(evidence):
        if tags := split_tags(values):
            return tags, source
    return (), ""


def _tag_lists(evidence: Evidence) -> Iterator[tuple[list[Any], str]]:
    yield evidence.selected("tags")
    declared = evidence.ld.get("keywords")
    yield declared if isinstance(declared, list) else [declared], "json-ld keywords"
    for name in _TAG_META:
        yield list(evidence.structured.meta.get(name, ())), f"meta {name}"
    yield [spot.text for spot in evidence.outline.tags if not is_elsewhere(spot.element, 6)], "rel=tag"
    yield list(evidence.structured.meta.get("keywords", ())), "meta keywords"


def tags_in_line(line: str) -> tuple[str, ...]:
    """The tags of a line that names what it is.

    >>> tags_in_line("Archivado en: Política · Puertos"), tags_in_line("Tags: rain, Old Town")
    (('Política', 'Puertos'), ('rain', 'Old Town'))
    """
    return split_tags(re.split(r"\s[·•∙/>-]\s", re.split(r"[:：]", line, maxsplit=1)[-1]))


def split_tags(values: Iterable[Any]) -> tuple[str, ...]:
    """Tags as declared, in one string or in many.

    >>> split_tags(["#rain, weather", "Rain", {"name": "floods"}])
    ('rain', 'weather', 'floods')
    >>> split_tags(["8f507083-bac4-423a-9015-2eb31e1bce50", "Category: Rain", "place/Old Town", "AC/DC"])
    ('Rain', 'Old Town', 'AC/DC')
    """
    texts = [text for value in list(values)[:100] if (text := text_of(value))]
    tags: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[,;、，]|\s(?=#)|\|", text):
            tag = part.strip(" #\"'")
            if kind := _KIND.match(tag):
                tag = tag[kind.end() :]
            if 0 < len(tag) <= _MAX_TAG_CHARS and "://" not in tag and not _NUMBER.fullmatch(tag):
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())[:_MAX_TAGS]
