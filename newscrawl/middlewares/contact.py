"""Who crawls: a site's owner must be able to reach a person, so nothing but loopback is asked without a contact.

The contact is `NEWSCRAWL_CONTACT`, or whatever address a USER_AGENT of your own holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from newscrawl._version import __version__
from newscrawl.errors import ConfigError
from newscrawl.middlewares.address import host_key, parse_hosts
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.networks import Address, literal_address
from newscrawl.options import list_of
from newscrawl.run import run_of

_CONTACT = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|https?://[^\s/]+\.\S+")
MISSING = (
    "NEWSCRAWL_CONTACT is not set: give an e-mail or web address under which site owners reach you "
    "(-s NEWSCRAWL_CONTACT=news@example.org, or in the environment); nothing was fetched"
)


def identify(settings: BaseSettings) -> None:
    """Put the contact into USER_AGENT.

    Raises:
        ConfigError: NEWSCRAWL_CONTACT is neither an e-mail nor a web address.
    """
    contact = str(settings.get("NEWSCRAWL_CONTACT") or "").strip()
    if not contact:
        return
    if not _CONTACT.fullmatch(contact):
        raise ConfigError(f"NEWSCRAWL_CONTACT: {contact!r} is neither an e-mail address nor a web address")
    if not _CONTACT.search(str(settings.get("USER_AGENT"))):
        settings.set(
            "USER_AGENT", f"newscrawl/{__version__} (+{contact})", priority=settings.getpriority("USER_AGENT") or 0
        )


def has_contact(settings: BaseSettings) -> bool:
    """Whether the user agent, in which `identify` put it, says under which address its owner is reached."""
    return _CONTACT.search(str(settings.get("USER_AGENT"))) is not None


def is_local(host: str, hosts: Mapping[str, Address]) -> bool:
    """Whether the host is this machine, by its address or by what the settings say of its name."""
    known = hosts.get(host_key(host)) or literal_address(host)
    return host == "localhost" or (known is not None and ip_address(str(known)).is_loopback)


class ContactMiddleware:
    """Stops a crawl that nobody answers for before its first request (downloader middleware, nearest to the engine)."""

    def __init__(self, crawler: Crawler) -> None:
        if has_contact(crawler.settings):
            raise NotConfigured
        self._run = run_of(crawler)
        self._hosts = parse_hosts(list_of(crawler.settings, "NEWSCRAWL_HOSTS"))
        proxies = getproxies() if crawler.settings.getbool("HTTPPROXY_ENABLED") else {}
        self._local_schemes = {
            scheme for scheme, proxy in proxies.items() if is_local(urlsplit(proxy).hostname or "", self._hosts)
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises NotConfigured where a contact is given, and in `scrapy shell` and the like."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request to loopback, or through a proxy there, pass.

        Raises:
            FetchError: for any other; the run ends, and the next one with a contact takes the URL up again.
        """
        parts = urlparse_cached(request)
        if parts.scheme in self._local_schemes or is_local(parts.hostname or "", self._hosts):
            return
        self._run.stop(ConfigError(MISSING))
        raise FetchError.postponed("no contact is set")
