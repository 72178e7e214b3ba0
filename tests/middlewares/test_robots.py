"""robots.txt as RFC 9309 reads it, and answers whose headers never end."""

import threading

import pytest

from newscrawl.middlewares.robots import MAX_BYTES
from tests.middlewares.local_web import LocalServer, crawl

RULES = b"User-agent: *\nDisallow: /private\n"
LATE_RULE = b"User-agent: *\n" + b"# padding\n" * (MAX_BYTES // 10 + 1) + b"Disallow: /late\n"


def _loop(handler):
    return 302, {"Location": handler.path + "?again"}, b""


HOSTS = {
    "rules": (200, {"Content-Type": "text/plain"}, RULES),
    "none": (404, {}, b"User-agent: *\nDisallow: /"),
    "forbidden": (403, {}, b""),
    "broken": (500, {}, b""),
    "busy": (429, {"Retry-After": "7200"}, b""),
    "long": (200, {"Content-Type": "text/plain"}, LATE_RULE),
    "html": (200, {}, b"<html><body>Not found</body></html>"),
    "moved": (301, {"Location": "/rules.txt"}, b""),
}


@pytest.fixture(scope="module")
def hosts():
    """One crawl of hosts that differ in their robots.txt; gives name -> server and URL -> outcome."""
    servers = {}
    for number, (name, answer) in enumerate(HOSTS.items(), 1):
        servers[name] = LocalServer(f"127.0.0.{number}")
        servers[name].routes["/robots.txt"] = answer
        for path in ("/page", "/private/page", "/late"):
            servers[name].page(path)
    servers["moved"].routes["/rules.txt"] = (200, {"Content-Type": "text/plain"}, RULES)
    silent = LocalServer("127.0.0.9")
    silent.routes["/robots.txt"] = lambda handler: threading.Event().wait(60) and None
    silent.page("/page")
    servers["silent"] = silent
    endless = LocalServer("127.0.0.10")
    endless.routes["/page"] = _endless_headers
    endless.routes["/many"] = lambda _: (
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n"
    )
    endless.routes["/fine"] = lambda _: (
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n<html>fine"
    )
    endless.routes["/interim"] = lambda _: b"HTTP/1.1 100 Continue\r\n\r\n" * 5000 + b"HTTP/1.1 200 OK\r\n\r\n"
    servers["endless"] = endless
    dead = "http://127.0.0.11:9/page"
    urls = [server.base + path for server in servers.values() for path in ("/page", "/private/page", "/late", "/many", "/fine", "/interim")
            if path in server.routes]  # fmt: skip
    settings = {"NEWSCRAWL_ALLOW_ADDRESSES": ["127.0.0.0/8"], "DOWNLOAD_TIMEOUT": 8, "RETRY_TIMES": 1}
    done = crawl(urls=[*urls, dead], settings=settings)
    yield servers, done["outcomes"], dead
    for server in servers.values():
        server.close()


def _endless_headers(handler):
    """Sends headers until the client hangs up; an error of the socket ends it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    sent = 0
    try:
        while sent < 200_000_000:
            sent += handler.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")
    except OSError:
        handler.server.local.asked.append("hung up")
    return b""


def outcome(hosts, name, path):
    """What came of one page."""
    servers, done, _ = hosts
    return done[servers[name].base + path]


def test_rules_are_obeyed(hosts):
    """A disallowed page is refused and never asked for, an allowed one is read."""
    assert outcome(hosts, "rules", "/private/page")["fate"] == "refused:robots"
    assert hosts[0]["rules"].times("/private/page") == 0
    assert outcome(hosts, "rules", "/page")["status"] == 200
    assert outcome(hosts, "moved", "/private/page")["fate"] == "refused:robots"


@pytest.mark.parametrize("name", ["none", "forbidden", "html"])
def test_no_rules_allow_everything(hosts, name):
    """A missing file (4xx, whatever its body says) and one without rules allow all pages."""
    assert outcome(hosts, name, "/private/page")["status"] == 200


@pytest.mark.parametrize("name", ["broken", "busy", "silent"])
def test_a_file_that_cannot_be_had_forbids_everything_for_now(hosts, name):
    """5xx, 429 and silence: nothing is fetched there, and a later run may try."""
    assert outcome(hosts, name, "/page")["fate"] == "failed:robots-unavailable"
    assert hosts[0][name].times("/page") == 0


def test_a_dead_host_is_called_dead(hosts):
    """A host that refuses connections fails as such rather than by its robots.txt."""
    assert hosts[1][hosts[2]]["fate"] == "failed:connect"


def test_robots_is_asked_once_per_host(hosts):
    """All pages of a host wait for one robots.txt."""
    assert hosts[0]["rules"].times("/robots.txt") == 1


def test_only_the_first_500_kib_count(hosts):
    """A rule behind 500 KiB is not read, so that no robots.txt can hold up the crawl."""
    assert outcome(hosts, "long", "/late")["status"] == 200


@pytest.mark.parametrize("path", ["/page", "/many", "/interim"])
def test_endless_headers_are_refused(hosts, path):
    """Too many or too large headers, or interim answers without end, end the answer and are not tried again."""
    assert outcome(hosts, "endless", path)["fate"] == "refused:headers"
    assert hosts[0]["endless"].times(path) == 1


def test_the_client_hangs_up_on_endless_headers(hosts):
    """The connection is closed at once, not read to its end."""
    assert "hung up" in hosts[0]["endless"].asked


def test_many_headers_within_the_bound_are_fine(hosts):
    """An answer with 200 header lines is read."""
    assert outcome(hosts, "endless", "/fine")["body"] == "<html>fine"
