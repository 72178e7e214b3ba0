"""Crawls of two small sites: one that nobody described, and one whose profile names sections, a JSON list and archives."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests import warm
from tests.middlewares.local_web import LocalServer

ROOT = Path(__file__).parent.parent.parent


PROFILE = """
name = "harbour"
hosts = ["127.0.0.3"]
[url]
article = ['/story/\\d+']
[sources]
sections = ["{base}/news/"]
pages = 2
archives = ["{base}/day?d={{year}}-{{month}}-{{day}}"]
[[sources.endpoints]]
url = "{base}/api?page={{page}}"
pages = 2
items = "rows"
link = "/story/{{id}}"
title = "head"
[[layouts]]
name = "2026"
seen = "made up"
body = ["article"]
"""


def story(server, path, number):
    """Serve a story; returns its URL."""
    days = " ".join(f"On day {day} harbour {number} counted {number * 31 + day} boats." for day in range(12))
    page = f"<html><head><title>Harbour {number} counts its boats</title></head><body><h1>Harbour {number} counts its boats</h1><article><p>{days}</p></article></body></html>"
    return server.page(path, page)


def links(*paths):
    """A page that links to these."""
    return (
        "<html><body>"
        + "".join(f'<a href="{path}">Harbour counts its boats again today</a>' for path in paths)
        + "</body></html>"
    )


def unknown_site():
    """No robots.txt, no feed named; sitemap and feed at usual places; twins of one story."""
    server = LocalServer("127.0.0.2")
    for number in range(4):
        story(server, f"/2026/11/2{number}/harbour-{number}-counts-boats", number)
    sitemap = "".join(
        f"<url><loc>{server.base}{path}</loc></url>"
        for path in (
            "/2026/11/20/harbour-0-counts-boats",
            "/2026/11/20/harbour-0-counts-boats/amp",
            "/about",
            "/tag/boats",
        )
    )
    server.page("/sitemap.xml", f"<urlset>{sitemap}</urlset>", Content_Type="application/xml")
    item = f"<item><title>x</title><link>{server.base}/2026/11/21/harbour-1-counts-boats?utm_source=rss</link></item>"
    server.page("/rss.xml", f'<rss version="2.0"><channel>{item}</channel></rss>', Content_Type="application/xml")
    server.page(
        "/", links("/2026/11/22/harbour-2-counts-boats", "/2026/11/20/harbour-0-counts-boats/amp/", "/login", "/tag/x")
    )
    return server


def known_site():
    """A section of three pages, a JSON list of two, an archive by day."""
    server = LocalServer("127.0.0.3")
    for number in range(1, 10):
        story(server, f"/story/{number}", number + 10)
    server.page("/news/", links("/story/1", "/about/1", "/news/?page=2"))
    server.page("/news/?page=2", links("/story/2", "/news/?page=3"))
    server.page("/news/?page=3", links("/story/3"))
    for page, number in ((1, 4), (2, 5)):
        server.page(
            f"/api?page={page}",
            json.dumps({"rows": [{"id": number, "head": "Boats"}]}),
            Content_Type="application/json",
        )
    server.page("/day?d=2026-10-01", links("/story/6"))
    server.page("/day?d=2026-10-02", links("/story/7"))
    return server


def crawl(folder, *arguments):
    """`scrapy crawl site` into a folder; the account of the run."""
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": folder / "output", "NEWSCRAWL_SITES_DIR": folder, "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8",
        "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0,
    }  # fmt: skip
    done = warm.run("crawl", "site", *arguments, *warm.settings_as_words(settings))
    assert done.returncode == 0, done.stderr[-3000:]
    newest = max((folder / "output" / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return json.loads(newest.read_text())


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What both sites were asked for in five runs (the third for two days of October), and the accounts."""
    folder = tmp_path_factory.mktemp("discovery")
    unknown, known = unknown_site(), known_site()
    (folder / "harbour.toml").write_text(PROFILE.format(base=known.base))
    (folder / "sites.txt").write_text(f"# both\n{unknown.base}\nharbour\n")
    asked, accounts = [], []
    for arguments in (
        ("-a", f"sites={folder}/sites.txt"),
        ("-a", f"sites={folder}/sites.txt"),
        ("-a", "site=harbour", "-a", "since=2026-10-01", "-a", "until=2026-10-02"),
        ("-a", "site=harbour", "-a", "pages=3", "-a", "site_limit=1"),
        ("-a", "site=harbour", "-a", "pages=3", "-a", "limit=1"),
    ):
        before = len(unknown.asked), len(known.asked)
        accounts.append(crawl(folder, *arguments))
        asked.append((unknown.asked[before[0] :], known.asked[before[1] :]))
    yield asked, accounts
    unknown.close()
    known.close()


def test_an_unknown_site_is_searched_at_the_usual_places(seen):
    """Its sitemap and feed are found, and every story once, whichever of its addresses was announced."""
    asked = seen[0][0][0]
    assert sorted(path for path in asked if path.startswith("/2026")) == [
        "/2026/11/20/harbour-0-counts-boats",
        "/2026/11/21/harbour-1-counts-boats",
        "/2026/11/22/harbour-2-counts-boats",
    ]
    assert {"/robots.txt", "/", "/sitemap.xml", "/rss.xml"} <= set(asked)
    assert not {"/about", "/login", "/tag/boats", "/tag/x"} & set(asked)


def test_places_with_nothing_are_left_alone_for_a_while(seen):
    """What a guess did not find is not asked for again by the next run."""
    first, second = seen[0][0][0], seen[0][1][0]
    missing = {"/sitemap_index.xml", "/news-sitemap.xml", "/feed/", "/rss", "/atom.xml"}
    assert missing <= set(first)
    assert not missing & set(second)
    assert not any(path.startswith("/2026") for path in second)


def test_a_profile_names_sections_pages_and_json_lists(seen):
    """Two pages of the section and of the JSON list are read, and no third."""
    asked = seen[0][0][1]
    assert sorted(path for path in asked if path.startswith("/story")) == [
        f"/story/{number}" for number in (1, 2, 4, 5)
    ]
    assert not any(path.startswith("/day") or path.endswith("page=3") for path in asked)


def test_a_backfill_reads_the_archives_of_its_days(seen):
    """One page for each day that is asked for."""
    asked = seen[0][2][1]
    assert sorted(path for path in asked if path.startswith("/day")) == ["/day?d=2026-10-01", "/day?d=2026-10-02"]
    assert sorted(path for path in asked if path.startswith("/story")) == ["/story/6", "/story/7"]


def test_a_limit_counts_new_articles_only(seen):
    """What is known takes none of the room; the third page of the section holds the only new story."""
    asked = [paths for _, paths in seen[0][3:]]
    assert [path for path in asked[0] if path.startswith("/story")] == ["/story/3"]
    assert [path for path in asked[1] if path.startswith("/story")] == []


def test_every_run_adds_up(seen):
    """Seven stories, none, two of the backfill, one of the third page."""
    assert [account["urls"]["stored"] for account in seen[1]] == [7, 0, 2, 1, 0]
    assert all(account["adds_up"] for account in seen[1])


def test_a_window_that_moves_is_asked_for_news_only(tmp_path):
    """`since=30d` leaves out what is older, and the next run still asks whether the feed has changed."""
    server = LocalServer("127.0.0.6")
    fresh, old = f"/{date.today():%Y/%m/%d}/harbour-counts-boats", "/2020/01/02/harbour-counted-boats"
    for number, path in enumerate((fresh, old), 90):
        story(server, path, number)
    items = "".join(f"<item><title>x</title><link>{server.base}{path}</link></item>" for path in (fresh, old))
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    answers = []

    def answer(handler):
        answers.append(304 if handler.headers["If-None-Match"] == '"1"' else 200)
        return answers[-1], {"ETag": '"1"'}, feed if answers[-1] == 200 else b""

    server.routes["/rss.xml"] = answer
    server.page("/", '<link rel="alternate" type="application/rss+xml" href="/rss.xml">')
    accounts = [crawl(tmp_path, "-a", f"site={server.base}", "-a", "since=30d") for _ in range(2)]
    server.close()
    assert [account["urls"]["stored"] for account in accounts] == [1, 0]
    assert (server.times(fresh), server.times(old)) == (1, 0)
    assert answers == [200, 304]
