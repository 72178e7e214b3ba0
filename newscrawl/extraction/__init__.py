"""BYTES -> ARTICLE, pure: no Scrapy, no network, no clock, no database.

decode > choose layout > fields > prune > body > trim
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from newscrawl._version import __version__
from newscrawl.article import Article, Extraction, Extractor, Line, Page, Removal, Removed
from newscrawl.errors import PageError
from newscrawl.extraction.body import Body, choose_body
from newscrawl.extraction.decode import decode, parse
from newscrawl.extraction.fields import Fields, read_fields
from newscrawl.extraction.kind import refuse_lists, refuse_walls
from newscrawl.extraction.lines import Mark
from newscrawl.extraction.people import byline_people
from newscrawl.extraction.prune import mark_layout, mark_rules
from newscrawl.extraction.rights import read_rights
from newscrawl.extraction.structured import read_structured, text_of
from newscrawl.extraction.trim import Trimmed, fold, trim
from newscrawl.noise import Rules, load_rules
from newscrawl.sites import Layout, SiteProfile, Sites, load_sites

SHORT_CHARS = 120
"""A story below this many characters gets the flag `short`; flashes of two sentences are stories too."""
MIN_CHARS = 25


def extract_page(page: Page, *, sites: Sites | None = None, rules: Rules | None = None) -> Extraction:
    """Read the article of a page, and account for every line of the page's article part.

    Args:
        page: what was fetched.
        sites: profiles in force; the built-in ones by default.
        rules: noise rules in force; the built-in ones by default.

    Raises:
        PageError: the page gives no article; `code` says why.
        ConfigError: a built-in or given profile or rule file is wrong.
    """
    sites, rules = sites or load_sites(), rules or load_rules()
    decoded = decode(page.html, page.headers.get("content-type"))
    tree = parse(decoded.text)
    profile, layout = sites.choose(page.url, tree)
    structured = read_structured(tree)
    fields = read_fields(tree, structured, profile, layout, page)
    rule_set = rules.for_language(fields.language or profile.language)
    marks = mark_layout(tree, layout)
    if not layout.body:
        marks = mark_rules(tree, rule_set, marks)
    body = choose_body(tree, marks, layout, text_of(structured.article.get("articleBody")))
    refuse_lists(page.url, structured, body.chosen)
    trimmed = trim(body.chosen, rule_set, layout, dict(_field_values(fields)))
    refuse_walls(fields.title, "\n".join(line.text for line in trimmed.lines))
    removals = _name_fields([*body.removals, *trimmed.removals], fields)
    article = _article(page, profile, layout, fields, body, trimmed, removals, rules.fingerprint, tree)
    return Extraction(
        article=article,
        lines=trimmed.lines,
        removals=removals,
        requested_url=page.requested_url,
        evidence=fields.evidence,
    )


def with_lines(extraction: Extraction, lines: Sequence[Line], removals: Sequence[Removal]) -> Extraction:
    """The same extraction with other lines kept: text, hash and counts follow."""
    ordered = tuple(sorted(removals, key=lambda removal: removal.position))
    text = "\n".join(line.text for line in lines)
    article = replace(
        extraction.article,
        text=text,
        content_hash=content_hash(extraction.article.title, text),
        removed=count_removed(ordered),
    )
    return replace(extraction, article=article, lines=tuple(lines), removals=ordered)


def content_hash(title: str, text: str) -> str:
    """SHA-256 (hex) of title and text, NFKC, white space and case folded.

    >>> content_hash("A", "b  c") == content_hash("a", "B c")
    True
    """
    folded = " ".join(unicodedata.normalize("NFKC", f"{title}\n{text}").casefold().split())
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


def article_id(canonical_url: str) -> str:
    """First 32 hex digits of the SHA-256 of the canonical URL."""
    return hashlib.sha256(canonical_url.encode("utf-8", "replace")).hexdigest()[:32]


def count_removed(removals: Sequence[Removal]) -> Removed:
    """How much a list of removals takes."""
    whole = sum(removal.stage not in ("head", "tail") for removal in removals)
    by_rule = Counter(removal.rule for removal in removals)
    return Removed(
        lines=whole, chars=sum(len(removal.text) for removal in removals), by_rule=dict(by_rule.most_common())
    )


def _name_fields(removals: Sequence[Removal], fields: Fields) -> tuple[Removal, ...]:
    """Removed lines that stand in a field of the record say so."""
    named = {fold(text): name for text, name in _field_values(fields)}
    out = []
    for removal in sorted(removals, key=lambda removal: removal.position):
        name = named.get(fold(removal.text)) if removal.stage == "body" else None
        if name:
            mark = Mark(f"field.{name}", f"It stands in the field {name}.")
            removal = replace(removal, rule=mark.rule, why=mark.why)
        out.append(removal)
    return tuple(out)


def _field_values(fields: Fields) -> list[tuple[str, str]]:
    values = [
        (fields.publisher, "publisher"),
        (fields.section, "section"),
        *((author, "authors") for author in fields.authors),
        *((line, "subtitle") for line in (fields.subtitle or "").split("\n")),
        (fields.title, "title"),
    ]
    return [(text, name) for text, name in values if text]


_NOTICE = re.compile(
    r"copyright|[©ⓒ]|\(c\)|저작권|무단\s?(?:전재|복제|배포)|無断転載|all rights reserved|版权|著作權", re.IGNORECASE
)


def _notices(removals: Sequence[Removal]) -> list[str]:
    return [removal.text for removal in removals if len(removal.text) <= 400 and _NOTICE.search(removal.text)]


def _authors(fields: Fields, removals: Sequence[Removal]) -> tuple[str, ...]:
    """The declared authors, else those named by a byline that was cut from the text."""
    if fields.authors:
        return fields.authors
    bylines = (r for r in removals if "byline" in r.rule or "dateline" in r.rule)
    found = [name for removal in bylines for name in byline_people(removal.text, fields.language)]
    return tuple(dict.fromkeys(found))


def _article(
    page: Page,
    profile: SiteProfile,
    layout: Layout,
    fields: Fields,
    body: Body,
    trimmed: Trimmed,
    removals: tuple[Removal, ...],
    fingerprint: str,
    tree: object,
) -> Article:
    text = "\n".join(line.text for line in trimmed.lines)
    if len(text) < MIN_CHARS:
        raise PageError("too-short", f"{len(text)} characters")
    if not fields.title:
        raise PageError("no-title")
    return Article(
        id=article_id(fields.canonical_url),
        url=page.url,
        canonical_url=fields.canonical_url,
        site=profile.name if profile.hosts else _host(page.url),
        publisher=fields.publisher,
        title=fields.title,
        subtitle=fields.subtitle,
        text=text,
        authors=_authors(fields, removals),
        section=fields.section,
        tags=fields.tags,
        language=fields.language,
        published_at=fields.published_at,
        modified_at=fields.modified_at,
        images=fields.images,
        rights=read_rights(tree, page.headers, _notices(removals)),
        fetched_at=page.fetched_at,
        run_id=page.run_id,
        http=page.http,
        content_hash=content_hash(fields.title, text),
        extractor=Extractor(version=__version__, profile=_profile_name(profile, layout), rules=fingerprint),
        removed=count_removed(removals),
        flags=_flags(fields, body, text),
    )


def _profile_name(profile: SiteProfile, layout: Layout) -> str:
    return f"{profile.name}/{layout.name}" if profile.name != "default" else "default"


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return (urlsplit(url).hostname or "unknown").removeprefix("www.")


def _flags(fields: Fields, body: Body, text: str) -> tuple[str, ...]:
    flags = [*fields.flags, *(["paywalled"] if fields.paywalled else []), *(["live"] if fields.live else [])]
    if len(text) < SHORT_CHARS:
        flags.append("short")
        if not body.confident:
            flags.append("low-confidence")
    return tuple(dict.fromkeys(flags))
