"""Lists that would keep their parser busy for minutes cost themselves only, and the stories of other lists are stored."""

import newscrawl
from newscrawl.ledger.sqlite import SqliteLedger
from tests.middlewares.local_web import LocalServer
from tests.spiders.test_strange_sites import XML, rss, story

ATTRIBUTES = " ".join(f'a{number}="1"' for number in range(80_000))


def test_one_list_does_not_hold_up_the_others(scrapy, tmp_path):
    """A feed and a section with a tag of 80,000 attributes, a section of 30,000 links, a sitemap of millions of tags."""
    bad, good = LocalServer("127.0.0.1"), LocalServer("127.0.0.2")
    lists = {
        "feed": (bad.page("/feed.xml", rss(f"{bad.base}/a").replace("<channel>", f"<channel {ATTRIBUTES}>"), **XML), "timeout"),
        "section": (bad.page("/2026/", f"<html><body {ATTRIBUTES}><a href=/a>A headline of a story</a></body></html>"), "too-complex"),
        "links": (bad.page("/links/", "<html><body>" + "<a href=/b>" * 30_000), "too-complex"),
        "sitemap": (bad.page("/sitemap.xml", "<urlset>" + "<" * 4_500_000, **XML), "not-sitemap"),
    }  # fmt: skip
    stories = [good.base + story(good, f"/2026/11/24/boats-{number}") for number in range(3)]
    feed = good.page("/feed.xml", rss(*stories), **XML)
    short = {"NEWSCRAWL_EXTRACT_SECONDS": 2, "NEWSCRAWL_EXTRACT_PROCESSES": 2}

    scrapy("crawl", "feed", "-a", f"url={lists['feed'][0]} {feed}", **short)
    scrapy("crawl", "section", "-a", f"url={lists['section'][0]} {lists['links'][0]}", **short)
    scrapy("crawl", "sitemap", "-a", f"url={lists['sitemap'][0]}", **short)
    bad.close()
    good.close()

    ledger = SqliteLedger(tmp_path / "output" / "ledger.sqlite", "test")
    assert {name: ledger.trace(url).code for name, (url, _) in lists.items()} == {
        name: code for name, (_, code) in lists.items()
    }
    ledger.close()
    assert {article.url for article in newscrawl.read(tmp_path / "output")} == set(stories)


def test_a_feed_is_read_by_a_worker(scrapy, tmp_path):
    """What entries say of a story arrives as if it had been read beside the event loop."""
    server = LocalServer()
    where = server.base + story(server, "/2026/11/24/boats")
    server.page(
        "/feed.xml", rss(where).replace("<link>", "<pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate><link>"), **XML
    )
    done = scrapy("crawl", "feed", "-a", f"url={server.base}/feed.xml")
    server.close()

    (article,) = newscrawl.read(tmp_path / "output")
    assert (article.url, article.published_at) == (where, "2026-11-24T10:00:00+00:00"), done.stderr


def test_what_is_no_feed_is_said_to_be_none(scrapy, tmp_path):
    """The worker's words are in the ledger."""
    server = LocalServer()
    url = server.page("/feed.xml", "nothing but words", **XML)
    scrapy("crawl", "feed", "-a", f"url={url}")
    server.close()

    ledger = SqliteLedger(tmp_path / "output" / "ledger.sqlite", "test")
    assert (ledger.trace(url).code, ledger.trace(url).detail) == ("not-feed", "no RSS, RDF, Atom or JSON Feed")
    ledger.close()
