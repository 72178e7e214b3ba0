"""The guard: no connection is opened to an address that is not public. It judges what a name resolved to, so that
neither DNS rebinding nor an odd spelling of an address gets past it.

Twisted's `HostnameEndpoint` asks the reactor's name resolver for literals as for names, over http and https, and
connects to nothing but its answer. Two ways lead past a resolver: an HTTP proxy (the guard sees the proxy's address
only, what the proxy reaches is the proxy's affair) and download handlers that bring their own network stack (aiohttp,
httpx, a browser). `urls.py` judges literal addresses for these too.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver, HostResolution
from scrapy.utils.datatypes import LocalCache
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer, provider

from newscrawl.errors import ConfigError
from newscrawl.middlewares.networks import Address, Network, blocked_as, literal_address, parse_networks
from newscrawl.options import list_of


def host_key(host: str) -> str:
    """One spelling per host: lower case, ASCII, no final dot."""
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = host
    return ascii_host.lower().rstrip(".")


def parse_hosts(entries: Iterable[str]) -> Mapping[str, Address]:
    """NEWSCRAWL_HOSTS: `name=address` entries, which answer for a name instead of DNS.

    Raises:
        ConfigError: an entry has another form.

    >>> parse_hosts(["news.test=127.0.0.2"])
    {'news.test': IPv4Address('127.0.0.2')}
    """
    hosts = {}
    for entry in entries:
        name, _, address = entry.partition("=")
        try:
            hosts[host_key(name.strip())] = ipaddress.ip_address(address.strip())
        except ValueError as error:
            raise ConfigError(f"NEWSCRAWL_HOSTS: {entry!r} does not read name=address ({error})") from error
    return hosts


@provider(IResolutionReceiver)
class _Filter:
    """Hands on the public addresses of one answer, and tells the guard when none is left."""

    def __init__(self, guard: GuardResolver, receiver: Any, host: str) -> None:
        self._guard, self._receiver, self._host = guard, receiver, host
        self._passed, self._reason = False, ""

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        reason = self._guard.judge(address)
        if reason:
            self._reason = reason
            return
        self._passed = True
        self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._guard.remember(self._host, "" if self._passed else self._reason)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardResolver(CachingHostnameResolver):
    """Resolves IPv4 and IPv6 and keeps back every address that is not public (`TWISTED_DNS_RESOLVER`).

    A host that has no other address does not resolve; `blocked_reason` tells it from one that does not exist.
    """

    def __init__(
        self, reactor: Any, cache_size: int, allowed: Sequence[Network] = (), hosts: Mapping[str, Address] | None = None
    ) -> None:
        super().__init__(reactor, cache_size)
        if isinstance(self.original_resolver, GuardResolver):
            # a second crawler in one process: the last one's settings hold, not the narrower of both
            self.original_resolver = self.original_resolver.original_resolver
        self._allowed, self._hosts = tuple(allowed), dict(hosts or {})
        self._blocked: LocalCache[str, str] = LocalCache(10_000)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Reads DNSCACHE_*, NEWSCRAWL_ALLOW_ADDRESSES and NEWSCRAWL_HOSTS.

        Raises:
            ConfigError: one of the last two cannot be read.
        """
        settings = crawler.settings
        cache_size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        allowed = parse_networks(list_of(settings, "NEWSCRAWL_ALLOW_ADDRESSES"))
        return cls(reactor, cache_size, allowed, parse_hosts(list_of(settings, "NEWSCRAWL_HOSTS")))

    def judge(self, address: IAddress) -> str:
        """Why the address may not be reached, "" if it may."""
        if not isinstance(address, (IPv4Address, IPv6Address)):
            return "no IP address"
        return blocked_as(ipaddress.ip_address(address.host), self._allowed)

    def remember(self, host: str, reason: str) -> None:
        """Note how the last resolution of a host was judged."""
        self._blocked[host_key(host)] = reason

    def blocked_reason(self, host: str) -> str:
        """Why no address of the host may be reached; "" if one may, or if the name has not been asked for."""
        return self._blocked.get(host_key(host), "")

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Answer from NEWSCRAWL_HOSTS, from a literal, from the cache or from DNS; judged in every case."""
        receiver: Any = _Filter(self, resolutionReceiver, hostName)
        known = self._hosts.get(host_key(hostName)) or literal_address(hostName)
        if known is not None or not _is_name(hostName):
            return _answer(receiver, hostName, portNumber, known)
        resolution: IHostResolution = super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


def _is_name(host: str) -> bool:
    """Whether getaddrinfo can be asked: Twisted's resolver never answers when it raises UnicodeError."""
    try:
        ascii_host = host.encode("idna")
    except UnicodeError:
        return False
    return 0 < len(ascii_host) <= 253 and b"\0" not in ascii_host


def _answer(receiver: _Filter, host: str, port: int, address: Address | None) -> IHostResolution:
    resolution: Any = HostResolution(host)
    receiver.resolutionBegan(resolution)
    if address is not None:
        kind = IPv4Address if address.version == 4 else IPv6Address
        resolved: Any = kind("TCP", str(address), port)
        receiver.addressResolved(resolved)
    receiver.resolutionComplete()
    return cast("IHostResolution", resolution)


def installed_guard(crawler: Crawler) -> GuardResolver:
    """The reactor's guard. Installs one where nobody did: a `CrawlerRunner` ignores TWISTED_DNS_RESOLVER."""
    from twisted.internet import reactor

    current = reactor.nameResolver
    if isinstance(current, GuardResolver):
        return current
    guard = GuardResolver.from_crawler(crawler, reactor)
    guard.install_on_reactor()
    return guard
