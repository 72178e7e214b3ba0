"""Small tables and rows of links amid the story, as pages from before style sheets have them: photographs with their captions,
pulled quotations, advertisements, what a reader may do with the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from newscrawl.extraction.captions import is_few
from newscrawl.extraction.elements import INLINE
from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.model.features import ends_sentence
from newscrawl.extraction.nodes import Nodes

#: A table with more text, or more lines, than this is no box.
_BOX_CHARS, _BOX_LINES = 420, 8
#: So many lines stand in a box with one picture: what it shows, who took it.
_PICTURE_LINES = 3
#: How far above a sentence, and above a box, the element may stand that holds both.
_STEPS = 3
_LINKED = 0.8
#: Between the cells of a row.
_CELL = " | "
#: A row of links has so many, parted by these.
_LINKS, _BAR = 2, re.compile(r"\s*[|｜·•]\s*")


def boxes_amid(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """The kept lines of small tables beside sentences of the story that stand at its side, hold one picture and a few words, are
    links as a whole, or open with a notice. Tables with several cells in a row hold data.

    Args:
        nodes: the page's elements.
        lines: its lines that have text, in page order.
        kept: those that are story.
        tells: whether a line is a notice by its wording.
    """
    if not nodes.by_tag["table"]:
        return set()
    boxes = _boxes(nodes, lines)
    told = (line for line in lines if line.position in kept and line.position not in boxes and ends_sentence(line.text))
    beside = {at for line in told for at in _upwards(nodes, line.node)}
    found: list[SourceLine] = []
    for box in dict.fromkeys(boxes.values()):
        own = [line for line in lines if boxes.get(line.position) == box]
        some = [line for line in own if line.position in kept]
        if some and _may_be_box(own) and not beside.isdisjoint(_upwards(nodes, nodes.parents[box])):
            found += some if _is_apart(nodes, box, own, tells) else []
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def _boxes(nodes: Nodes, lines: Sequence[SourceLine]) -> dict[int, int]:
    """The outermost small table around each line that has one, by its position."""
    around = {
        line.position: [at for at in (line.node, *nodes.above(line.node)) if nodes.tags[at] == "table"]
        for line in lines
    }
    sizes: Counter[int] = Counter()
    for line in lines:
        for table in around[line.position]:
            sizes[table] += length(line.text)
    small = {at: [table for table in tables if sizes[table] <= _BOX_CHARS] for at, tables in around.items()}
    return {at: tables[-1] for at, tables in small.items() if tables}


def _upwards(nodes: Nodes, number: int) -> Iterator[int]:
    """An element and those around it; inline elements are no steps."""
    for _ in range(_STEPS):
        while number >= 0 and nodes.tags[number] in INLINE:
            number = nodes.parents[number]
        if number < 0 or nodes.tags[number] in ("tr", "table", "body"):
            return
        yield number
        number = nodes.parents[number]


def _may_be_box(own: Sequence[SourceLine]) -> bool:
    """Whether a table is no list, and holds no data: several cells in a row, which are no links."""
    data = (line for line in own if line.tag == "tr" and line.linked < _LINKED)
    return len(own) <= _BOX_LINES and next(data, None) is None


def _is_apart(nodes: Nodes, box: int, own: Sequence[SourceLine], tells: Callable[[str], bool]) -> bool:
    if nodes.attributes[box].get("align", "").lower() in ("left", "right"):
        return True
    if not _is_column(nodes, box):
        return len(own) == 1 and any(tells(cell) for cell in own[0].text.split(_CELL))
    if all(_is_linked(line) for line in own) or (len(own) > 1 and tells(own[0].text)):
        return True
    return len(own) <= _PICTURE_LINES and nodes.tags[box : nodes.ends[box]].count("img") == 1


def _is_column(nodes: Nodes, box: int) -> bool:
    """Whether each row of a table is one cell."""
    tags = nodes.tags[box : nodes.ends[box]]
    return tags.count("td") + tags.count("th") <= tags.count("tr")


def tool_rows(lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Kept lines of several links parted by bars, and hardly more, of which one is a notice: what a reader may do with the page."""
    found = [line for line in lines if line.position in kept and _is_tool_row(line, tells)]
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def _is_tool_row(line: SourceLine, tells: Callable[[str], bool]) -> bool:
    if len(line.anchors) < _LINKS or line.is_heading or line.tag == "tr" or not _is_linked(line):
        return False
    parts = _BAR.split(line.text)
    return len(parts) >= len(line.anchors) and any(map(tells, parts))


def _is_linked(line: SourceLine) -> bool:
    """Whether a line is links as a whole; bars between them do not count."""
    return line.linked * len(line.text) >= _LINKED * len(_BAR.sub("", line.text))
