"""What trafilatura is asked about."""

from lxml.html import document_fromstring

import newscrawl
from newscrawl.extraction.engine import ask_engine
from newscrawl.extraction.nodes import Nodes

STORY = "".join(f"<p>On day {day} the council of the harbour town spoke about the old bridge.</p>" for day in range(8))


def asked_about(marks: int) -> str | None:
    """Its text of a page with so many marks in one paragraph."""
    tree = document_fromstring(f"<html><body><article>{STORY}<p>{'<b>a</b>' * marks}</p></article></body></html>")
    return ask_engine(Nodes(tree), {}, 0)


def test_a_part_that_is_too_large_is_not_asked_about() -> None:
    """Its time and memory grow with the square of the elements; no page for people has so many."""
    assert "spoke about the old bridge" in (asked_about(100) or "")
    assert asked_about(100_000) is None


def test_a_short_story_above_more_comments_than_can_be_asked_about_stays() -> None:
    """The model leaves out most of the page's sentences, and rightly; without an engine to ask it has the last word."""
    comments = "".join(
        f"<div class=x1><div class=x2><a href=/u/{number}>guest{number}</a></div>"
        f"<div class=x3>I think number {number} is right.<br>The {number} bus is late as ever!</div><span>{number}</span><span>Reply</span></div>"
        for number in range(900)
    )
    story = "".join(
        f"<p>On day {day} the council of the harbour town spoke about the old bridge, and item {day * 7} of its list was left to the next meeting.</p>"
        for day in range(8)
    )
    headline = "What the council said about the old bridge"
    page = (
        f"<html><head><title>{headline}</title><meta property=og:type content=article></head><body><article><h1>{headline}</h1>"
        f"<div class=s>{story}</div></article><section>{comments}</section></body></html>"
    )

    text = newscrawl.extract(page, "https://paper.example/2026/11/words-about-the-old-bridge").text

    assert [line.split()[2] for line in text.split("\n")] == [str(day) for day in range(8)]
