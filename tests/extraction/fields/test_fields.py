"""The fields together, on pages of known and unknown sites."""

import pytest
from lxml import etree

from newscrawl.article import Page
from newscrawl.extraction.fields import read_fields
from newscrawl.extraction.fields.structured import read_structured
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse
from newscrawl.sites import load_sites

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Bridge opens again - Town - Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette"><link rel="canonical" href="https://www.harbour-gazette.test/town/bridge?utm_source=x">
<meta property="article:published_time" content="2026-03-21T21:43:00+00:00"><meta property="article:section" content="Town"></head>
<body><h1>Bridge opens again</h1><p class="standfirst">Two years of work are over, and the ferries may rest at last.</p>
<div class="byline">By <a href="/people/ada">Ada Muster</a></div><figure><img src="/b.jpg"><figcaption>The bridge</figcaption></figure>
<p>The bridge over the inner harbour opened on Monday after two years of work on its piers and its roadway, and it was crowded.</p></body></html>"""


def test_a_whole_page() -> None:
    """Every field of an ordinary page, each with the place it was read."""
    fields = _read(PAGE)
    assert fields.title == "Bridge opens again"
    assert fields.subtitle == "Two years of work are over, and the ferries may rest at last."
    assert (fields.authors, fields.publisher, fields.section) == (("Ada Muster",), "Harbour Gazette", "Town")
    assert (fields.language, fields.published_at, fields.modified_at) == ("en-GB", "2026-03-21T21:43:00+00:00", None)
    assert fields.canonical_url == "https://www.harbour-gazette.test/town/bridge"
    assert (fields.paywalled, fields.live, fields.flags) == (None, False, ())
    assert set(fields.evidence) == {
        "title",
        "subtitle",
        "publisher",
        "language",
        "section",
        "canonical_url",
        "authors",
        "published_at",
    }


def test_reading_changes_nothing() -> None:
    """The tree is the same afterwards: the body is read from it next."""
    tree = parse(PAGE)
    before = etree.tostring(tree)
    _read_tree(tree)
    assert etree.tostring(tree) == before


def test_an_empty_page_has_no_fields_and_raises_nothing() -> None:
    """Absent is None or an empty tuple; only the address is always there."""
    fields = _read("<html><body><p></p></body></html>")
    assert (fields.title, fields.subtitle, fields.authors, fields.tags) == (None, None, (), ())
    assert fields.canonical_url == "https://www.harbour-gazette.test/town/bridge"


@pytest.mark.parametrize(
    ("title", "live"),
    [
        ("Brücken-Ticker: Ziege hält Bürgermeister auf", True),
        ("Flood at its highest – live", True),
        ("EN DIRECT. Le pont rouvre", True),
        ("Liveblog zum Hochwasser", True),
        ("Where the ferrymen live: a village by the river", False),
        ("Live music returns to the bridge", False),
        ("How to live with a goat", False),
    ],
)
def test_a_headline_may_say_that_its_page_is_live(title: str, live: bool) -> None:
    """A ticker without markup is known by its headline; a story about living or live music is none."""
    assert _read(f"<html><body><h1>{title}</h1></body></html>").live is live


def test_a_live_blog_is_known() -> None:
    """A declared live blog is marked as live."""
    head = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Storm live"}</script>'
    assert _read(f"<html><head>{head}</head><body><h1>Storm live</h1></body></html>").live


def _read(html: str):
    return _read_tree(parse(html))


def _read_tree(tree):
    url = "https://www.harbour-gazette.test/town/bridge"
    profile, layout = load_sites().choose(url, tree)
    nodes = Nodes(tree)
    return read_fields(nodes, read_structured(nodes), profile, layout, Page(url=url, html=""))
