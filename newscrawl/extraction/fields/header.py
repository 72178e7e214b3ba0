"""What stands around the headline: the short texts above it, and those below until the story is under way.

Byline, date and deck stand there on nearly every page, whatever their elements are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from newscrawl.extraction.elements import HEADINGS, INLINE, SILENT
from newscrawl.extraction.fields.lone import lone
from newscrawl.extraction.fields.outline import Outline, is_elsewhere, text_in
from newscrawl.extraction.fields.runs import runs
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.nodes import Nodes

_BELOW, _ABOVE = 40, 14
_VISITS = 500
_MAX_KICKER = 24
_PROSE_CHARS = 200
_PROSE_PARAGRAPHS = 2
_NO_BLOCKS = INLINE | SILENT | {"br"}
#: Who took a picture did not write the story.
_CAPTION = re.compile(r"(?<![a-z])(?:caption|cutline|photo-?(?:credit|info))", re.IGNORECASE)
_SKIP = SILENT | {"button", "form", "nav", "figure"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A short text near the headline, as a reader sees it: one line."""

    text: str
    element: etree._Element
    below: bool
    """Below the headline, else above it."""
    paragraphs: int
    """How many paragraphs of the story stand between the headline and it."""


def find_headline(outline: Outline, nodes: Nodes, title: str | None) -> etree._Element | None:
    """The element that shows the headline: the one that says what was chosen as title, else the first `h1`."""
    wanted = fold(title or "")
    shown = [spot for spot in (*outline.heads, *outline.subheads) if wanted and _says(spot.text, wanted)]
    if not shown and wanted:
        alone = lone(nodes, (wanted,))
        alone = lone(nodes, (wanted,), _MAX_KICKER) if alone is None else alone
        if alone is not None:
            return alone
    best = next((spot for spot in shown if not is_elsewhere(spot.element)), shown[0] if shown else None)
    if best is None and outline.heads:
        best = outline.heads[0]
    if best is None:
        best = max(outline.subheads[:20], key=lambda spot: _shared(spot.text, title or ""), default=None)
        if best is not None and _shared(best.text, title or "") < 0.5:
            return None
    return best.element if best else None


def _shared(text: str, title: str) -> float:
    """Share of the words of two headlines that stand in both, 0-1."""
    one, other = set(text.casefold().split()), set(title.casefold().split())
    return len(one & other) / max(3, len(one | other))


def _says(text: str, wanted: str) -> bool:
    folded = fold(text)
    return bool(folded) and (
        folded == wanted
        or (len(wanted) > 15 and (wanted in folded or folded in wanted) and 2 * len(folded) > len(wanted))
    )


def read_header(headline: etree._Element | None) -> tuple[Piece, ...]:
    """The pieces around a headline, those below it first; empty where there is none."""
    if headline is None:
        return ()
    return (*_below(headline), *_above(headline))


def _below(headline: etree._Element) -> list[Piece]:
    pieces: list[Piece] = []
    paragraphs = 0
    for element in _leaves(_following(headline), reverse=False):
        text = text_in(element, 600)
        if not text:
            continue
        pieces.append(Piece(text, element, True, paragraphs))
        if len(text) >= _PROSE_CHARS or (element.tag == "p" and len(text) >= _PROSE_CHARS / 2):
            paragraphs += 1
        if paragraphs >= _PROSE_PARAGRAPHS or len(pieces) >= _BELOW:
            break
    return pieces


def _above(headline: etree._Element) -> list[Piece]:
    pieces: list[Piece] = []
    for element in _leaves(_preceding(headline), reverse=True):
        if text := text_in(element, 300):
            pieces.append(Piece(text, element, False, 0))
        if len(pieces) >= _ABOVE:
            break
    return pieces


def _following(element: etree._Element) -> Iterator[etree._Element]:
    """What stands behind an element, as elements that do not hold each other, in page order."""
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        yield from runs(node.tail, node.itersiblings())
        node = node.getparent()


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        parent = node.getparent()
        before = list(node.itersiblings(preceding=True))[:_VISITS]
        yield from reversed(list(runs(None if parent is None else parent.text, reversed(before))))
        node = parent


def _leaves(roots: Iterable[etree._Element], *, reverse: bool) -> Iterator[etree._Element]:
    """The elements that hold no blocks, in the order asked for; bounded. What line breaks part counts as elements."""
    visits = 0
    for root in roots:
        stack = [root]
        while stack:
            element = stack.pop()
            visits += 1
            if visits > _VISITS:
                return
            if not isinstance(element.tag, str) or element.tag in _SKIP or _CAPTION.search(element.get("class") or ""):
                continue
            parts = list(runs(element.text, element)) if _is_parted(element) else []
            if not parts:
                yield element
                continue
            stack += parts if reverse else reversed(parts)


def _is_parted(element: etree._Element) -> bool:
    """Whether an element holds blocks, or lines that breaks part; headings are one line."""
    if element.tag in HEADINGS:
        return False
    return any(child.tag not in _NO_BLOCKS for child in element) or element.find(".//br") is not None
