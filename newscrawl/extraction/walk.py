"""From elements to lines: a walk over part of a page, or what an earlier walk passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from newscrawl.extraction.elements import BLOCKS, HEADINGS, INLINE, SILENT, is_block
from newscrawl.extraction.lines import Mark, SourceLine, fold_space
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.shapes import is_data_row, is_prose

_STRONG_TAGS = frozenset(("b", "strong", "th", *HEADINGS))
#: What an element does to the line it stands in.
_PLAIN, _LINK, _STRONG, _BLOCK, _STRONG_BLOCK, _BREAK, _SILENT, _PASSED, _UNKNOWN = range(9)
_KINDS = (
    dict.fromkeys(INLINE, _PLAIN)
    | dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys(SILENT, _SILENT)
    | dict.fromkeys(_STRONG_TAGS & INLINE, _STRONG)
    | dict.fromkeys(_STRONG_TAGS & BLOCKS, _STRONG_BLOCK)
    | {"a": _LINK, "br": _BREAK}
)
#: What parts the paragraphs of a text that was written with a typewriter's means.
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def linearize(
    root: etree._Element,
    marks: Mapping[etree._Element, Mark] | None = None,
    containers: Collection[etree._Element] = (),
    nodes: Nodes | None = None,
) -> list[SourceLine]:
    """All lines below `root` in page order; `nodes` are those of its tree, where somebody has them already."""
    nodes = nodes or Nodes(root)
    walk = _Walk(nodes, _numbered(nodes, marks or {}), frozenset(nodes.at[each] for each in containers))
    walk.run(nodes.at[root])
    return walk.lines


def unmarked(nodes: Nodes, root: int, marks: Mapping[etree._Element, Mark]) -> tuple[list[SourceLine], list[int]]:
    """The lines outside marked blocks, and the blocks that were passed over, as numbers; `complete` reads those."""
    walk = _Walk(nodes, _numbered(nodes, marks), frozenset(), lazily=True)
    walk.run(root)
    return walk.lines, walk.passed


def complete(
    nodes: Nodes, lines: Sequence[SourceLine], passed: Sequence[int], marks: Mapping[etree._Element, Mark]
) -> list[SourceLine]:
    """`lines` and those of the blocks that were passed over, in page order and numbered anew."""
    numbered = _numbered(nodes, marks)
    found: list[SourceLine] = []
    for number in passed:
        walk = _Walk(nodes, numbered, frozenset())
        walk.run(number)
        found += walk.lines
    found += lines
    # text behind an element begins where the last text in it may; what was passed over stands first
    found.sort(key=lambda line: line.start)
    for position, line in enumerate(found):
        line.position = position
    return found


def _numbered(nodes: Nodes, marks: Mapping[etree._Element, Mark]) -> dict[int, Mark]:
    at = nodes.at
    return {at[element]: mark for element, mark in marks.items() if element in at}


class _Walk:
    """The state of one walk: the line being built, and which special elements are open."""

    def __init__(
        self, nodes: Nodes, marks: Mapping[int, Mark], containers: frozenset[int], *, lazily: bool = False
    ) -> None:
        self.nodes, self.marks, self.containers, self.lazily = nodes, marks, containers, lazily
        self.lines: list[SourceLine] = []
        self.passed: list[int] = []
        self.blocks: list[int] = []
        self.open_marks: list[int] = []
        self.open_containers = 0
        self.open_links = 0
        self.open_strong = 0
        self.open_rows: list[int] = []
        self.piece: list[str] | None = None
        self.parts: list[str] = []
        self.linked = 0
        self.strong = 0
        self.pieces: list[tuple[Mark, str]] = []
        self.start = 0
        self.anchors: list[tuple[int, int, etree._Element]] = []
        self.anchor, self.begun = -1, 0
        """The link that is open, and with which of the line's texts it begins."""

    def run(self, root: int) -> None:
        """Walk the elements below `root` in page order; an element is left when its last descendant was."""
        elements, tags, ends = self.nodes.elements, self.nodes.tags, self.nodes.ends
        marks, containers, special = self.marks, self.containers, bool(self.marks or self.containers)
        parts, kinds, stop = self.parts, _KINDS, ends[root]
        self.blocks = [root]
        open_: list[tuple[int, int]] = []
        number = root
        while True:
            while open_ and ends[open_[-1][0]] == number:
                left, kind = open_.pop()
                if kind or (special and (left in marks or left in containers)):
                    self._leave(left, kind)
                text = elements[left].tail if left != root else None
                if text and (parts or self.piece is not None or not text.isspace()):
                    self._add(text, 2 * ends[left])
            if number >= stop:
                break
            kind = kinds.get(tags[number], _UNKNOWN)
            if kind == _SILENT:
                open_.append((number, _PLAIN))
                number = ends[number]
                continue
            if kind == _UNKNOWN:
                kind = _BLOCK if is_block(elements[number]) else _PLAIN
            if tags[number] == "span" and ends[number] - number > 2 and self._is_picture_box(number):
                kind = _BLOCK
            if special:
                if number in marks and self._passes(number):
                    open_.append((number, _PASSED))
                    number = ends[number]
                    continue
                if number in containers:
                    self._enter_container()
            if kind:
                self._enter(number, kind)
            if (text := elements[number].text) and (parts or self.piece is not None or not text.isspace()):
                self._add(text, 2 * number + 1)
            open_.append((number, kind))
            number += 1
        self._flush()

    @property
    def mark(self) -> Mark | None:
        """The mark of the innermost open element that has one: the most telling reason."""
        return self.marks[self.open_marks[-1]] if self.open_marks else None

    def _passes(self, number: int) -> bool:
        """Open a marked element; True where it is a block that is passed over."""
        if self.piece is None:
            if self._has_blocks(number):
                self._flush()
                if self.lazily:
                    self.passed.append(number)
                    return True
            elif not self.open_marks:
                self.piece = []
        self.open_marks.append(number)
        return False

    def _has_blocks(self, number: int) -> bool:
        """Whether an element is a block or holds one."""
        elements, end = self.nodes.elements, self.nodes.ends[number]
        tags = self.nodes.tags[number:end]
        return not BLOCKS.isdisjoint(tags) or any(
            tag not in _KINDS and is_block(element) for tag, element in zip(tags, elements[number:end], strict=True)
        )

    def _is_picture_box(self, number: int) -> bool:
        """Whether an inline element holds a picture in a block: the words beside it are a caption, and the story begins behind it."""
        inside = self.nodes.tags[number + 1 : self.nodes.ends[number]]
        return "img" in inside and not BLOCKS.isdisjoint(inside)

    def _leave_mark(self) -> None:
        if self.piece is None:
            self._flush()
        elif len(self.open_marks) == 1:
            if (text := fold_space("".join(self.piece))) and self.mark is not None:
                self.pieces.append((self.mark, text))
            self.piece = None
        self.open_marks.pop()

    def _enter_container(self) -> None:
        self._flush()
        self.open_containers += 1

    def _enter(self, number: int, kind: int) -> None:
        if kind == _LINK:
            self.open_links += 1
            self.anchor, self.begun = number, len(self.parts)
            return
        if kind in (_STRONG, _STRONG_BLOCK):
            self.open_strong += 1
        if kind == _BREAK:
            self._break(number)
        elif kind == _STRONG:
            return
        elif self.open_rows:
            self._add(" | " if self.nodes.tags[number] in ("td", "th") and self.parts else " ", 2 * number + 1)
        else:
            if self.parts or self.pieces:
                self._flush()
            self.blocks.append(number)
            if self.nodes.tags[number] == "tr" and is_data_row(self.nodes.elements[number]):
                self.open_rows.append(number)

    def _leave(self, number: int, kind: int) -> None:
        if kind == _LINK:
            self.open_links -= 1
            self._end_anchor()
            self.anchor = -1
        elif kind in (_STRONG, _STRONG_BLOCK):
            self.open_strong -= 1
        if kind in (_BLOCK, _STRONG_BLOCK):
            if self.open_rows and number != self.open_rows[-1]:
                self._add(" ", 2 * number)
            elif self.blocks[-1] == number:
                if self.open_rows:
                    self.open_rows.pop()
                if self.parts or self.pieces:
                    self._flush()
                self.blocks.pop()
        if number in self.containers:
            self._flush()
            self.open_containers -= 1
        if self.open_marks and number == self.open_marks[-1]:
            self._leave_mark()

    def _break(self, number: int) -> None:
        """A `<br>` ends the line, but for headings and table rows, which are one line."""
        if self.open_rows or self.nodes.tags[self.blocks[-1]] in HEADINGS or self.piece is not None:
            self._add(" ", 2 * number)
        else:
            self._flush()

    def _add(self, text: str, start: int) -> None:
        if not (self.parts or self.pieces or self.piece):
            self.start = start
        if self.piece is not None:
            self.piece.append(text)
            return
        if not self.parts and text.isspace():
            return
        if (
            "\n" in text
            and self.nodes.tags[self.blocks[-1]] == "pre"
            and is_prose(self.nodes.elements[self.blocks[-1]])
        ):
            *ended, text = _EMPTY_LINES.split(text)
            for paragraph in ended:
                self._put(paragraph)
                self._flush()
                self.start = start
        self._put(text)

    def _put(self, text: str) -> None:
        """Add a text to the line being built."""
        self.parts.append(text)
        if self.open_links:
            self.linked += len(text.strip())
        if self.open_strong:
            self.strong += len(text.strip())

    def _end_anchor(self) -> None:
        """Note what the open link has of the line being built; it may go on in the next one."""
        if len(self.parts) > self.begun and self.anchor >= 0:
            self.anchors.append((self.begun, len(self.parts), self.nodes.elements[self.anchor]))
        self.begun = 0

    def _flush(self) -> None:
        """End the line being built; it is kept in mind only if it has text."""
        if self.anchor >= 0:
            self._end_anchor()
        if not self.parts and not self.pieces:
            return
        text = fold_space("".join(self.parts)).strip(" |")
        if text or self.pieces:
            size = max(1, len(text))
            node = self.blocks[-1]
            self.lines.append(
                SourceLine(
                    position=len(self.lines),
                    text=text,
                    element=self.nodes.elements[node],
                    mark=self.mark if self.piece is None else None,
                    inside=self.open_containers > 0,
                    linked=min(1.0, self.linked / size),
                    strong=min(1.0, self.strong / size),
                    pieces=tuple(self.pieces),
                    node=node,
                    start=self.start,
                    texts=tuple(self.parts) if self.anchors else (),
                    anchors=tuple(self.anchors),
                )
            )
        self.parts.clear()
        self.anchors.clear()
        self.linked = self.strong = 0
        self.pieces = []
