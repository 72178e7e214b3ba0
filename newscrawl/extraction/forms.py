"""What a line of the story is beside a paragraph: a sub-heading, a quotation set apart, a point of a list, a row of a table.

The page's elements say so; headings in bold type, as many newsrooms set them, are told by what stands around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from lxml import etree

from newscrawl.article import Form, Line, Structure
from newscrawl.extraction.elements import HEADINGS
from newscrawl.extraction.lines import SourceLine

#: So far above a line the element is looked for that makes it a quotation or a point of a list.
_ABOVE = 6
_HOLDERS = frozenset(("blockquote", "li"))
#: A heading may hold boxes that hold its words.
_BOXES = 3
#: A longer sentence is none, whatever the element: some set a first paragraph, or all of them, as headings.
_HEADING_CHARS = 120
_STATED = tuple(".!…。！\"”’»'")
#: What ends a bold line that leads into the rest of its paragraph, or lists something.
_LEADS = tuple(":：;,，、")
_BOLD = 0.95
#: An element that holds more of the story's lines is a wrapper.
_SHARE = 0.5
_WRAPPED = 3


def forms_of(kept: Sequence[tuple[SourceLine, str]]) -> list[Form]:
    """The form of each line that stays, given with its text as it stays."""
    around = _Around()
    above = [around.holders(line.element) for line, _ in kept]
    headings = [around.is_heading(line.element) for line, _ in kept]
    wrappers = _wrappers(above, headings) if any(above) else set()
    begun = set(wrappers)
    forms: list[Form] = []
    for number, (line, text) in enumerate(kept):
        holders = [holder for holder in above[number] if holder not in wrappers]
        if line.tag == "tr":
            form: Form = "row"
        elif headings[number] and not (len(text) > _HEADING_CHARS and text.endswith(_STATED)):
            form = "heading"
        elif holders:
            form = _held(holders, begun)
        else:
            below = kept[number + 1][0] if number + 1 < len(kept) else None
            is_alone = below is not None and (below.strong < _BOLD or headings[number + 1])
            form = "heading" if is_alone and _heads(line, text) else "paragraph"
        forms.append(form)
        begun.update(holders)
    return forms


def structure_of(lines: Sequence[Line]) -> Structure:
    """Which lines are no paragraphs, by their numbers in the text."""
    numbers: dict[Form, list[int]] = {"heading": [], "quote": [], "item": [], "row": []}
    for number, line in enumerate(lines):
        if line.form != "paragraph":
            numbers[line.form].append(number)
    headings, quotes, items, rows = (tuple(numbers[form]) for form in ("heading", "quote", "item", "row"))
    return Structure(headings=headings, quotes=quotes, items=items, rows=rows)


def _wrappers(above: Sequence[Sequence[etree._Element]], headings: Sequence[bool]) -> set[etree._Element]:
    """Holders that say nothing of their lines: what has most of the story, or headings of its own as entries of a live blog
    have, those of their list that have none included.
    """
    counts = Counter(holder for holders in above for holder in holders)
    headed = {holder for holders, is_heading in zip(above, headings, strict=True) if is_heading for holder in holders}
    lists = {holder.getparent() for holder in headed if holder.tag == "li"}
    most = max(_WRAPPED, _SHARE * len(above))
    return {
        holder for holder, count in counts.items() if holder in headed or holder.getparent() in lists or count > most
    }


def _held(holders: Sequence[etree._Element], begun: Collection[etree._Element]) -> Form:
    """The form of a line in a block quote or a point of a list; a point of several lines begins once."""
    if any(holder.tag == "blockquote" for holder in holders):
        return "quote"
    return "paragraph" if any(holder in begun for holder in holders) else "item"


def _heads(line: SourceLine, text: str) -> bool:
    """Whether a line in bold type is a heading by itself."""
    return line.strong >= _BOLD and len(text) <= _HEADING_CHARS and not text.endswith((*_STATED, *_LEADS))


class _Around:
    """What stands around elements; most lines of a story share one parent, which is asked once."""

    def __init__(self) -> None:
        self._known: dict[etree._Element | None, list[etree._Element]] = {}

    def holders(self, element: etree._Element) -> list[etree._Element]:
        """Block quotes and points of lists around a line, the innermost first."""
        parent = element.getparent()
        if parent not in self._known:
            self._known[parent] = [each for each in islice(_upwards(parent), _ABOVE) if each.tag in _HOLDERS]
        found = self._known[parent]
        return [element, *found] if element.tag in _HOLDERS else found

    @staticmethod
    def is_heading(element: etree._Element) -> bool:
        """Whether a line is set as a heading, also in a box of its own."""
        return any(each.tag in HEADINGS for each in islice(_upwards(element), _BOXES))


def _upwards(element: etree._Element | None) -> Iterator[etree._Element]:
    while element is not None:
        yield element
        element = element.getparent()
