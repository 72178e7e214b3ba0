"""Short lines that the model takes for menus, and whose make and place tell that they are the story: poems, appointments, prices, scores."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from newscrawl.extraction.elements import HEADINGS
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.nodes import Nodes

#: Rows of results and prices, and what is a word and a figure of them.
_ROW_CHARS = 40
_FIGURE, _WORD = re.compile(r"[-+−▲▼]?\d+(?:[.,]\d+)*"), re.compile(r"[^\W\d_]+|[㎀-㏿]+")
#: What opens the rows of a list in Korean papers, and how many rows are one.
_SIGNS, _SIGN, _SIGNED_ROWS = frozenset("▲△◇◆□■○●"), re.compile("[▲△◇◆□■○●]"), 3
_LABELLED = re.compile(r".\s?[^:]{1,12}\s?:\s")
#: How probable rows of a table must be on average, and how little of them may be links.
_ROW, _FEW_LINKS = 0.1, 0.3
#: Bold type to this share is a sub-heading's.
_BOLD = 0.8
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_COUNT = re.compile(rf"(?:(\d{{1,2}})[.)]\s?(?=\D)|[{_CIRCLED}])")
#: Words before a time, a place, a price, as papers print them below what they announce.
_WHEN_AND_WHERE = re.compile(
    r"(?:일시|기간|시간|날짜|장소|요금|가격|관람료|입장료|참가비|수강료|출연|대상|인원|모집|신청|접수|주최|주관)\s?(?::\s?|\s)(?=\S)"
)
#: So many figures make a row of scores, which is no longer than this.
_FIGURES, _SCORE_CHARS = 4, 60
_LINE_UP = re.compile(r"\b(?:GK|DF|MF|FW)\b|\b\d-\d-\d(?:-\d)?\b(?![-\d])|\A감독\s?[:=]")
_NO_FIGURES = re.compile(r"@|(?:19|20)\d\d\s?[-./;년]|\d:\d\d|\d{3,4}-\d{4}|://")
#: So many lines are a poem, none longer than this; its words have no figures, addresses, labels.
_VERSES, _VERSE_CHARS, _LISTED = 4, 30, ("li", "dt", "dd", *HEADINGS)
_VERSE = re.compile(r"[“‘\"']?[^\W\d_][^\W\d_]*(?:[ ,.!?…~·’”'\"-]{1,3}[^\W\d_]+)*[,.!?…~’”'\"-]{0,3}")


def rows(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """All of these.

    Args:
        nodes: the page's elements.
        lines: its lines that have text, in page order.
        kept: those that are story.
        tells: whether a line is a notice by its wording.
    """
    found = verses(nodes, lines, kept, tells)
    found |= rows_alike(lines, kept | found, tells)
    found |= rows_priced(nodes, lines, kept | found, tells) | rows_signed(nodes, lines, kept | found, tells)
    found |= rows_numbered(nodes, lines, kept | found) | rows_labelled(nodes, lines, kept | found, tells)
    return found | scores(nodes, lines, kept | found, tells)


def tables_amid(nodes: Nodes, lines: Sequence[SourceLine], story: Sequence[float], kept: set[int]) -> set[int]:
    """Rows of a table that stands between two lines of the story, side by side with both, and that the model does not rule out."""
    found: set[int] = set()
    tables = [_table(nodes, line) for line in lines]
    for table, group in groupby(range(len(lines)), key=tables.__getitem__):
        rows = list(group)
        first, last = rows[0], rows[-1]
        if table < 0 or first == 0 or last + 1 == len(lines):
            continue
        sides = (lines[first - 1], lines[last + 1])
        amid = all(side.position in kept and nodes.parents[side.node] == nodes.parents[table] for side in sides)
        plain = all(lines[row].linked < _FEW_LINKS for row in rows)
        if amid and plain and len(rows) > 1 and sum(story[first : last + 1]) >= _ROW * len(rows):
            found |= {lines[row].position for row in rows}
    return found


def _table(nodes: Nodes, line: SourceLine) -> int:
    """The number of the table in which a line is a row; less than 0 where it is none."""
    node = line.node if line.tag == "tr" else -1
    while node >= 0 and nodes.tags[node] != "table":
        node = nodes.parents[node]
    return node


def rows_alike(lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Rows right below a kept one of the same shape (names and figures in the same order) and make, as results and prices stand."""
    found: set[int] = set()
    for above, line in pairwise(lines):
        if line.position in kept or (above.position not in kept and above.position not in found):
            continue
        if (
            _is_row(line)
            and line.look == above.look
            and _shape(line.text) == _shape(above.text)
            and not tells(line.text)
        ):
            found.add(line.position)
    return found


def rows_priced(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Several rows of one shape with two figures or more, of the make of the sentences in their box and right below one: what things
    cost. What readers pressed has one figure."""
    if sum(map(_is_row, lines)) < _SIGNED_ROWS:  # as on nearly all pages
        return set()
    boxes = {(nodes.parents[line.node], line.look) for line in lines if line.position in kept}
    found: set[int] = set()
    above: SourceLine | None = None

    def shape_and_place(line: SourceLine) -> tuple[str, object]:
        return (_shape(line.text), (nodes.parents[line.node], line.look)) if _is_row(line) else ("", None)

    for (shape, place), group in groupby(lines, key=shape_and_place):
        rows = list(group)
        is_list = len(rows) >= _SIGNED_ROWS and shape.count("0") > 1 and place in boxes
        if is_list and above is not None and above.position in kept:
            found |= {row.position for row in rows if not tells(row.text)}
        above = rows[-1]
    return found


def _is_row(line: SourceLine) -> bool:
    if len(line.text) > _ROW_CHARS or line.linked or line.is_heading:
        return False
    return any(map(str.isdigit, line.text))


def _shape(text: str) -> str:
    """Words and figures of a row as one sign each.

    >>> _shape("가람제빙 +8.2%"), _shape("Lake 3-1 River")
    ('a 0%', 'a 00 a')
    """
    return _WORD.sub("a", _FIGURE.sub("0", text))


def rows_signed(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Rows of the story's box that open with list signs, where one has several of them or two kinds of sign take turns: names of
    those who were appointed. A caption has one such sign."""
    if not any(line.text[0] in _SIGNS for line in lines):
        return set()
    boxes = {nodes.parents[line.node] for line in lines if line.position in kept}
    found: set[int] = set()
    for (signed, box), group in groupby(lines, key=lambda line: (line.text[0] in _SIGNS, nodes.parents[line.node])):
        rows = list(group) if signed and box in boxes else []
        if len(rows) >= _SIGNED_ROWS and _is_list(rows) and not any(row.linked or tells(row.text) for row in rows):
            found |= {row.position for row in rows}
    return found


def _is_list(rows: Sequence[SourceLine]) -> bool:
    """Whether rows behind signs are one list: two kinds of signs, several in a row, or a label and a colon in each."""
    texts = [row.text for row in rows]
    several = len({text[0] for text in texts}) > 1 or any(len(_SIGN.findall(text)) > 1 for text in texts)
    return several or all(map(_LABELLED.match, texts))


def rows_numbered(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Lines that go on with the count of a kept one of their make and box: sub-headings and points of a list."""
    counted = {
        _counted(nodes, line, number) for line in lines if line.position in kept and (number := _number(line.text))
    }
    found: set[int] = set()
    for line in lines:
        number = _number(line.text)
        if number and line.linked == 0 and _counted(nodes, line, number - 1) in counted:
            counted.add(_counted(nodes, line, number))
            found.add(line.position)
    return found


def _counted(nodes: Nodes, line: SourceLine, number: int) -> tuple[object, ...]:
    return nodes.parents[line.node], line.look, line.strong >= _BOLD, number


def _number(text: str) -> int:
    """The number that a line opens with, in a circle or before a full stop; 0 where it has none."""
    found = _COUNT.match(text)
    if found is None:
        return 0
    return int(found[1]) if found[1] else _CIRCLED.index(text[0]) + 1


def rows_labelled(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Rows in the story's box that say when, where and for how much, each behind a word for that; and the bold line above them."""
    told = {line.position for line in lines if _is_labelled(line)}
    if not told:
        return told
    boxes = {nodes.parents[line.node] for line in lines if line.position in kept}
    found: set[int] = set()
    above: SourceLine | None = None
    for (labelled, box), group in groupby(lines, key=lambda line: (line.position in told, nodes.parents[line.node])):
        rows = list(group)
        if labelled and box in boxes and len(rows) > 1 and not any(tells(row.text) for row in rows):
            titled = above is not None and nodes.parents[above.node] == box and above.strong >= _BOLD
            found |= {row.position for row in ([above, *rows] if above is not None and titled else rows)}
        above = rows[-1]
    return found


def _is_labelled(line: SourceLine) -> bool:
    is_short = len(line.text) <= _SCORE_CHARS and line.linked == 0 and not line.is_heading
    return is_short and _WHEN_AND_WHERE.match(line.text) is not None


def scores(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Rows of many figures in the story's box, with what is said above them behind a sign: how a match went, set by set."""
    told = {line.position for line in lines if _is_score(line)}
    if not told:
        return told
    boxes = {(nodes.parents[line.node], line.look) for line in lines if line.position in kept}
    found: set[int] = set()
    for inside, group in groupby(
        lines, key=lambda line: line.position in told and (nodes.parents[line.node], line.look) in boxes
    ):
        rows = list(group) if inside else []
        while rows and not _has_figures(rows[-1].text):
            rows.pop()
        if not any(tells(row.text) for row in rows):
            found |= {row.position for row in rows}
    return found


def _is_score(line: SourceLine) -> bool:
    is_short = len(line.text) <= _SCORE_CHARS and line.linked == 0 and not line.is_heading
    return is_short and (line.text[0] in _SIGNS or _has_figures(line.text))


def _has_figures(text: str) -> bool:
    """Whether a row is a name and figures, and no date, address or telephone number; or who plays where.

    >>> _has_figures("해든(21승 9패) 25 22 25 25 - 3"), _has_figures("전화 02-000-0000, 02-000-0001"), _has_figures("입력 2026.03.12 09:15")
    (True, False, False)
    """
    return _LINE_UP.search(text) is not None or (
        len(_FIGURE.findall(text)) >= _FIGURES and not _NO_FIGURES.search(text)
    )


def verses(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], tells: Callable[[str], bool]) -> set[int]:
    """Short lines that breaks part, or paragraphs side by side, in the story's box: a poem, which the model takes for a list."""
    short = {line.position for line in lines if _is_verse(line)}
    if len(short) < _VERSES:
        return set()
    boxes = {box for line in lines if line.position in kept for box in (line.node, nodes.parents[line.node])}
    parted = Counter(line.node for line in lines)

    def place(line: SourceLine) -> tuple[int, bool]:
        return line.node if parted[line.node] > 1 else nodes.parents[line.node], line.position in short

    found: set[int] = set()
    for (box, is_poem), group in groupby(lines, key=place):
        poem = list(group) if is_poem else []
        inside = box in boxes or (bool(poem) and poem[0].tag == "p" and nodes.parents[box] in boxes)
        if len(poem) >= _VERSES and inside and not any(tells(line.text) for line in poem):
            found |= {line.position for line in poem}
    return found


def _is_verse(line: SourceLine) -> bool:
    return (
        len(line.text) <= _VERSE_CHARS
        and line.linked == 0
        and line.tag not in _LISTED
        and _VERSE.fullmatch(line.text) is not None
    )
