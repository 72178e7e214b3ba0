"""What trafilatura says of a part of the page. The only file that imports it."""

from __future__ import annotations

import copy
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse
from newscrawl.extraction.prune import Marks

_NOISE = "data-newscrawl-noise"
_MOST_ELEMENTS = 6_000
"""Beyond it time and memory grow with the square: 20,000 siblings take nine seconds, 300,000 five gigabytes."""


def ask_engine(nodes: Nodes, marks: Marks, within: int) -> str | None:
    """trafilatura's text of the part below an element, without its noise elements; "" where it finds none, None where it is
    not asked because the part is too large.
    """
    if nodes.ends[within] - within > _MOST_ELEMENTS:
        return None
    from trafilatura import bare_extraction  # costs a second, which `import newscrawl` need not pay

    document = bare_extraction(_without(nodes, marks, within), include_comments=False)
    return (getattr(document, "text", None) or "") if document is not None else ""


def _without(nodes: Nodes, marks: Marks, within: int) -> HtmlElement:
    """A page of its own with a copy of one element, without the marked ones in it; the text after each stays."""
    noise = [element for element in marks if nodes.holds(within, nodes.at[element])]
    for element in noise:
        element.set(_NOISE, "1")
    part: Any = copy.deepcopy(nodes.elements[within])
    for element in noise:
        del element.attrib[_NOISE]
    part.tail = None
    page: Any = part if part.tag == "html" else parse("<html><body></body></html>")
    if part.tag == "body":
        page.replace(page.body, part)
    elif part is not page:
        page.body.append(part)
    for element in page.xpath(f"//*[@{_NOISE}]"):
        if element.getparent() is not None:
            element.drop_tree()
    return page
