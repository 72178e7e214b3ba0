"""What can be seen of each line without understanding it: its text, where it hangs in the page, and what surrounds it.

One row of numbers per line; `NAMES` says what each column is. The model in `classify.py` beside it is trained on exactly these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newscrawl.extraction.lines import SourceLine, lower_letters
from newscrawl.extraction.model import neighbours, places
from newscrawl.extraction.model.characters import (
    AT,
    BAR,
    COMMA,
    COPYRIGHT,
    DIGIT,
    EXCLAMATION,
    HEAD_CHARS,
    LETTER,
    LOWER,
    OPENER,
    QUESTION,
    QUOTE,
    SPACE,
    UPPER,
    Characters,
    is_unstopped,
)  # fmt: skip
from newscrawl.extraction.model.wording import wording
from newscrawl.extraction.nodes import Nodes

Array = np.ndarray[Any, Any]
Matrix = np.ndarray[Any, np.dtype[np.float32]]

_TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "td", "tr", "blockquote", "figcaption", "pre", "dd", "dt", "section", "article", "button")  # fmt: skip
_TAG = {tag: code for code, tag in enumerate(_TAGS)}
#: Lines inside another one are looked for among so many of the longest, each in all that are longer.
_QUOTE_CHARS, _MOST_QUOTED = 30, 3_000
_CLOSERS = (")", "]", "）", "】")
_BRACKET_CHARS = 24
_BRACKET = re.compile(rf"\s*[(\[（【][^()\[\]（）【】]{{1,{_BRACKET_CHARS}}}[)\]）】]$")
_ENDS = frozenset('.!?。！？…”"다」»›؟।’۔።။។॥։』')
#: CJK, kana, Hangul: so much text in so few characters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Hebrew and Arabic leave out most vowels.
_VOWELLESS = re.compile(r"[\u05d0-\u06ff]")
_LENGTH = ("chars", "words", "word_chars")
_LINKS = ("linked",)
_SHAPE = ("strong", "sentences", "commas", "ends", "colon", "digits", "upper", "signs", "quote", "bar", "opener", "question",
          "exclaims", "lowers")  # fmt: skip
_WORDING = ("at", "copyright", "asks", "credits")
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
        return 7 if name.startswith("near_") or name == "itemprop" else 6
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
    paper: bool = False
    """Whether it is one by that or by what only newspapers print."""
    prints: frozenset[bytes] = frozenset()
    """Of the lines of the text that a feed carries; see `extraction.prints`."""


def known(
    title: str | None,
    description: str | None,
    declared: str | None,
    *,
    news: bool,
    paper: bool = False,
    prints: frozenset[bytes] = frozenset(),
) -> Known:
    """The same from the texts as they stand in the page."""
    words = frozenset(word for word in map(lower_letters, (title or "").split()) if len(word) > 1)
    return Known(
        lower_letters(title or ""),
        lower_letters(description or ""),
        lower_letters(declared or ""),
        words,
        news,
        news or paper,
        prints,
    )


def features(lines: Sequence[SourceLine], page: Known, nodes: Nodes) -> Matrix:
    """One row of `NAMES` per line.

    Args:
        lines: the page's lines that have text, in page order; at least one.
        page: what the page says of its story outside the text.
        nodes: the page's elements.
    """
    texts = [line.text for line in lines]
    chars = Characters(texts)
    folded = chars.folded()
    density = _density(texts)
    texts_ = np.column_stack([*_text(lines, chars, density), *_declared(texts, folded, page), *_repeats(folded)])
    tags = np.array([_TAG.get(nodes.tags[line.node], len(_TAGS)) for line in lines])
    # lxml counts an element's children anew each time it is asked
    above = [nodes.parents[line.node] for line in lines]
    children = {number: len(nodes.elements[number]) if number >= 0 else 0 for number in set(above)}
    siblings = np.array([children[number] for number in above])
    where = places.places(nodes, [line.node for line in lines])
    column = {name: texts_[:, number] for number, name in enumerate(_TEXT)}
    titles = (column["is_title"] > 0) | (tags == _TAG["h1"])
    own = neighbours.Columns(column["chars"], column["linked"], column["ends"], tags, titles)
    around = neighbours.surroundings(lines, own, nodes)
    page_ = np.broadcast_to(np.array([density, page.news], dtype=np.float32), (len(lines), 2))
    return np.column_stack([texts_, tags, siblings, where, around, page_]).astype(np.float32)


def _repeats(folded: Sequence[str]) -> tuple[Array, ...]:
    """For each line: on how many lines its text stands, on how many before it, and whether inside another line."""
    times, before, inside = Counter(folded), Counter[str](), _inside(folded)
    rows = []
    for text in folded:
        rows.append((times[text], before[text], text in inside))
        before[text] += 1
    return tuple(np.array(rows).T)


def _inside(folded: Sequence[str]) -> set[str]:
    """The texts that stand inside a longer one."""
    longest_first = sorted({text for text in folded if len(text) >= _QUOTE_CHARS}, key=len, reverse=True)[:_MOST_QUOTED]
    whole, end, longer = "\n".join(longest_first), 0, 0
    found: set[str] = set()
    for number, text in enumerate(longest_first):
        if number and len(text) < len(longest_first[number - 1]):
            longer = end
        if longer and whole.find(text, 0, longer) >= 0:
            found.add(text)
        end += len(text) + 1
    return found


def _density(texts: Sequence[str]) -> float:
    """How many characters of English prose one character of this page is worth, 1-2.2."""
    sample = "".join([text[:100] for text in texts if len(text) > 20])[:3000]
    return 1 + (1.2 * len(_DENSE.findall(sample)) + 0.3 * len(_VOWELLESS.findall(sample))) / max(1, len(sample))


def _text(lines: Sequence[SourceLine], chars: Characters, density: float) -> list[Array]:
    """The columns of length, links, shape and wording."""
    texts, size = chars.texts, chars.sizes
    words = chars.count(SPACE) + 1
    head = np.minimum(size, HEAD_CHARS)
    letters, digits, upper, spaces = (chars.count_in_head(kind) for kind in (LETTER, DIGIT, UPPER, SPACE))
    ends = [_end(text) for text in texts]
    return [
        size * density,
        words,
        size / words,
        np.array([line.linked for line in lines]),
        np.array([line.strong for line in lines]),
        chars.sentences(),
        chars.count(COMMA),
        np.array([end in _ENDS for end in ends]),
        np.array([end in (":", "：") for end in ends]),
        digits / head,
        upper / np.maximum(1, letters),
        1 - (letters + spaces) / head,
        chars.opens(QUOTE),
        chars.holds(BAR),
        chars.opens(OPENER),
        chars.holds(QUESTION),
        chars.holds(EXCLAMATION),
        chars.opens(LOWER),
        chars.holds(AT),
        chars.holds(COPYRIGHT) | np.array(["opyright" in text for text in texts]),
        *wording(texts),
    ]


def ends_sentence(text: str) -> bool:
    """Whether a line ends as sentences do.

    >>> ends_sentence("He said so. (AFP)"), ends_sentence("다리는 다시 열렸다"), ends_sentence("Weather and tides")
    (True, True, False)
    """
    return _end(text) in _ENDS


def _end(text: str) -> str:
    """The character with which a line's last sentence ends; what a bracket behind it says (an agency, "end") does not count."""
    if text.endswith(_CLOSERS):
        text = _BRACKET.sub("", text[-_BRACKET_CHARS - 3 :]) or text
    end = text.rstrip(" )]")[-1:]
    return "." if is_unstopped(end, len(text)) else end


def _declared(texts: Sequence[str], folded: Sequence[str], page: Known) -> list[Array]:
    """The columns of what the page declares."""
    title, description, declared = page.title, page.description, page.declared
    share = _title_share(page.title_words)
    rows = []
    for text, own in zip(texts, folded, strict=True):
        rows.append((
            share(text),
            bool(title) and own == title,
            len(own) > 8 and bool(title) and (own in title or title in own),
            (len(own) > 3 and own in declared) if declared else -1,
            len(own) > 10 and bool(description) and (own in description or description[:80] in own),
        ))  # fmt: skip
    return list(np.array(rows, dtype=np.float64).T)


def _title_share(title: frozenset[str]) -> Callable[[str], float]:
    """How large a share of a line's first words stand in the headline, whose words are folded."""
    is_known = title.__contains__

    def share(text: str) -> float:
        words = text[:400].lower().split(None, 30)[:30]
        signed = [word for word in words if not word.isalnum()]
        known = sum(map(is_known, words)) + sum(map(is_known, map(lower_letters, signed)))
        return known / max(1, len(words))

    return share if title else lambda _: 0.0
