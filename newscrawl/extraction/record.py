"""The record of a page whose story is chosen: fields, text, what was taken out and under which name, what is said of it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newscrawl._version import __version__
from newscrawl.article import Article, Extraction, Extractor, Image, Line, Removal, Removed
from newscrawl.errors import PageError
from newscrawl.extraction.body import MODEL, Body
from newscrawl.extraction.credits import authors_in_scripts
from newscrawl.extraction.fields import Fields
from newscrawl.extraction.fields.byline_lines import byline_people
from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.images import read_images
from newscrawl.extraction.fields.outline import read_outline
from newscrawl.extraction.fields.rights import read_rights
from newscrawl.extraction.fields.sections import tags_in_line
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.fields.urls import split_url
from newscrawl.extraction.flags import flags_of
from newscrawl.extraction.forms import structure_of
from newscrawl.extraction.further import is_further
from newscrawl.extraction.kind import is_gallery, refuse_walls
from newscrawl.extraction.lines import Mark, length
from newscrawl.extraction.links import links_of, with_links
from newscrawl.extraction.notices import notices
from newscrawl.extraction.opened import Opened
from newscrawl.extraction.paging import first_page, next_page
from newscrawl.extraction.signatures import SIGNED, signer
from newscrawl.extraction.trim import Trimmed, field_mark, trim
from newscrawl.sites import Layout, SiteProfile

MIN_CHARS = 25
#: A story without any headline must be this long; so many characters of it are its name.
_NAMELESS_CHARS, _NAME_CHARS = 400, 90
#: The rule for lines that name the tags of a story.
TAGS_LINE = "any.tags-line"
FIRST_WORDS = "first words of the story"
#: A wall that lost most of its lines to the rules leaves less than this.
_FEW_CHARS = 200
#: Lines around the story that are looked at for the name of a rule.
_NAMED_BEFORE, _NAMED_AFTER = 5, 25
#: With so many of the story's lines above it a byline is no longer its own.
_PARAGRAPHS_ABOVE = 3


def finished(opened: Opened, body: Body, fingerprint: str) -> Extraction:
    """The record of a page.

    Args:
        opened: the page.
        body: its story.
        fingerprint: that of all rules.

    Raises:
        PageError: what was chosen is no article after all.
    """
    trimmed = _with_links(opened, body, trimmed_body(opened, body))
    for text in _wordings(body, trimmed):
        refuse_walls(opened.fields.title, text, declared=opened.is_declared)
    removals = _named([*body.removals, *trimmed.removals], opened, body)
    following, beginning = _next_page(opened), _first_page(opened)
    return Extraction(
        article=_article(
            opened, body, trimmed, removals, fingerprint, in_part=bool(following or beginning) or _is_amid(opened)
        ),
        lines=trimmed.lines,
        removals=removals,
        requested_url=opened.page.requested_url,
        next_page=following,
        first_page=beginning,
        evidence=dict(_evidence(opened, body)),
    )


def _next_page(opened: Opened) -> str | None:
    page = opened.page
    addresses = (page.url, opened.fields.canonical_url, *([page.continues] if page.continues else []))
    return next_page(opened.nodes, opened.structured, addresses, page.number)


def _first_page(opened: Opened) -> str | None:
    page = opened.page
    return None if page.continues else first_page(page.url, opened.structured, opened.fields.canonical_url)


def _is_amid(opened: Opened) -> bool:
    """Whether the page is from the middle of a story of which nobody knows the beginning."""
    return not opened.page.continues and is_further(opened.nodes, opened.page.url, opened.fields.title or "")


def _evidence(opened: Opened, body: Body) -> Iterator[tuple[str, str]]:
    """Per field, where its value came from."""
    yield from opened.fields.evidence.items()
    if not opened.fields.title:
        yield "title", FIRST_WORDS
    if body.doubt is not None:
        yield "text", f"model, {body.doubt:.0%} in doubt"


def _wordings(body: Body, trimmed: Trimmed) -> Iterator[str]:
    """The story; and where line rules took most of few words, all of them: what is left of a wall may not tell it any more."""
    yield (story := "\n".join(line.text for line in trimmed.lines))
    words = "\n".join(line.text for line in body.chosen)
    if len(story) < min(_FEW_CHARS, len(words) / 2):
        yield words


def trimmed_body(opened: Opened, body: Body) -> Trimmed:
    """The story without what line rules and cut rules take."""
    return trim(body.chosen, opened.rules, opened.layout, dict(_field_values(opened.fields)))


def _with_links(opened: Opened, body: Body, trimmed: Trimmed) -> Trimmed:
    source = {line.position: line for line in body.chosen}
    return replace(trimmed, lines=with_links(trimmed.lines, source, _as_evidence(opened).absolute))


def with_lines(extraction: Extraction, lines: Sequence[Line], removals: Sequence[Removal]) -> Extraction:
    """The same extraction with other lines kept: text, hash and counts follow."""
    ordered = tuple(sorted(removals, key=lambda removal: removal.position))
    text = "\n".join(line.text for line in lines)
    article = replace(
        extraction.article,
        text=text,
        structure=structure_of(lines),
        links=links_of(lines),
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


def _named(removals: Sequence[Removal], opened: Opened, body: Body) -> tuple[Removal, ...]:
    """Lines that were left out when the body was chosen, under a more telling name: the field or the rule they match."""
    fields = {fold(text): name for text, name in _field_values(opened.fields)}
    first = body.chosen[0].position - _NAMED_BEFORE if body.chosen else 0
    last = body.chosen[-1].position + _NAMED_AFTER if body.chosen else 0
    out = []
    for removal in sorted(removals, key=lambda removal: removal.position):
        if removal.stage == "body":
            name = fields.get(fold(removal.text))
            mark = field_mark(name) if name else None
            if mark is None and removal.rule == MODEL and first <= removal.position <= last:
                rule = next(opened.rules.telling.matching(removal.text), None)
                mark = Mark(rule.name, rule.why) if rule else None
            removal = replace(removal, rule=mark.rule, why=mark.why) if mark else removal
        out.append(removal)
    return tuple(out)


def _field_values(fields: Fields) -> list[tuple[str, str]]:
    values = [
        *((line, "byline") for line in fields.bylines),
        (fields.publisher, "publisher"),
        (fields.section, "section"),
        *((author, "authors") for author in fields.authors),
        *((line, "subtitle") for line in (fields.subtitle or "").split("\n")),
        (fields.subtitle, "subtitle"),
        (fields.shown_title, "title"),
        (fields.title, "title"),
    ]
    return [(text, name) for text, name in values if text]


def _is_all_of(text: str, subtitle: str | None) -> bool:
    """Whether a story says no more than its deck."""
    return subtitle is not None and len(text) <= 2 * len(subtitle) and fold(text) in fold(subtitle)


def _authors(opened: Opened, body: Body, removals: Sequence[Removal]) -> tuple[str, ...]:
    """The declared authors, else those named by a byline that was cut from the text, else by a script's data."""
    fields = opened.fields
    if fields.authors:
        return fields.authors
    bylines = (
        removal
        for removal in removals
        if ("byline" in removal.rule or "dateline" in removal.rule) and (fields.live or not _is_teasers(removal, body))
    )
    found = [name for removal in bylines for name in byline_people(removal.text, fields.language)]
    if not found:
        signed = (each for each in removals if each.rule == SIGNED.rule or "contributor" in each.rule)
        found = [name for removal in signed if (name := signer(removal.text))]
    return tuple(dict.fromkeys(found)) or authors_in_scripts(opened.tree, fields.title or "", fields.language)


def _tags(removals: Sequence[Removal]) -> tuple[str, ...]:
    """The tags of a line below the story that was taken out for being theirs."""
    return next((tags_in_line(removal.text) for removal in removals if removal.rule == TAGS_LINE), ())


def _is_teasers(removal: Removal, body: Body) -> bool:
    """Whether a byline that was left out stands well within the story, where it says who wrote what a teaser leads to."""
    above = sum(line.position < removal.position for line in body.chosen)
    return removal.stage == "body" and _PARAGRAPHS_ABOVE <= above < len(body.chosen)


def _article(
    opened: Opened, body: Body, trimmed: Trimmed, removals: tuple[Removal, ...], fingerprint: str, *, in_part: bool
) -> Article:
    page, fields, profile = opened.page, opened.fields, opened.profile
    text = "\n".join(line.text for line in trimmed.lines)
    if length(text) < MIN_CHARS:
        pictures = is_gallery(page.url, fields.title, opened.tree)
        raise PageError("gallery" if pictures else "too-short", f"{len(text)} characters")
    title = fields.title or _first_words(text)
    if not title:
        raise PageError("no-title")
    return Article(
        id=article_id(fields.canonical_url),
        url=page.url,
        canonical_url=fields.canonical_url,
        site=profile.name if profile.hosts else host_of(page.url),
        publisher=fields.publisher,
        title=title,
        subtitle=None if _is_all_of(text, fields.subtitle) else fields.subtitle,
        text=text,
        structure=structure_of(trimmed.lines),
        links=links_of(trimmed.lines),
        authors=_authors(opened, body, removals),
        section=fields.section,
        tags=fields.tags or _tags(removals),
        language=fields.language,
        published_at=fields.published_at,
        modified_at=fields.modified_at,
        images=_images(opened, body),
        rights=read_rights(opened.nodes, page.headers, notices(opened, removals), page.announced.get("robots", "")),
        fetched_at=page.fetched_at,
        run_id=page.run_id,
        http=page.http,
        content_hash=content_hash(title, text),
        extractor=Extractor(version=__version__, profile=_profile_name(profile, opened.layout), rules=fingerprint),
        removed=count_removed(removals),
        flags=tuple(dict.fromkeys(flags_of(opened, body, trimmed, removals, in_part=in_part))),
    )


def _images(opened: Opened, body: Body) -> tuple[Image, ...]:
    at = opened.nodes.at
    return read_images(_as_evidence(opened), [at[line.element] for line in body.chosen if line.element in at])


def _as_evidence(opened: Opened) -> Evidence:
    """The page as the readers of fields see it."""
    nodes = opened.nodes
    return Evidence(nodes, opened.structured, read_outline(nodes), opened.profile, opened.layout, opened.page)


def _first_words(text: str) -> str | None:
    """What a story goes by whose page has neither title nor heading, as parts of pages and mails: its first words."""
    if length(text) < _NAMELESS_CHARS:
        return None
    first = text.split("\n", 1)[0]
    return first if len(first) <= _NAME_CHARS else first[:_NAME_CHARS].rsplit(" ", 1)[0] + " …"


def _profile_name(profile: SiteProfile, layout: Layout) -> str:
    return f"{profile.name}/{layout.name}" if profile.name != "default" else "default"


def host_of(url: str) -> str:
    """The host of an address, without `www.`; `unknown` where it has none."""
    return (split_url(url).hostname or "unknown").rstrip(".").removeprefix("www.")
