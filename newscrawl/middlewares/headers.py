"""How large the headers of an answer may be. Twisted bounds one header line but not their number, and
DOWNLOAD_MAXSIZE counts the body only: endless header lines took 2.4 GB in 11 seconds.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.web._newclient import ParseError


class HeadersTooLargeError(ParseError):
    """The answer's headers exceed the bound."""


class _BoundedParser(_LenientHTTPClientParser):
    """Counts header lines and bytes of one answer, interim (1xx) answers included."""

    max_lines = 0
    max_bytes = 0
    _lines = 0
    _bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._lines += 1
        self._bytes += len(line)
        if self._lines > self.max_lines or self._bytes > self.max_bytes:
            raise HeadersTooLargeError(f"{self._lines} header lines, {self._bytes} bytes", line[:100])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class BoundedHTTP11DownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with NEWSCRAWL_HEADERS_MAX_LINES and NEWSCRAWL_HEADERS_MAX_BYTES."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        lines = crawler.settings.getint("NEWSCRAWL_HEADERS_MAX_LINES", 300)
        size = crawler.settings.getint("NEWSCRAWL_HEADERS_MAX_BYTES", 262_144)
        self._pool._factory = _bounded_factory(lines, size)


def _bounded_factory(lines: int, size: int) -> type[_LenientHTTP11ClientFactory]:
    """A protocol factory class, since the pool makes its own instances of it."""
    bounds = {"max_lines": lines, "max_bytes": size}
    parser = type("_Parser", (_BoundedParser,), bounds)

    class BoundedProtocol(_LenientHTTP11ClientProtocol):
        def request(self, request: Any) -> Any:
            answer = super().request(request)
            # Scrapy swaps the parser's class in the same way: Twisted writes its name into the method
            if self._parser is not None:
                self._parser.__class__ = parser
            return answer

        def _giveUp(self, reason: Any) -> None:  # noqa: N802
            # loseConnection would go on reading for as long as the server goes on sending
            transport: Any = self.transport
            if reason.check(HeadersTooLargeError):
                transport.abortConnection()
            super()._giveUp(reason)  # type: ignore[no-untyped-call]

    class BoundedFactory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: N802
            return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]

    return BoundedFactory
