"""Lines below the story that present who wrote or published it."""

from __future__ import annotations

import pytest

from newscrawl import Extraction, explain

URL = "https://paper.example/2026/bridge"
STORY = [
    f"On day {day} the council of the town spoke about the old bridge for hours, and ward {day} voted."
    for day in range(7)
]


def read(*below: str, author: str = "Ada Quill", site: str = "Bexford Bridge Society", above: str = "") -> Extraction:
    """A page whose story has some lines below it."""
    head = f"<meta name=author content='{author}'><meta property=og:site_name content='{site}'>"
    lines = "".join(line if line.startswith("<h") else f"<p>{line}</p>" for line in (*STORY, above, *below) if line)
    return explain(
        f"<html lang=en><head><title>Bridge talks</title>{head}</head><body><h1>Bridge talks</h1><article>{lines}</article></body></html>",
        URL,
    )


def kept(extraction: Extraction) -> list[str]:
    """What stayed below the story."""
    return [line.text for line in extraction.lines][len(STORY) :]


@pytest.mark.parametrize(
    "below",
    [
        ["Ada Quill is the owner of a small mill at the weir, and has been for years."],
        ["Ada Quill, a miller at the weir, grinds corn for three towns and two counties."],
        ["*Ada Quill, MD, is a doctor with the Lower Bexford group of surgeries."],
        ["Dr. Ada Quill keeps the mill of her mother and teaches two days a week."],
        [
            "Ada Quill is the owner of a small mill at the weir, and has been for years.",
            "Ada holds a degree of the college of millers, and two of its prizes.",
            "When she is not at the mill, she rows.",
        ],
    ],
)  # fmt: skip
def test_the_author_is_presented_below_the_story(below: list[str]) -> None:
    """In any words, over several lines."""
    found = read(*below)

    assert kept(found) == []
    assert {removal.rule for removal in found.removals if removal.text in below} <= {
        "field.author-bio",
        "en.author-bio",
    }


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (
            ["Ada Quill said that she would vote against it, and so will the others."],
            "The miller Quill spoke last, and loudly.",
        ),
        (["Ada Quill “is the owner of a small mill”, the clerk read from his list."], ""),
        (
            ["Ada Quill is the owner of a small mill at the weir, and has been for years."],
            "<h2>The millers of the weir</h2>",
        ),
        (["Ada Quill is the owner of a small mill at the weir.", "The bridge will be closed until the spring."], ""),
        (["Ada Quillon is the owner of a small mill at the weir, and has been for years."], ""),
    ],
    ids=["subject of the story", "quoted", "under a heading", "the story goes on", "another name"],
)
def test_a_story_about_its_author_stays(below: list[str], above: str) -> None:
    """Who is told of elsewhere, quoted, or has a section, is part of the story."""
    assert kept(read(*below, above=above))[-len(below) :] == below


@pytest.mark.parametrize(
    ("site", "line", "stays"),
    [
        (
            "Bexford Bridge Society",
            "Bexford Bridge Society is a club of some forty people who care for bridges.",
            False,
        ),
        (
            "Bexford Bridge Society",
            "The Bexford Bridge Society looks after nine bridges and a ferry in the county.",
            False,
        ),
        ("The Atlantic", "The Atlantic is warming, and the fish of the coast go north with every year.", True),
        ("Nature", "Nature is patient, and the river will have its way in the end, as it always had.", True),
        ("Bexford Bridge Society", "“Bexford Bridge Society is no club,” one of them called from the door.", True),
    ],
)
def test_the_publisher_is_presented_in_the_last_line(site: str, line: str, stays: bool) -> None:
    """Names that are words as well begin sentences of the story."""
    assert kept(read(line, site=site, author="")) == ([line] if stays else [])


def test_a_publisher_that_the_story_is_about_stays() -> None:
    """It was named before."""
    line = "Bexford Bridge Society is a club of some forty people who care for bridges."
    assert (
        kept(read(line, above="The Bexford Bridge Society had asked for it in May, and once more in June."))[-1] == line
    )
