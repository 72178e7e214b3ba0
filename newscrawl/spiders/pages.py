"""From a response to a `Page`: what the address was that we asked for, whether the answer is a web page, its headers."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scrapy.http import Response

from newscrawl.article import Http, Page
from newscrawl.ledger.base import Lease

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
#: Types that servers give web pages by mistake: what is in them decides.
_VAGUE_TYPES = frozenset({"", "text/plain", "text/xml", "application/xml", "application/octet-stream", "text/unknown"})
_MARK = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|article)\b", re.IGNORECASE)
_SNIFFED_BYTES = 4096


#: Key in a response's `meta` of what was read of a list elsewhere: its entries, or a `DocumentError`.
READ = "read"


def lease_of(response: Response) -> Lease | None:
    """The ledger's lease that the response answers; None where a page was fetched past the ledger."""
    assert response.request is not None
    lease = response.request.meta.get("lease")
    return lease if isinstance(lease, Lease) else None


def asked_url(response: Response) -> str:
    """The URL that the ledger knows: the one before redirects."""
    lease = lease_of(response)
    if lease is not None:
        return lease.url
    assert response.request is not None
    before: list[str] = response.request.meta.get("redirect_urls", [])
    return before[0] if before else response.request.url


def announced_of(response: Response) -> dict[str, str]:
    """What was said of the URL where it was found."""
    assert response.request is not None
    return dict(response.request.meta.get("announced") or {})


def depth_of(response: Response) -> int:
    """Steps from what the user asked for."""
    lease = lease_of(response)
    return lease.depth if lease else 0


def header(response: Response, name: str) -> str | None:
    """A header's value, None if absent or empty."""
    value = response.headers.get(name)
    return (value.decode("latin-1").strip() or None) if value else None


def looks_like_html(response: Response) -> bool:
    """Whether the answer is a web page, by its type or, where the type says nothing, by its first bytes."""
    kind = (header(response, "Content-Type") or "").partition(";")[0].strip().lower()
    if kind in _HTML_TYPES:
        return True
    start = response.body[:_SNIFFED_BYTES].replace(b"\0", b"")
    return kind in _VAGUE_TYPES and _MARK.search(start) is not None


def page_of(response: Response) -> Page:
    """The page as it was served: bytes, and headers by lower-case name, several values joined by a comma."""
    http = Http(
        status=response.status,
        content_type=header(response, "Content-Type"),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        bytes=len(response.body),
    )
    return Page(
        url=response.url,
        html=response.body,
        headers=_headers(response),
        requested_url=asked_url(response),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        http=http,
        announced=announced_of(response) | _robots_says(response),
    )


def _robots_says(response: Response) -> dict[str, str]:
    """What robots.txt says of AI, under `robots`."""
    assert response.request is not None
    says = response.request.meta.get("robots_says")
    return {"robots": str(says)} if says else {}


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
