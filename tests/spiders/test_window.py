"""Which announced pages may lie in the days of a backfill."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newscrawl.errors import ConfigError
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.window import Window, read_window

OCTOBER = read_window("2026-10-01", "2026-10-31")
URL = "https://paper.example/story"


@pytest.mark.parametrize(
    ("entry", "url", "held"),
    [
        (Entry(URL, published="Thu, 15 Oct 2026 08:00:00 +0900"), URL, True),
        (Entry(URL, published="2026-10-01"), URL, True),
        (Entry(URL, published="2026-10-31T23:59:00+09:00"), URL, True),
        (Entry(URL, published="2026-11-01T00:10:00+09:00"), URL, False),
        (Entry(URL, published="2026-09-30"), URL, False),
        (Entry(URL), URL, True),
        (Entry(URL, published="soon"), URL, True),
        (Entry(URL), "https://paper.example/2026/10/15/story", True),
        (Entry(URL), "https://paper.example/2026/11/15/story", False),
        (Entry(URL), "https://paper.example/v/20260930120000123", False),
        (Entry(URL, changed="2026-09-15"), URL, False),
        (Entry(URL, changed="2026-11-15"), URL, True),
    ],
)
def test_pages(entry, url, held):
    """Its own date decides, else that of its address; a last change tells only what is too old."""
    assert OCTOBER.holds(entry, url) is held


@pytest.mark.parametrize(
    ("url", "changed", "held"),
    [
        ("https://paper.example/sitemap-2026-10.xml", "", True),
        ("https://paper.example/sitemap/2026/09.xml.gz", "", False),
        ("https://paper.example/sitemap_202611.xml", "", False),
        ("https://paper.example/sitemap-news.xml", "", True),
        ("https://paper.example/sitemap7.xml", "2026-08-01", False),
        ("https://paper.example/sitemap7.xml", "2026-11-20", True),
        ("https://paper.example/sitemap-2026.xml", "", True),
    ],
)
def test_sitemaps(url, changed, held):
    """The month in an address, and a last change that is too old, spare a whole file."""
    assert OCTOBER.holds_list(url, changed) is held


def test_an_open_window_holds_everything():
    """Without days nothing is left out, and it counts as none."""
    window = read_window(None, "")
    assert not window
    assert window.holds(Entry(URL, published="1999-01-01"), URL)
    assert list(window.days(date(2026, 11, 24))) == []


def test_days_of_an_archive():
    """Every day once, newest first, none in the future."""
    assert list(OCTOBER.days(date(2026, 11, 24))) == [date(2026, 10, day) for day in range(31, 0, -1)]
    assert list(Window(since=date(2026, 11, 23)).days(date(2026, 11, 24))) == [date(2026, 11, 24), date(2026, 11, 23)]


@pytest.mark.parametrize("since", ["7d", "7 days", " 7D "])
def test_so_many_days_ago(since):
    """Such a window moves with the day; one that is closed is a backfill like any other."""
    window = read_window(since, None)
    today = datetime.now(UTC).date()
    assert window.since in (today - timedelta(days=7), today - timedelta(days=8))
    assert window.moves
    assert not read_window(since, "2999-01-01").moves
    assert not OCTOBER.moves


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("yesterday", None),
        ("d", None),
        ("-3d", None),
        (None, "7d"),
        ("2026-13-01", None),
        (None, "24.11.2026"),
        ("2026-11-02", "2026-11-01"),
    ],
)
def test_wrong_days_are_refused(since, until):
    """With the argument's name."""
    with pytest.raises(ConfigError, match=r"-a (since|until)="):
        read_window(since, until)
