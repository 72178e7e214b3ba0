"""Whether a story visibly breaks off."""

from __future__ import annotations

import pytest

from newscrawl import extract
from newscrawl.extraction.endings import breaks_off

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


def test_the_record_says_that_a_story_breaks_off() -> None:
    """The page's own beginning of a story is kept, and flagged."""
    story = "".join(
        f"<p>On day {day} the council of the town spoke about the old bridge for hours.</p>" for day in range(4)
    )
    html = f"<html lang=en><body><article><h1>Bridge talks</h1>{story}<p>{STORY}…</p><p>Continue reading</p></article>"

    article = extract(html, url="https://paper.example/2026/1")

    assert article.text.endswith("cost…")
    assert "truncated" in article.flags
