"""The text that a feed carries, as evidence of which lines are the story."""

from __future__ import annotations

from html import escape

import pytest

from newscrawl.article import Page
from newscrawl.extraction import extract_page
from newscrawl.extraction.prints import MAX_PRINTS, prints_of, read_prints

STORY = (
    "The council said on Monday that the bridge would be open by the summer, whatever the weather.",
    "Its members had spoken for five hours before they voted, and some went home early.",
    "“We have waited long enough,” said the mayor, who had to lend her own umbrella to a guest.",
    "The old stones will be kept in the yard behind the mill until somebody needs them.",
    "Work on the north side begins in May, when the herons have left their nests.",
)
BESIDE = (
    "The harbour office is open from nine to five, on Saturdays till noon",
    "Ask for the map of the old town at the mill",
)


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def lines_of(middle: str, feed: str) -> tuple[str, ...]:
    """The lines of a story with something in its middle, on a page that a feed with this text announced."""
    body = f"<h1>Bridge to open by the summer</h1><div>{paragraphs(*STORY[:3])}{middle}{paragraphs(*STORY[3:])}</div>"
    page = Page(url="https://paper.example/2026/1", html=f"<html lang=en><body>{body}", announced={"lines": feed})
    return tuple(line.text for line in extract_page(page).lines)


BOXES = "".join(f"<div><div>{line}</div></div>" for line in BESIDE)
LINKED = "".join(f"<p><a href=/more>{line[:20]}</a>{line[20:]}</p>" for line in BESIDE)


def test_what_a_feed_carries_is_the_story() -> None:
    """Lines that the model leaves open stay where the feed has them, and go where it has what stands around them."""
    with_them, without = paragraphs(*STORY[:3], *BESIDE, *STORY[3:]), paragraphs(*STORY)

    assert lines_of(BOXES, "") == STORY
    assert lines_of(BOXES, prints_of(with_them)) == (*STORY[:3], *BESIDE, *STORY[3:])
    assert lines_of(LINKED, "") == (*STORY[:3], *BESIDE, *STORY[3:])
    assert lines_of(LINKED, prints_of(without)) == STORY


@pytest.mark.parametrize(
    "feed",
    [
        paragraphs(*STORY[:3]),
        paragraphs(*STORY[:1], "Another story of another day, at some length.", "It has nothing to do with the bridge."),
        paragraphs("Another story of another day, at some length.", "It knows nothing.", "It has nothing to do with the bridge."),
        "",
        "<p>The council said on Monday that the bridge would be open […]</p><p>The post Bridge appeared first on Paper.</p>",
    ],
    ids=["a beginning", "mostly another story", "another story", "nothing", "a teaser"],
)  # fmt: skip
def test_of_what_a_feed_does_not_carry_it_says_nothing(feed: str) -> None:
    """A beginning, a teaser or another story takes no line out of the story."""
    assert lines_of(LINKED, prints_of(feed)) == (*STORY[:3], *BESIDE, *STORY[3:])


def test_a_removed_line_says_that_the_feed_lacks_it() -> None:
    """Who asks why the line is gone is told so."""
    body = f"<h1>Bridge to open</h1><div>{paragraphs(*STORY[:3])}{LINKED}{paragraphs(*STORY[3:])}</div>"
    page = Page(url="https://paper.example/2026/1", html=body, announced={"lines": prints_of(paragraphs(*STORY))})

    gone = {removal.text: removal.rule for removal in extract_page(page).removals}

    assert [gone[line] for line in BESIDE] == ["declared.outside-feed"] * 2


def test_a_page_with_less_than_the_feed_is_flagged() -> None:
    """A page that ends where its feed goes on shows a beginning, however whole it looks."""
    feed = prints_of(paragraphs(*STORY, *(f"On day {day} the council spoke of it once more." for day in range(6))))
    html = f"<html lang=en><body><h1>Bridge to open by the summer</h1>{paragraphs(*STORY)}"

    def flags(lines: str) -> tuple[str, ...]:
        return extract_page(
            Page(url="https://paper.example/2026/1", html=html, announced={"lines": lines})
        ).article.flags

    assert "truncated" in flags(feed)
    assert "truncated" not in flags(prints_of(paragraphs(*STORY)))
    assert "truncated" not in flags("")


def test_every_way_to_write_a_story_has_the_same_prints() -> None:
    """Paragraphs, line breaks, lines of plain text; entities and markup within them are no difference, nor are pictures between them."""
    plain = "\n".join(STORY)
    broken = "<br />".join(map(escape, STORY))
    marked = paragraphs(*STORY).replace("council", "<b>coun</b>cil").replace("“", "&#8220;")
    pictured = paragraphs(*STORY).replace(
        "<p>Its", "<figure><figcaption>The bridge at dawn, seen from the mill</figcaption></figure><p>Its"
    )

    assert {prints_of(text) for text in (paragraphs(*STORY), broken, marked, pictured, plain)} == {prints_of(plain)}
    assert len(read_prints(prints_of(plain))) == len(STORY)


def test_a_long_text_has_no_more_prints_than_others() -> None:
    """What the ledger keeps of a page is bounded."""
    long = paragraphs(*(f"On day {number} the council spoke for hours about the bridge." for number in range(900)))

    assert len(read_prints(prints_of(long))) == MAX_PRINTS


@pytest.mark.parametrize("text", ["", "no base64!", "é", "AA=="])
def test_what_is_no_prints_is_none(text: str) -> None:
    """An archive may say anything."""
    assert read_prints(text) == frozenset()
