"""What all spiders share: how a page, a feed, a sitemap and a section are read; `announcing.py` says what is asked for.

The ledger rebuilds a request from its URL and kind, so every spider has all four callbacks, `parse_<kind>`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response, TextResponse

from newscrawl.article import Page
from newscrawl.errors import PageError
from newscrawl.ledger.fates import Failed, Refused
from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.announcing import AnnouncingSpider
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.endpoint_reader import read_endpoint
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.feed_reader import read_feed
from newscrawl.spiders.leftovers import Left
from newscrawl.spiders.link_reader import article_links, next_page, refuse_bombs, without_furniture
from newscrawl.spiders.own_shape import linked_articles, listed_articles
from newscrawl.spiders.pages import READ, announced_of, asked_url, depth_of, header, looks_like_html, page_of
from newscrawl.spiders.passed import Listing
from newscrawl.spiders.sitemap_reader import Child, read_robots, read_sitemap
from newscrawl.spiders.teasers import dated_teasers
from newscrawl.spiders.urls import UrlError, canonical_url, is_front_page, same_site

#: Indexes of sitemaps within indexes beyond this are a trap.
MAX_SITEMAP_DEPTH = 3

#: What is read of a feed in a sitemap's place, which is read while others wait.
_FEED_BYTES = 256 * 1024

#: None is a moment at which others may have their turn.
Found = Page | Refused | Failed | scrapy.Request | None


class NewsSpider(AnnouncingSpider):
    """Base of the spiders. Subclasses say in `known_arguments` what `-a` they take, and yield requests from `start`."""

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
            entries = _read_feed(response)
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
            yield None
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
            entries = read_feed(response.body[:_FEED_BYTES], header(response, "Content-Type") or "", response.url)
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
            yield None
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
            refuse_bombs(response)
            yield from self._links(response)
            yield from self._next(response)

    def _links(self, response: TextResponse) -> Iterator[scrapy.Request | None]:
        listing, left = self.listing(response), list[Left | None]()
        for url, text in article_links(response):
            yield None
            if self.choice.linked(url, text):
                self._judged(listing, url, is_article=True)
                yield from self.articles(url, response.url, listing=listing)
            else:
                left.append(self._leave(listing, url, text))
        if listing.is_named and any(left):
            stories = without_furniture(response)
            candidates = [(entry.url, entry.text or "") for entry in left if entry and entry.url in stories]
            own = linked_articles(candidates, listing.taken, lambda: dated_teasers(response))
            yield from self._own_articles(listing, left, set(own))

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


def _read_feed(response: Response) -> Sequence[Entry]:
    """What a worker has read of it; without one (`scrapy parse`) it is read here. Raises `DocumentError`."""
    found = response.meta.get(READ)
    if isinstance(found, DocumentError):
        raise found
    return (
        found if found is not None else read_feed(response.body, header(response, "Content-Type") or "", response.url)
    )


def _missing(response: Response) -> Refused:
    return Refused(asked_url(response), "http-error", f"HTTP status {response.status}")


def _no_list(response: Response, code: str, detail: str) -> Refused | Failed:
    """What stands at a place where we only guessed that a list is, is no failure that is worth another try."""
    kind = Refused if "guess" in announced_of(response) else Failed
    return kind(asked_url(response), code, detail)
