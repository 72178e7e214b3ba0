"""Crawls of the sample site's scripted paper with a real browser, and what it may and may not do."""

import asyncio
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

import newscrawl
from newscrawl.errors import ConfigError
from newscrawl.extraction import RENDERED
from newscrawl.middlewares import browser
from newscrawl.middlewares.browser import find_browser
from newscrawl.middlewares.render import RenderMiddleware
from tests import warm
from tests.middlewares.local_web import LocalServer
from tests.newssite.scripted import BUSY, COUNT, RESTLESS, SCRIPTS_HOST, TRACKER_HOST, WITHOUT_DATA, scripted_stories
from tests.newssite.server import SITES_DIR, NewsSite

ROOT = Path(__file__).parent.parent.parent
HAS_EXTRA = find_spec("scrapy_playwright") is not None


def _missing():
    """Why no page can be drawn here; "" where one can."""
    try:
        find_browser(Settings())
    except ConfigError as error:
        return str(error)
    return ""


needs_browser = pytest.mark.skipif(bool(_missing()), reason=_missing())


def crawl(site, folder, spider, *arguments, **settings):
    """`scrapy crawl` of the scripted paper; (exit code, account or None, standard error)."""
    settings = {
        **site.settings, "NEWSCRAWL_OUTPUT_DIR": folder, "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 0,
        "RETRY_TIMES": 0, **settings,
    }  # fmt: skip
    done = warm.run("crawl", spider, *arguments, *warm.settings_as_words(settings), timeout=300)
    accounts = sorted((Path(folder) / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return done.returncode, json.loads(accounts[-1].read_text()) if accounts else None, done.stderr


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Two crawls of the whole paper, and what was asked of it in each."""
    folder = tmp_path_factory.mktemp("render")
    inside = LocalServer("127.0.0.66")
    with NewsSite() as site:
        # a name of the same site that leads into the house
        site.inside = inside.base.replace("127.0.0.66", "inside.newssite.test") + "/secret"
        hosts = ",".join([*site.hosts, "inside.newssite.test=127.0.0.66", "tracker.test=127.0.0.1"])
        runs = []
        for _ in range(2):
            before = len(site.hits)
            code, account, said = crawl(
                site, folder, "site", "-a", f"site={site.scripted}",
                NEWSCRAWL_HOSTS=hosts, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.1",
            )  # fmt: skip
            assert code == 0, said[-3000:]
            runs.append((account, [(host, path) for host, path, _ in site.hits[before:]]))
    inside.close()
    return folder, runs, inside


@needs_browser
def test_a_list_and_stories_that_scripts_draw_are_read(drawn):
    """Every story that the script's list names is stored, whole and once."""
    articles = {article.title: article for article in newscrawl.read(drawn[0])}
    told = {story.title: story for story in scripted_stories().values()}
    assert articles.keys() == told.keys()
    assert all(articles[title].text == "\n".join(story.lines) for title, story in told.items())
    assert all(article.published_at == told[title].published.isoformat() for title, article in articles.items())
    assert drawn[1][0][0]["adds_up"]


@needs_browser
def test_a_drawn_page_says_so(drawn):
    """In the record, and in the archive, which holds what was drawn."""
    assert all("rendered" in article.flags for article in newscrawl.read(drawn[0]))
    from warcio.archiveiterator import ArchiveIterator

    (file,) = (drawn[0] / "pages").glob("*.warc.gz")
    with file.open("rb") as stream:
        records = [
            (record.http_headers.get_header("x-newscrawl-rendered"), record.content_stream().read())
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert len(records) == COUNT
    assert all(name.startswith("chromium/") and b"<article><h1>" in body for name, body in records)


@needs_browser
def test_a_page_loads_only_what_its_story_needs(drawn):
    """No picture, frame or style, nothing of another site, nothing that robots.txt forbids; the shared script once."""
    asked = drawn[1][0][1]
    paths = [path for _, path in asked]
    assert {host for host, path in asked if path != "/robots.txt"} == {"screen.newssite.test", SCRIPTS_HOST}
    assert not {"/img/a.jpg", "/frame", "/screen.css", "/private/likes"} & set(paths)
    assert paths.count("/screen.js") == 1
    assert sum(path.startswith("/api/story?") for path in paths) == COUNT


@needs_browser
def test_a_redirect_leads_to_no_other_host(drawn):
    """A part that its own site sends elsewhere is not fetched there, and that host is not even asked for robots.txt."""
    asked = drawn[1][0][1]
    assert ("screen.newssite.test", "/moved") in asked
    assert TRACKER_HOST not in {host for host, _ in asked}


@needs_browser
def test_a_page_reaches_no_address_that_is_not_public(drawn):
    """A script that asks for a host inside the house gets nothing, and nobody connects there."""
    assert drawn[2].connections == 0


@needs_browser
def test_the_second_run_looks_at_the_list_and_fetches_no_story(drawn):
    """A list that is drawn is read anew: that its frame did not change says nothing."""
    account, asked = drawn[1][1]
    assert ("screen.newssite.test", "/api/stories") in asked
    assert not any(path.startswith(("/story/", "/api/story?")) for _, path in asked)
    assert account["urls"]["stored"] == 0
    assert account["adds_up"]


@needs_browser
def test_a_replay_reads_what_was_drawn(drawn, tmp_path):
    """Without a browser, and the records say as before that one drew their pages."""
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": tmp_path, "NEWSCRAWL_SITES_DIR": SITES_DIR, "NEWSCRAWL_RENDER_BROWSER": "/nowhere",
    }  # fmt: skip
    done = warm.run("crawl", "archive", "-a", f"path={drawn[0] / 'pages'}", *warm.settings_as_words(settings))
    assert done.returncode == 0, done.stderr[-2000:]
    before, after = ({article.id: article for article in newscrawl.read(folder)} for folder in (drawn[0], tmp_path))
    assert {id_: article.text for id_, article in before.items()} == {
        id_: article.text for id_, article in after.items()
    }
    assert all("rendered" in article.flags for article in after.values())


@needs_browser
def test_a_page_that_is_not_whole_is_not_stored(tmp_path):
    """One whose data cannot be had now, one that never stops loading, one that is busy for ever: failures, to be tried again."""
    with NewsSite() as site:
        urls = [f"{site.scripted}/story/{number}" for number in (BUSY, WITHOUT_DATA, RESTLESS, 1)]
        code, account, said = crawl(
            site, tmp_path, "articles", "-a", f"url={' '.join(urls)}", NEWSCRAWL_RENDER_REQUESTS=12
        )
        asked = [path for _, path, _ in site.hits]
    assert code == 69, said[-2000:]
    assert account["urls"]["stored"] == 1
    assert account["urls"]["codes"] == {"render": 3}
    assert sum(path.startswith("/api/more") for path in asked) <= 12


@pytest.mark.parametrize("spider", ["site", "section"])
def test_without_a_browser_nothing_is_drawn_or_stored(tmp_path, spider):
    """The run ends with 78 and says what to install; no page of the site is asked for."""
    with NewsSite() as site:
        argument = f"{'site' if spider == 'site' else 'url'}={site.scripted}/"
        code, _, said = crawl(site, tmp_path, spider, "-a", argument, NEWSCRAWL_RENDER_BROWSER="/nowhere/chromium")
        asked = [path for _, path, _ in site.hits]
    assert code == 78
    assert "render" in said.lower()
    assert set(asked) <= {"/robots.txt"}
    assert spider == "section" or asked == []


def test_a_site_that_nobody_wants_drawn_needs_no_browser(tmp_path):
    """The switch is off by default."""
    with NewsSite() as site:
        code, account, said = crawl(
            site, tmp_path, "site", "-a", f"site={site.base['gazette']}", NEWSCRAWL_RENDER_BROWSER="/nowhere/chromium"
        )
    assert code == 0, said[-2000:]
    assert account["urls"]["stored"] > 0


def test_only_what_we_drew_says_so():
    """A site that sends our header does not get its pages marked as drawn."""
    response = HtmlResponse("http://paper.example/", headers={RENDERED: "chromium/1", "X-Other": "a"}, body=b"<p>a")
    middleware = RenderMiddleware(get_crawler(settings_dict=_settings()))
    passed = asyncio.run(middleware.process_response(Request(response.url), response))
    assert dict(passed.headers) == {b"X-Other": [b"a"]}


def test_the_browser_is_looked_for_once(monkeypatch):
    """And not again by each request of a site whose pages are to be drawn."""
    looked = []
    monkeypatch.setattr(browser, "find_browser", lambda settings: looked.append(settings) or "/bin/browser")
    middleware = RenderMiddleware(get_crawler(settings_dict=_settings()))
    monkeypatch.setattr(middleware, "_profile", lambda request, url: "wants it drawn")
    for _ in range(3):
        middleware.process_request(Request("http://paper.example/"))
    assert len(looked) == 1


def _settings():
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    return {**settings, "TWISTED_REACTOR_ENABLED": False}


def test_what_is_missing_is_named(monkeypatch):
    """Without the extra, and without a browser, the message says how to install it."""
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(ConfigError, match="apt-get install chromium" if HAS_EXTRA else r"newscrawl\[render\]"):
        find_browser(Settings())
    monkeypatch.setattr(browser, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"newscrawl\[render\]"):
        find_browser(Settings())
