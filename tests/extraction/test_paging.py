"""Where a story goes on."""

from __future__ import annotations

import pytest

from newscrawl import explain, extract

URL = "https://paper.example/town/bridge-talks"
STORY = "".join(
    f"<p>On day {day} the council of the town spoke about the old bridge for hours, and ward {day} voted.</p>"
    for day in range(5)
)


def next_of(url: str, body: str = "", head: str = "", story: str = STORY) -> str | None:
    """What a page at an address is read to lead to."""
    html = f"<html lang=en><head>{head}</head><body><h1>Bridge talks</h1><article>{story}</article>{body}</body></html>"
    return explain(html, url).next_page


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (URL, f"{URL}?page=2"),
        (f"{URL}/", f"{URL}/2/"),
        (f"{URL}/", f"{URL}/page/2/"),
        (f"{URL}.html", f"{URL}-2.html"),
        (f"{URL}.html", f"{URL}_2.html"),
        (f"{URL}.html", f"{URL}-seite-2.html"),
        (f"{URL}.html", f"{URL}.html?p=2"),
        (f"{URL}_1.html", f"{URL}_2.html"),
        (f"{URL},1234.html", f"{URL},1234,2.html"),
        (f"{URL}?utm_source=mail", f"{URL}?page=2"),
        ("https://paper.example/read?id=7", "https://paper.example/read?id=7&page=2"),
        ("https://paper.example/read?id=7", "https://paper.example/read?page=2&id=7"),
        ("https://paper.example/read?id=7&page=1", "https://paper.example/read?id=7&page=2"),
        ("https://m.paper.example/a/7", "https://www.paper.example/a/7?page=2"),
        (f"{URL}_0.shtml", f"{URL}_1.shtml"),
        (f"{URL}.html", f"{URL}_02.html"),
        ("https://www.paper.example/a/7", "https://paper.example/a/7/2"),
        ("https://paper.example/기사/다리", "https://paper.example/%EA%B8%B0%EC%82%AC/%EB%8B%A4%EB%A6%AC/2"),
    ],
)
def test_the_next_page_has_the_address_but_for_a_number(url: str, following: str) -> None:
    """Declared, or as the link with the number."""
    assert next_of(url, head=f"<link rel=next href='{following}'>") == following
    assert next_of(url, f"<p><a href='{url}'>1</a> <a href='{following}'>2</a></p>") == following


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (URL, f"{URL}-2-the-return"),
        (URL, f"{URL}/3"),
        (URL, f"{URL}?page=3"),
        (URL, f"{URL}?image=2"),
        (URL, f"{URL}-part-2"),
        ("https://blog.example/?p=1", "https://blog.example/?p=2"),
        (URL, "https://paper.example/town/choir/2"),
        (URL, "https://other.example/town/bridge-talks/2"),
        (URL, "https://paper.example/town/page/2"),
        ("https://paper.example/read?id=7", "https://paper.example/read?id=72"),
        ("https://paper.example/read?id=7", "https://paper.example/read?id=8&page=2"),
        ("https://paper.example/", "https://paper.example/2"),
        (URL, "http://[2/"),
        (URL, "javascript:page(2)"),
    ],
)
def test_other_addresses_are_not_its_next_page(url: str, following: str) -> None:
    """The next entry of a blog, another story, a picture, the page after the next."""
    assert next_of(url, f"<p><a href='{following}'>2</a></p>", f"<link rel=next href='{following}'>") is None


@pytest.mark.parametrize(
    "link",
    [
        "<a href='?page=2'>2</a>",
        "<a href='?page=2'>Next</a>",
        "<a href='?page=2'>Nächste Seite</a>",
        "<a href='?page=2'>次のページ</a>",
        "<a href='?page=2'>次へ &gt;</a>",
        "<a href='?page=2'>다음 페이지</a>",
        "<a href='?page=2'>下一页</a>",
        "<a href='?page=2'>Page suivante : ce que dit le maire</a>",
        "<a href='?page=2'>»</a>",
        "<a href='?page=2' rel='nofollow next'>The mayor's answer</a>",
        "<ul class='post-pagination'><li><a href='?page=2'>The mayor's answer</a></li></ul>",
        "<a href='bridge-talks/2'>Seite 2</a>",
        "<a href='?page=1'>2</a>",
        "<div class=pager><a href='?page=2'>3</a><a href='?page=1'>2</a></div>",
        "<a href=' ?page=2\n'>2</a>",
        "<a href='/town/bridge-talks/page/2/'>La suite</a>",
    ],
)
def test_a_link_says_that_it_leads_on(link: str) -> None:
    """By its number, its words, its declaration or its place."""
    assert next_of(URL, link) is not None


@pytest.mark.parametrize(
    "link",
    [
        "<a href='?page=2'>What the mayor answered in the debate</a>",
        "<a href='?page=2#comments'>2</a>",
        "<section class='comments-list'><ul class=pagination><li><a href='?page=2'>2</a></li></ul></section>",
        "<div id=kommentare class=kommentar><a href='?page=2'>2</a></div>",
        "<a>2</a>",
        "<div class=pager><a href='?page=2'>3</a></div>",
        "<div class=pager><a href='?page=1'>1</a></div>",
        "<div class=cmt-list><div class=pager><a href='?page=2'>2</a></div></div>",
        "<a href='?page=2'>Next article: the choir</a>",
    ],
)
def test_other_links_do_not(link: str) -> None:
    """Readers' comments have pages, too."""
    assert next_of(URL, link) is None


def test_links_are_relative_to_the_base_that_a_page_names() -> None:
    """`<base>` comes first."""
    assert next_of(URL, "<a href='bridge-talks/2'>2</a>", "<base href='https://paper.example/town/'>") == f"{URL}/2"
    assert next_of(URL, "<a href='bridge-talks/2'>2</a>", "<base href='https://cdn.example/'>") is None


def test_a_page_that_goes_on_says_so() -> None:
    """A page that is one of the middle does not lead back."""
    html = f"<html lang=en><head><link rel=next href='?page=2'></head><body><h1>Bridge talks</h1>{STORY}</body></html>"

    assert "truncated" in extract(html, url=URL).flags
    assert "truncated" not in extract(html, url=f"{URL}?page=2").flags


def test_a_page_of_the_middle_says_where_its_story_begins() -> None:
    """By its canonical address, or by the page before it."""
    canonical, before = f"<link rel=canonical href='{URL}'>", f"<link rel=prev href='{URL}'>"
    for head, url in ((canonical, f"{URL}?page=3"), (before, f"{URL}/2"), (canonical, f"{URL}-seite-2")):
        found = explain(f"<html lang=en><head>{head}</head><body><h1>Bridge talks</h1>{STORY}</body></html>", url)
        assert found.first_page == URL and "truncated" in found.article.flags
    others = [
        (canonical, URL),
        (canonical, f"{URL}?page=1"),
        (before, f"{URL}/more"),
        ("", f"{URL}?page=2"),
        (before, f"{URL}-2"),
        (canonical, f"{URL}-2"),
        (canonical, f"{URL}/12"),
    ]
    for head, url in others:
        found = explain(f"<html lang=en><head>{head}</head><body><h1>Bridge talks</h1>{STORY}</body></html>", url)
        assert found.first_page is None


@pytest.mark.parametrize(("before", "found"), [(30, f"{URL}?page=2"), (60, None)])
def test_no_more_links_are_looked_at_than_are_worth_it(before: int, found: str | None) -> None:
    """A hostile page is full of addresses that might do."""
    links = "".join(f"<a href='{URL}/2/{number}'>2</a>" for number in range(before))
    assert next_of(URL, links + "<a href='?page=2'>2</a>") == found
