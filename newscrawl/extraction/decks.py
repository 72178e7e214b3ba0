"""The deck: the editor's clauses between headline and story.

A site's profile knows where its deck stands; elsewhere an element counts that is named as one, stands by the headline,
and is no part of the story's own container.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from newscrawl.extraction.evidence import Evidence, Found
from newscrawl.extraction.header import Piece
from newscrawl.extraction.lines import fold_space, linearize
from newscrawl.extraction.structured import fold, text_of
from newscrawl.selectors import select

_DECK = re.compile(
    r"(?<![a-z])(?:stand-?first|decks?|dek|sub-?titles?|sub-?head(?:line|ing)?s?|sub-?header|article-?(?:lead|lede|summary|intro|description|dek|excerpt)|"
    r"strap-?line|chapeau|chapo|sottotitolo|entradilla|bajada|copete|sommario|occhiello|catenaccio|ingress|vorspann|underrubrik|undertitel|"
    r"sapo|lead-?(?:text|paragraph)?|lede|intro(?:duction)?|excerpt|bigode|linha-?fina|onderkop|summary|tagline|synopsis|preamble|abstract)(?![a-z])"
)
_NO_DECK = re.compile(
    r"social|share|byline|author|date|time|meta|caption|kicker|label|category|newsletter|comment|related|breadcrumb|toc|contents"
)
_BODY = re.compile(r"articlebody|(?<![a-z])(?:article|story|post|entry)[-_]?(?:body|content|text)(?![a-z])")
_MIN_CHARS, _MAX_CHARS = 20, 600


def read_deck(evidence: Evidence, header: Sequence[Piece], title: str | None) -> Found | None:
    """The deck, its lines parted by a line feed; None where none is known for sure."""
    for selector in evidence.layout.subtitle:
        if lines := [line for found in select(evidence.tree, selector) for line in lines_in(found)]:
            return Found("\n".join(lines), f"profile {selector}")
    if evidence.layout.body:
        return None
    declared = _declared(evidence)
    for piece in header:
        if (
            piece.below
            and piece.paragraphs == 0
            and _is_deck(piece, declared)
            and fold(piece.text) != fold(title or "")
        ):
            return Found(piece.text, "element by the headline")
    return None


def lines_in(found: Any) -> list[str]:
    """The lines of a deck; a `<br>` or a block element parts them."""
    if isinstance(found, str):
        return [fold_space(found)] if found.strip() else []
    return [line.text for line in linearize(found) if line.text]


def _declared(evidence: Evidence) -> set[str]:
    """What the page gives as its own description."""
    first = evidence.structured.first
    texts = (
        text_of(evidence.ld.get("description")),
        text_of(evidence.ld.get("alternativeHeadline")),
        first("og:description"),
        first("description"),
        first("twitter:description"),
    )
    return {folded for text in texts if text and len(folded := fold(text)) >= _MIN_CHARS}


def _is_deck(piece: Piece, declared: set[str]) -> bool:
    if not _MIN_CHARS <= len(piece.text) <= _MAX_CHARS:
        return False
    named = inside = False
    for distance, element in enumerate((piece.element, *piece.element.iterancestors())):
        names = _names(element)
        if distance < 3 and names and _DECK.search(names) and not _NO_DECK.search(names):
            named = True
        inside = inside or bool(_BODY.search(names) or "articlebody" in (element.get("itemprop") or "").lower())
        if distance > 8:
            break
    if inside:
        return False
    return named or fold(piece.text) in declared


def _names(element: etree._Element) -> str:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"[:300]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower().replace("_", "-")
