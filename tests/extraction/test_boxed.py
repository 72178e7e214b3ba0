"""Small tables and rows of tools amid a story, on pages from before style sheets."""

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.boxed import boxes_amid, tool_rows
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.walk import linearize

LONG = (
    "The old bridge over the river was opened again on Monday after two years of work on its piers, the council said."
)
WORDS = "Divers look at the second pier of the bridge before the opening."
NOTICES = ("Advertisement", "Print this story", "Reader Comments")


def page_of(body: str) -> tuple[Nodes, list[SourceLine]]:
    nodes = Nodes(document_fromstring(f"<html><body>{body}</body></html>"))
    return nodes, linearize(nodes.elements[0], nodes=nodes)


def boxes_in(block: str) -> list[str]:
    """What is taken of a block amid paragraphs in the cell of a layout table, all of which is kept."""
    nodes, lines = page_of(
        f"<table><tr><td><p>{LONG}</p><p>{LONG}</p>{block}<p>{LONG}</p><p>{LONG}</p></td></tr></table>"
    )
    found = boxes_amid(nodes, lines, {line.position for line in lines}, NOTICES.__contains__)
    return [line.text for line in lines if line.position in found]


@pytest.mark.parametrize(
    "block",
    [
        f"<table align=right><tr><td><img src=a.jpg></td></tr><tr><td>{WORDS}</td></tr></table>",
        f"<table><tr><td><img src=a.jpg></td></tr><tr><td><font size=1>{WORDS}</font></td></tr></table>",
        f"<table ALIGN=LEFT><tr><td></td><td>{WORDS}</td></tr></table>",
        f"<table><tr><td><a href=/ad>{WORDS}</a></td></tr></table>",
        f"<table><tr><td>{WORDS}</td></tr></table>".replace("<tr>", "<tr><td>Advertisement</td></tr><tr>", 1),
    ],
    ids=["floated photograph", "photograph between paragraphs", "pulled quotation", "text ad", "labelled ad"],
)
def test_a_small_table_beside_the_text_is_none_of_it(block: str) -> None:
    """Captions, pulled quotations and advertisements stand in tables of their own."""
    assert WORDS in boxes_in(block)


@pytest.mark.parametrize(
    "block",
    [
        f"<table align=left width='100%'><tr><td><p>{LONG}</p>{f'<p>{LONG}</p>' * 4}</td></tr></table>",
        "<table align=right><tr><th>Span</th><td>412 metres</td></tr><tr><th>Lamps</th><td>100</td></tr></table>",
        f"<table><tr><td>{WORDS}</td></tr></table>",
        f"<table><tr><td><img src=a.jpg></td><td>{WORDS}</td></tr></table>",
        "<table><tr><td><a href=/1>Bridge</a></td><td><a href=/2>Ferry</a></td></tr></table>",
    ],
    ids=["a layout", "data", "a framed sentence", "an entry beside its picture", "a row of links that names no tool"],
)
def test_other_tables_are_the_story(block: str) -> None:
    """What holds much of it, data, or words without a picture in a column of their own."""
    assert boxes_in(block) == []


def test_of_a_table_far_from_the_story_nothing_is_said() -> None:
    """Beside it there are no sentences of the story; the model has judged it."""
    nodes, lines = page_of(
        f"<div><div><div><div><p>{LONG * 5}</p></div></div></div></div><div><div><div><div><table align=right><tr><td>{WORDS}</td></tr></table></div></div></div></div>"
    )
    assert boxes_amid(nodes, lines, {line.position for line in lines}, NOTICES.__contains__) == set()


def tools_in(row: str) -> list[str]:
    _, lines = page_of(f"<p>{LONG}</p>{row}<p>{LONG}</p>")
    found = tool_rows(lines, {line.position for line in lines}, NOTICES.__contains__)
    return [line.text for line in lines if line.position in found]


def test_a_row_of_tools() -> None:
    """Links parted by bars, one of which is known; the others may be called anything."""
    row = "<div><a href=p>Print this story</a> | <a href=d>Digg it</a> | <a href=r>reddit</a></div>"
    assert tools_in(row) == ["Print this story | Digg it | reddit"]


@pytest.mark.parametrize(
    "row",
    [
        "<p><a href=1>organic cotton</a> | <a href=2>linen</a> | <a href=3>hemp</a></p>",
        "<p>Sources: the mill | <a href=2>Print this story</a> | the harbour office and its archive</p>",
        "<p><a href=1>Print this story</a>, he told <a href=2>the printer</a>.</p>",
    ],
    ids=["materials", "words beside a link", "a sentence"],
)
def test_other_rows_of_links_stay(row: str) -> None:
    """Where no link is a tool, where most is no link, and where no bars stand."""
    assert tools_in(row) == []
