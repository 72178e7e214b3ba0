"""Crawls of lists whose addresses say nothing by themselves: the list's own shape, a feed's word, or a warning."""

import pytest

from tests.middlewares.local_web import LocalServer
from tests.spiders.conftest import account

XML = {"Content_Type": "application/xml"}
NUMBERS = range(101, 112)
PLACES = [
    "Hafen", "Freibad", "Wehr", "Turnhalle", "Marktplatz", "Feuerwache", "Bahnhof", "Stadtwald", "Rathaus", "Museum",
    "Klinik", "Theater",
]  # fmt: skip
MENU = "".join(f'<a href="/{word}">{word.title()}</a>' for word in ("lokales", "sport", "abo", "impressum"))


def title(number):
    """A headline of its own."""
    return f"{PLACES[number % 12]} öffnet nach langer Pause wieder"


def story(server, number):
    """Serve a story at an address that says nothing; returns its path."""
    days = " ".join(
        f"Am Tag {day} zählte die Stadt dort {number * 31 + day} Gäste und freute sich." for day in range(12)
    )
    body = f"<h1>{title(number)}</h1><article><p>{days}</p></article>"
    server.page(
        f"/artikel/{number}.html", f"<html><head><title>{title(number)}</title></head><body>{body}</body></html>"
    )
    return f"/artikel/{number}.html"


def sitemap(server, paths):
    """Serve a plain sitemap of these."""
    entries = "".join(f"<url><loc>{server.base}{path}</loc></url>" for path in paths)
    return server.page("/sitemap.xml", f"<urlset>{entries}</urlset>", **XML)


def section(server, numbers):
    """Serve a section page with these stories, a menu and a footer."""
    links = "".join(f'<h2><a href="/artikel/{number}.html">{title(number)}</a></h2>' for number in numbers)
    page = f"<html><body><nav>{MENU}</nav><main>{links}</main><footer>{MENU}</footer></body></html>"
    return server.page("/lokales", page)


@pytest.fixture
def paper():
    """A paper with eleven stories."""
    server = LocalServer("127.0.0.7")
    server.stories = [story(server, number) for number in NUMBERS]
    yield server
    server.close()


def test_a_sitemap_that_was_named_gives_what_it_names(scrapy, paper, tmp_path):
    """All eleven stories and not its other pages; the one that comes later too, though the others are known then."""
    url = sitemap(paper, [*paper.stories, "/", "/lokales", "/impressum", "/autoren/anna-schmidt"])
    done = scrapy("crawl", "sitemap", "-a", f"url={url}")
    first = account(tmp_path)
    assert (done.returncode, first["urls"]["stored"], first["urls"]["announced"]) == (0, 11, 11)
    assert first["passed"] == {
        "shape": {
            "urls": 3,
            "examples": [paper.base + path for path in ("/lokales", "/impressum", "/autoren/anna-schmidt")],
        }
    }
    assert "none of its" not in done.stderr

    sitemap(paper, [story(paper, 112), *paper.stories])
    scrapy("crawl", "sitemap", "-a", f"url={url}")
    assert account(tmp_path)["urls"]["stored"] == 1


def test_a_front_page_of_three_stories_gives_them(scrapy, paper, tmp_path):
    """Each has its day beside it."""
    boxes = "".join(f"<article><h2><a href='/artikel/{n}.html'>{title(n)}</a></h2><span>{n - 100}. November 2026</span></article>" for n in (101, 102, 103))  # fmt: skip
    url = paper.page("/", f"<html><body><nav>{MENU}</nav><main>{boxes}</main><p><a href='/abo/jetzt-testen'>Jetzt die Zeitung vier Wochen testen</a></p></body></html>")  # fmt: skip
    done = scrapy("crawl", "section", "-a", f"url={url}")
    assert (done.returncode, account(tmp_path)["urls"]["stored"]) == (0, 3), done.stderr
    assert "/abo/jetzt-testen" not in paper.asked


def test_a_section_that_was_named_gives_what_it_links_to(scrapy, paper, tmp_path):
    """Its menu and footer are none of it."""
    done = scrapy("crawl", "section", "-a", f"url={section(paper, NUMBERS)}")
    assert (done.returncode, account(tmp_path)["urls"]["stored"]) == (0, 11)
    assert not {"/sport", "/abo", "/impressum"} & set(paper.asked)


def test_a_site_whose_feed_teaches_the_shape_is_read_whole_at_once(scrapy, paper, tmp_path):
    """Whichever of feed and sitemap is read first; what the sitemap named was found in the sitemap."""
    sitemap(paper, paper.stories)
    items = "".join(f"<item><title>x</title><link>{paper.base}{path}</link></item>" for path in paper.stories[:6])
    paper.page("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', **XML)
    paper.page("/", f'<link rel="alternate" type="application/rss+xml" href="/feed.xml">{MENU}')
    done = scrapy("crawl", "site", "-a", f"site={paper.base}")
    first = account(tmp_path)
    assert (done.returncode, first["urls"]["stored"], first["passed"]) == (0, 11, {})
    fate = scrapy("explain", "--fate", paper.base + paper.stories[10])
    assert "found in " + paper.base + "/sitemap.xml" in fate.stdout


def test_a_list_of_which_nothing_is_taken_is_named_with_an_example_and_the_remedy(scrapy, paper, tmp_path):
    """Four links of a form may be anything; the warning stands once, the number in the last line and in the account."""
    done = scrapy("crawl", "section", "-a", f"url={section(paper, [101, 102, 103, 104])}")
    first = account(tmp_path)
    assert (done.returncode, first["urls"]["stored"], first["passed"]["shape"]["urls"]) == (0, 0, 4)
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line and "/lokales: none of its" in line]
    assert len(warnings) == 1, done.stderr[-4000:]
    assert "[url] article" in warnings[0]
    assert "/artikel/101.html for one" in warnings[0]
    assert "0 stored, 4 passed over (shape 4)" in done.stdout
    assert "'newscrawl/passed_over/shape': 4" in done.stderr
    shown = scrapy("runs", "show", "last").stdout
    assert "no article by the shape of its address" in shown
    assert "/artikel/103.html" in shown
    assert "/artikel/104.html" not in shown


def test_a_profile_that_rules_everything_out_is_named(scrapy, paper, tmp_path):
    """What a profile says is obeyed, and said."""
    (tmp_path / "paper.toml").write_text(
        'name = "paper"\nhosts = ["127.0.0.7"]\n[url]\narticle = [\'/beitrag/\\d+\']\n'
        '[[layouts]]\nname = "2026"\nseen = "made up"\nbody = ["article"]\n'
    )
    done = scrapy("crawl", "sitemap", "-a", f"url={sitemap(paper, paper.stories)}")
    first = account(tmp_path)
    assert (done.returncode, first["urls"]["announced"], first["passed"]["profile"]["urls"]) == (0, 0, 11)
    assert "none of its 11 links was taken: no article by the site's profile" in done.stderr


def test_what_lies_outside_the_days_is_counted_and_no_riddle(scrapy, paper, tmp_path):
    """No warning: it was asked for."""
    items = "".join(
        f"<item><title>x</title><link>{paper.base}{path}</link><pubDate>Tue, 03 Nov 2026 10:00:00 +0000</pubDate></item>"
        for path in paper.stories
    )
    url = paper.page("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>', **XML)
    done = scrapy("crawl", "feed", "-a", f"url={url}", "-a", "since=2026-11-20", "-a", "until=2026-11-24")
    assert (done.returncode, account(tmp_path)["passed"]["window"]["urls"]) == (0, 11)
    assert "none of its" not in done.stderr


def test_a_site_without_a_list_that_gives_anything_is_named_once(scrapy, paper, tmp_path):
    """Nobody named its sitemap of tags; that a site gives nothing at all is said all the same."""
    sitemap(paper, [f"/tag/{place.lower()}" for place in PLACES])
    paper.page("/", MENU)
    done = scrapy("crawl", "site", "-a", f"site={paper.base}")
    assert done.stderr.count(": none of its ") == 1
    assert "/sitemap.xml: none of its 12 links was taken" in done.stderr
