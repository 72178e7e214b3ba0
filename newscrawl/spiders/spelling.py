"""Which of a page's several addresses is asked for: one of the plain page rather than its AMP twin, and of `http` and
`https`, `www.`, `m.` and bare host the one that is known already, so that no story is fetched under two of them.

A twin that nobody has seen is never made up: that a mobile address exists does not say that another one does.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from urllib.parse import SplitResult, urlsplit, urlunsplit

_AMP_PATH = re.compile(r"/amp/?$|\.amp(?=\.html?$)|\.amp$|^/amp(?=/.)", re.IGNORECASE)
_AMP_QUERY = re.compile(r"amp(?:=(?:1|true)?)?|output(?:type)?=amp", re.IGNORECASE)
_PREFIXES = ("www.", "m.", "mobile.", "amp.")
_REMEMBERED = 50_000


def without_amp(url: str) -> str:
    """The plain page's address; one that has nothing of AMP as it is.

    >>> without_amp("https://paper.example/2026/11/23/rates-rise/amp/")
    'https://paper.example/2026/11/23/rates-rise'
    >>> without_amp("https://paper.example/a?id=7&outputType=amp")
    'https://paper.example/a?id=7'
    >>> without_amp("https://paper.example/tower/ramp")
    'https://paper.example/tower/ramp'
    """
    parts = urlsplit(url)
    path = _AMP_PATH.sub("", parts.path) or "/"
    pieces = [piece for piece in parts.query.split("&") if not _AMP_QUERY.fullmatch(piece)]
    if path == parts.path and len(pieces) == len(parts.query.split("&")):
        return url
    return urlunsplit(parts._replace(path=path, query="&".join(filter(None, pieces))))


def twins(url: str) -> list[str]:
    """The same path and query under the other schemes and hosts that one site uses, likeliest first.

    >>> twins("https://m.paper.example/a")[:3]
    ['https://paper.example/a', 'https://www.paper.example/a', 'https://mobile.paper.example/a']
    """
    parts = urlsplit(url)
    if parts.port is not None:
        return []
    bare = _bare(parts)
    schemes = (parts.scheme, "http" if parts.scheme == "https" else "https")
    hosts = (bare, *(prefix + bare for prefix in _PREFIXES[:3]))
    places = [(scheme, host) for scheme in schemes for host in hosts if (scheme, host) != (parts.scheme, parts.netloc)]
    return [urlunsplit(parts._replace(scheme=scheme, netloc=host)) for scheme, host in places]


def _bare(parts: SplitResult) -> str:
    host = parts.netloc
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host.removeprefix(prefix)
    return host


class Spelling:
    """The spelling of each page's address in one run.

    Args:
        known: which of some addresses the ledger knows.
    """

    def __init__(self, known: Callable[[Sequence[str]], Collection[str]]) -> None:
        self._known = known
        self._of: OrderedDict[str, str] = OrderedDict()

    def of(self, url: str) -> str:
        """The address under which the page is asked for."""
        plain = without_amp(url)
        parts = urlsplit(plain)
        key = f"{_bare(parts)}{parts.path}?{parts.query}"
        if key not in self._of:
            self._of[key] = self._first_known([plain, *([url] if url != plain else []), *twins(plain)]) or plain
            if len(self._of) > _REMEMBERED:
                self._of.popitem(last=False)
        return self._of[key]

    def _first_known(self, addresses: Sequence[str]) -> str | None:
        known = self._known(addresses)
        return next((address for address in addresses if address in known), None)


def nothing_known(addresses: Iterable[str]) -> Collection[str]:
    """What a crawl without a ledger knows."""
    return ()
