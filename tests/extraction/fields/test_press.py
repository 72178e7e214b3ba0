"""Who published it."""

import pytest


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="Harbour Gazette">', "Harbour Gazette"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"B","publisher":{"@type":"Organization","name":"Harbour Gazette"}}</script><meta property="og:site_name" content="gazette.test">',
            "Harbour Gazette",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"B","publisher":{"@id":"#org"}},{"@type":"Organization","@id":"#org","name":"Harbour Gazette"}]}</script>',
            "Harbour Gazette",
        ),
        ('<meta property="og:site_name" content="https://gazette.test">', None),
        ("<title>강나루신문 - 다리 다시 연다</title>", "강나루신문"),
        ("<title>다리 다시 연다 - 가짜 뉴스</title>", None),
        ("", None),
    ],
)
def test_the_declared_publisher(fields_of, head: str, publisher: str | None) -> None:
    """By JSON-LD, references resolved, else by the site's name, or a paper's in the page's title; an address is no name."""
    assert fields_of(head).publisher == publisher


def test_on_a_portal_the_press_is_not_the_portal(fields_of) -> None:
    """The portal's label names both; the press is the publisher."""
    fields = fields_of(
        '<meta property="og:article:author" content="한빛일보 | 네이버">',
        url="https://n.news.naver.com/article/001/0000000001",
    )
    assert fields.publisher == "한빛일보"


@pytest.mark.parametrize(
    ("title", "author", "publisher"),
    [
        ("橋が再開（例新聞） - 例ニュース", '{"@type":"Organization","name":"例新聞"}', "例新聞"),
        ("橋が再開（写真） - 例ニュース", '{"@type":"Organization","name":"例新聞"}', "例ニュース"),
        ("橋が再開 - 例ニュース", '{"@type":"Person","name":"例太郎"}', "例ニュース"),
    ],
)
def test_the_press_behind_the_headline(fields_of, title: str, author: str, publisher: str) -> None:
    """A portal that names the press behind the headline and declares it as author did not write the story."""
    fields = fields_of(
        f'<title>{title}</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"橋が再開","author":{author},"publisher":{{"name":"例ニュース"}}}}</script>'
    )
    assert fields.publisher == publisher


@pytest.mark.parametrize(
    ("title", "link", "publisher"),
    [
        ("Bridge opens - Lindenhafener Bote", "<a href='/'>Lindenhafener Bote</a>", "Lindenhafener Bote"),
        (
            "Bridge opens | Lindenhafener Bote",
            "<a href='https://gazette.test/'><img alt='Lindenhafener Bote' src=/l.png></a>",
            "Lindenhafener Bote",
        ),
        ("Lindenhafener Bote » Bridge opens", "<a href='/' title='Lindenhafener Bote'></a>", "Lindenhafener Bote"),
        ("Bridge opens – Gazette", "<a href='/about'>About</a>", "Gazette"),
        ("Bridge opens - Town", "<a href='/town'>Town</a>", None),
        ("Bridge opens - Lindenhafener Bote", "<a href='https://other.test/'>Lindenhafener Bote</a>", None),
        ("Bridge opens", "<a href='/'>Bridge opens</a>", None),
    ],
)
def test_the_name_in_the_title_that_the_front_page_bears(
    fields_of, title: str, link: str, publisher: str | None
) -> None:
    """What stands behind the headline may be a section; the link to the front page, or the host, says what the site is called."""
    assert fields_of(f"<title>{title}</title>", link, url="https://gazette.test/2026/bridge").publisher == publisher
