"""The page's article part as numbered lines: one paragraph, heading, list item or table row each.

Everything that is later kept or removed is one of these lines (or a piece of one), so the account of a page
adds up by construction. Lines inside an element marked as noise carry the mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from newscrawl.extraction.nodes import Nodes

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
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG_TAGS = frozenset(("b", "strong", "th", *HEADINGS))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad"))
#: Single jamo, and kana whose voicing mark follows: what most Korean and Japanese tools cannot read.
_DECOMPOSED = re.compile("[\u1100-\u11ff]+|[\u3041-\u30ff][\u3099\u309a]")
#: One search tells most texts from those that need more than their white space folded.
_SPECIAL = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u1100-\u11ff\u3099\u309a]")
_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
#: What an element does to the line it stands in.
_PLAIN, _LINK, _STRONG, _BLOCK, _STRONG_BLOCK, _BREAK, _SILENT, _PASSED, _UNKNOWN = range(9)
_KINDS = (
    dict.fromkeys(INLINE, _PLAIN)
    | dict.fromkeys(_BLOCKS, _BLOCK)
    | dict.fromkeys(SILENT, _SILENT)
    | dict.fromkeys(_STRONG_TAGS & INLINE, _STRONG)
    | dict.fromkeys(_STRONG_TAGS & _BLOCKS, _STRONG_BLOCK)
    | {"a": _LINK, "br": _BREAK}
)
_ROW_CHARS = 300
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: What parts the paragraphs of a text that was written with a typewriter's means.
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?][\"')]?\s")
_CODE = re.compile(
    r"[{}]|\]\s*=|[;=]\s*\n|=>|->|</|\w\(\)|^\s{0,8}(?:def|import|class|return|#include|sudo|\$|>>>) ", re.MULTILINE
)
_CODE_PARTS, _CODE_CHARS = 100, 4_000


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
    node: int = 0
    """The number of `element`."""
    start: int = 0
    """Where its text begins: twice the number of the element before which, and one more in which."""

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def is_heading(self) -> bool:
        return self.element.tag in HEADINGS


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


def letters(text: str) -> str:
    """Letters and digits only.

    >>> letters("Harbour bridge: re-opened!"), letters("“Brücke” auf")
    ('Harbourbridgereopened', 'Brückeauf')
    """
    if text.isascii():  # a tenth of the time
        return text.encode().translate(None, _ASCII_SIGNS).decode()
    return _SIGNS.sub("", text)


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found.group())


def length(text: str) -> int:
    """Characters of a text, where one that is a word or a syllable (Chinese, Japanese, Korean) counts double: it says what
    two letters say.

    >>> length("橋が再開"), length("다리"), length("open")
    (8, 4, 4)
    """
    return len(text) if text.isascii() else len(text) + len(_SYLLABLES.findall(text))


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


def is_block(element: etree._Element) -> bool:
    """Whether the element starts a line of its own. Names that HTML does not know count as words inside a paragraph."""
    while (tag := element.tag) not in INLINE:
        parent = element.getparent()
        if tag in _BLOCKS or parent is None:
            return True
        if parent.tag in _PHRASES:
            return False
        element = parent
    return False


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
        return not _BLOCKS.isdisjoint(tags) or any(
            tag not in _KINDS and is_block(element) for tag, element in zip(tags, elements[number:end], strict=True)
        )

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
            if self.nodes.tags[number] == "tr" and _is_data_row(self.nodes.elements[number]):
                self.open_rows.append(number)

    def _leave(self, number: int, kind: int) -> None:
        if kind == _LINK:
            self.open_links -= 1
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
            and _is_prose(self.nodes.elements[self.blocks[-1]])
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

    def _flush(self) -> None:
        """End the line being built; it is kept in mind only if it has text."""
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
                )
            )
        self.parts.clear()
        self.linked = self.strong = 0
        self.pieces = []


def _is_prose(preformatted: etree._Element) -> bool:
    """Whether a preformatted text is a mail or a release, not program code: sentences, and no signs of a language."""
    text = "".join(map(str, islice(preformatted.itertext(), _CODE_PARTS)))[:_CODE_CHARS]
    return len(_SENTENCES.findall(text)) > 1 and _CODE.search(text) is None and preformatted.find(".//code") is None


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
