"""Crawls of some days, of a feed that says nothing of when its stories were published."""

import pytest

from tests.middlewares.local_web import LocalServer
from tests.spiders.conftest import account

DAYS = {"boats": "2026-11-03", "bridge": "2026-11-21", "ferry": ""}


@pytest.fixture
def paper():
    """A story of before, one of the days, and one of which nobody knows."""
    server = LocalServer("127.0.0.11")
    for name, day in DAYS.items():
        title = f"The {name} of the harbour is counted again"
        text = " ".join(
            f"On day {number} the harbour counted {number * 31} visits of the {name}." for number in range(12)
        )
        said = f'<meta property="article:published_time" content="{day}T09:30:00+01:00">' if day else ""
        head = f"<head><title>{title}</title>{said}</head>"
        server.page(
            f"/story/{name}", f"<html>{head}<body><h1>{title}</h1><article><p>{text}</p></article></body></html>"
        )
    items = "".join(f"<item><title>x</title><link>{server.base}/story/{name}</link></item>" for name in DAYS)
    server.page("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', Content_Type="application/xml")
    yield server
    server.close()


def test_the_page_decides_where_the_feed_says_nothing(scrapy, paper, tmp_path):
    """Refused and no failure; not asked for again by the same days, but by a run that asks for its day, or for all."""
    feed = ("crawl", "feed", "-a", f"url={paper.base}/feed.xml")
    days = ("-a", "since=2026-11-20", "-a", "until=2026-11-24")
    first = scrapy(*feed, *days, NEWSCRAWL_MIN_SUCCESS_SHARE=1)
    assert (first.returncode, account(tmp_path)["urls"]["stored"]) == (0, 2), first.stderr[-2000:]
    assert account(tmp_path)["urls"]["codes"] == {"outside-window": 1}
    assert account(tmp_path)["health"] == {}

    scrapy(*feed, *days)
    scrapy(*feed, "-a", "since=2026-11-04")
    assert (paper.times("/story/boats"), paper.times("/story/bridge")) == (1, 1)
    assert account(tmp_path)["urls"]["codes_before"] == {"outside-window": 1}

    scrapy(*feed, "-a", "until=2026-11-03")
    assert account(tmp_path)["urls"]["stored"] == 1
    scrapy(*feed)
    assert (paper.times("/story/boats"), account(tmp_path)["urls"]["unchanged"]) == (2, 3)


def test_a_run_without_days_takes_what_was_left_out(scrapy, paper, tmp_path):
    """It was refused for its day alone."""
    scrapy("crawl", "articles", "-a", f"url={paper.base}/story/boats", "-a", "since=2026-11-20")
    assert account(tmp_path)["urls"]["codes"] == {"outside-window": 1}
    scrapy("crawl", "articles", "-a", f"url={paper.base}/story/boats")
    assert account(tmp_path)["urls"]["stored"] == 1


def test_a_stored_story_is_not_lost_to_days(scrapy, paper, tmp_path):
    """Looked at again within other days it stays what it is."""
    scrapy("crawl", "articles", "-a", f"url={paper.base}/story/boats")
    scrapy("crawl", "articles", "-a", f"url={paper.base}/story/boats", "-a", "since=2026-11-20", "-a", "again=1")
    assert account(tmp_path)["urls"]["unchanged"] == 1
