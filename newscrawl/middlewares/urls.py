"""Which URLs may be asked for at all: http and https, with a host, without a user name, at no literal blocked address.

It looks at every request, be it a start URL, a link, a sitemap's entry or a redirect, before robots.txt is asked.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from newscrawl.middlewares.address import installed_guard, parse_hosts
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.networks import Network, blocked_as, literal_address, parse_networks
from newscrawl.options import list_of


class UrlPolicyMiddleware:
    """Refuses what must not be fetched (downloader middleware, nearest to the engine)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allowed: tuple[Network, ...] = parse_networks(list_of(crawler.settings, "NEWSCRAWL_ALLOW_ADDRESSES"))
        parse_hosts(list_of(crawler.settings, "NEWSCRAWL_HOSTS"))
        self._sitemap_bytes = crawler.settings.getint("NEWSCRAWL_SITEMAP_MAX_BYTES", 52_428_800)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises ConfigError where NEWSCRAWL_ALLOW_ADDRESSES or NEWSCRAWL_HOSTS cannot be read."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass or raise `FetchError` (`scheme`, `bad-url`, `address`)."""
        installed_guard(self._crawler)
        check_url(request.url, self._allowed)
        if request.meta.get("kind") == "sitemap":
            request.meta.setdefault("download_maxsize", self._sitemap_bytes)


def check_url(url: str, allowed: tuple[Network, ...] = ()) -> None:
    """Raise `FetchError` for a URL that must not be fetched."""
    parts = _split(url)
    if parts.scheme not in ("http", "https"):
        raise FetchError.refused("scheme", parts.scheme[:40])
    if not parts.hostname:
        raise FetchError.refused("bad-url", "no host")
    if "@" in parts.netloc:
        raise FetchError.refused("bad-url", "user name in the address")
    address = literal_address(parts.hostname)
    reason = blocked_as(address, allowed) if address is not None else ""
    if reason:
        remedy = f"-s NEWSCRAWL_ALLOW_ADDRESSES={parts.hostname} allows it"
        raise FetchError.refused("address", f"{parts.hostname} is a {reason} address; {remedy}")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise FetchError.refused("bad-url", str(error)) from error
    return parts
