"""The page's article part as numbered lines: one paragraph, heading, list item or table row each.

Everything that is later kept or removed is one of these lines (or a piece of one), so the account of a page
adds up by construction. Lines inside an element marked as noise carry the mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree

#: Never text for a reader.
SILENT = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map head title link meta base textarea select "
    "option datalist input progress meter".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt rtc ruby s samp small span "
    "strike strong sub sup time tt u var wbr picture source".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul".split()
)
#: What may hold only words: an element of unknown name in one of these is a word too, elsewhere it is a box.
_PHRASES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "figcaption", "caption", "summary"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong", "th", *_HEADINGS))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad"))
#: Single jamo, and kana whose voicing mark follows: what most Korean and Japanese tools cannot read.
_DECOMPOSED = re.compile("[\u1100-\u11ff]+|[\u3041-\u30ff][\u3099\u309a]")
#: One search tells most texts from those that need more than their white space folded.
_SPECIAL = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u1100-\u11ff\u3099\u309a]")
#: Elements that change nothing about a line but its text.
_PLAIN = (INLINE | SILENT) - {"a", "b", "strong"}
_ROW_CHARS = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """Why an element is noise."""

    rule: str
    why: str


@dataclass(slots=True)
class SourceLine:
    """One line of the page, before anything is decided."""

    position: int
    text: str
    """White space folded, NFC, without zero-width characters."""
    element: etree._Element
    """The innermost block element that holds it."""
    mark: Mark | None
    """Set when it stands inside an element marked as noise."""
    inside: bool
    """Whether it stands in one of the given containers."""
    linked: float
    """Share of its characters that are link text, 0-1."""
    strong: float
    """Share of its characters in bold type or a heading, 0-1."""
    pieces: tuple[tuple[Mark, str], ...] = field(default=())
    """Text of noise elements that stood inside the line; not part of `text`."""

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def is_heading(self) -> bool:
        return self.element.tag in _HEADINGS


def fold_space(text: str) -> str:
    """One line of plain text: white space folded, zero-width characters gone, decomposed Hangul and kana composed.

    Other text keeps the normalization form it was written in; only comparing and hashing normalize.

    >>> fold_space(" a\\u200b\\n  b ")
    'a b'
    >>> fold_space("\\u1112\\u1161\\u11ab e\\u0301 \\uf90a") == "한 e\\u0301 \\uf90a"
    True
    """
    if text.isascii() or not _SPECIAL.search(text):
        return " ".join(text.split())
    text = " ".join(text.translate(_INVISIBLE).split())
    return _DECOMPOSED.sub(_composed, text) if _DECOMPOSED.search(text) else text


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found.group())


def linearize(
    root: etree._Element,
    marks: Mapping[etree._Element, Mark] | None = None,
    containers: Collection[etree._Element] = (),
) -> list[SourceLine]:
    """All lines below `root` in page order, in one walk of the tree."""
    walk = _Walk(root, marks or {}, frozenset(containers))
    walk.run()
    return walk.lines


def is_block(element: etree._Element) -> bool:
    """Whether the element starts a line of its own. Names that HTML does not know count as words inside a paragraph."""
    tag = element.tag
    if tag in INLINE:
        return False
    if tag in _BLOCKS:
        return True
    parent = element.getparent()
    return parent is None or (parent.tag not in _PHRASES and is_block(parent))


class _Walk:
    """The state of one walk: the line being built, and which special elements are open."""

    def __init__(
        self, root: etree._Element, marks: Mapping[etree._Element, Mark], containers: frozenset[etree._Element]
    ) -> None:
        self.root, self.marks, self.containers = root, marks, containers
        self.lines: list[SourceLine] = []
        self.blocks: list[etree._Element] = [root]
        self.open_marks: list[etree._Element] = []
        self.open_containers = 0
        self.open_links = 0
        self.open_strong = 0
        self.open_rows: list[etree._Element] = []
        self.piece: list[str] | None = None
        self._start_line()

    def _start_line(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.strong = 0
        self.pieces: list[tuple[Mark, str]] = []

    def run(self) -> None:
        marks, everywhere, root = self.marks, bool(self.containers), self.root
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in SILENT or not isinstance(tag, str):
                    walker.skip_subtree()
                    continue
                if element in marks:
                    self._enter_mark(element)
                if tag not in _PLAIN or everywhere:
                    self._enter(element, tag)
                if text := element.text:
                    self._add(text)
            else:
                if tag not in _PLAIN or everywhere:
                    self._leave(element, tag)
                if self.open_marks and element is self.open_marks[-1]:
                    self._leave_mark()
                if element is not root and (text := element.tail):
                    self._add(text)
        self._flush()

    @property
    def mark(self) -> Mark | None:
        """The mark of the innermost open element that has one: the most telling reason."""
        return self.marks[self.open_marks[-1]] if self.open_marks else None

    def _enter_mark(self, element: etree._Element) -> None:
        if self.piece is None:
            if is_block(element) or any(is_block(child) for child in element.iterdescendants(etree.Element)):
                self._flush()
            elif not self.open_marks:
                self.piece = []
        self.open_marks.append(element)

    def _leave_mark(self) -> None:
        if self.piece is None:
            self._flush()
        elif len(self.open_marks) == 1:
            if (text := fold_space("".join(self.piece))) and self.mark is not None:
                self.pieces.append((self.mark, text))
            self.piece = None
        self.open_marks.pop()

    def _enter(self, element: etree._Element, tag: str) -> None:
        if element in self.containers:
            self._flush()
            self.open_containers += 1
        if tag == "a":
            self.open_links += 1
        if tag in _STRONG:
            self.open_strong += 1
        if tag in INLINE or tag in SILENT or not is_block(element):
            return
        if tag == "br":
            self._break()
        elif self.open_rows:
            self._add(" | " if tag in ("td", "th") and self.parts else " ")
        else:
            self._flush()
            self.blocks.append(element)
            if tag == "tr" and _is_data_row(element):
                self.open_rows.append(element)

    def _leave(self, element: etree._Element, tag: str) -> None:
        if tag == "a" and self.open_links:
            self.open_links -= 1
        if tag in _STRONG and self.open_strong:
            self.open_strong -= 1
        if tag not in INLINE and tag not in SILENT and tag != "br" and isinstance(tag, str) and is_block(element):
            if self.open_rows and element is not self.open_rows[-1]:
                self._add(" ")
            elif self.blocks[-1] is element:
                if self.open_rows:
                    self.open_rows.pop()
                self._flush()
                self.blocks.pop()
        if element in self.containers:
            self._flush()
            self.open_containers -= 1

    def _break(self) -> None:
        """A `<br>` ends the line, but for headings and table rows, which are one line."""
        if self.open_rows or self.blocks[-1].tag in _HEADINGS or self.piece is not None:
            self._add(" ")
        else:
            self._flush()

    def _add(self, text: str) -> None:
        if self.piece is not None:
            self.piece.append(text)
            return
        if not self.parts and text.isspace():
            return
        self.parts.append(text)
        if self.open_links:
            self.linked += len(text.strip())
        if self.open_strong:
            self.strong += len(text.strip())

    def _flush(self) -> None:
        """End the line being built; it is kept in mind only if it has text."""
        if not self.parts and not self.pieces:
            return
        text = fold_space("".join(self.parts)).strip(" |")
        if text or self.pieces:
            size = max(1, len(text))
            self.lines.append(
                SourceLine(
                    position=len(self.lines),
                    text=text,
                    element=self.blocks[-1],
                    mark=self.mark if self.piece is None else None,
                    inside=self.open_containers > 0,
                    linked=min(1.0, self.linked / size),
                    strong=min(1.0, self.strong / size),
                    pieces=tuple(self.pieces),
                )
            )
        self._start_line()


def _is_data_row(row: etree._Element) -> bool:
    """Whether a table row is a row of data; layout tables hold paragraphs or whole stories in their cells."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(row.iter("table", "ul", "ol", "h1", "h2", "h3"), None) is not None:
        return False
    size = 0
    for text in row.itertext():
        size += len(text.strip())
        if size > _ROW_CHARS:
            return False
    return True
