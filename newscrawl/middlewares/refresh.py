"""Forwards by `<meta http-equiv="refresh">`. A page that loads itself anew every few seconds leads nowhere else: it is read."""

from __future__ import annotations

from urllib.parse import urldefrag

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response


class ForwardMiddleware(MetaRefreshMiddleware):
    """Scrapy's MetaRefreshMiddleware without forwards of a page to itself (METAREFRESH_MAXDELAY: seconds that count)."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The page, or the request for the one that it forwards to."""
        forward = super().process_response(request, response)
        is_itself = isinstance(forward, Request) and urldefrag(forward.url).url == urldefrag(response.url).url
        return response if is_itself else forward
