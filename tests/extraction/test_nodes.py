"""The page's elements as lists side by side."""

import pytest
from lxml.html import document_fromstring

from newscrawl.errors import PageError
from newscrawl.extraction.lines import Mark
from newscrawl.extraction.nodes import MAX_DEPTH, Nodes
from newscrawl.extraction.parse import parse
from newscrawl.extraction.walk import complete, linearize, unmarked

HTML = """<body><nav id="a">Menu<p>Home</p>more</nav>One <b>two</b><div><p>Three <span id="b">gone</span> four</p>tail</div>
<aside id="c"><ul><li>Five</li><li>Six<br>Seven</li></ul></aside>after<table><tr><td>x</td><td>1</td></tr></table></body>"""


def test_places_and_holders_agree_with_the_tree() -> None:
    """Parents, ends and numbers say what lxml says."""
    nodes = Nodes(document_fromstring(HTML))

    for number, element in enumerate(nodes.elements):
        assert nodes.at[element] == number
        assert nodes.tags[number] == element.tag
        below = list(element.iterdescendants())
        assert nodes.elements[number + 1 : nodes.ends[number]] == below
        above = [nodes.elements[each] for each in nodes.above(number)]
        assert above == list(element.iterancestors())
        assert dict(nodes.attributes[number]) == dict(element.attrib)
    assert nodes.tags[nodes.body] == "body"


def test_what_is_nested_too_deep_is_refused() -> None:
    """The limit itself is read, one more is not."""
    Nodes(parse("<html><body>" + "<div>" * (MAX_DEPTH - 2) + "x"))
    with pytest.raises(PageError) as caught:
        Nodes(parse("<html><body>" + "<div>" * (MAX_DEPTH - 1) + "x"))
    assert caught.value.code == "too-complex"


def test_lines_of_noise_come_back_in_their_places() -> None:
    """Passing over marked blocks and reading them later gives the lines of one walk, in the same order."""
    nodes = Nodes(document_fromstring(HTML))
    marks = {
        element: Mark(f"test.{element.get('id')}", "")
        for element in nodes.elements
        if element.get("id") in ("a", "b", "c")
    }
    at_once = [
        (line.text, line.mark, line.pieces) for line in linearize(nodes.elements[nodes.body], marks, nodes=nodes)
    ]

    lines, passed = unmarked(nodes, nodes.body, marks)
    assert not any(line.mark for line in lines)
    assert [nodes.tags[number] for number in passed] == ["nav", "aside"]

    later = complete(nodes, lines, passed, marks)
    assert [(line.text, line.mark, line.pieces) for line in later] == at_once
    assert [line.position for line in later] == list(range(len(later)))
