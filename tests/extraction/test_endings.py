"""Whether a story visibly breaks off."""

from __future__ import annotations

import pytest

from newscrawl import extract
from newscrawl.extraction.endings import breaks_off, goes_on_at

STORY = "The council voted on the bridge on Monday. What it will cost"
WORDS = "The council voted on the bridge. " * 20


@pytest.mark.parametrize(
    ("text", "below"),
    [
        (f"{STORY}…", "Continue reading"),
        (f"{STORY} [...]", "Weiterlesen"),
        (f"{STORY}...", "Lire la suite (réservé aux abonnés)"),
        ("시의회가 월요일 다리 공사비를 정했다. 앞으로…", "기사 전문 보기"),
        ("市議会は月曜日、橋の費用を…", "続きを読む"),
    ],
)
def test_a_beginning_with_the_rest_elsewhere_breaks_off(text: str, below: str) -> None:
    """An ellipsis, and a line that leads on."""
    assert breaks_off(text, [below])


@pytest.mark.parametrize(
    ("text", "below"),
    [
        (f"{STORY}…", "Weather and tides"),
        (f"{STORY} is open.", "Continue reading"),
        ("“We will see …”", "Bridge opens again"),
        ("He shrugged. “Well…”", ""),
    ],
)
def test_a_story_that_ends_so_is_whole(text: str, below: str) -> None:
    """People do not finish their sentences, and whole stories have links below them."""
    assert not breaks_off(text, [below])


@pytest.mark.parametrize(
    ("counted", "paywalled", "broken"),
    [
        (400, True, True),
        ("1,400", True, True),
        (400, False, False),
        (len(WORDS), True, False),
        (150, True, False),
        ("many", True, False),
        (None, True, False),
        ("²", True, False),
        (10**30, True, False),
    ],
)
def test_the_declared_number_of_words_tells_of_more(counted: object, paywalled: bool, broken: bool) -> None:
    """Only where part of the story is for subscribers, and not where characters were counted."""
    assert breaks_off(WORDS, [], counted=counted, paywalled=paywalled) is broken


@pytest.mark.parametrize(
    ("url", "following", "goes_on"),
    [
        ("https://paper.example/bridge", "https://paper.example/bridge?page=2", True),
        ("https://paper.example/bridge/", "https://paper.example/bridge/2/", True),
        ("https://paper.example/bridge,1234.html", "https://paper.example/bridge,1234,2.html", True),
        ("https://paper.example/read?id=7", "https://paper.example/read?id=7&page=2", True),
        ("https://paper.example/bridge", "https://paper.example/bridge-2-the-return", False),
        ("https://paper.example/bridge", "https://paper.example/choir/2", False),
        ("https://paper.example/read?id=7", "https://paper.example/read?id=72", False),
        ("https://paper.example/bridge", "http://[2/", False),
    ],
)
def test_the_next_page_of_the_story_tells_of_more(url: str, following: str, goes_on: bool) -> None:
    """The second page of the same address, and not the next entry of a blog."""
    assert goes_on_at(url, [following]) is goes_on


def test_the_record_says_that_a_story_breaks_off() -> None:
    """The page's own beginning of a story is kept, and flagged."""
    story = "".join(
        f"<p>On day {day} the council of the town spoke about the old bridge for hours.</p>" for day in range(4)
    )
    html = f"<html lang=en><body><article><h1>Bridge talks</h1>{story}<p>{STORY}…</p><p>Continue reading</p></article>"

    article = extract(html, url="https://paper.example/2026/1")

    assert article.text.endswith("cost…")
    assert "truncated" in article.flags


def test_a_page_that_names_its_second_page_says_so() -> None:
    """The address may be relative."""
    story = "".join(
        f"<p>On day {day} the council of the town spoke about the old bridge for hours.</p>" for day in range(4)
    )
    html = f"<html lang=en><head><link rel=next href='?page=2'></head><body><h1>Bridge talks</h1>{story}</body></html>"

    assert "truncated" in extract(html, url="https://paper.example/2026/1").flags
    assert "truncated" not in extract(html, url="https://paper.example/2026/1?page=2").flags
