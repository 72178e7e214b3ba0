"""One spelling per URL before it goes to the ledger, and which URLs belong to one site.

The order and the escapes of a query are kept: some sites tell them apart, and Korean ones escape EUC-KR bytes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

#: Longer addresses are traps or data.
MAX_CHARS = 2000

#: Parameters that say how a reader came, never what is shown. courlan's pattern takes `cid`, `eid`, `uid` and `ref` too,
#: which are article numbers on some sites.
_TRACKER = re.compile(
    r"(?:utm|mtm|pk|itm|hsa|vero|oly|_ga|_gl|_gac)_\w*|_ga|_gl|at_(?:campaign|medium|custom\d?|format|link\w*|ptr\w*|bbc\w*)"
    r"|(?:fb|g|d|tw|y|tt)clid|msclkid|[gw]braid|gclsrc|li_fat_id|igshi?d|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|__hs\w+|hscta\w*"
    r"|xtor|ocid|ncid|ito|smid|cmpid|ns_(?:mchannel|source|campaign|linkname|fee)|wt_z?mc|spm|guccounter|guce_\w+"
    r"|__twitter_impression|s_kwcid|ef_id|sr_share|fb_(?:action|source|ref)\w*",
    re.IGNORECASE,
)
_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})*|[0-9a-f:.]+:[0-9a-f:.]*", re.ASCII)
_BLANK = re.compile(r"[\x00-\x20\x7f\u00a0\u2028\u2029\ufeff]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class UrlError(ValueError):
    """This is no address of a page."""


def canonical_url(url: str, base: str = "", *, trackers: bool = False) -> str:
    """The URL without tracking parameters and fragment, scheme and host in lower case, escapes as sent over the wire.

    Args:
        url: as found; may be relative where `base` is given.
        base: absolute URL of the page it was found on.
        trackers: leave tracking parameters in; what somebody asks for by hand is asked for as it stands.

    Raises:
        UrlError: no http(s) URL, no host, a user name in it, or too long.

    >>> canonical_url(" HTTPS://News.Example.ORG:443/a/../b?id=7&utm_source=x#top ")
    'https://news.example.org/b?id=7'
    >>> canonical_url("/기사?id=1", "http://example.org/x/")
    'http://example.org/%EA%B8%B0%EC%82%AC?id=1'
    """
    parts = _parts(_BLANK.sub(lambda found: "" if _at_line_end(found.group()) else "%20", url.strip()), base)
    host = (parts.hostname or "").rstrip(".")
    if not _HOST.fullmatch(host):
        raise UrlError("no host, or no host name")
    result = urlunsplit(
        (
            parts.scheme,
            _netloc(parts, host),
            _resolved(parts.path),
            parts.query if trackers else _query(parts.query),
            "",
        )
    )
    if len(result) > MAX_CHARS:
        raise UrlError(f"longer than {MAX_CHARS} characters")
    return result


def _at_line_end(blank: str) -> bool:
    """Feeds wrap long addresses; a line end inside one is none of it, a space is."""
    return blank.strip(" \u00a0") != ""


def _parts(url: str, base: str) -> SplitResult:
    try:
        parts = urlsplit(safe_url_string(urljoin(base, url) if base else url))
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise UrlError(str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise UrlError("no http or https address")
    if "@" in parts.netloc:
        raise UrlError("a user name in the address")
    if port == 0:
        raise UrlError("port 0")
    return parts


def _netloc(parts: SplitResult, host: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{name}:{parts.port}"


def _resolved(path: str) -> str:
    """The path without `.` and `..` segments, at least `/`."""
    if "/." not in path:
        return path or "/"
    return urlsplit(urljoin("http://h/", path)).path or "/"


def _query(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKER.fullmatch(part.partition("=")[0]))


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # with it comes a client for the web, which few commands need

    # the list that comes with the package: no download, no cache folder
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=10_000)
def registrable_domain(host: str) -> str:
    """The part of a host name that somebody registered; an address, or a name of unknown kind, as it is.

    >>> registrable_domain("news.kbs.co.kr"), registrable_domain("127.0.0.1")
    ('kbs.co.kr', '127.0.0.1')
    """
    found = _suffixes()(host)
    if found.top_domain_under_public_suffix:
        return found.top_domain_under_public_suffix
    return host if re.fullmatch(r"[\d.]+|.*:.*", host) else ".".join(host.split(".")[-2:])


def same_site(url: str, other: str) -> bool:
    """Whether both URLs' hosts stand under one registrable domain."""
    return registrable_domain(host_of(url)) == registrable_domain(host_of(other))


def host_of(url: str) -> str:
    """Host name in lower case, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


_FRONT = re.compile(r"/?(?:(?:index|main|home|default)(?:\.\w{2,5})?/?)?", re.IGNORECASE)


def is_front_page(url: str) -> bool:
    """Whether the URL is that of a site's front page.

    >>> is_front_page("https://example.org/index.html"), is_front_page("https://example.org/?no=12")
    (True, False)
    """
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path) is not None
