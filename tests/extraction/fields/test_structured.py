"""What the publisher declares in the page."""

from collections.abc import Callable

from newscrawl.extraction.fields.evidence import Evidence


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_the_article_is_the_one_of_this_page(evidence_of: Callable[..., Evidence]) -> None:
    """Of several declared articles, the one known by the page's address is the page's."""
    head = '<link rel="canonical" href="https://www.harbour-gazette.test/town/bridge-reopens">'
    other = '{"@type":"NewsArticle","headline":"Other","datePublished":"2026-01-01","author":"Ben Beispiel","url":"https://www.harbour-gazette.test/other"}'
    own = '{"@type":"NewsArticle","headline":"Bridge","url":"https://www.harbour-gazette.test/town/bridge-reopens"}'
    assert evidence_of(head + ld(other) + ld(own)).ld["headline"] == "Bridge"


def test_two_objects_of_one_article_complete_each_other(evidence_of: Callable[..., Evidence]) -> None:
    """What the better object leaves out is taken from another about the same article."""
    one = '{"@type":"NewsArticle","headline":"Bridge opens again","datePublished":"2026-03-21"}'
    two = '{"@type":"Article","headline":"Bridge opens again","author":"Ada Muster"}'
    article = evidence_of(ld(one) + ld(two)).ld
    assert (article["datePublished"], article["author"]) == ("2026-03-21", "Ada Muster")


def test_a_list_of_articles_is_not_the_article(evidence_of: Callable[..., Evidence]) -> None:
    """A front page's list of articles declares none for the page."""
    assert (
        evidence_of(ld('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other"}]}')).ld == {}
    )


def test_meta_by_property_name_and_itemprop(evidence_of: Callable[..., Evidence]) -> None:
    """All ways to name a `meta` count; names are in lower case, contents in page order."""
    structured = evidence_of(
        '<meta property="og:Title" content="A"><meta name="OG:title" content=" B "><meta itemprop="datePublished" content="2026">'
    ).structured
    assert structured.meta["og:title"] == ("A", "B")
    assert structured.first("nothing", "datepublished") == "2026"


def test_the_title_of_a_picture_is_not_the_page_s(evidence_of: Callable[..., Evidence]) -> None:
    """A drawing's `<title>` (logo, menu icon) is not the title."""
    assert evidence_of(body="<svg><title>Menu</title></svg><p>x</p>").structured.title is None


def test_json_ld_that_became_a_meta(fields_of) -> None:
    """A framework's `meta` named `script:ld+json` is a block of JSON-LD."""
    block = "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Bridge opens&quot;,&quot;datePublished&quot;:&quot;2026-03-21&quot;}"
    fields = fields_of(f'<meta name="script:ld+json" content="{block}">')
    assert (fields.title, fields.published_at) == ("Bridge opens", "2026-03-21")
