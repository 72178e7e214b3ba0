"""What all spiders share: how a page, a feed, a sitemap and a section are read, and how requests are made.

The ledger rebuilds a request from its URL and kind, so every spider has all four callbacks, `parse_<kind>`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self
from zlib import crc32

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from newscrawl._version import __version__
from newscrawl.article import Page
from newscrawl.errors import ConfigError
from newscrawl.ledger.base import Failed, Refused
from newscrawl.sites.profile import Sites, load_sites
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.feed_reader import read_feed
from newscrawl.spiders.given import Lines, check_names, number, read_lines, switch
from newscrawl.spiders.link_reader import article_links, looks_like_article
from newscrawl.spiders.pages import asked_url, depth_of, header, looks_like_html, page_of
from newscrawl.spiders.sitemap_reader import Child, read_robots, read_sitemap
from newscrawl.spiders.urls import UrlError, canonical_url, host_of, is_front_page, same_site

#: Indexes of sitemaps within indexes beyond this are a trap.
MAX_SITEMAP_DEPTH = 3

Found = Page | Refused | Failed | scrapy.Request


class NewsSpider(scrapy.Spider):
    """Base of the spiders. Subclasses say in `known_arguments` what `-a` they take, and yield requests from `start`."""

    #: Arguments of every spider: name and meaning.
    common_arguments: ClassVar[Mapping[str, str]] = {
        "limit": "at most so many articles in this run",
        "again": "1: fetch what an earlier run has settled",
    }
    #: Arguments of this spider.
    known_arguments: ClassVar[Mapping[str, str]] = {}

    sites: Sites

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name)
        check_names(self.name, given, {**self.known_arguments, **self.common_arguments})
        self.limit = number("limit", given.get("limit"))
        self.again = switch("again", given.get("again"))
        self._announced_articles = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Reads NEWSCRAWL_SITES_DIR.

        Raises:
            ConfigError: an argument is wrong; as `ProfileError`, a site profile.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        folder = crawler.settings.get("NEWSCRAWL_SITES_DIR")
        spider.sites = load_sites(Path(folder) if folder else None)
        return spider

    # requests

    def request(self, url: str, kind: str, announced: Mapping[str, str] | None = None) -> scrapy.Request:
        """A request for a canonical URL, with what the ledger keeps of it."""
        meta: dict[str, Any] = {"kind": kind, "site": self.site_of(url), "announced": dict(announced or {})}
        if self.again:
            meta["again"] = True
        return scrapy.Request(url, callback=getattr(self, f"parse_{kind}"), meta=meta)

    def articles(self, url: str, base: str, entry: Entry | None = None) -> Iterator[scrapy.Request]:
        """The request for an article, or nothing: it has no good address, or the run's limit is reached."""
        try:
            address = canonical_url(url, base)
        except UrlError:
            self._count("bad_urls")
            return
        if self.full:
            return
        self._announced_articles += 1
        yield self.request(address, "article", entry.announced if entry else None)

    @property
    def full(self) -> bool:
        """Whether as many articles were announced as `-a limit=` allows."""
        return self.limit is not None and self._announced_articles >= self.limit

    @property
    def reads_all(self) -> bool:
        """Whether every list page is read to its end; else what it gives says nothing of the next reading."""
        return not self.full

    def reader_of(self, url: str) -> str:
        """What decides which links of a list page are taken: this spider, this version, and the profile's URL shape."""
        profile = self.sites.for_url(url)
        shape = crc32(repr((profile.url, profile.sources)).encode()) if profile else 0
        return f"{self.name} {__version__} {shape:08x}"

    def site_of(self, url: str) -> str:
        """Name of the profile that knows the URL's host, else the host without `www.`."""
        profile = self.sites.for_url(url)
        return profile.name if profile else host_of(url).removeprefix("www.")

    def _shape(self, url: str) -> bool | None:
        profile = self.sites.for_url(url)
        return profile.is_article_url(url) if profile else None

    def _count(self, what: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"newscrawl/{what}")

    # callbacks

    def parse_article(self, response: Response) -> Iterator[Found]:
        """The page as it was served, or why there is none."""
        asked = asked_url(response)
        if response.status != 200:
            yield Failed(asked, "http-error", f"HTTP status {response.status}")
        elif is_front_page(response.url) and not is_front_page(asked):
            yield Refused(asked, "list-page", "redirected to the front page")
        elif not response.body:
            yield Failed(asked, "empty", "no bytes")
        elif not looks_like_html(response):
            yield Refused(asked, "not-html", header(response, "Content-Type") or "no Content-Type")
        else:
            yield page_of(response)

    def parse_feed(self, response: Response) -> Iterator[Found]:
        """The articles that a feed announces."""
        try:
            entries = read_feed(response.body, header(response, "Content-Type") or "", response.url)
        except DocumentError as error:
            yield Failed(asked_url(response), "not-feed", str(error))
            return
        for entry in entries:
            if self._shape(entry.url) is not False:
                yield from self.articles(entry.url, response.url, entry)

    def parse_sitemap(self, response: Response) -> Iterator[Found]:
        """The articles and sitemaps that a sitemap, or a robots.txt, names."""
        if response.url.endswith("/robots.txt"):
            yield from self._children(response, read_robots(response.body))
            return
        try:
            yield from self._children(response, read_sitemap(response.body))
        except DocumentError as error:
            yield Failed(asked_url(response), "not-sitemap", str(error))

    def _children(self, response: Response, found: Iterable[Entry | Child]) -> Iterator[Found]:
        """A sitemap speaks for its own site only: what it names elsewhere is left out."""
        deep = False
        for child in found:
            if self.full:
                return
            if not isinstance(child, Child):
                yield from self._sitemap_article(response, child)
            elif depth_of(response) < MAX_SITEMAP_DEPTH:
                yield from self._sitemap(response, child)
            elif not deep:
                deep = True
                yield Refused(asked_url(response), "too-deep", f"an index {MAX_SITEMAP_DEPTH} deep names more")

    def _sitemap(self, response: Response, child: Child) -> Iterator[scrapy.Request]:
        url = self._own(child.url, response)
        if url:
            yield self.request(url, "sitemap")

    def _sitemap_article(self, response: Response, entry: Entry) -> Iterator[scrapy.Request]:
        url = self._own(entry.url, response)
        shape = self._shape(url) if url else False
        if shape or (shape is None and (entry.news or looks_like_article(url))):
            yield from self.articles(url, response.url, entry)

    def _own(self, address: str, response: Response) -> str:
        """The canonical URL, or "" for what a sitemap may not speak of: another site, or what is no page."""
        try:
            url = canonical_url(address, response.url)
        except UrlError:
            self._count("bad_urls")
            return ""
        if same_site(url, response.url):
            return url
        self._count("foreign_urls")
        return ""

    def parse_section(self, response: Response) -> Iterator[Found]:
        """The articles of the same site that a page links to."""
        if not isinstance(response, TextResponse) or not looks_like_html(response):
            yield Failed(asked_url(response), "not-html", header(response, "Content-Type") or "no Content-Type")
            return
        for url, text in article_links(response):
            shape = self._shape(url)
            if shape or (shape is None and looks_like_article(url, text)):
                yield from self.articles(url, response.url)


class GivenSpider(NewsSpider):
    """Base of the spiders that start from given addresses, all of one kind."""

    known_arguments: ClassVar[Mapping[str, str]] = {
        "url": "one address, or several separated by white space",
        "urls": "a UTF-8 file with one address per line, - for stdin",
    }
    kind: ClassVar[str]

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        if not given.get("url") and not given.get("urls"):
            raise ConfigError(f"spider {self.name} needs -a url=ADDRESS or -a urls=FILE")
        self._typed = [self._checked(url) for url in str(given.get("url") or "").split()]
        self._listed: Lines | None = read_lines("urls", str(given["urls"])) if given.get("urls") else None

    @staticmethod
    def _checked(url: str) -> str:
        try:
            return canonical_url(url)
        except UrlError as error:
            raise ConfigError(f"-a url={url[:200]}: {error}") from error

    async def start(self) -> AsyncIterator[Any]:
        """A request per address; a bad line of the file is refused under its number, the rest goes on."""
        for url in self._typed:
            for request in self._begin(url):
                yield request
        for number_, line in self._listed or ():
            try:
                url = canonical_url(line)
            except UrlError as error:
                assert self._listed is not None
                yield Refused(line[:2000], "bad-url", f"{self._listed.name} line {number_}: {error}")
                continue
            for request in self._begin(url):
                yield request

    def _begin(self, url: str) -> Iterator[scrapy.Request]:
        if self.kind == "article":
            yield from self.articles(url, "")
        else:
            yield self.request(url, self.kind)
