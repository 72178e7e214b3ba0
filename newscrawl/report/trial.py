"""A profile tried on one page: what each of its selectors finds there, and whether the article is what somebody expects,
so that a profile is kept true where it lies.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from lxml import etree

from newscrawl.article import Article, Extraction, Page
from newscrawl.datafile import read_data_file
from newscrawl.errors import DataFileError, PageError
from newscrawl.extraction import extract_page, open_page
from newscrawl.noise import Rules
from newscrawl.selectors import select
from newscrawl.sites import Layout, Sites

#: Looked up inside each of the pictures.
_IN_IMAGES = ("caption", "credit")
#: Absent from the page where they are not given; the others are asked for only if they are.
_ALWAYS = ("title", "subtitle", "text", "publisher", "published_at", "modified_at", "section")
_IF_GIVEN = ("language", "site", "canonical_url")


class _Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file."""


class _Page(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str = ""
    shows: str = ""
    headers: Mapping[str, str] = {}
    complete: bool = False
    refused: str | None = None


class _Article(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str | None = None
    subtitle: str | None = None
    text: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    section: str | None = None
    tags: tuple[str, ...] | None = None
    language: str | None = None
    site: str | None = None
    canonical_url: str | None = None
    flags: tuple[str, ...] | None = None


class _Structure(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    headings: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class _Rights(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    notice: str | None = None
    ai_training: str | None = None


class _Image(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str
    caption: str | None = None
    credit: str | None = None


class Expected(_Form, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a careful editor reads in a page; the form of `tests/golden/*/expected.toml`."""

    page: _Page = _Page()
    article: _Article = _Article()
    structure: _Structure | None = None
    rights: _Rights = _Rights()
    images: tuple[_Image, ...] = ()
    removed: Mapping[str, tuple[str, ...]] = {}


def read_expected(path: Path) -> Expected:
    """Raises DataFileError: file, key and what is wrong with it."""
    return read_data_file(path, Expected, DataFileError)


@dataclass(frozen=True, slots=True)
class Hits:
    """How often one selector or pattern of the profile finds something."""

    key: str
    looks_for: str
    count: int
    is_needed: bool
    """False: one before it, for the same field, has found something."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the page."""

    read_with: str
    """Name of profile and layout."""
    is_known: bool
    """Whether the layout is one of the profile's; else `hits` are those of its layouts' marks."""
    hits: Sequence[Hits]
    extraction: Extraction | None
    refusal: PageError | None


def tried(page: Page, sites: Sites, rules: Rules) -> Trial:
    """Read a page with the profiles in force; raises PageError where it cannot even be parsed."""
    opened = open_page(page, sites=sites, rules=rules)
    extraction, refusal = None, None
    try:
        extraction = extract_page(page, sites=sites, rules=rules)
    except PageError as error:
        refusal = error
    layouts = opened.profile.layouts
    is_known = opened.layout in layouts
    hits = _hits(opened.tree, opened.layout, extraction) if is_known else _marks(opened.tree, layouts)
    return Trial(f"{opened.profile.name}/{opened.layout.name}", is_known, list(hits), extraction, refusal)


def _marks(tree: etree._Element, layouts: Sequence[Layout]) -> Iterator[Hits]:
    """Of a page that has none of the layouts: what each looks for."""
    for layout in layouts:
        for mark in layout.mark:
            yield Hits(f"{layout.name}.mark", mark, len(select(tree, mark)), is_needed=True)


def _hits(tree: etree._Element, layout: Layout, extraction: Extraction | None) -> Iterator[Hits]:
    found: set[str] = set()
    images = [image for selector in layout.images for image in select(tree, selector)]
    for key, selector in layout.selectors:
        roots = [image for image in images if isinstance(image, etree._Element)] if key in _IN_IMAGES else [tree]
        count = sum(len(select(root, selector)) for root in roots)
        yield Hits(key, selector, count, is_needed=key not in found or key.startswith("remove."))
        if count:
            found.add(key)
    taken = [removal.rule for removal in extraction.removals] if extraction else []
    for line in layout.lines:
        yield Hits(f"lines.{line.rule}", line.pattern, taken.count(line.rule), is_needed=True)


def differences(trial: Trial, expected: Expected) -> Iterator[str]:
    """What is not as expected, one statement each."""
    refused = expected.page.refused
    if trial.refusal is not None or trial.extraction is None or refused:
        code = trial.refusal.code if trial.refusal else None
        yield from _unlike("page", refused or "an article", code or "an article")
        return
    article = trial.extraction.article
    yield from _fields(article, expected)
    if expected.structure is not None:
        yield from _structure(article, expected.structure)
    found = [_Image(url=image.url, caption=image.caption, credit=image.credit) for image in article.images]
    yield from _unlike("images", [*expected.images], found)
    yield from _removed(trial.extraction, expected)


def _fields(article: Article, expected: Expected) -> Iterator[str]:
    wanted = expected.article
    for name in (*_ALWAYS, *_IF_GIVEN):
        value = getattr(wanted, name)
        if name == "text":
            yield from _lines(value or "", article.text)
        elif value is not None or name in _ALWAYS:
            yield from _unlike(name, value.strip() if value else None, getattr(article, name))
    yield from _unlike("authors", [*wanted.authors], [*article.authors])
    if wanted.tags is not None:
        yield from _unlike("tags", [*wanted.tags], [*article.tags])
    if wanted.flags is not None:
        yield from _unlike("flags", sorted(wanted.flags), sorted(article.flags))
    yield from _unlike("rights.notice", expected.rights.notice, article.rights.notice)
    yield from _unlike("rights.ai_training", expected.rights.ai_training, article.rights.ai_training)


def _structure(article: Article, wanted: _Structure) -> Iterator[str]:
    lines = article.text.split("\n")
    for name in wanted.__struct_fields__:
        found = [lines[number] for number in getattr(article.structure, name)]
        yield from _unlike(f"structure.{name}", [*getattr(wanted, name)], found)


def _unlike(name: str, wanted: object, found: object) -> Iterator[str]:
    if wanted != found:
        yield f"{name}: expected {wanted!r}, found {found!r}"


def _lines(wanted: str, found: str) -> Iterator[str]:
    for line in difflib.ndiff(wanted.strip().split("\n"), found.split("\n")):
        if line[:2] in ("- ", "+ "):
            yield f"text: {'missing' if line[0] == '-' else 'too much'}: {line[2:]}"


def _removed(extraction: Extraction, expected: Expected) -> Iterator[str]:
    by_rule: dict[str, list[str]] = {}
    for removal in extraction.removals:
        by_rule.setdefault(removal.rule, []).append(removal.text)
    for rule, texts in expected.removed.items():
        yield from _unlike(f"removed.{rule}", [*texts], by_rule.get(rule, []))
    if expected.page.complete:
        for rule in sorted(by_rule.keys() - expected.removed.keys()):
            yield f"removed.{rule}: expected to take nothing, took {by_rule[rule]!r}"
