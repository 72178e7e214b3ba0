"""Copyright lines of a page: where its layout keeps them, and those that were cut from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from newscrawl.article import Removal
from newscrawl.extraction.fields.rights import bans_ai
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.opened import Opened

_NOTICE = re.compile(
    r"copyright|[©ⓒ]|\(c\)|저작권|무단\s?(?:전재|복제|배포)|無断転載|all rights reserved|版权|著作權", re.IGNORECASE
)
#: Rules for captions and credits, and what a notice says that stood among them.
_PICTURES = re.compile("caption|photo-credit|photo-bracket|credit-tail|picture|figure")
_YEAR = re.compile(r"20\d\d")
#: A notice opens with its sign, or behind a few words.
_OPENS, _SHORT_WORDS, _MANY_WORDS = 3, 30, 80
_RESERVED = re.compile(
    r"rights|reserv|riservat|vorbehalt|droits|derechos|direitos|voorbehouden|zastrze|vyhrazen|fenntart|права|저작권|무단|転載|版权|版權|著作權",
    re.IGNORECASE,
)


def notices(opened: Opened, removals: Sequence[Removal]) -> list[str]:
    """Copyright lines: where the layout keeps them, and those that were cut from the text."""
    own = [
        text
        for selector in opened.layout.notice
        for found in opened.nodes.index.select(selector)
        if (text := _words(found))
    ]
    cut = [removal.text for removal in removals if len(removal.text) <= 400 and _is_notice(removal)]
    return list(dict.fromkeys([*own, *cut]))


def _is_notice(removal: Removal) -> bool:
    """Whether a line speaks of the page's rights; whose a picture is stands behind its caption, or in a line without a year."""
    found = _NOTICE.search(removal.text)
    if found is None or found.start() > _MANY_WORDS:
        return False
    if _RESERVED.search(removal.text) or bans_ai(removal.text):
        return True
    if _PICTURES.search(removal.rule):
        return found.start() <= _OPENS and _YEAR.search(removal.text) is not None
    return found.start() <= _SHORT_WORDS


def _words(found: object) -> str:
    return fold_space("".join(map(str, found.itertext())) if isinstance(found, etree._Element) else str(found))
