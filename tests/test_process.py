"""A crawl in a process of its own, and its articles one by one."""

import subprocess
import sys
from itertools import islice

import pytest

import newscrawl
from newscrawl.output.manifest import read_manifest
from tests.commands.conftest import Site, wait_for

SETTINGS = {"NEWSCRAWL_ALLOW_ADDRESSES": ["127.0.0.1"], "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, "ROBOTSTXT_OBEY": True}  # fmt: skip


@pytest.fixture
def site():
    """A site with three stories."""
    server = Site(3)
    yield server
    server.close()


def crawled(site, folder, urls, **settings):
    return newscrawl.crawl(
        "articles", url=" ".join(urls), limit=None, output=folder, settings=SETTINGS | settings, poll_seconds=0.1
    )


def test_each_article_of_the_run_is_given_once(site, tmp_path):
    """Those of earlier runs are not; and the whole folder is one of a crawl."""
    first = [article.url for article in crawled(site, tmp_path / "out", site.urls[:1])]
    second = [article.url for article in crawled(site, tmp_path / "out", site.urls)]

    assert first == site.urls[:1]
    assert sorted(second) == site.urls[1:]
    assert sorted(article.url for article in newscrawl.read(tmp_path / "out")) == site.urls


def test_articles_come_while_the_crawl_runs_and_it_ends_when_nobody_asks_for_more(site, tmp_path):
    """A page that never comes is under way: the first article does not wait for it, and leaving does not for long."""
    stories = crawled(
        site, tmp_path / "out", [site.urls[0], site.never], DOWNLOAD_TIMEOUT=600, NEWSCRAWL_STOP_SECONDS=1
    )
    (article,) = islice(stories, 1)
    stories.close()
    (account,) = (tmp_path / "out" / "runs").glob("*.json")

    assert article.url == site.urls[0]
    assert read_manifest(account).exit_code == 143


def test_a_crawl_does_not_outlive_its_program(site, tmp_path):
    """Not even one that is killed: nobody would be there to stop the crawl, and the next one finds the folder taken."""
    settings = SETTINGS | {"DOWNLOAD_TIMEOUT": 600, "NEWSCRAWL_STOP_SECONDS": 1}
    code = f"import newscrawl; next(newscrawl.crawl('articles', url={f'{site.urls[0]} {site.never}'!r}, output='out', settings={settings}, poll_seconds=0.1)); import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.DEVNULL, check=False)
    wait_for(lambda: list((tmp_path / "out" / "runs").glob("*.json")), "the account of the crawl")
    (account,) = (tmp_path / "out" / "runs").glob("*.json")

    assert done.returncode == -9
    assert read_manifest(account).exit_code == 143


def test_an_end_that_is_none_is_raised_behind_the_articles(site, tmp_path, capsys):
    """With the exit code and the reason that the command gives; what it says is heard."""
    wrong = site.page("/2026/11/24/none", "<html><title>none</title></html>")
    stories = crawled(site, tmp_path / "out", [site.urls[0], wrong], NEWSCRAWL_MIN_SUCCESS_SHARE=1)
    assert next(stories).url == site.urls[0]
    with pytest.raises(newscrawl.CrawlError, match="exit code 69: only 50% of the pages gave an article") as caught:
        next(stories)

    assert caught.value.code == 69
    assert "newscrawl: only 50%" in capsys.readouterr().err
    with pytest.raises(newscrawl.CrawlError, match=r"exit code 2: .*there is no spider 'nothing'"):
        next(newscrawl.crawl("nothing", output=tmp_path / "out"))
    with pytest.raises(newscrawl.CrawlError, match=r"exit code 78: NEWSCRAWL_TRYS: there is no such setting"):
        next(newscrawl.crawl("articles", url=wrong, output=tmp_path / "out", settings={"NEWSCRAWL_TRYS": 1}))


def test_it_loads_no_scrapy_into_the_program(tmp_path):
    """Nor an event loop that a notebook already has."""
    code = "import sys, newscrawl; next(newscrawl.crawl('x', output=sys.argv[1]), None)"
    done = subprocess.run([sys.executable, "-c", f"try:\n    {code}\nexcept Exception: print({{'scrapy', 'twisted'}} & sys.modules.keys())", str(tmp_path)], capture_output=True, text=True, check=False)  # fmt: skip

    assert done.stdout.strip() == "set()", done.stderr
