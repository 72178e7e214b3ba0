"""Which failed downloads are hopeless: those get a fate at once and are not tried again in this run.

It stands next to the downloader, so that RetryMiddleware never sees them; everything else is Scrapy's to retry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import SSLError
from twisted.web._newclient import _WrapperException

from newscrawl.middlewares.address import installed_guard
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.headers import HeadersTooLargeError

_REMEDY = "-s NEWSCRAWL_ALLOW_ADDRESSES=NETWORK allows it"
_TLS_MODULES = ("OpenSSL", "service_identity")


class VerdictMiddleware:
    """Turns hopeless download errors into `FetchError`s (downloader middleware, nearest to the downloader)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Needs no setting of its own."""
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise `FetchError` for what further tries cannot change."""
        if isinstance(exception, CannotResolveHostError):
            self._check_proxy(request, exception)
            self._check_address(urlparse_cached(request).hostname or "", exception)
        elif isinstance(exception, DownloadCancelledError):
            raise FetchError.refused("too-large", "more than DOWNLOAD_MAXSIZE") from exception
        elif isinstance(exception, DownloadFailedError):
            _check_reasons(exception)

    def _check_proxy(self, request: Request, exception: Exception) -> None:
        """A proxy that may not be reached is a matter of the settings, and says nothing of the page."""
        proxy = urlsplit(str(request.meta.get("proxy") or "")).hostname or ""
        if proxy and (reason := installed_guard(self._crawler).blocked_reason(proxy)):
            raise FetchError.failed(
                "connect", f"the proxy {proxy} stands at a {reason} address; {_REMEDY}"
            ) from exception

    def _check_address(self, host: str, exception: Exception) -> None:
        reason = installed_guard(self._crawler).blocked_reason(host)
        if reason:
            raise FetchError.refused("address", f"{host} stands at a {reason} address; {_REMEDY}") from exception


def _check_reasons(exception: Exception) -> None:
    for reason in _reasons(exception):
        if isinstance(reason, HeadersTooLargeError):
            raise FetchError.refused("headers", str(reason.args[0])) from exception
        if isinstance(reason, SSLError) or type(reason).__module__.partition(".")[0] in _TLS_MODULES:
            raise FetchError.failed("tls", f"{type(reason).__name__}: {reason}"[:200]) from exception


def _reasons(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and what Twisted packed into it."""
    waiting: list[BaseException | None] = [error]
    seen: list[BaseException] = []
    while waiting:
        current = waiting.pop()
        if current is None or current in seen:
            continue
        seen.append(current)
        yield current
        waiting.append(current.__cause__)
        if isinstance(current, _WrapperException):
            waiting.extend(failure.value for failure in current.reasons)
