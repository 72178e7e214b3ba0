"""Which links of a page are taken for articles where nobody described the site."""

import pytest
from scrapy.http import HtmlResponse

from newscrawl.spiders.link_reader import article_links, looks_like_article, next_page

HEADLINE = "Council votes to keep the ferry running all winter"
SITE = "https://paper.example"

ARTICLES = [
    "/2026/11/23/rates-rise",
    "/2026/11/23/rates-rise.html",
    "/2026/nov/23/rates-rise-again-and-again",
    "/politics/2026-11-23/rates-rise",
    "/news/articleView.html?idxno=401223",
    "/article/20261123001",
    "/v/20261123081501234",
    "/mnews/article/001/0014812345",
    "/arti/society/society_general/1167890.html",
    "/news/read/12345678",
    "/politics/rates-rise-again-in-november",
    "/politik/zinsen-steigen-weiter-an-a-1234567",
    "/archives/401223",
    "/?p=401223",
    "/read.php?uid=401223",
    "/world/europe/article1234567.ece",
    "/story.aspx?newsid=998877",
    "/NewsView/26ABCDEFG1/12345678",
    "/a/20261123-rates-rise-12345",
    "/content/articles/2026/11/23/A2026112312340001.html",
]
LISTS = [
    "/",
    "/politics/",
    "/news/",
    "/tag/rates-rise-again-and-again/",
    "/tags/12345678",
    "/author/kim-of-the-long-name",
    "/category/economy/page/12345",
    "/search?q=12345678",
    "/login?next=/2026/11/23/rates-rise",
    "/member/join",
    "/newsletter/",
    "/about-us",
    "/privacy",
    "/rss/123456.xml",
    "/2026/11/23/picture.jpg",
    "/files/report-of-the-long-year-2026.pdf",
    "/wp-content/uploads/2026/11/a-long-file-name.html",
    "/2026/11/",
    "/2026/11/23/",
    "/news/articleList.html?sc_section_code=S1N12345",
    "/news/list.html?page=12345",
    "/photo/gallery/",
    "/subscribe",
    "/contact/",
    "/events/12345",
    "/gallery/photos-of-the-long-winter-day",
    "/video/12345678",
    "/live-tv",
    "/weather/seoul",
    "/share?url=https://paper.example/2026/11/23/rates-rise",
    "/redirect?to=12345678",
    "/bbs/login.php?id=12345678",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_addresses_of_articles(path):
    """Dates, long numbers and long slugs, as they stand in the addresses of papers in many countries."""
    assert looks_like_article(SITE + path)
    assert looks_like_article(SITE + path, HEADLINE)


@pytest.mark.parametrize("path", LISTS)
def test_addresses_of_other_pages(path):
    """Sections, tags, people, logins, galleries, files: no headline makes them articles."""
    assert not looks_like_article(SITE + path)
    assert not looks_like_article(SITE + path, HEADLINE)


@pytest.mark.parametrize("text", ["", "3", "Next", "More", "더보기", "Share", "12:30"])
def test_a_link_without_a_headline_is_no_announcement(text):
    """What is too short for a headline is a button."""
    assert not looks_like_article(SITE + "/2026/11/23/rates-rise", text)


def test_a_korean_headline_is_short():
    """Eight Korean letters say as much as fifteen Latin ones."""
    assert looks_like_article(SITE + "/article/20261123001", "한은 기준금리 동결")


def page(body, url=SITE + "/news/"):
    """A page with these links."""
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


def test_links_stand_in_page_order_each_once_with_their_longest_text():
    """A teaser links its story twice: by picture and by headline."""
    body = '<a href="/a"><img alt="picture"></a><a href="/b">Second</a><a href="/a#x">First   headline</a><a>none</a>'
    assert list(article_links(page(body))) == [(SITE + "/a", "First headline"), (SITE + "/b", "Second")]


def test_links_of_other_sites_and_no_addresses_are_left_out():
    """A site's page speaks of its own site, sub-domains included."""
    body = '<a href="https://other.example/a">x</a><a href="javascript:go()">x</a><a href="mailto:a@b.example">x</a><a href="//m.paper.example/a">x</a>'
    assert [url for url, _ in article_links(page(body))] == ["https://m.paper.example/a"]


def test_links_stand_against_the_base_element():
    """`<base href>` is what browsers resolve against."""
    body = '<base href="https://paper.example/deep/"><a href="a">x</a>'
    assert [url for url, _ in article_links(page(body))] == ["https://paper.example/deep/a"]


@pytest.mark.parametrize(
    ("url", "body", "following"),
    [
        ("/news/", '<a href="/news/?page=2">2</a><a href="/news/?page=3">3</a>', "/news/?page=2"),
        ("/news/?page=2", '<a href="/news/?page=1">1</a><a href="/news/?page=3">3</a>', "/news/?page=3"),
        (
            "/list.php?ca=5&p=2",
            '<a href="/list.php?ca=6&p=3">x</a><a href="/list.php?p=3&ca=5">3</a>',
            "/list.php?p=3&ca=5",
        ),
        ("/news/", '<a href="/news/page/2/">next</a>', "/news/page/2/"),
        ("/news/page/2/", '<a href="/news/">1</a><a href="/news/page/3/">3</a>', "/news/page/3/"),
        ("/news/", '<link rel="next" href="/news/older">', "/news/older"),
        ("/news/", '<a rel="nofollow next" href="?offset=20">x</a>', "/news/?offset=20"),
        ("/news/", '<a href="/sport/?page=2">2</a><a href="/news/?page=9">last</a>', None),
        ("/news/", '<link rel="next" href="https://other.example/">', None),
        ("/news/", '<link rel="next" href="/news/">', None),
        ("/news/", "", None),
    ],
)
def test_the_next_page_of_a_list(url, body, following):
    """What the page declares, else the same address with the next number."""
    assert next_page(page(body, SITE + url)) == (SITE + following if following else None)
