"""The whole way of a page, as seen from outside."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from newscrawl import PageError, explain, extract

URL = "https://harbour.example/news/1"
STORY = "<p>The council of the harbour town met on Monday and voted on the <b>bridge</b>, as it had done before.</p>"


@pytest.fixture
def searches() -> Iterator[list[str]]:
    """Python's searches for unreachable objects, as they begin and end."""
    seen: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        seen.append(phase)

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def test_nothing_is_searched_for_while_a_page_is_read(searches: list[str]) -> None:
    """A page makes thousands of objects, and Python's collector looks at none of them before the record is made."""
    page = f"<html><title>Harbour bridge</title><body><article><h1>Harbour bridge</h1>{STORY * 2_000}"
    extract(page, URL)  # what the first page needs is read, and stays
    gc.collect()
    searches.clear()

    extract(page, URL)

    assert gc.isenabled()
    assert searches.count("start") <= 1  # that of what is left, when the page is done


def test_the_collector_is_as_it_was_after_a_page_that_gives_no_article() -> None:
    """Who has turned it off, as some services do, finds it off; who has not finds it at work, whatever became of the page."""
    for was_at_work in (True, False):
        (gc.enable if was_at_work else gc.disable)()
        try:
            with pytest.raises(PageError):
                extract("<html><body><p>Nothing.</p>", URL)
            assert gc.isenabled() is was_at_work
        finally:
            gc.enable()


SENTENCES = (
    "The council said on Monday that the bridge would be open by the summer, whatever the weather.",
    "Its members had spoken for five hours before they voted, and some went home early.",
    "“We have waited long enough,” said the mayor, who had to lend her own umbrella to a guest.",
)


def test_a_page_that_the_model_doubts_says_so() -> None:
    """Fragments may be a story or not: the text is given, with a flag and how much of it is in doubt."""
    story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    fragments = "".join(
        f"<div>Deck hand {number}</div><div>North quay, from {number} May</div><div>Ask at the mill, she knows the tides and has the keys</div>"
        for number in range(1, 10)
    )
    plain = explain(f"<html><body><h1>Bridge to open</h1>{story}</body></html>", url=URL)
    doubted = explain(f"<html><body><h1>Wanted</h1><div>{SENTENCES[0]}</div>{fragments}</body></html>", url=URL)

    assert "low-confidence" not in plain.article.flags
    assert "low-confidence" in doubted.article.flags
    assert doubted.article.text
    assert [each.evidence["text"].split(",")[0] for each in (plain, doubted)] == ["model", "model"]


def test_a_story_with_unreadable_bytes_says_so() -> None:
    """What cannot be read stands as a sign of its own in the text; damage elsewhere on the page is none of the story's."""
    head = "<meta charset=utf-8><title>Harbour bridge</title>"
    html = f"<html lang=en>{head}<body><article><h1>Harbour bridge</h1>{STORY * 3}</article><footer>X</footer>"
    damaged = html.encode().replace(b"harbour town", b"harb\xffr town", 1)
    elsewhere = html.encode().replace(b">X<", b">\xff<")

    assert "bad-bytes" in extract(damaged, URL).flags
    assert "\ufffd" in extract(damaged, URL).text
    assert "bad-bytes" not in extract(elsewhere, URL).flags
