"""What a failed download means for its URL: given up for good, or to be tried by a later run.

Our own middlewares say it themselves (an exception with a `fate`); here stand the exceptions of Scrapy, Twisted
and the operating system.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as net
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from newscrawl.ledger import Fate

#: HTTP statuses after which a later run may have more luck; other 4xx are the site's answer.
RETRY_STATUSES = frozenset({403, 408, 425, 429})

_FAILED: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((CannotResolveHostError, net.DNSLookupError), "dns"),
    ((DownloadTimeoutError, net.TimeoutError, net.TCPTimedOutError, TimeoutError), "download-timeout"),
    ((ResponseDataLossError,), "truncated"),
    ((net.SSLError, net.VerifyError), "tls"),
    ((DownloadConnectionRefusedError, net.ConnectError, net.ConnectionClosed, ConnectionError), "connect"),
    ((DownloadFailedError, ResponseFailed, OSError), "fetch"),
)


def fate_of(failure: Failure) -> Fate | None:
    """The fate of a URL whose download failed like this; None for what is no failure of a download but of our code."""
    causes = list(_causes(failure.value))
    for cause in causes:
        fate = getattr(cause, "fate", None)
        if isinstance(fate, Fate):
            return fate
    return next(filter(None, map(_known, causes)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what lies beneath it, ours first where one wraps another."""
    seen: set[int] = set()
    stack = [error]
    while stack:
        current = stack.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        reasons = getattr(current, "reasons", None) or ()
        stack += [reason.value for reason in reasons if isinstance(reason, Failure)]
        stack.append(current.__cause__ or current.__context__)


def _known(error: BaseException) -> Fate | None:
    detail = _words(error)
    if isinstance(error, HttpError):
        return http_fate(error.response.status)
    if isinstance(error, DownloadCancelledError):
        return Fate("refused", "too-large", detail)
    if isinstance(error, UnsupportedURLSchemeError | NotSupported):
        return Fate("refused", "scheme", detail)
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    for types, code in _FAILED:
        if isinstance(error, types):
            return Fate("failed", code, detail)
    return None


def http_fate(status: int) -> Fate:
    """The fate of a URL that was answered with a status other than 200."""
    later = status in RETRY_STATUSES or status >= 500 or status < 400
    return Fate("failed" if later else "refused", "http-error", f"HTTP {status}")


def _ignored(message: str) -> Fate:
    """Scrapy's own middlewares say why only in words."""
    if "robots.txt" in message:
        return Fate("refused", "robots", message)
    if "redirections" in message:
        return Fate("refused", "redirects", message)
    if "size" in message:
        return Fate("refused", "too-large", message)
    return Fate("failed", "fetch", message)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
