"""What stands amid the story and is told by that alone."""

from collections.abc import Sequence

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.amid import entry_headings, labelled_links, lone_links
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.walk import linearize

SAID = [f"On day {n} the council of the harbour town spoke about the old bridge and its repair." for n in range(4)]
LINK = "<p><a href='/x'>{}</a></p>"


def lines_of(body: str) -> list[SourceLine]:
    return linearize(document_fromstring(f"<body><article>{body}</article></body>"))


def live(clocks: list[str]) -> str:
    return "".join(f"<div><span>{time}</span><h3>Entry {n}</h3><p>{SAID[n]}</p></div>" for n, time in enumerate(clocks))


@pytest.mark.parametrize(
    ("clocks", "found"),
    [
        (["20:41 Uhr", "20:10 Uhr", "19:32 Uhr"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["21h14", "20h52", "20h31"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["9:40 p.m. EST", "9:05 p.m. EST", "8:30 p.m. EST"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["20:41 Uhr", "Anzeige", "Politik"], []),
        (["2", "3", "4"], []),
    ],
)
def test_headings_of_live_entries(clocks: list[str], found: list[str]) -> None:
    """A heading between a time of day and the story is an entry's, where there are several; one time alone is the page's own."""
    lines = lines_of(live(clocks))
    kept = {line.position for line in lines if line.text in SAID}
    assert [line.text for line in lines if line.position in entry_headings(lines, kept)] == found


def links(body: str) -> list[str]:
    lines = lines_of(body)
    return [line.text for line in lines if line.position in lone_links(lines, {line.position for line in lines})]


@pytest.mark.parametrize(
    "teaser",
    [
        LINK.format("The bridges that nobody counts: “It is a lottery”"),
        "<p><b>Auch lecker: </b><a href='/x'>Birnenkuchen mit Streuseln</a></p>",
    ],
)
def test_a_paragraph_that_is_a_link_is_a_teaser(teaser: str) -> None:
    """A headline, also one that ends in a quotation or stands behind a label, between two paragraphs."""
    story = "".join(f"<p>{said}</p>" for said in SAID)
    found = "".join(map(str, document_fromstring(teaser).itertext()))
    assert links(f"{story}{teaser}<p>{SAID[0]}</p>") == [found]


@pytest.mark.parametrize(
    "line",
    [
        LINK.format("The minutes of the council are here for all to read."),
        LINK.format("The plan"),
        LINK.format("https://www.example.test/council/minutes"),
        "<h2><a href='#top'>The bridges that nobody ever counts</a></h2>",
        "<p>The law: <a href='/x'>nobody may cross</a> the bridge on foot</p>",
        "<p>Read <a href='/x'>the bridges that nobody ever counts</a></p>",
    ],
)
def test_links_that_are_the_story(line: str) -> None:
    """Sentences, names, addresses, headings that link to themselves, links within words."""
    story = "".join(f"<p>{said}</p>" for said in SAID)
    assert links(f"{story}{line}<p>{SAID[0]}</p>") == []


POINTS = (
    "<li><b>Council:</b> <a href='/a'>The bridge of Lindholm stays open</a></li>",
    "<li><b>Trains: </b><a href='/b'>Every second one is late in spring</a></li>",
)


def labelled(points: Sequence[str], story: int = 6) -> list[str]:
    said = "".join(f"<p>{each}</p>" for each in SAID) * story
    lines = lines_of(f"{said}<ul>{''.join(points)}</ul>{said}")
    kept = {line.position for line in lines}
    return [line.text for line in lines if line.position in labelled_links(lines, kept)]


def test_a_list_of_headlines_behind_labels_leads_elsewhere() -> None:
    """Each point is a few words, a colon and a link."""
    assert labelled(POINTS) == [
        "Council: The bridge of Lindholm stays open",
        "Trains: Every second one is late in spring",
    ]


@pytest.mark.parametrize(
    "points",
    [
        POINTS[:1],
        [*POINTS, "<li>Rain is to be expected in all of the county until Friday.</li>"],
        [*POINTS, "<li><b>Price:</b> 12 crowns for a ticket in the <a href='/c'>second class</a></li>"],
        ["<li><b>Web:</b> <a href='https://a.example/x'>https://a.example/the-bridge-stays</a></li>"] * 2,
        ["<li><b>Tel:</b> <a href='tel:1'>0123 45 67</a></li>"] * 2,
        [
            "<li>Study: <a href='https://doi.test/1'>Tidal wear of timber bridges in cold harbours</a></li>",
            "<li>Report: <a href='https://lindholm.test/2'>The state of the bridges of Lindholm</a></li>",
        ],
    ],
)
def test_other_lists_with_labels_are_the_story(points: list[str]) -> None:
    """One point, points that say something, addresses, numbers, what leads to several sites."""
    assert labelled(points) == []


def test_a_list_that_is_the_story_stays() -> None:
    """A page of links is not emptied."""
    assert labelled(POINTS * 12, story=1) == []
