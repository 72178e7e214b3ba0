"""Section and tags."""

import pytest

from newscrawl.extraction.fields.sections import split_tags

CRUMBS = '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"Home"},{"@type":"ListItem","position":2,"name":"Town"},{"@type":"ListItem","position":3,"name":"Bridge opens"}]}</script>'


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ('<meta property="article:section" content="Town">', "Town"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"B","articleSection":["Town","News"]}</script>',
            "Town",
        ),
        (CRUMBS, "Town"),
        ('<meta property="article:section" content="https://x.test/town">', None),
        ('<meta property="article:section" content="www.harbour-gazette.test">', None),
        ('<meta property="article:section" content="Website"><meta name="section" content="Town">', "Town"),
        ('<meta property="og:site_name" content="Gazette"><meta property="article:section" content="Gazette">', None),
        ("", None),
    ],
)
def test_the_section(fields_of, head: str, section: str | None) -> None:
    """Declared, or the first step of the breadcrumb after the start; never an address or the site itself."""
    assert fields_of(head).section == section


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:tag" content="bridges"><meta property="article:tag" content="harbour">', ""),
        ('<meta name="news_keywords" content="bridges, harbour, Bridges">', ""),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"B","keywords":["bridges","harbour"]}</script>',
            "",
        ),
        ("", '<p><a rel="tag" href="/t/1">#bridges</a> <a rel="tag" href="/t/2">#harbour</a></p>'),
    ],
)
def test_tags(fields_of, head: str, body: str) -> None:
    """Wherever they are declared: in page order, each once."""
    assert fields_of(head, body).tags == ("bridges", "harbour")


def test_rubbish_is_no_tag() -> None:
    """Empty, endless and address-like entries are left out."""
    assert split_tags(["", ",,", "x" * 500, "https://x.test/t", None, 7, "ok"]) == ("ok",)
