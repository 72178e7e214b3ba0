"""Whether a page shows the beginning of a story only: it breaks off and keeps the rest for subscribers, or is longer than it looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

TRUNCATED = "truncated"
"""Flag of a story of which the page shows a beginning only."""

_BROKEN = re.compile(r"(?:…|\.{3}|⋯|\[(?:…|\.{3})\])[\s\"'”’»」』)]*\Z")
#: A line below it that leads to the rest, or says what it costs.
_GOES_ON = re.compile(
    r"(?:continue|keep) reading|read (?:more|on\b|the (?:full|rest|whole|entire)|full)|(?:full|whole) (?:story|article)|subscribe|weiterlesen|mehr lesen|zum artikel|jetzt (?:abonn|test)|abonn|"
    r"lire (?:la suite|plus)|suite de l|(?:seguir|sigue|continuar|continúa|continue) (?:leyendo|lendo)|leer (?:más|nota)|leia (?:mais|a íntegra)|suscr|assine|continua a leggere|leggi (?:tutto|di più)|"
    r"lees (?:verder|meer)|les (?:mer|mere|hele)|läs (?:mer|hela|vidare)|lue (?:lisää|koko)|czytaj (?:dalej|więcej|cały)|číst (?:dál|více)|celý článek|devamını oku|haberin devamı|читать (?:далее|полностью|дальше)|читати далі|"
    r"اقرأ المزيد|ادامه مطلب|xem thêm|đọc tiếp|baca selengkapnya|続きを|全文|もっと読む|阅读(?:全文|更多)|閱讀(?:全文|更多)|繼續閱讀|继续阅读|더 ?보기|기사 ?전문|전문 ?보기|이어서 보기|구독",
    re.IGNORECASE,
)
_LINES_BELOW, _END_CHARS = 4, 20
#: So many more words are declared than there are, unless what was counted are characters.
_MORE, _SOME_WORDS = 1.5, 80
_CHARACTERS = (0.7, 1.5)
_DIGITS = 6


def breaks_off(text: str, below: Iterable[str], *, counted: Any = None, paywalled: bool = False) -> bool:
    """Whether the text is a beginning.

    Args:
        text: the story as it was read.
        below: the lines that stood behind it, as far as they were taken out.
        counted: the number of words that the publisher declares (JSON-LD `wordCount`), whatever it is.
        paywalled: the publisher says that part of the story is for subscribers.

    >>> breaks_off("The bridge will be…", ["Continue reading"]), breaks_off("“We will see …”", ["More from the harbour"])
    (True, False)
    """
    if _BROKEN.search(text[-_END_CHARS:]) and (paywalled or any(map(_GOES_ON.search, islice(below, _LINES_BELOW)))):
        return True
    return paywalled and _has_more(text, counted)


def _has_more(text: str, counted: Any) -> bool:
    number = str(counted).strip().replace(",", "")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return False
    words, declared = len(text.split()), int(number)
    return declared > _MORE * words + _SOME_WORDS and not _CHARACTERS[0] < declared / max(1, len(text)) < _CHARACTERS[1]
