"""What we know of a site, read from one TOML file: hosts, URL shape, sources, dated layouts.

A profile never holds code. `checks.py` refuses a wrong file, `registry.py` finds the profile of a page;
how to write one stands in `newscrawl/sites/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec
from lxml import etree

from newscrawl.selectors import compile_selector

#: The fields of a layout that hold selectors.
SELECTOR_FIELDS = (
    "mark", "article", "body", "title", "subtitle", "authors", "publisher", "published", "modified",
    "section", "tags", "images", "caption", "credit", "notice",
)  # fmt: skip


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value read from a data file: unknown keys are refused."""


class Remove(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element of this layout that is noise."""

    rule: str
    """`<scope>.<thing>`, e.g. `daum.font-size`."""
    select: str
    """CSS or XPath."""
    why: str


class LinePattern(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line (or the end of one) that only this site writes."""

    rule: str
    pattern: str
    """Regular expression; the whole line must match, or its end when `tail` is true."""
    why: str
    tail: bool = False


class Layout(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One design of a site. Fields hold selectors, tried in order; the first that finds text wins."""

    name: str
    since: date | None = None
    until: date | None = None
    """Last day on which pages of this design were served; absent for the current one."""
    seen: str
    """Where the facts were seen (a page and its date)."""
    mark: tuple[str, ...] = ()
    """The layout is taken for a page only if one of these finds something; empty: always."""
    article: tuple[str, ...] = ()
    """The page's article part; whatever stands in it is kept or on record as removed."""
    body: tuple[str, ...] = ()
    """The container(s) of the story. Several matches of one selector are joined in page order."""
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """The pictures' wrapping elements (a `figure`); `caption` and `credit` are looked up inside each."""
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    """The copyright line, where it has an element of its own."""
    remove: tuple[Remove, ...] = ()
    lines: tuple[LinePattern, ...] = ()

    @property
    def selectors(self) -> Iterable[tuple[str, str]]:
        """(key, selector) for every selector of the layout."""
        for name in SELECTOR_FIELDS:
            yield from ((name, selector) for selector in getattr(self, name))
        yield from (("remove." + entry.rule, entry.select) for entry in self.remove)


class Url(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of the site's article addresses."""

    article: tuple[str, ...] = ()
    """Regular expressions, searched in the whole URL; empty: not known."""
    ignore: tuple[str, ...] = ()
    """Never an article, whatever `article` says (photo pages, lists, logins)."""


class Endpoint(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON list that pages with endless scrolling load."""

    url: str
    """Absolute; `{page}` stands for the number of the page, from 1."""
    pages: int = 1
    """How many pages are read."""
    items: str = ""
    """Dotted path to the list of articles; "" where the answer itself is one."""
    link: str
    """Key of the address in an item, or an address with `{key}`s to be filled in."""
    title: str = ""
    published: str = ""

    @property
    def urls(self) -> list[str]:
        """The addresses of its pages."""
        return [self.url.replace("{page}", str(page)) for page in range(1, self.pages + 1)]


class Sources(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the site announces stories: absolute URLs."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    archives: tuple[str, ...] = ()
    """Pages that list one day's articles, with `{year}`, `{month}` and `{day}`; read for a backfill."""
    pages: int = 1
    """How many pages of each section are read."""


class SiteProfile(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is known of one site, or of one family of sites that share a CMS."""

    name: str
    hosts: tuple[str, ...] = ()
    """Host names without `www.`; sub-domains are included. Empty for a family, which `mark`s choose."""
    language: str | None = None
    """BCP 47, where all pages have one."""
    timezone: str | None = None
    """IANA zone of times that the site writes without one."""
    publisher: str | None = None
    portal: bool = False
    """The site carries other publishers' articles: the publisher is read from the page only."""
    refetch_hours: tuple[float, ...] = ()
    """Ages (hours since a story was announced) at which it is fetched again; empty: never."""
    render: bool | Literal["lists", "articles"] = False
    """Whether the site's pages are empty without JavaScript: all of them, its lists, or its articles."""
    render_hosts: tuple[str, ...] = ()
    """Hosts of other sites whose scripts its pages need; sub-domains are included."""
    render_wait: str | None = None
    """CSS of what a rendered page must hold before it is read; absent: it is read when nothing moves any more."""
    url: Url = Url()
    sources: Sources = Sources()
    layouts: tuple[Layout, ...] = ()
    """Newest first."""
    layouts_from: str | None = None
    """Name of the profile or family whose layouts this site shares (a mirror, a sister paper)."""

    def layout_for(self, tree: etree._Element) -> Layout | None:
        """The first layout whose mark the page carries; None when the page has another design."""
        return next((layout for layout in self.layouts if _carries(tree, layout)), None)

    def renders(self, kind: str) -> bool:
        """Whether pages of this kind (`article`, `section`) are drawn by a browser before they are read."""
        wanted = {"article": (True, "articles"), "section": (True, "lists")}
        return self.render in wanted.get(kind, ())

    def is_article_url(self, url: str) -> bool | None:
        """Whether the URL has the shape of an article; None where the profile does not say."""
        if any(re.search(pattern, url) for pattern in self.url.ignore):
            return False
        if not self.url.article:
            return None
        return any(re.search(pattern, url) for pattern in self.url.article)


def _carries(tree: etree._Element, layout: Layout) -> bool:
    return not layout.mark or any(compile_selector(mark)(tree) for mark in layout.mark)
