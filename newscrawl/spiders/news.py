"""What all spiders share: how a page, a feed, a sitemap and a section are read, and how requests are made.

The ledger rebuilds a request from its URL and kind, so every spider has all four callbacks, `parse_<kind>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urljoin
from zlib import crc32

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from newscrawl._version import __version__
from newscrawl.article import Page
from newscrawl.errors import PageError
from newscrawl.ledger.fates import Failed, Refused
from newscrawl.sites import Sites, load_sites
from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.choice import Choice
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.endpoint_reader import read_endpoint
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.feed_reader import read_feed
from newscrawl.spiders.given import check_names, number, switch
from newscrawl.spiders.leftovers import Left, Leftovers
from newscrawl.spiders.link_reader import article_links, headline_like, next_page, without_furniture
from newscrawl.spiders.own_shape import linked_articles, listed_articles
from newscrawl.spiders.pages import announced_of, asked_url, depth_of, header, looks_like_html, page_of
from newscrawl.spiders.passed import Listing, PassedOver
from newscrawl.spiders.sitemap_reader import Child, read_robots, read_sitemap
from newscrawl.spiders.urls import UrlError, canonical_url, host_of, is_front_page, same_site
from newscrawl.spiders.window import read_window

#: Indexes of sitemaps within indexes beyond this are a trap.
MAX_SITEMAP_DEPTH = 3

#: Raised when lists are read otherwise than before, so that one which has not changed is read anew.
_READING = 2

Found = Page | Refused | Failed | scrapy.Request


class NewsSpider(scrapy.Spider):
    """Base of the spiders. Subclasses say in `known_arguments` what `-a` they take, and yield requests from `start`."""

    #: Arguments of every spider: name and meaning.
    common_arguments: ClassVar[Mapping[str, str]] = {
        "limit": "at most so many new articles in this run",
        "site_limit": "at most so many new articles of each site in this run",
        "again": "1: fetch what an earlier run has settled",
        "since": "only articles of this day (2026-11-24) and later, or of the last days (30d), where it can be known",
        "until": "only articles of this day and earlier",
        "pages": "read so many pages of each section",
    }
    #: Arguments of this spider.
    known_arguments: ClassVar[Mapping[str, str]] = {}

    sites: Sites
    choice: Choice
    passed: PassedOver
    endpoints: Mapping[str, Endpoint]
    _left: Leftovers

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name)
        check_names(self.name, given, {**self.known_arguments, **self.common_arguments})
        self.limit = number("limit", given.get("limit"))
        self.again = switch("again", given.get("again"))
        self.pages = number("pages", given.get("pages"))
        self.window = read_window(given.get("since"), given.get("until"))
        self._since = str(given.get("since") or "") if self.window.moves else ""
        self.site_limit = number("site_limit", given.get("site_limit"))
        self._new_articles: Counter[str] = Counter()
        self._is_cut = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Reads NEWSCRAWL_SITES_DIR.

        Raises:
            ConfigError: an argument is wrong; as `ProfileError`, a site profile.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        folder = crawler.settings.get("NEWSCRAWL_SITES_DIR")
        spider.sites = load_sites(Path(folder) if folder else None)
        spider.choice = Choice(crawler, spider.sites, spider.site_of)
        spider.passed, spider._left = PassedOver(crawler), Leftovers()
        spider.endpoints = {
            canonical_url(url): endpoint
            for profile in spider.sites.profiles.values()
            for endpoint in profile.sources.endpoints
            for url in endpoint.urls
        }
        return spider

    # requests

    def request(self, url: str, kind: str, announced: Mapping[str, str] | None = None) -> scrapy.Request:
        """A request for a canonical URL, with what the ledger keeps of it."""
        meta: dict[str, Any] = {"kind": kind, "site": self.site_of(url), "announced": dict(announced or {})}
        if self.again:
            meta["again"] = True
        if self.window:
            meta["days"] = self.window.bounds
        return scrapy.Request(url, callback=getattr(self, f"parse_{kind}"), meta=meta)

    def articles(
        self,
        url: str,
        base: str,
        entry: Entry | None = None,
        takes: Callable[[str], bool] = bool,
        listing: Listing | None = None,
    ) -> Iterator[scrapy.Request]:
        """The request for an article, or nothing: `takes` says no to its address, it is of another time, or the
        limit is reached.
        """
        try:
            address = canonical_url(url, base, trackers=not base)
        except UrlError:
            self._count("bad_urls")
            return
        if self.full:
            return
        if not self.window.holds(entry or Entry(address), address):
            self._count("other_days")
            if listing is not None:
                self.passed.leave(listing, address, "window")
            return
        if base:
            address = self.choice.spelling.of(address)
        if not takes(address):
            return
        for other, left in self._left.found(self.site_of(address), address):
            self.passed.take(other, left.url, "shape")
        if not self._has_room(address):
            return
        yield self.request(address, "article", entry.announced if entry else None)

    @property
    def full(self) -> bool:
        """Whether as many new articles were announced as `-a limit=` allows."""
        return self.limit is not None and self._new_articles.total() >= self.limit

    def _has_room(self, url: str) -> bool:
        """Whether the run and its site may have one more; what earlier runs know costs nothing and has always room."""
        if not self.again and self.choice.is_known(url):
            return True
        site = self.site_of(url)
        if self.site_limit is not None and self._new_articles[site] >= self.site_limit:
            self._is_cut = True
            return False
        self._new_articles[site] += 1
        return True

    @property
    def reads_all(self) -> bool:
        """Whether every list page is read to its end; else what it gives says nothing of the next reading."""
        return not (self.full or self._is_cut or (self.window and not self.window.moves))

    def reader_of(self, url: str) -> str:
        """What decides which links of a list page are taken: spider, version, the profile's URL shape, a moving window."""
        profile = self.sites.for_url(url)
        shape = crc32(repr((profile.url, profile.sources)).encode()) if profile else 0
        return f"{self.name} {__version__} {_READING} {shape:08x} {self.pages or 1} {self._since}".rstrip()

    def site_of(self, url: str) -> str:
        """Name of the profile that knows the URL's host, else the host without `www.`."""
        profile = self.sites.for_url(url)
        return profile.name if profile else host_of(url).removeprefix("www.")

    def _count(self, what: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"newscrawl/{what}")

    # lists

    def listing(self, response: Response) -> Listing:
        """The tally of the list page that is being read."""
        url = asked_url(response)
        return self.passed.listing(url, self.site_of(url), is_named=self.is_named(response))

    def is_named(self, response: Response) -> bool:
        """Whether somebody who knows the site named this list of stories."""
        is_page = depth_of(response) == 0 or "page" in announced_of(response)
        return is_page and not is_front_page(asked_url(response)) and not asked_url(response).endswith("/robots.txt")

    def _judged(self, listing: Listing, url: str, *, is_article: bool) -> bool:
        """`is_article`, counted: what a profile rules out, and what is the front page, is left for good."""
        listing.seen += 1
        listing.taken += is_article
        if not is_article and not is_front_page(url):
            self.passed.leave(listing, url, self.choice.why_not(url))
        return is_article

    def _leave(self, listing: Listing, url: str, text: str | None, entry: Entry | None = None) -> Left | None:
        """What has not the shape of an article, and may yet be one by the list's shape or by what a feed teaches."""
        listing.seen += 1
        reason = self.choice.why_not(url)
        is_known = self.choice.is_known(url)
        says_much = headline_like(text) if text is not None else not is_front_page(url)
        left = Left(url, text, entry, is_counted=says_much and not is_known)
        listing.known += says_much and is_known
        if left.is_counted:
            self.passed.leave(listing, url, reason)
        if reason != "shape":
            return None
        if left.is_counted:
            self._left.add(self.site_of(url), listing, left)
        return left

    def _learn(self, urls: Sequence[str]) -> Iterator[scrapy.Request]:
        """Learn what articles look like; the requests for those that lists had and that were left so far."""
        for site in self.choice.learn(urls):
            for listing, left in self._left.take(site, self._is_one_now):
                yield from self._after_all(listing, left)

    def _is_one_now(self, left: Left) -> bool:
        return self.choice.listed(left.url) if left.text is None else self.choice.linked(left.url, left.text)

    def _after_all(self, listing: Listing, left: Left) -> Iterator[scrapy.Request]:
        listing.taken += 1
        if left.is_counted:
            self.passed.take(listing, left.url, "shape")
        for request in self.articles(left.url, listing.url, left.entry, listing=listing):
            request.meta["found_in"] = listing.url
            yield request

    def closed(self, reason: str) -> None:
        """Say which lists gave nothing; Scrapy calls it at the end."""
        self.passed.warn()

    # callbacks

    def parse(self, response: Response) -> Iterator[Any]:
        """What `scrapy parse` shows: the article that a crawl would make of the page, or why there is none."""
        from newscrawl.extraction import extract_page  # a crawl has it in its workers alone

        for found in self.parse_article(response):
            try:
                yield extract_page(found, sites=self.sites).article if isinstance(found, Page) else found
            except PageError as error:
                yield Refused(asked_url(response), error.code, error.detail)

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
        if response.status != 200:
            yield _missing(response)
            return
        try:
            entries = read_feed(response.body, header(response, "Content-Type") or "", response.url)
        except DocumentError as error:
            yield _no_list(response, "not-feed", str(error))
            return
        yield from self._entries(response, entries)

    def _entries(self, response: Response, entries: Iterable[Entry]) -> Iterator[Found]:
        """The articles that somebody announced as such."""
        learned = []
        listing = self.listing(response)

        def takes(url: str) -> bool:
            return self._judged(listing, url, is_article=self.choice.announced(url))

        for entry in entries:
            for request in self.articles(entry.url, response.url, entry, takes, listing):
                learned.append(request.url)
                yield request
        yield from self._learn(learned)

    def parse_sitemap(self, response: Response) -> Iterator[Found]:
        """The articles and sitemaps that a sitemap, or a robots.txt, names."""
        if asked_url(response).endswith("/robots.txt"):
            yield from self.parse_robots(response)
        elif response.status != 200:
            yield _missing(response)
        else:
            try:
                yield from self._children(response, read_sitemap(response.body))
            except DocumentError as error:
                yield from self._feed_as_sitemap(response, error)

    def _feed_as_sitemap(self, response: Response, error: DocumentError) -> Iterator[Found]:
        """The protocol lets a feed stand where a sitemap is expected."""
        try:
            entries = read_feed(response.body, header(response, "Content-Type") or "", response.url)
        except DocumentError:
            yield _no_list(response, "not-sitemap", str(error))
        else:
            yield from self._children(response, entries)

    def parse_robots(self, response: Response) -> Iterator[Found]:
        """The sitemaps that a robots.txt names."""
        if response.status != 200:
            yield _missing(response)
        else:
            yield from self._children(response, read_robots(response.body))

    def _children(self, response: Response, found: Iterable[Entry | Child]) -> Iterator[Found]:
        """A sitemap speaks for its own site only, or for the one whose robots.txt names it; other pages are left out."""
        deep = False
        news: list[str] = []
        listing, left = self.listing(response), list[Left | None]()
        for child in found:
            if self.full:
                return
            if not isinstance(child, Child):
                for request in self._sitemap_article(response, child, listing, left):
                    if child.news:
                        news.append(request.url)
                    yield request
            elif depth_of(response) < MAX_SITEMAP_DEPTH:
                yield from self._sitemap(response, child)
            elif not deep:
                deep = True
                yield Refused(asked_url(response), "too-deep", f"an index {MAX_SITEMAP_DEPTH} deep names more")
        if listing.is_named and any(left):
            own = set(listed_articles([entry.url for entry in left if entry], listing.taken))
            yield from self._own_articles(listing, left, own)
        yield from self._learn(news)

    def _own_articles(
        self, listing: Listing, left: Sequence[Left | None], own: Collection[str]
    ) -> Iterator[scrapy.Request]:
        """The articles of a list that has a shape of its own."""
        for entry in left:
            if entry and entry.url in own:
                self._left.drop(self.site_of(entry.url), entry)
                yield from self._after_all(listing, entry)

    def _sitemap(self, response: Response, child: Child) -> Iterator[scrapy.Request]:
        home = announced_of(response).get("for", response.url)
        is_robots = asked_url(response).endswith("/robots.txt")
        url = self._allowed(child.url, response, *([] if is_robots else [home, response.url]))
        if url and self.window.holds_list(url, child.changed):
            yield self.request(url, "sitemap", {} if same_site(url, home) else {"for": urljoin(home, "/")})

    def _sitemap_article(
        self, response: Response, entry: Entry, listing: Listing, left: list[Left | None]
    ) -> Iterator[scrapy.Request]:
        url = self._own(entry.url, response)
        if not url:
            listing.seen += 1
            self.passed.leave(listing, entry.url, "foreign")
        elif entry.news:
            if self._judged(listing, url, is_article=self.choice.announced(url)):
                yield from self.articles(url, response.url, entry, listing=listing)
        elif self.choice.listed(url):
            self._judged(listing, url, is_article=True)
            yield from self.articles(url, response.url, entry, listing=listing)
        else:
            left.append(self._leave(listing, url, None, entry))

    def _own(self, address: str, response: Response) -> str:
        """The canonical URL, or "" for what a sitemap may not speak of: another site, or what is no page."""
        return self._allowed(address, response, announced_of(response).get("for", response.url))

    def _allowed(self, address: str, response: Response, *homes: str) -> str:
        """The canonical URL, if it is of the site of one of the homes (of any site where there is none)."""
        try:
            url = canonical_url(address, response.url)
        except UrlError:
            self._count("bad_urls")
            return ""
        if not homes or any(same_site(url, home) for home in homes):
            return url
        self._count("foreign_urls")
        return ""

    def parse_section(self, response: Response) -> Iterator[Found]:
        """The articles of the same site that a page links to."""
        endpoint = self.endpoints.get(asked_url(response))
        if response.status != 200:
            yield _missing(response)
        elif endpoint is not None:
            yield from self._endpoint(response, endpoint)
        elif not isinstance(response, TextResponse) or not looks_like_html(response):
            yield Failed(asked_url(response), "not-html", header(response, "Content-Type") or "no Content-Type")
        else:
            yield from self._links(response)
            yield from self._next(response)

    def _links(self, response: TextResponse) -> Iterator[scrapy.Request]:
        listing, left = self.listing(response), list[Left | None]()
        for url, text in article_links(response):
            if self.choice.linked(url, text):
                self._judged(listing, url, is_article=True)
                yield from self.articles(url, response.url, listing=listing)
            else:
                left.append(self._leave(listing, url, text))
        if listing.is_named and any(left):
            stories = without_furniture(response)
            candidates = [(entry.url, entry.text or "") for entry in left if entry and entry.url in stories]
            yield from self._own_articles(listing, left, set(linked_articles(candidates, listing.taken)))

    def _endpoint(self, response: Response, endpoint: Endpoint) -> Iterator[Found]:
        try:
            entries = read_endpoint(response.body, header(response, "Content-Type") or "", endpoint)
        except DocumentError as error:
            yield Failed(asked_url(response), "not-feed", str(error))
            return
        yield from self._entries(response, entries)

    def _next(self, response: TextResponse) -> Iterator[scrapy.Request]:
        """The list's next page, as long as as many pages are asked for."""
        profile = self.sites.for_url(response.url)
        pages = self.pages or (profile.sources.pages if profile else 1)
        number_ = int(announced_of(response).get("page", "1"))
        following = next_page(response) if number_ < pages and not self.full else None
        if following:
            yield self.request(following, "section", {"page": str(number_ + 1)})


def _missing(response: Response) -> Refused:
    return Refused(asked_url(response), "http-error", f"HTTP status {response.status}")


def _no_list(response: Response, code: str, detail: str) -> Refused | Failed:
    """What stands at a place where we only guessed that a list is, is no failure that is worth another try."""
    kind = Refused if "guess" in announced_of(response) else Failed
    return kind(asked_url(response), code, detail)
