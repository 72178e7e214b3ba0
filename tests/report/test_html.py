"""Pages for the browser: whole, escaped, self-contained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

import newscrawl
from newscrawl.output.manifest import SiteCount, SiteFigures
from newscrawl.report.html import explanation_html, run_html
from tests.report.test_run import manifest

WORDS = " ".join(f"The council met on day {day} and voted on the bridge." for day in range(9))
PAGE = f"""<html lang="en"><head><title>Bridge &lt;script&gt;alert(1)&lt;/script&gt; vote</title></head><body>
<article><h1>Bridge &lt;script&gt;alert(1)&lt;/script&gt; vote</h1><p>{WORDS}</p><p>Second &amp; last: they &lt;b&gt;agreed&lt;/b&gt; to build it in spring.</p>
<p>Copyright Paper 2026. All rights reserved.</p></article></body></html>"""


@pytest.fixture(scope="module")
def extraction():
    """A page with markup in its text, and a line that goes."""
    return newscrawl.explain(PAGE, url="https://paper.example/bridge")


def shown(page):
    """The page as a browser has it, and its text."""
    tree = lxml_html.document_fromstring(page)
    return tree, tree.find("body").text_content()


def test_every_line_is_shown_kept_or_struck_out_with_its_rule(extraction):
    """Kept lines in their order beside the article, removed ones with rule and reason."""
    tree, text = shown(explanation_html(extraction))
    assert extraction.removals
    for removal in extraction.removals:
        (struck, *_) = [s for s in tree.iter("s") if s.text_content() == removal.text]
        assert struck.get("title") == f"{removal.rule}: {removal.why}"
    assert all(text.count(line.text) >= 2 for line in extraction.lines)


@pytest.mark.parametrize("kind", ["article", "run"])
def test_a_page_runs_nothing_and_loads_nothing(extraction, tmp_path, kind):
    """Whatever a site wrote is text, and the file stands alone."""
    hostile = manifest(**{"a.example": SiteCount(announced=1)})
    hostile.command = "scrapy crawl <img src=x onerror=alert(1)>"
    hostile.health = {"<script>": ["<b>no</b> authors"]}
    page = explanation_html(extraction) if kind == "article" else run_html(hostile, tmp_path)
    tree, _ = shown(page)
    assert not [element for tag in ("script", "img", "iframe", "b-script", "object") for element in tree.iter(tag)]
    assert not re.search(r"<[^>]+\bon\w+=|url\(|@import|<link", page)
    assert "default-src 'none'" in page


def test_an_address_that_is_none_is_no_link():
    """Only http and https can be followed."""
    local = newscrawl.explain(PAGE, url=Path("/tmp/page.html").as_uri())
    tree, text = shown(explanation_html(local))
    assert not list(tree.iter("a"))
    assert "file:" in text


def test_the_account_of_a_run_is_whole(tmp_path):
    """Counts, what is wrong, figures beside the usual ones, fields, rules."""
    account = manifest(
        **{
            "a_example": SiteCount(announced=5, stored=3, refused=2, codes={"held": 2}),
            "b_example": SiteCount(announced=1, stored=1),
        }
    )
    account.health = {"a.example": ["its pages have changed (no authors), 2 held in this run"]}
    account.figures = {
        "a.example": SiteFigures(
            articles=5,
            articles_usual=6,
            text_chars=900,
            text_chars_usual=1200,
            fields={"authors": 0.2},
            fields_usual={"authors": 0.95},
        )
    }
    tree, text = shown(run_html(account, tmp_path))
    rows = {row[0].text_content(): [cell.text_content() for cell in row] for row in tree.iter("tr") if len(row)}
    assert rows["all"][2:5] == ["6", "4", "2"]
    assert ["a.example", "5 (6)", "–", "20% (95%)", "900 (1200)", "–"] in [
        [cell.text_content() for cell in row] for row in tree.iter("tr")
    ]
    assert "its pages have changed (no authors)" in text
    assert rows["any.contact"][1] == "3"
    widths = [
        float(span.get("style").removeprefix("width: ").rstrip("%")) for span in tree.iter("span") if span.get("style")
    ]
    assert all(0 <= width <= 100 for width in widths)
