"""A page from the middle of a story whose beginning it does not name."""

from __future__ import annotations

import pytest

from newscrawl import extract
from newscrawl.article import Page
from newscrawl.extraction import extract_page

URL = "https://paper.example/town/bridge-talks"
STORY = "".join(
    f"<p>On day {day} the council of the town spoke about the old bridge for hours, and ward {day} voted.</p>"
    for day in range(5)
)


def html(body: str) -> str:
    """A page with a pager or something else below its story."""
    return f"<html lang=en><head></head><body><h1>Bridge talks</h1><article>{STORY}</article>{body}</body></html>"


def flags(url: str, body: str) -> tuple[str, ...]:
    """Flags of the page at an address."""
    return extract(html(body), url).flags


@pytest.mark.parametrize(
    ("url", "first"),
    [
        (f"{URL}/3", URL),
        (f"{URL}/page/2/", f"{URL}/"),
        (f"{URL}_2.html", f"{URL}.html"),
        (f"{URL}-seite-3.html", f"{URL}.html"),
        (f"{URL}-seite-3.html", f"{URL}-seite-1.html"),
        (f"{URL}?page=4", URL),
        (f"{URL}?page=4", f"{URL}?page=1"),
        ("https://paper.example/read?id=7&page=2", "https://paper.example/read?id=7"),
        ("https://paper.example/article/20261124/2", "https://paper.example/article/20261124"),
        (f"{URL}/3", f"{URL}/1"),
        (
            "https://paper.example/ausgabe/45/bridge-talks-go-on/3.html",
            "https://paper.example/ausgabe/45/bridge-talks-go-on/1.html",
        ),
        ("https://paper.example/news/8831_3.html", "https://paper.example/news/8831_1.html"),
    ],
)
def test_a_page_whose_pager_leads_back_to_its_beginning_is_flagged(url: str, first: str) -> None:
    """Its address has a number, and the link "1" leads to the address without it."""
    assert "truncated" in flags(url, f"<div class=pager><a href='{first}'>1</a> 2 3 4</div>")


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{URL}/3", ""),
        (f"{URL}/3", f"<p>See also <a href='{URL}'>what was said at first</a></p>"),
        (f"{URL}/3", f"<p><a href='{URL}#note-1'>1</a> <a href='#note-1'>1</a></p>"),
        (f"{URL}/3", f"<section class=comments><a href='{URL}'>1</a> 2 3</section>"),
        (f"{URL}/3", "<div class=pager><a href='/town/'>1</a> 2 3</div>"),
        (URL, f"<div class=pager><a href='{URL}'>1</a> <a>More</a></div>"),
        (f"{URL}-2/", f"<div class=pager><a href='{URL}/'>1</a> 2</div>"),
        (
            "https://paper.example/town/2026/11/24",
            "<table><a href='/town/2026/11/1'>1</a> <a href='/town/2026/11'>1</a></table>",
        ),
        ("https://blog.example/?p=12", "<div class=pager><a href='https://blog.example/'>1</a> 2</div>"),
        ("https://paper.example/read?id=2", "<div class=pager><a href='/read?id=1'>1</a> 2</div>"),
        (
            "https://paper.example/ausgabe/45/3",
            "<div><a href='/ausgabe/45/1'>1</a> <a href='/ausgabe/45/2'>2</a> 3</div>",
        ),
        ("https://paper.example/issue-may/3.html", "<div><a href='1.html'>1</a> <a href='2.html'>2</a> 3</div>"),
        (f"{URL}?page={'9' * 5000}", f"<div class=pager><a href='{URL}'>1</a> 2</div>"),
    ],
)
def test_a_number_or_a_link_alone_says_nothing(url: str, body: str) -> None:
    """Days, entries of one name, stories of an issue, notes, comments, other lists."""
    assert "truncated" not in flags(url, body)


def test_a_page_that_a_story_is_put_together_from_is_none_of_these() -> None:
    """Its beginning is known."""
    page = Page(url=f"{URL}/3", html=html(f"<a href='{URL}'>1</a> 2 3"), continues=URL, number=3)
    assert "truncated" not in extract_page(page).article.flags
