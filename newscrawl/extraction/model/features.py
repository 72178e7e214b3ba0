"""What can be seen of each line without understanding it: its text, where it hangs in the page, and what surrounds it.

One row of numbers per line; `NAMES` says what each column is. The model in `classify.py` beside it is trained on exactly these.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model import neighbours, places
from newscrawl.noise.literals import pieces_of

Matrix = np.ndarray[Any, np.dtype[np.float32]]

_TAGS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "td",
    "tr",
    "blockquote",
    "figcaption",
    "pre",
    "dd",
    "dt",
    "section",
    "article",
    "button",
)
_TAG = {tag: code for code, tag in enumerate(_TAGS)}
_HEAD_CHARS = 160
_QUOTE_CHARS = 30
_ENDS = (".", "!", "?", "。", "！", "？", "…", "”", '"', "다", "」", "»", "›", "؟", "।", "’")
_OPENERS = frozenset("•·▶►▷▲△■□◆◇●○★☆※→»›>-–—*+#")
_QUOTES = frozenset("\"'“‘„«「『‹")
_NOT_WORD = re.compile(r"[\W_]+")
_DATE = re.compile(r"\d{4}\s?[-./年년]\s?\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\b\d{1,2}:\d{2}\b")
#: CJK, kana, Hangul: so much text in so few characters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Wording of invitations and of credits, in lower case. Most of it is looked for as it stands, which is many times faster
#: than a pattern of so many branches; the pattern holds the rest, and is tried where one of its pieces stands.
_ASKS = (
    "newsletter", "subscri", "follow us", "follow me", "download", "click here", "read more", "more from", "related", "also read",
    "share this", "share on", "our app", "our privacy", "cookie", "privacy", "terms of", "contact us", "join us", "join our", "donate",
    "whatsapp", "telegram", "facebook", "instagram", "twitter",
    "abonn", "anmeld", "mehr zum", "mehr dazu", "mehr lesen", "lesen sie", "teilen", "inscri", "lire aussi", "à lire", "partag", "suscr",
    "leer mas", "leer más", "lea tambi", "compart", "leia", "assine",
    "구독", "제보", "앱 ", "바로가기", "관련기사", "공유", "登録", "会員", "あわせて", "関連", "シェア", "阅读", "關注", "关注", "扫码", "延伸", "訂閱", "订阅",
)  # fmt: skip
_CREDITS = (
    "image:", "image ", "getty", "shutterstock", "reuters", "courtesy", "pictured", "foto:", "foto ", "bild:", "bild ", "crédit", "copyright",
    "all rights", "reporting by", "editing by", "written by", "posted by", "posted on", "published", "updated",
    "min read", "mins read", "minute read", "minutes read",
    "사진", "기자", "무단", "저작권", "撮影", "写真", "記者", "编辑", "編輯", "責任", "记者", "来源", "出典",
)  # fmt: skip
_ASKS_PATTERN = re.compile("sign.?(?:up|in)|log.?in")
_CREDITS_PATTERN = re.compile(r"photo(?:graph)?\b|views?\b|comments?\b|\b(?:afp|ap|dpa|epa)\b")
_ASKS_PIECES, _CREDITS_PIECES = pieces_of(_ASKS_PATTERN), pieces_of(_CREDITS_PATTERN)
_LETTERS, _DIGITS, _UPPER = (getattr(string, name).encode() for name in ("ascii_letters", "digits", "ascii_uppercase"))
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]+")

_LENGTH = ("chars", "words", "word_chars")
_LINKS = ("linked",)
_SHAPE = ("strong", "sentences", "commas", "ends", "colon", "digits", "upper", "signs", "quote", "bar", "opener", "ellipsis", "question",
          "exclaims", "lowers", "pieces")  # fmt: skip
_WORDING = ("at", "copyright", "dated", "asks", "credits")
_DECLARED = ("title_share", "is_title", "in_title", "declared", "described")
_REPEATED = ("times", "before", "contained")
_TEXT = (*_LENGTH, *_LINKS, *_SHAPE, *_WORDING, *_DECLARED, *_REPEATED)
_ELEMENT = ("tag", "siblings", *places.NAMES)
NAMES: tuple[str, ...] = (*_TEXT, *_ELEMENT, *neighbours.NAMES, "density", "news")

#: Groups of columns, in words.
GROUPS = (
    "its length", "its links", "its shape", "its wording", "what the page declares", "that it is repeated", "its element",
    "the names of its elements", "the lines around it", "the lines beside it", "lines of its kind", "its distance from the bulk of the prose",
    "its place on the page", "the page as a whole",
)  # fmt: skip
_OWN_GROUPS = {
    name: group
    for group, names in enumerate((_LENGTH, _LINKS, _SHAPE, _WORDING, _DECLARED, _REPEATED))
    for name in names
}


def group_of(name: str) -> int:
    """Index into `GROUPS` of a column.

    >>> GROUPS[group_of("near_share")], GROUPS[group_of("chars-1")]
    ('the names of its elements', 'the lines around it')
    """
    if name in _OWN_GROUPS:
        return _OWN_GROUPS[name]
    if name in _ELEMENT:
        return 7 if name.startswith("near_") or name in ("itemprop", "hidden") else 6
    if name[-2:-1] in "+-":
        return 8
    starts = {"parent": 9, "above": 9, "kind": 10, "top": 11, "in": 11, "page": 13, "density": 13, "news": 13}
    return starts.get(name.split("_")[0], 12)


@dataclass(frozen=True, slots=True)
class Known:
    """What the page says of its story outside the text, folded: headline, description, declared text; "" where nothing."""

    title: str = ""
    description: str = ""
    declared: str = ""
    title_words: frozenset[str] = frozenset()
    news: bool = False
    """Whether the page declares itself a news article."""


def known(title: str | None, description: str | None, declared: str | None, *, news: bool) -> Known:
    """The same from the texts as they stand in the page."""
    words = frozenset(word for word in map(fold, (title or "").split()) if len(word) > 1)
    return Known(fold(title or ""), fold(description or ""), fold(declared or ""), words, news)


def fold(text: str) -> str:
    """Letters and digits in lower case."""
    return _NOT_WORD.sub("", text).lower()


def _fold_word(word: str) -> str:
    return word.lower() if word.isalnum() else fold(word)


def features(lines: Sequence[SourceLine], page: Known) -> Matrix:
    """One row of `NAMES` per line.

    Args:
        lines: the page's lines that have text, in page order; at least one.
        page: what the page says of its story outside the text.
    """
    folded = [fold(line.text) for line in lines]
    repeats = _repeats(folded)
    density = _density(lines)
    texts = np.array(
        [
            (*_text(line, density), *_declared(line.text, fold_, page), *repeat)
            for line, fold_, repeat in zip(lines, folded, repeats, strict=True)
        ],
        dtype=np.float32,
    )
    where = places.Places()
    elements = np.array([(*_element(line), *where.of(line.element)) for line in lines], dtype=np.float32)
    column = {name: texts[:, number] for number, name in enumerate(_TEXT)}
    titles = (column["is_title"] > 0) | (elements[:, 0] == _TAG["h1"])
    own = neighbours.Columns(column["chars"], column["linked"], column["ends"], elements[:, 0], titles)
    around = neighbours.surroundings(lines, own)
    return np.column_stack(
        [texts, elements, around, np.full(len(lines), density), np.full(len(lines), page.news)]
    ).astype(np.float32)


def _repeats(folded: Sequence[str]) -> list[tuple[int, int, bool]]:
    """For each line: on how many lines its text stands, on how many before it, and whether inside another line."""
    times, before, whole = Counter(folded), Counter[str](), "\n".join(folded)
    out = []
    for text in folded:
        inside = len(text) >= _QUOTE_CHARS and whole.count(text) > times[text]
        out.append((times[text], before[text], inside))
        before[text] += 1
    return out


def _density(lines: Sequence[SourceLine]) -> float:
    """How many characters of English prose one character of this page is worth, 1-2.2."""
    sample = "".join(line.text[:100] for line in lines if len(line.text) > 20)[:3000]
    return 1 + 1.2 * len(_DENSE.findall(sample)) / max(1, len(sample))


def _element(line: SourceLine) -> tuple[int, int]:
    parent = line.element.getparent()
    return _TAG.get(line.tag, len(_TAGS)), 0 if parent is None else len(parent)


def _text(line: SourceLine, density: float) -> tuple[float, ...]:
    """The columns of length, links, shape and wording."""
    text, size = line.text, len(line.text)
    words, head, first = text.count(" ") + 1, text[:_HEAD_CHARS], text[:1]
    letters, digits, upper = _counts(head)
    spaces, end = head.count(" "), text.rstrip(" )]")
    lower = text.lower() if size < 300 else ""
    return (
        size * density,
        words,
        size / words,
        line.linked,
        line.strong,
        text.count(". ") + text.count("。") + text.count("? ") + text.count("! "),
        text.count(",") + text.count("、") + text.count("，"),
        end.endswith(_ENDS),
        end.endswith((":", "：")),
        digits / max(1, len(head)),
        upper / max(1, letters),
        1 - (letters + spaces) / max(1, len(head)),
        first in _QUOTES,
        "|" in text or "/" in text,
        first in _OPENERS,
        text.endswith(("...", "…", "»", ">", "→")),
        "?" in text or "？" in text,
        "!" in text or "！" in text,
        first.islower(),
        len(line.pieces),
        "@" in text,
        "©" in text or "ⓒ" in text or "opyright" in text,
        size < 200 and (digits > 0 or size > _HEAD_CHARS) and _DATE.search(text) is not None,
        _says(lower, _ASKS, _ASKS_PIECES, _ASKS_PATTERN),
        _says(lower, _CREDITS, _CREDITS_PIECES, _CREDITS_PATTERN),
    )


def _says(text: str, wording: Sequence[str], pieces: Sequence[str], pattern: re.Pattern[str]) -> bool:
    if any(map(text.__contains__, wording)):
        return True
    return any(map(text.__contains__, pieces)) and pattern.search(text) is not None


def _counts(text: str) -> tuple[int, int, int]:
    """Letters, digits and capital letters of a text; what is ASCII is counted without looking at each character."""
    plain = text.encode("ascii", "ignore")
    letters, digits, upper = (len(plain) - len(plain.translate(None, of)) for of in (_LETTERS, _DIGITS, _UPPER))
    if len(plain) < len(text):
        rest = "".join(_BEYOND_ASCII.findall(text))
        letters += sum(map(str.isalpha, rest))
        digits += sum(map(str.isdigit, rest))
        upper += sum(map(str.isupper, rest))
    return letters, digits, upper


def _declared(text: str, folded: str, page: Known) -> tuple[float, ...]:
    """The columns of what the page declares."""
    words = text[:400].split()[:30]
    titled = sum(map(page.title_words.__contains__, map(_fold_word, words))) if page.title_words else 0
    return (
        titled / max(1, len(words)),
        bool(page.title) and folded == page.title,
        len(folded) > 8 and bool(page.title) and (folded in page.title or page.title in folded),
        (len(folded) > 3 and folded in page.declared) if page.declared else -1,
        len(folded) > 10 and bool(page.description) and (folded in page.description or page.description[:80] in folded),
    )
