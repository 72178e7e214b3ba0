"""Patterns for the addresses that somebody asks for."""

import pytest

from newscrawl.errors import ConfigError
from newscrawl.spiders.wanted import Wanted, read_wanted
from tests.middlewares.local_web import LocalServer
from tests.spiders.conftest import account

NAMES = ("politics/boats", "politics/video/boats", "sports/boats")


@pytest.mark.parametrize(
    ("allow", "deny", "left"),
    [
        (None, None, NAMES),
        ("politics", None, NAMES[:2]),
        ("/politics/|/sports/", "/video/", (NAMES[0], NAMES[2])),
        (None, "^https://paper", ()),
        ("", "", NAMES),
    ],
)
def test_patterns_are_looked_for_anywhere(allow, deny, left):
    """What is denied is denied though it is allowed."""
    wanted = read_wanted(allow, deny)

    assert tuple(name for name in NAMES if wanted.has(f"https://paper.example/{name}")) == left
    assert bool(wanted) is bool(allow or deny)


def test_what_is_no_pattern_is_refused():
    """With the argument's name, before anything is fetched."""
    with pytest.raises(ConfigError, match=r"^-a deny=\(: is no pattern"):
        read_wanted(None, "(")


@pytest.mark.parametrize("pattern", [r"^https://paper\.example/(\w+/?)+\.html$", r"/(a|b|ab)*-", r".*-.*-.*-\d+"])
def test_a_pattern_that_explodes_is_refused(pattern):
    """Also one that does so only behind its beginning: a single address would hold up the crawl of all sites."""
    with pytest.raises(ConfigError) as caught:
        read_wanted(pattern, None)

    assert str(caught.value).startswith(f"-a allow={pattern}: it takes too long for ")


@pytest.mark.parametrize(
    "pattern", [r".*/politics/.*/\d+", r"^https?://[^/]+/[a-z-]+/\d{4}/.*\.html?$", r"(?:-\w+){4,}/?$"]
)
def test_usual_patterns_are_none_of_those(pattern):
    """Repeats one behind the other are what patterns for addresses are made of."""
    assert read_wanted(pattern, None).allow is not None


def test_two_askings_differ():
    """What a list gave to one says nothing of what it has for the other."""
    askings = [
        Wanted(),
        read_wanted("a", None),
        read_wanted(None, "a"),
        read_wanted("a", "a"),
        read_wanted("a a", None),
    ]

    assert len(set(map(str, askings))) == len(askings)


def test_lists_give_what_is_asked_for(scrapy, tmp_path):
    """The rest is counted, and comes with a crawl that asks for it, though the feed has not changed since."""
    server = LocalServer("127.0.0.12")
    text = " ".join(f"On day {number} the harbour counted {number * 31} boats." for number in range(12))
    for number, name in enumerate(NAMES):
        title = f"The boats of harbour {number} are counted again"
        server.page(
            f"/{name}", f"<html><title>{title}</title><h1>{title}</h1><article><p>{number}: {text}</p></article></html>"
        )
    items = "".join(f"<item><title>x</title><link>{server.base}/{name}</link></item>" for name in NAMES)
    server.page(
        "/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', Content_Type="application/xml", ETag='"1"'
    )
    feed = ("crawl", "feed", "-a", f"url={server.base}/feed.xml")
    try:
        some = scrapy(*feed, "-a", "allow=/politics/", "-a", "deny=/video/")
        assert account(tmp_path)["urls"]["stored"] == 1
        assert "1 stored, 2 passed over (filter 2)" in some.stdout
        scrapy(*feed, "-a", "deny=/video/")
        assert account(tmp_path)["urls"] | {"stored": 1, "unchanged": 1} == account(tmp_path)["urls"]
        given = scrapy("crawl", "articles", "-a", f"url={server.base}/{NAMES[1]}", "-a", "allow=/sports/")
        assert "0 stored, 1 passed over (filter 1)" in given.stdout
    finally:
        server.close()
    assert [server.times(f"/{name}") for name in NAMES] == [1, 0, 1]
