"""Which IP addresses are public. An explicit table, because `ipaddress.is_global` differs between Python versions
and calls multicast, NAT64 and 6to4 forms of private addresses global.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from functools import lru_cache

from newscrawl.errors import ConfigError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: IANA special-purpose registries of 2026, and everything that is not (yet) global unicast. First match names it.
BLOCKED: Sequence[tuple[str, str]] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved or broadcast"),
    ("::1/128", "loopback"),
    ("::/3", "reserved, IPv4-compatible or local NAT64"),
    ("2001::/32", "Teredo"),
    ("2001::/23", "protocol assignments"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
    ("4000::/2", "reserved"),
    ("8000::/1", "reserved"),
)
_TABLE = tuple((ipaddress.ip_network(network), name) for network, name in BLOCKED)

#: Both carry an IPv4 address in their last 32 bits and reach what that address reaches.
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def blocked_as(address: Address, allowed: Iterable[Network] = ()) -> str:
    """Why the address may not be reached; "" for a public one, or one that a network of `allowed` holds.

    >>> blocked_as(ipaddress.ip_address("169.254.169.254"))
    'link-local'
    >>> blocked_as(ipaddress.ip_address("::ffff:10.0.0.1"))
    'private'
    >>> blocked_as(ipaddress.ip_address("9.9.9.9"))
    ''
    """
    inner = _unwrap(address)
    if any(inner in network for network in allowed if network.version == inner.version):
        return ""
    return next((name for network, name in _TABLE if network.version == inner.version and inner in network), "")


def _unwrap(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address):
        if address in _MAPPED or address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.scope_id:
            return ipaddress.IPv6Address(int(address))
    return address


def literal_address(host: str) -> Address | None:
    """The address that a host spells out, in any spelling that a C library reads; None for a name.

    >>> literal_address("0x7f.1"), literal_address("2130706433"), literal_address("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        # inet_aton reads an address followed by white space and anything: a host name has no white space
        return ipaddress.IPv4Address(socket.inet_aton(bare)) if not any(map(str.isspace, bare)) else None
    except (OSError, ValueError):
        return None


def parse_networks(values: Iterable[str]) -> tuple[Network, ...]:
    """NEWSCRAWL_ALLOW_ADDRESSES: networks (`127.0.0.0/8`) or single addresses (`::1`).

    Raises:
        ConfigError: a value is neither.
    """
    return tuple(_parse_network(value.strip()) for value in values)


@lru_cache(maxsize=256)
def _parse_network(value: str) -> Network:
    try:
        return ipaddress.ip_network(value)
    except ValueError as error:
        raise ConfigError(f"NEWSCRAWL_ALLOW_ADDRESSES: {value!r} is no address or network ({error})") from error
