"""What trafilatura is asked about."""

from lxml.html import document_fromstring

from newscrawl.extraction.engine import ask_engine
from newscrawl.extraction.nodes import Nodes

STORY = "".join(f"<p>On day {day} the council of the harbour town spoke about the old bridge.</p>" for day in range(8))


def asked_about(marks: int) -> str:
    """Its text of a page with so many marks in one paragraph."""
    tree = document_fromstring(f"<html><body><article>{STORY}<p>{'<b>a</b>' * marks}</p></article></body></html>")
    return ask_engine(Nodes(tree), {}, 0)


def test_a_part_that_is_too_large_is_not_asked_about() -> None:
    """Its time and memory grow with the square of the elements; no page for people has so many."""
    assert "spoke about the old bridge" in asked_about(100)
    assert asked_about(100_000) == ""
