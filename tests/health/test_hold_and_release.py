"""Whole crawls of a site that changes its template in between: held, named, released, written once."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

import newscrawl
from tests import warm
from tests.newssite.demo import HASTE
from tests.newssite.server import SITES_DIR, NewsSite
from tests.newssite.story import Story

ROOT = Path(__file__).parent.parent.parent
HOST = "economy.newssite.test"
#: Stories that are made before and after the redesign; a seventh of them are the paper's.
BEFORE, AFTER = 7 * 40, 7 * 12

#: The new design, read by somebody who looked: other elements for headline and reporters.
FIXED = """
[[layouts]]
name = "2027"
seen = "twelve pages after the redesign"
mark = ["div.headline-area"]
article = ["section.contents", "main"]
body = ["div.news_cnt_detail_wrap"]
title = ["div.headline-area h2.big"]
subtitle = ["div.mid_title .midtitle_text", "div.mid_title"]
authors = ["p.by b"]
section = ["span.cate"]
notice = ["div.bt_copyright"]
published = ["meta[property='article:published_time']::attr(content)"]
"""


class Redesigned(NewsSite):
    """The sample site; once `is_new`, the business paper has other elements for headline and reporters."""

    is_new = False

    def page(self, story: Story) -> bytes:
        page = super().page(story)
        if not self.is_new or story.paper != "economy":
            return page
        by = "".join(f"<p class='by'><b>{name}</b></p>" for name in story.authors).encode()
        head, _, rest = page.partition(b'<dl class="author">')
        before, _, after = rest.rpartition(b'</dl>\n<div class="time_area">')
        assert before, "the sample page is another one than this test was written for"
        page = head + by + b'<div class="time_area">' + after
        page = page.replace(b"news_ttl_wrap", b"headline-area").replace(b'h2 class="news_ttl"', b'h2 class="big"')
        return page.replace(b'"author"', b'"contributor"')


class Crawler:
    """`scrapy` over one paper of a running site, into one folder."""

    def __init__(self, site: NewsSite, output: Path) -> None:
        self.site, self.output = site, output
        self.sites = output.parent / "sites"
        shutil.copytree(SITES_DIR, self.sites)

    def crawl(self, *extra: str) -> subprocess.CompletedProcess[str]:
        settings = {
            **self.site.settings,
            **HASTE,
            "NEWSCRAWL_SITES_DIR": self.sites,
            "NEWSCRAWL_OUTPUT_DIR": self.output,
            "NEWSCRAWL_EXTRACT_PROCESSES": 1,
            "NEWSCRAWL_POLL_MAX_SECONDS": 0,
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_TIMEOUT": 60,
        }
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        return warm.run("crawl", "site", "-a", f"site={self.site.base['economy']}", *options, *extra)

    def held(self, *words: str) -> str:
        done = warm.run("held", *words, "-s", f"NEWSCRAWL_OUTPUT_DIR={self.output}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fix(self) -> None:
        """The profile learns of the new design."""
        path = self.sites / "economy.newssite.test.toml"
        old = [line for line in path.read_text().splitlines() if not line.startswith("layouts_from")]
        path.write_text("\n".join(old) + FIXED)

    @property
    def titles(self) -> Counter[str]:
        """The titles of all lines that were written."""
        return Counter(article.title for article in newscrawl.read(self.output))

    @property
    def account(self) -> dict:
        """The manifest of the last run."""
        return json.loads(max(self.output.glob("runs/*.json")).read_text())


@pytest.fixture
def crawler(tmp_path):
    """A paper that is known, and has changed since: twelve new stories, all pages in another design."""
    with Redesigned() as site:
        crawler = Crawler(site, tmp_path / "out")
        site.publish(BEFORE)
        done = crawler.crawl()
        assert done.returncode == 0, done.stderr
        assert crawler.account["health"] == {}
        site.is_new = True
        site.publish(AFTER)
        yield crawler


def test_a_changed_site_is_held_named_and_after_a_look_written_once(crawler):
    """Whatever says it: log, account, exit code, `scrapy held`; and with a fixed profile the next crawl has them all."""
    known = crawler.titles
    new = Counter(story.title for story in crawler.site.newest("economy")[:12])

    second = crawler.crawl("--strict-health")
    account = crawler.account
    held = account["sites"][HOST]["codes"]["held"]
    assert (second.returncode, account["exit_code"]) == (69, 69)
    assert 12 - 5 <= held < 12
    assert account["adds_up"]
    assert account["health"][HOST][0].startswith("its pages have changed")
    assert f"{HOST}: its pages have changed" in second.stderr
    assert f"not as usual: {HOST}" in second.stderr
    assert crawler.titles.total() == known.total() + 12 - held
    site, *_, number = crawler.held().splitlines()[-1].split()
    assert (site, number) == (HOST, str(held))

    crawler.fix()
    assert crawler.held("release", HOST).startswith(f"{held} articles of {HOST}")
    third = crawler.crawl("--strict-health")
    assert third.returncode == 0, third.stderr
    assert crawler.account["health"] == {}
    assert crawler.titles == known + new
    assert crawler.held() == "nothing is held\n"

    crawler.crawl()
    assert crawler.titles == known + new
    assert crawler.account["fetched"]["responses"] > 0
    assert crawler.account["urls"]["stored"] == 0


def test_pages_that_are_good_as_they_are_are_released_as_usual(crawler):
    """Without a new profile: from then on they are what is usual."""
    known = crawler.titles
    crawler.crawl()
    assert crawler.account["exit_code"] == 0
    crawler.held("release", HOST, "--as-usual")
    crawler.site.publish(AFTER)
    done = crawler.crawl("--strict-health")
    assert done.returncode == 0, done.stderr
    assert crawler.titles == known + Counter(story.title for story in crawler.site.newest("economy")[:24])
