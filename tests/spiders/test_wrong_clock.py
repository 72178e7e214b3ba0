"""Crawls after a run whose clock was ahead."""

import sqlite3

import pytest

from tests.middlewares.local_web import LocalServer
from tests.spiders.conftest import account

YEAR = 365 * 86_400


@pytest.fixture
def paper():
    """A feed of one story."""
    server = LocalServer("127.0.0.8")
    days = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
    head = "<title>Harbour counts its boats</title>"
    server.page(
        "/2026/11/24/boats",
        f"<html><head>{head}</head><body><h1>Harbour counts its boats</h1><article><p>{days}</p></article></body></html>",
    )
    item = f"<item><title>x</title><link>{server.base}/2026/11/24/boats</link></item>"
    server.page("/feed.xml", f'<rss version="2.0"><channel>{item}</channel></rss>', Content_Type="application/xml")
    yield server
    server.close()


@pytest.mark.parametrize("most", [21_600, 0])
def test_lists_that_were_read_in_the_future_are_read_anew(scrapy, paper, tmp_path, most):
    """Whatever the longest rest is; it is said once."""
    scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml")
    with sqlite3.connect(tmp_path / "output" / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE visits SET read_at = read_at + ?, changed_at = changed_at - ?", (YEAR, YEAR))
    done = scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml", NEWSCRAWL_POLL_MAX_SECONDS=most)
    assert (done.returncode, paper.times("/feed.xml"), account(tmp_path)["lists"]) == (0, 2, {"expanded": 1})
    assert done.stderr.count("The clock was ahead in an earlier run") == 1
    third = scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml")
    assert "The clock was ahead" not in third.stderr


def test_no_list_rests_where_the_setting_forbids_it(scrapy, paper, tmp_path):
    """0 reads every list in every run, however long it was unchanged."""
    scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml")
    with sqlite3.connect(tmp_path / "output" / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE visits SET changed_at = changed_at - ?", (YEAR,))
    scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml")
    assert account(tmp_path)["lists"] == {"unchanged": 1}
    scrapy("crawl", "feed", "-a", f"url={paper.base}/feed.xml", NEWSCRAWL_POLL_MAX_SECONDS=0)
    assert account(tmp_path)["lists"] == {"expanded": 1}
    assert paper.times("/feed.xml") == 2


def test_a_page_that_failed_in_the_future_is_tried_again(scrapy, paper, tmp_path):
    """No pause is a year."""
    url = paper.base + "/2026/11/24/bridge"
    paper.page("/2026/11/24/bridge", "down", status=500)
    scrapy("crawl", "articles", "-a", f"url={url}")
    with sqlite3.connect(tmp_path / "output" / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE urls SET retry_at = retry_at + ?", (YEAR,))
    before = paper.times("/2026/11/24/bridge")
    done = scrapy("crawl", "articles", "-a", f"url={url}")
    assert paper.times("/2026/11/24/bridge") == before + 1
    assert "the clock was wrong" in done.stderr
