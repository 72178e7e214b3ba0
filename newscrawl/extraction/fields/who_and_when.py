"""Lines by the headline that say who wrote the story or when, and hardly more: they are no part of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from newscrawl.extraction.fields.dates import is_month, parse_date
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.structured import fold

#: A line that says who and when: its longest, what stands in it beside the names, its words.
_MAX_SHOWN, _MAX_BESIDE, _MAX_WORDS = 140, 40, 10
_ENDS = re.compile(r"(?<![ap]\.m)(?<!\b[A-Z])[.!?…:。！？]\W{0,2}\Z")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s(?=[가-힣])")
_ROW_SIGNS = frozenset("▲△◆◇■□●○")
#: It begins where a word does and gives nothing back: a word may be thirty thousand characters of base64.
_SENTENCE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)[.!?]\s")
_CUT_SHORT = frozenset("Dr Prof Mr Mrs Ms Jr Sr St Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun min Akt ca Nr No vol Uhr Std Ph".split())  # fmt: skip


def shown_bylines(header: Sequence[Piece], authors: Collection[str], language: str | None) -> Iterator[str]:
    """The lines by the headline that say who wrote the story or when, and hardly more; none below two sentences."""
    named = [fold(name) for name in authors]
    sentences = 0
    for piece in header:
        if _ENDS.search(piece.text) or holds_sentence(piece.text):
            sentences += piece.below
            continue
        if piece.paragraphs or (piece.below and sentences > 1) or len(piece.text) > _MAX_SHOWN or opens_row(piece.text):
            continue
        folded = fold(piece.text)
        names = sum(len(name) for name in named if name in folded)
        if (names and len(folded) - names <= _MAX_BESIDE) or (
            len(piece.text.split()) <= _MAX_WORDS and parse_date(piece.text, None, language)
        ):
            yield piece.text


def opens_row(text: str) -> bool:
    """Whether a text is a row of a list: Korean papers print who was appointed, who may write for them, behind such signs."""
    return text[:1] in _ROW_SIGNS or _NUMBERED.match(text) is not None


def holds_sentence(text: str) -> bool:
    """Whether a sentence ends in the text: behind a word that is no title, and no month cut short."""
    return any(
        found[1] not in _CUT_SHORT and not is_month(found[1].casefold()) for found in _SENTENCE_END.finditer(text)
    )
