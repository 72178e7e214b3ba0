"""Lines of the page that hold nothing but a date: where pages without marks show when they were written.

Also the words by which pages call a date that of the publication or of a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newscrawl.extraction.elements import INLINE
from newscrawl.extraction.fields.dates import parse_date
from newscrawl.extraction.fields.outline import is_elsewhere, text_in
from newscrawl.extraction.fields.times import is_either_way

_UPDATED = re.compile(
    r"updat|modif|last (?:edited|reviewed|changed)|revised|edited|수정|최종|更新|修正|修改|aktualisiert|geändert|stand:|mis(?:e)? à jour|modifié|actualizad|atualizad|aggiornat|"
    r"bijgewerkt|laatste wijziging|uppdaterad|oppdatert|opdateret|ändrad|endret|muokattu|päivitetty|aktualizov|aktualizac|zaktualizowano|frissít|módosít|actualizat|"
    r"обновл|измен[её]н|оновлен|ενημέρωση|güncelle|diperbarui|diupdate|cập nhật|แก้ไข|อัปเดต|อัพเดต|تحديث|تعديل|به‌?روز|עודכן|अपडेट|अद्यतन|संशोधित|হালনাগাদ",
)
_PUBLISHED = re.compile(
    r"publish|posted|created|released|date:|입력|등록|작성|게재|승인|송고|配信|公開|掲載|发布|發布|发表|時間|时间|veröffentlicht|erschienen|erstellt|publié|publicad|pubblicat|"
    r"gepubliceerd|publicerad|publisert|publiceret|julkaistu|opublikowan|data publikacji|publikován|vydáno|közzét|megjelent|publicat|"
    r"опубликован|опубліковано|δημοσί|yayın|eklenme|terbit|tayang|đăng|xuất bản|ngày đăng|เผยแพร่|نشر|منشور|انتشار|פורסם|प्रकाशित|পোস্ট|প্রকাশ|投稿|刊登|公開日",
)


def updated_word(text: str, start: int = 0) -> re.Match[str] | None:
    """The first word of a text that calls a date that of a change."""
    return _UPDATED.search(_small(text), start)


def published_word(text: str, start: int = 0) -> re.Match[str] | None:
    """The first word of a text that calls a date that of the publication."""
    return _PUBLISHED.search(_small(text), start)


def _small(text: str) -> str:
    """The text in small letters, each in its place: patterns that ignore case are ten times slower."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(char.lower()[:1] for char in text)


#: Parts of a page whose texts are no lines of it.
_SILENT = frozenset(("script", "style", "noscript", "a", "option", "title"))
#: One of these stands in every date with a year.
_CENTURIES = ("20", "19", "年", "٢٠", "२०", "২০")
_MIN_CHARS = 8
_MAX_LINES, _MAX_CHARS, _MAX_WORDS, _MAX_LABEL, _MAX_TEXT = 200, 48, 7, 40, 120


def alone(tree: etree._Element, language: str | None) -> list[tuple[str, bool]]:
    """The texts that are a date and hardly more, in a line of their own, and whether each is called a change."""
    lines = []
    for text, near, is_tail in islice(_short_texts(tree), _MAX_LINES):
        line = " ".join(text.split())
        if len(line) > _MAX_CHARS or len(line.split()) > _MAX_WORDS or is_either_way(line):
            continue
        before = _behind_block(near) if is_tail else _before(near)
        if before is not None and parse_date(line, None, language) and not is_elsewhere(near, 8):
            lines.append((line, updated_word(f"{before} {line}") is not None))
    return lines


def _short_texts(tree: etree._Element) -> Iterator[tuple[str, etree._Element, bool]]:
    """Texts that may hold a date, the element in which or behind which each stands, and whether behind."""
    body = tree.find("body")
    for element in () if body is None else body.iter(etree.Element):
        text, tail = element.text, element.tail
        if text and _is_telling(text) and element.tag not in _SILENT:
            yield text, element, False
        if tail and _is_telling(tail):
            yield tail, element, True


def _is_telling(text: str) -> bool:
    return _MIN_CHARS <= len(text) < _MAX_TEXT and any(map(text.__contains__, _CENTURIES))


def _behind_block(near: etree._Element) -> str | None:
    """No label for a text between two blocks; None for one amid others."""
    following = near.getnext()
    return None if near.tag in INLINE or (following is not None and following.tag in INLINE) else ""


def _before(near: etree._Element) -> str | None:
    """The label in front of the text of an element that stands in a line of its own; None for a text amid others."""
    element, label = near, ""
    while element.tag in INLINE and (outer := element.getparent()) is not None:
        previous = element.getprevious()
        before = (outer.text if previous is None else previous.tail) or ""
        if previous is not None and not before.strip() and previous.tag in INLINE:
            before = text_in(previous, _MAX_CHARS)
        label = f"{before.strip()} {label}"
        if (element.tail or "").strip() or len(label) > _MAX_LABEL:
            return None
        element = outer
    return label
