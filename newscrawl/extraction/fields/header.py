"""What stands around the headline: the short texts above it, and those below until the story is under way.

Byline, date and deck stand there on nearly every page, whatever their elements are called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from newscrawl.extraction.fields.outline import Outline, is_elsewhere, text_in
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.lines import INLINE, SILENT

_BELOW, _ABOVE = 40, 14
_VISITS = 500
_PROSE_CHARS = 200
_PROSE_PARAGRAPHS = 2
_NO_BLOCKS = INLINE | SILENT | {"br"}
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


def find_headline(outline: Outline, title: str | None) -> etree._Element | None:
    """The element that shows the headline: the one that says what was chosen as title, else the first `h1`."""
    wanted = fold(title or "")
    shown = [spot for spot in (*outline.heads, *outline.subheads) if wanted and _says(spot.text, wanted)]
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
    """The elements behind an element that do not hold each other, in page order."""
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        yield from node.itersiblings()
        node = node.getparent()


def _preceding(element: etree._Element) -> Iterator[etree._Element]:
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        yield from node.itersiblings(preceding=True)
        node = node.getparent()


def _leaves(roots: Iterable[etree._Element], *, reverse: bool) -> Iterator[etree._Element]:
    """The elements that hold no blocks, in the order asked for; bounded."""
    visits = 0
    for root in roots:
        stack = [root]
        while stack:
            element = stack.pop()
            visits += 1
            if visits > _VISITS:
                return
            if not isinstance(element.tag, str) or element.tag in _SKIP:
                continue
            blocks = [child for child in element if child.tag not in _NO_BLOCKS]
            if not blocks:
                yield element
                continue
            stack += list(element) if reverse else reversed(element)
