"""Spider `site`: everything that a profile names of a site, or, of a site without a profile, what it names itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url

from newscrawl.errors import ConfigError, ProfileError
from newscrawl.middlewares.browser import find_browser
from newscrawl.sites.profile import SiteProfile
from newscrawl.spiders.documents import starts_as_html
from newscrawl.spiders.given import names_of
from newscrawl.spiders.link_reader import refuse_bombs
from newscrawl.spiders.news import Found, NewsSpider
from newscrawl.spiders.pages import asked_url, depth_of
from newscrawl.spiders.urls import UrlError, canonical_url, is_front_page, same_site

_FEEDS = (
    "//link[contains(concat(' ', translate(@rel, 'ALTERN', 'altern'), ' '), ' alternate ')]"
    "[contains(@type, 'rss') or contains(@type, 'atom') or contains(@type, 'rdf') or contains(@type, 'feed+json')]/@href"
)
#: `feed:https://…` and `feed://…` make browsers open a feed reader.
_FEED_SCHEME = re.compile(r"^feed:(?=https?:)|^feed:(?=//)", re.IGNORECASE)
_SITEMAPS = "//link[@rel='sitemap']/@href"
#: A link that leads to a feed, or to a page that lists feeds; on such a page every file of XML is taken for one.
_FEED_LINK = re.compile(
    r"(?:^|[/_.-])(?:rss|atom|feeds?)(?:[/_.-][\w./-]*)?/?$|[?&](?:feed|rss|output=rss)\b|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_XML_LINK = re.compile(r"^(?!.*sitemap).*\.xml$", re.IGNORECASE)
#: A page that lists feeds may be linked from another one, no further.
_MAX_FEED_DEPTH = 2
_MAX_FEEDS = 30
#: The last is that of the system which hundreds of Korean local papers share.
_FEED_PLACES = ("/feed/", "/rss.xml", "/rss", "/atom.xml", "/rss/allArticle.xml")
_SITEMAP_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")


class SiteSpider(NewsSpider):
    """Crawls whole sites: the feeds, sitemaps and sections that their profiles name.

    For a host without a profile, or one whose profile names no source: the sitemaps of its robots.txt, and its front
    page, of which the feeds are read and the links to articles are taken; where these name no sitemap or no feed, the
    usual places.

    Arguments:
        site: names of profiles or hosts, separated by commas; `http://host:port` for a host that speaks no https.
        sites: a UTF-8 file with one name or host per line, or `-` for stdin.
        limit, site_limit: at most so many new articles in this run, of all sites and of each.
        again: 1 to fetch also what an earlier run has settled.
        since, until: days (2026-11-24) outside which nothing is fetched, as far as feeds, sitemaps and addresses say;
            since=30d is thirty days ago, for runs that repeat.
        allow, deny: patterns (`re`); only articles in whose address the first is found, and the second is not.
        pages: so many pages of each section.

    Example:
        scrapy crawl site -a site=v.daum.net
        scrapy crawl site -a site=example.org -a since=2026-10-01 -a until=2026-10-31
        scrapy crawl site -a site=example.org,example.net -a limit=200
    """

    name = "site"
    known_arguments: ClassVar[Mapping[str, str]] = {
        "site": "names of profiles or hosts, separated by commas",
        "sites": "a UTF-8 file with one name or host per line, - for stdin",
    }

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self._names = names_of(given)
        if not self._names:
            raise ConfigError("spider site needs -a site=NAME[,NAME…] or -a sites=FILE")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Checks that every name is that of a profile or of a host, and that there is a browser where a profile needs one.

        Raises:
            ConfigError: one is neither; as `ProfileError`, there is none.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        for name in spider._names:
            spider._home(name)
            profile = spider._profile(name)
            if profile is not None and profile.render:
                try:
                    find_browser(crawler.settings)
                except ConfigError as error:
                    raise ProfileError(profile.name, "render", str(error)) from error
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the sources of every site."""
        for name in self._names:
            for request in self._sources(name):
                yield request

    def _sources(self, name: str) -> Iterator[scrapy.Request]:
        profile = self._profile(name)
        named = list(self._named(profile)) if profile is not None else []
        if named:
            yield from named
            return
        home = self._home(name)
        yield self.request(urljoin(home, "/robots.txt"), "sitemap")
        yield self.request(home, "section")

    def _named(self, profile: SiteProfile) -> Iterator[scrapy.Request]:
        """All that a profile names; its archives only for the days of a backfill."""
        sources = profile.sources
        endpoints = [url for endpoint in sources.endpoints for url in endpoint.urls]
        is_backfill = bool(sources.archives) and not self.window.moves
        days = list(self.window.days(datetime.now(UTC).date() + timedelta(days=1))) if is_backfill else []
        archives = [
            url.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}").replace("{day}", f"{day:%d}")
            for url in sources.archives
            for day in days
        ]
        places = (("feed", sources.feeds), ("sitemap", sources.sitemaps))
        for kind, urls in (*places, ("section", sources.sections), ("section", endpoints), ("section", archives)):
            yield from (self.request(canonical_url(url), kind) for url in urls)

    @property
    def asked_sites(self) -> list[str]:
        """The names under which the sites that were asked for are counted."""
        return [self.site_of(self._home(name)) for name in self._names]

    def _profile(self, name: str) -> SiteProfile | None:
        known = {profile.name: profile for profile in self.sites.profiles.values()}
        return known.get(name) or self.sites.for_url(self._home(name))

    def _home(self, name: str) -> str:
        """The front page of a host, or of the first host of a profile."""
        profile = next((known for known in self.sites.profiles.values() if known.name == name), None)
        host = profile.hosts[0] if profile and profile.hosts else name
        try:
            url = canonical_url(host if "://" in host else f"https://{host}/")
        except UrlError as error:
            raise ConfigError(f"-a site={name[:200]}: neither a profile nor a host name ({error})") from error
        return urljoin(url, "/")

    def parse_section(self, response: Response) -> Iterator[Found]:
        """The feeds and sitemaps that a front page names, then the articles it links to."""
        is_front = is_front_page(asked_url(response)) or is_front_page(response.url)
        if is_front and response.status == 200 and isinstance(response, TextResponse):
            refuse_bombs(response)
            yield from self._guesses(response, response.xpath(_SITEMAPS).getall()[:_MAX_FEEDS], "sitemap")
            feeds = list(self._feeds(response))
            yield from feeds or self._guesses(response, (*self._feed_links(response), *_FEED_PLACES), "feed")
        yield from super().parse_section(response)

    def parse_feed(self, response: Response) -> Iterator[Found]:
        """The articles of a feed; where a page for readers lists feeds instead, these."""
        is_page = response.status == 200 and isinstance(response, TextResponse) and starts_as_html(response.text[:4000])
        if is_page and depth_of(response) <= _MAX_FEED_DEPTH:
            assert isinstance(response, TextResponse)
            refuse_bombs(response)
            feeds = [*self._feeds(response), *self._guesses(response, self._feed_links(response, _XML_LINK), "feed")]
            if feeds:
                yield from feeds
                return
        yield from super().parse_feed(response)

    def _feed_links(self, response: TextResponse, also: re.Pattern[str] = _FEED_LINK) -> list[str]:
        """Addresses of the same site that look like those of feeds."""
        links = [link.strip() for link in response.xpath("//a/@href").getall()]
        found = [link for link in links if _FEED_LINK.search(link) or also.search(link)]
        return list(dict.fromkeys(found))[:_MAX_FEEDS]

    def parse_robots(self, response: Response) -> Iterator[Found]:
        """The sitemaps that a robots.txt names; where it names none, the usual places."""
        sitemaps = list(super().parse_robots(response)) if response.status == 200 else []
        yield from sitemaps
        # one on another host may be that of the site's system before it moved
        if not any(isinstance(found, scrapy.Request) and same_site(found.url, response.url) for found in sitemaps):
            yield from self._guesses(response, _SITEMAP_PLACES, "sitemap")

    def _guesses(self, response: Response, places: Iterable[str], kind: str) -> Iterator[scrapy.Request]:
        """Places where many sites have a list; one that is missing is asked for again after hours only."""
        base = get_base_url(response) if isinstance(response, TextResponse) else response.url
        for place in places:
            try:
                url = canonical_url(place, base)
            except UrlError:
                continue
            if same_site(url, response.url) and url != response.url:
                yield self.request(url, kind, {"guess": "1"})

    def _feeds(self, response: TextResponse) -> Iterator[scrapy.Request]:
        """Feeds of comments hold no articles; feeds on another site (FeedBurner and the like) are the site's own."""
        for address in response.xpath(_FEEDS).getall()[:_MAX_FEEDS]:
            try:
                url = canonical_url(_FEED_SCHEME.sub("", address.strip()), get_base_url(response))
            except UrlError:
                continue
            if "/comments/" not in url and (same_site(url, response.url) or "feed" in url):
                yield self.request(url, "feed")
