"""The page's article part as numbered lines: one paragraph, heading, list item or table row each.

Everything that is later kept or removed is one of these lines (or a piece of one), so the account of a page
adds up by construction. Lines inside an element marked as noise carry the mark.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from newscrawl.extraction.bidi import BIDI, without_stray_marks
from newscrawl.extraction.elements import HEADINGS

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
#: Between letters of Arabic and Indic scripts it is part of the spelling (Persian writes half its verbs with it), elsewhere nothing.
_NON_JOINER = re.compile("(?<![\u0600-\u061b\u061d-\u0dff])\u200c|\u200c(?![\u0600-\u061b\u061d-\u0dff])")
#: Single jamo, and kana whose voicing mark follows: what most Korean and Japanese tools cannot read.
_DECOMPOSED = re.compile("[\u1100-\u11ff]+|[\u3041-\u30ff][\u3099\u309a]")
#: One search tells most texts from those that need more than their white space folded.
_SPECIAL = re.compile(f"[\u200b\u200c\u2060\ufeff\u00ad\u1100-\u11ff\u3099\u309a{BIDI}]")
_BIDI = re.compile(f"[{BIDI}]")
_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


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
    """White space folded, NFC, without zero-width characters that are no spelling."""
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
    texts: tuple[str, ...] = ()
    """What it was put together from, as the page has it; only of lines with links."""
    anchors: tuple[tuple[int, int, etree._Element], ...] = ()
    """Its links: the first of their texts, the one behind their last, the element."""

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def look(self) -> tuple[str, str]:
        """Tag and class of its element: what lines of one kind share."""
        return self.tag, self.element.get("class", "")

    @property
    def is_heading(self) -> bool:
        return self.element.tag in HEADINGS


def fold_space(text: str) -> str:
    """One line of plain text: white space folded, zero-width characters and stray marks of direction gone, decomposed Hangul and kana
    composed.

    Other text keeps the normalization form it was written in; only comparing and hashing normalize.

    >>> fold_space(" a\\u200b\\n  b ")
    'a b'
    >>> fold_space("می\\u200cشود\\u200c a\\u200cb") == "می\\u200cشود ab"
    True
    >>> fold_space("\\u1112\\u1161\\u11ab e\\u0301 \\uf90a") == "한 e\\u0301 \\uf90a"
    True
    """
    if text.isascii() or not _SPECIAL.search(text):
        return " ".join(text.split())
    text = text.translate(_INVISIBLE)
    if "\u200c" in text:
        text = _NON_JOINER.sub("", text)
    if _BIDI.search(text):
        text = without_stray_marks(text)
    text = " ".join(text.split())
    return _DECOMPOSED.sub(_composed, text) if _DECOMPOSED.search(text) else text


def letters(text: str) -> str:
    """Letters and digits only.

    >>> letters("Harbour bridge: re-opened!"), letters("“Brücke” auf")
    ('Harbourbridgereopened', 'Brückeauf')
    """
    if text.isascii():  # a tenth of the time
        return text.encode().translate(None, _ASCII_SIGNS).decode()
    return _SIGNS.sub("", text)


def lower_letters(text: str) -> str:
    """Letters and digits in lower case: what two renderings of a line share. The model was trained on it.

    >>> lower_letters("Die Straße, re-opened!")
    'diestraßereopened'
    """
    return letters(text).lower()


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found.group())


def length(text: str) -> int:
    """Characters of a text, where one that is a word or a syllable (Chinese, Japanese, Korean) counts double: it says what
    two letters say.

    >>> length("橋が再開"), length("다리"), length("open")
    (8, 4, 4)
    """
    return len(text) if text.isascii() else len(text) + len(_SYLLABLES.findall(text))
