"""A crawl of two sites of which one does not answer."""

import socket

import pytest

from tests.middlewares.local_web import LocalServer
from tests.spiders.conftest import account


@pytest.fixture
def sites():
    """A paper with one story, and a host at which nobody listens."""
    server = LocalServer("127.0.0.9")
    days = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
    title = "Harbour counts its boats again today"
    story = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><article><p>{days}</p></article></body></html>"
    )
    server.page("/2026/11/24/boats", story)
    server.page("/", f'<a href="/2026/11/24/boats">{title}</a>')
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.10", 0))
        yield server.base, f"http://127.0.0.10:{nobody.getsockname()[1]}"
    server.close()


def test_a_site_that_does_not_answer_is_named(scrapy, sites, tmp_path):
    """It has its row, its lists and a finding, and stands in the last line; nobody asked for more."""
    done = scrapy("crawl", "site", "-a", f"site={','.join(sites)}")
    first = account(tmp_path)
    assert (done.returncode, first["urls"]["stored"], list(first["sites"])) == (0, 1, ["127.0.0.10", "127.0.0.9"])
    dead = first["sites"]["127.0.0.10"]
    assert (dead["announced"], list(dead["lists"])) == (0, ["failed:connect"])
    said = f"none of its lists could be read (connect {dead['lists']['failed:connect']})"
    assert first["health"] == {"127.0.0.10": [said]}
    assert f"1 site not as usual (127.0.0.10: {said})" in done.stdout
    shown = scrapy("runs", "show", "last").stdout
    assert [line.split()[-1] for line in shown.splitlines() if line.strip().startswith("failed:connect")] == [
        "127.0.0.10"
    ]


def test_who_wants_to_know_is_told_by_the_exit_code(scrapy, sites):
    """`--strict-health` ends with 69 and names it."""
    done = scrapy("crawl", "site", "-a", f"site={','.join(sites)}", "--strict-health")
    assert done.returncode == 69
    assert "not as usual: 127.0.0.10: none of its lists could be read" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("robots", ["User-agent: *\nAllow: /\n", "User-agent: *\nDisallow: /\n"])
def test_a_robots_txt_is_no_list(scrapy, tmp_path, robots):
    """A site that shows nothing else is not taken for one without news, nor while the places without a list rest."""
    server = LocalServer("127.0.0.9")
    server.page("/robots.txt", robots, Content_Type="text/plain")
    server.page("/", "no", 403)
    for _ in range(2):
        done = scrapy("crawl", "site", "-a", f"site={server.base}")
        assert (done.returncode, list(account(tmp_path)["health"])) == (69, ["127.0.0.9"])
        assert "127.0.0.9: none of its lists could be read (" in done.stdout
    server.close()
