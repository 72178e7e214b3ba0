"""The lines of an element that is not made of paragraphs: what stands between its blocks and its line breaks.

Old pages set headline, byline, date and the whole story into one table cell and part them by `<br>` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from newscrawl.extraction.elements import INLINE, SILENT
from newscrawl.extraction.fields.outline import text_in

_MAX_PARTS = 400
_MAX_CHARS = 600

#: An element, or the text behind one.
_Part = etree._Element | str


def runs(text: str | None, children: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """What stands in an element, as elements: its blocks, and a `p` of our own for each line of bare text between them.

    Inline elements without bare text around them stay as they are.

    >>> cell = etree.fromstring("<td><b>By Jane Doe</b><br/>3 May 2008<p>Rain fell.</p></td>")
    >>> [(run.tag, "".join(run.itertext())) for run in runs(cell.text, cell)]
    [('b', 'By Jane Doe'), ('p', '3 May 2008'), ('p', 'Rain fell.')]
    """
    line: list[_Part] = []
    for part in _parts(text, children):
        if isinstance(part, str) or part.tag in INLINE:
            line.append(part)
            continue
        yield from _joined(line)
        line = []
        if part.tag != "br":
            yield part
    yield from _joined(line)


def _parts(text: str | None, children: Iterable[etree._Element]) -> Iterator[_Part]:
    """Elements and bare texts in page order; inline elements that hold line breaks are opened. Bounded."""
    stack: list[Iterator[_Part]] = [_directly(text, children)]
    for _ in range(_MAX_PARTS):
        while stack:
            part = next(stack[-1], None)
            if part is not None:
                break
            stack.pop()
        else:
            return
        if isinstance(part, str):
            yield part
        elif part.tag in INLINE and part.find(".//br") is not None:
            stack.append(_directly(part.text, part))
        elif part.tag not in SILENT:
            yield part


def _directly(text: str | None, children: Iterable[etree._Element]) -> Iterator[_Part]:
    if text and not text.isspace():
        yield text
    for child in children:
        if isinstance(child.tag, str):
            yield child
        if child.tail and not child.tail.isspace():
            yield child.tail


def _joined(line: list[_Part]) -> list[etree._Element]:
    """A line as one element, if it has bare text; else its elements."""
    if not any(isinstance(part, str) for part in line):
        return [part for part in line if not isinstance(part, str)]
    joined = etree.Element("p")
    for part in line:
        _append(joined, part)
    return [joined]


def _append(line: etree._Element, part: _Part) -> None:
    """Add a copy of a part to a line; of a long element its text alone."""
    text = part if isinstance(part, str) else ""
    if not isinstance(part, str):
        if len(shown := text_in(part, _MAX_CHARS)) < _MAX_CHARS:
            copied = deepcopy(part)
            copied.tail = None
            line.append(copied)
            return
        text = shown
    if len(line):
        line[-1].tail = (line[-1].tail or "") + text
    else:
        line.text = (line.text or "") + text
