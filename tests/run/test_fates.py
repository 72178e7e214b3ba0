"""What a failed download means for its URL."""

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionRefusedError, DNSLookupError
from twisted.python.failure import Failure

from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.run.fates import fate_of


def status(code):
    """What a page with this HTTP status raises."""
    return HttpError(Response("https://a.example/", status=code, request=Request("https://a.example/")), "ignored")


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (status(404), "refused:http-error (HTTP 404)"),
        (status(410), "refused:http-error (HTTP 410)"),
        (status(403), "failed:http-error (HTTP 403)"),
        (status(429), "failed:http-error (HTTP 429)"),
        (status(503), "failed:http-error (HTTP 503)"),
        (FetchError.failed("throttled", "later"), "failed:throttled (later)"),
        (IgnoreRequest("Forbidden by robots.txt"), "refused:robots (Forbidden by robots.txt)"),
    ],
)
def test_a_fate_says_whether_a_later_run_may_have_more_luck(error, fate):
    """What the site has decided is refused; what may change is failed."""
    assert str(fate_of(Failure(error))) == fate


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (DNSLookupError("no such host"), "failed", "dns"),
        (DownloadTimeoutError("slow"), "failed", "download-timeout"),
        (ConnectionRefusedError("no"), "failed", "connect"),
        (ResponseDataLossError("cut"), "failed", "truncated"),
        (DownloadCancelledError("too large"), "refused", "too-large"),
        (OSError("network is unreachable"), "failed", "fetch"),
    ],
)
def test_errors_below_us_have_codes(error, outcome, code):
    """Each kind of failure is counted under its own code."""
    fate = fate_of(Failure(error))

    assert (fate.outcome, fate.code) == (outcome, code)


def test_a_cause_that_names_its_fate_counts_more_than_what_wraps_it():
    """Twisted wraps what a middleware of ours raised."""
    try:
        try:
            raise FetchError.failed("headers", "endless")
        except FetchError as inner:
            raise OSError("connection lost") from inner
    except OSError as outer:
        assert fate_of(Failure(outer)).code == "headers"


def test_a_mistake_of_ours_has_no_fate():
    """It is counted as internal, with its traceback in the log."""
    assert fate_of(Failure(KeyError("x"))) is None
