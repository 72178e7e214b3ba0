"""Decks without markup, as Korean papers send them to portals: one to three short lines above the first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extraction.lines import SourceLine

_LINES, _CHARS = 3, 70
#: The first sentence is longer, and each line of a deck that is known by its wording alone shorter.
_SENTENCE_CHARS, _WORDED_CHARS = 36, 46
#: Who speaks, in brackets.
_SPEAKER = re.compile(
    r"[\[(<◀【]\s?(?:앵커|기자|리포트|앵커\s?멘트|인터뷰|해설|출연|진행자?|질문|답변|문|답|VCR|스튜디오|현장음|자막|내레이션)\s?[\])>▶】]"
)
_LABEL = re.compile(r"[\[<〈【][^\]>〉】]{2,14}[\]>〉】]")
#: Signs of points, of rows and of the headings of briefs; a deck may open with a dash.
_SIGN = re.compile(r"\s?(?:[◇◆▲△▷▶○●■□▪①-⑳※]|\d{1,2}[.)]\s)")
_LABELLED = re.compile(r"[:：=|]")


def may_be_deck(texts: Sequence[str]) -> bool:
    """Whether the first lines of a story are few and short, and none says who speaks or heads a brief.

    >>> may_be_deck(["- 난간 교체", "- 화물차는 우회"]), may_be_deck(["[앵커]"]), may_be_deck(["◇ 다리 열려"]), may_be_deck(["a"] * 4)
    (True, False, False, False)
    """
    few = 0 < len(texts) <= _LINES and max(map(len, texts)) <= _CHARS
    return few and not any(_SPEAKER.fullmatch(text) or _SIGN.match(text) for text in texts)


def is_worded_as_deck(texts: Sequence[str], below: str) -> bool:
    """Whether these lines, one of which has an ellipsis within it, are worded as decks are, and a sentence follows.

    >>> below = "해든시가 지난해 12월 통행을 막은 나루다리를 오는 20일 다시 연다고 밝혔다."
    >>> is_worded_as_deck(["[사람들]", "밤에 얼린 얼음", "전기료 반으로…석 달이면 본전"], below)
    True
    >>> is_worded_as_deck(["바람이 분다", "그래…"], below), is_worded_as_deck(["재료 두릅 200g", "소금…약간"], "데친다.")
    (False, False)
    """
    worded = [text for text in texts if not _LABEL.fullmatch(text)]
    if not worded or max(map(len, worded)) > _WORDED_CHARS or any(map(_LABELLED.search, worded)):
        return False
    has_ellipsis = any("…" in text.strip("\"'“”‘’ …") or "..." in text.strip("\"'“”‘’ .") for text in worded)
    return has_ellipsis and len(below) >= _SENTENCE_CHARS and below.endswith((".", "”", '"'))


def is_first_paragraph(line: SourceLine, kept: Sequence[SourceLine]) -> bool:
    """Whether a deck is only the story's first paragraph: the next paragraphs stand beside it and are of its kind."""
    element = line.element
    beside = [
        other
        for other in kept
        if other is not line and other.element.getparent() is element.getparent() and other.tag == line.tag
    ]
    return (
        line.tag == "p"
        and len(beside) > 1
        and all(other.element.get("class") == element.get("class") for other in beside[:2])
    )
