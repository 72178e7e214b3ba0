"""A crawl behind a proxy, as companies have one: the environment names it, HTTPPROXY_ENABLED says that it counts."""

import pytest

import newscrawl
from tests.commands.conftest import Crawl, Site

ADDRESS = "http://paper.example/2026/11/24/ward-0-votes"


@pytest.fixture
def proxy():
    """A proxy on loopback that knows one story of a host that does not exist."""
    site = Site(0)
    site.story(0, ADDRESS)
    yield site
    site.close()


def test_pages_come_through_the_proxy(proxy, tmp_path):
    """It looks names up itself; nothing is asked past it."""
    crawl = Crawl(tmp_path / "out")
    done = crawl("articles", "-a", f"url={ADDRESS}", before=f"export http_proxy={proxy.base} NEWSCRAWL_CONTACT=desk@paper.example; ", HTTPPROXY_ENABLED=1)  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert [article.url for article in newscrawl.read(crawl.output)] == [ADDRESS]


def test_a_proxy_inside_must_be_allowed(proxy, tmp_path):
    """Else the guard keeps it back, which is said of the proxy and not of the page, and is tried again later."""
    crawl = Crawl(tmp_path / "out")
    done = crawl(
        "articles", "-a", f"url={ADDRESS}", before=f"export http_proxy={proxy.base} NEWSCRAWL_CONTACT=desk@paper.example; ",
        HTTPPROXY_ENABLED=1, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.9",
    )  # fmt: skip

    assert done.returncode == 69
    assert (
        "the proxy 127.0.0.1 stands at a loopback address; -s NEWSCRAWL_ALLOW_ADDRESSES=NETWORK allows it"
        in done.stderr
    )
    assert "1 failed" in done.stdout
