"""What spiders ask for: the arguments that all of them take, requests for articles, and what a list has that is none.

`news.py` reads what comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self
from zlib import crc32

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl._version import __version__
from newscrawl.sites import Sites, load_sites
from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.choice import Choice
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.given import check_names, number, switch
from newscrawl.spiders.leftovers import Left, Leftovers
from newscrawl.spiders.link_reader import headline_like
from newscrawl.spiders.pages import announced_of, asked_url, depth_of
from newscrawl.spiders.passed import Listing, PassedOver
from newscrawl.spiders.urls import UrlError, canonical_url, host_of, is_front_page
from newscrawl.spiders.wanted import read_wanted
from newscrawl.spiders.window import read_window

#: Raised when lists are read otherwise than before, so that one which has not changed is read anew.
_READING = 3


class AnnouncingSpider(scrapy.Spider):
    """Base of `NewsSpider`: what was asked for, which articles are requested, and what of a list is passed over."""

    #: Arguments of every spider: name and meaning.
    common_arguments: ClassVar[Mapping[str, str]] = {
        "limit": "at most so many new articles in this run",
        "site_limit": "at most so many new articles of each site in this run",
        "again": "1: fetch what an earlier run has settled",
        "since": "only articles of this day (2026-11-24) and later, or of the last days (30d), where it can be known",
        "until": "only articles of this day and earlier",
        "allow": "only articles in whose address this pattern is found",
        "deny": "no articles in whose address this pattern is found",
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
        self.given = {name: str(value) for name, value in given.items()}
        self.limit = number("limit", given.get("limit"))
        self.again = switch("again", given.get("again"))
        self.pages = number("pages", given.get("pages"))
        self.window = read_window(given.get("since"), given.get("until"))
        self.wanted = read_wanted(given.get("allow"), given.get("deny"))
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
            self._pass_over(address, "window", listing)
            return
        if base:
            address = self.choice.spelling.of(address)
        if not self.wanted.has(address):
            self._pass_over(address, "filter", listing)
            return
        if not takes(address):
            return
        for other, left in self._left.found(self.site_of(address), address):
            self.passed.take(other, left.url, "shape")
        if not self._has_room(address):
            return
        yield self.request(address, "article", entry.announced if entry else None)

    def _pass_over(self, url: str, reason: str, listing: Listing | None) -> None:
        """Count what is not asked for; what was given by hand stands in no list."""
        self.passed.leave(listing or Listing("", self.site_of(url), is_named=False), url, reason)

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
        """What decides which links of a list page are taken: spider, version, the profile's URL shape, a moving window, patterns."""
        profile = self.sites.for_url(url)
        shape = crc32(repr((profile.url, profile.sources)).encode()) if profile else 0
        asked = f"{self._since} {crc32(str(self.wanted).encode()):08x}" if self.wanted else self._since
        return f"{self.name} {__version__} {_READING} {shape:08x} {self.pages or 1} {asked}".rstrip()

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
