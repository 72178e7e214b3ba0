"""Forwards by `<meta http-equiv="refresh">`. A page that loads itself anew every few seconds leads nowhere else: it is read.

Scrapy decodes every page as a whole to look at its beginning, a twentieth of what a fetched page costs; here only those are
decoded that may hold a refresh.
"""

from __future__ import annotations

from urllib.parse import urldefrag

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Response

from newscrawl.middlewares.fetch_error import FetchError

_LOOKED_AT_BYTES = 4 * 4096
"""Scrapy looks at 4,096 characters."""


class CheckedRedirectMiddleware(RedirectMiddleware):
    """Scrapy's, for sites that redirect to what is no URL (`javascript:`, a broken address): that refuses the page."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The response, or the request for what it redirects to."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise _to_no_url(error) from error


def _to_no_url(error: ValueError) -> FetchError:
    return FetchError.refused("bad-url", f"redirected to what is no URL: {error}"[:300])


class ForwardMiddleware(MetaRefreshMiddleware):
    """Scrapy's MetaRefreshMiddleware without forwards of a page to itself (METAREFRESH_MAXDELAY: seconds that count)."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The page, or the request for the one that it forwards to."""
        if not may_refresh(response.body[:_LOOKED_AT_BYTES]):
            return response
        try:
            forward = super().process_response(request, response)
        except ValueError as error:
            raise _to_no_url(error) from error
        is_itself = isinstance(forward, Request) and urldefrag(forward.url).url == urldefrag(response.url).url
        return response if is_itself else forward


def may_refresh(start: bytes) -> bool:
    """Whether the beginning of a page names a refresh, or is in an encoding in which that cannot be seen.

    >>> may_refresh(b'<meta http-equiv="Refresh" content="0; url=/b">'), may_refresh(b"<title>A</title>")
    (True, False)
    """
    return b"\0" in start or b"refresh" in start.lower()
