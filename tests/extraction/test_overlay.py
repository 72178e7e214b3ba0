"""Laying another rendering of a page over its lines."""

from lxml.html import document_fromstring

from newscrawl.extraction.overlay import as_declared, overlay
from newscrawl.extraction.walk import linearize

HTML = """<body><p>Menu</p><h1>The bridge</h1><p>The council of the harbour town spoke about the bridge.</p><h2>Cost</h2>
<p>Nobody in the council could say <b>today</b> what the repair is going to cost.</p><p>Menu</p><p>Cost</p></body>"""
LINES = linearize(document_fromstring(HTML).find("body"))
TEXT = "The council of the harbour town spoke about the bridge. | Cost | Nobody in the council could say today what the repair is going to cost."


def texts(positions: set[int]) -> list[str]:
    return [line.text for line in LINES if line.position in positions]


def test_short_lines_are_found_only_between_long_ones() -> None:
    """A sub-heading is found where it stands in the story, its twin in the menu is not."""
    found = overlay(LINES, TEXT)

    assert sorted(found) == [2, 3, 4]


def test_a_line_that_lacks_a_piece_is_known_by_its_ends() -> None:
    """A word that the other rendering dropped does not lose the line."""
    assert 4 in overlay(LINES, TEXT.replace(" today", ""))


def test_a_text_of_another_page_finds_nothing() -> None:
    """Nothing is chosen by chance."""
    assert overlay(LINES, "Rain is expected in the hills for the rest of the week, says the weather office.") == set()


def test_a_declared_story_that_covers_little_is_not_believed() -> None:
    """A teaser in JSON-LD does not cut the story short."""
    assert as_declared(LINES, {2, 3, 4}, "The council of the harbour town spoke about the bridge.") == {2, 3, 4}


def test_a_declared_story_has_the_last_word() -> None:
    """A line that was chosen beyond the end of the declared story goes, one that was missed inside comes back."""
    story = [f"On day {n} the council of the harbour town spoke about the old bridge for hours." for n in range(6)]
    rest = "Read more about the bridges of the county in the great Sunday supplement of this paper."
    html = "".join(f"<p>{line}</p>" for line in [*story, rest])
    lines = linearize(document_fromstring(f"<body>{html}</body>").find("body"))

    assert as_declared(lines, {0, 1, 2, 4, 5, 6}, " ".join(story)) == {0, 1, 2, 3, 4, 5}
