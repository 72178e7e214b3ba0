"""Pauses that hosts ask for."""

import time
from datetime import UTC, datetime

import pytest

from newscrawl.middlewares.retry_after import retry_after_seconds
from tests.middlewares.local_web import LocalServer, crawl

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("-5", 0), ("1.5", 1.5), ("99999999999", 99999999999), ("", None), ("soon", None), ("nan", None),
        ("inf", None), ("1e999", None), ("Mon, 23 Nov 2026 12:01:40 GMT", 100), ("Mon, 23 Nov 2026 21:01:40 +0900", 100),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0), ("Mon, 23 Nov 2026 12:00:10", 10), ("Mon, 99 Nov 2026 12:00:00 GMT", None),
    ],
)  # fmt: skip
def test_both_forms_are_read(value, seconds):
    """Seconds and dates are read, times gone by are no pause, garbage is no answer."""
    assert retry_after_seconds(value, NOW) == seconds


class Busy:
    """A server that says 503 first and notes when it was asked."""

    def __init__(self, address, header):
        self.server, self.times = LocalServer(address), []
        self.header = header
        for path in ("/1", "/2", "/3"):
            self.server.routes[path] = self.answer

    def answer(self, handler):
        self.times.append(time.monotonic())
        if len(self.times) == 1:
            return 503, self.header, b"busy"
        return 200, {}, b"<html><body>ready</body></html>"


@pytest.fixture(scope="module")
def hosts():
    """One crawl of four hosts: a short pause, a long one, one without a header, and a calm one."""
    busy = {
        "short": Busy("127.0.0.1", {"Retry-After": "6"}),
        "long": Busy("127.0.0.2", {"Retry-After": "7200"}),
        "mute": Busy("127.0.0.3", {}),
    }
    calm = LocalServer("127.0.0.4")
    urls = [host.server.base + path for host in busy.values() for path in ("/1", "/2", "/3")]
    # a delay, because without one Scrapy 2.19 sends all that a slot holds at once, whatever its concurrency
    settings = {
        "NEWSCRAWL_ALLOW_ADDRESSES": ["127.0.0.0/8"], "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0.05,
        "NEWSCRAWL_BACKOFF_SECONDS": 1,
    }  # fmt: skip
    done = crawl(urls=[*urls, calm.page("/calm")], settings=settings)["outcomes"]
    yield busy, done, calm
    for server in (calm, *(host.server for host in busy.values())):
        server.close()


def test_nothing_is_asked_before_a_short_pause_is_over(hosts):
    """The whole host rests for the time it named, then every page is read."""
    busy, done, _ = hosts
    host = busy["short"]
    assert host.times[1] - host.times[0] >= 5.9
    assert [done[host.server.base + path]["status"] for path in ("/1", "/2", "/3")] == [200, 200, 200]


def test_a_long_pause_ends_the_host_for_this_run(hosts):
    """Nothing more is asked; every page of the host fails as throttled, for at most an hour."""
    busy, done, _ = hosts
    host = busy["long"]
    outcomes = [done[host.server.base + path] for path in ("/1", "/2", "/3")]
    assert len(host.times) == 1
    assert {outcome["fate"] for outcome in outcomes} == {"failed:throttled"}
    assert all("pause of 3" in outcome["detail"] for outcome in outcomes)


def test_without_a_header_the_host_rests_for_the_first_pause(hosts):
    """429 and 503 that name no time make a pause of NEWSCRAWL_BACKOFF_SECONDS."""
    host = hosts[0]["mute"]
    assert host.times[1] - host.times[0] >= 0.9
    assert hosts[1][host.server.base + "/1"]["status"] == 200


def test_other_hosts_go_on(hosts):
    """A host that rests holds up no other one."""
    busy, done, calm = hosts
    assert done[calm.base + "/calm"]["at"] < min(
        done[busy["short"].server.base + path]["at"] for path in ("/1", "/2", "/3")
    )
