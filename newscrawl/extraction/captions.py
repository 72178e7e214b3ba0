"""Captions that only their place gives away: a picture and some words are all that stands in their box."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import etree

from newscrawl.extraction.fields.outline import text_in
from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.model.features import ends_sentence
from newscrawl.extraction.nodes import Nodes

_LINKED = 0.8
#: A story that consists of captions or links to this share is about them.
_FEW = 0.3
#: A caption is no longer than this, and shorter words beside a picture may name what the story shows one by one.
_CAPTION_CHARS = (30, 520)
#: From this probability on, words that share a box with a picture are story where the page does not say that it is news: of 271 such
#: lines on labelled news pages seven are, on other pages every tenth (experts' words beside their portraits, steps of recipes).
_CAPTION = 0.9
#: A quotation beside the portrait of who said it, with the name behind it or not.
_QUOTATION = re.compile(r"[“„«‹»›‘”\"「『《][^“”„«»]{20,}(?:[”“»«’\"」』》].{0,80}|[^.!?…]{0,3})")
#: Words in bold type to this share are a label.
_BOLD = 0.9
#: The signs that point at a picture, and the longest words behind them.
_POINTERS, _POINTED_CHARS = frozenset("▲△▼"), 120
_LABELLED = re.compile(r"\s?([▲△▼◇◆○●□■▶▷·*-])\s?([가-힣A-Za-z ]{1,12}?)\s?[:：]")
_OWNED = re.compile(r"[\[(<\s]{0,2}[ⓒ©]")
#: What words beside a picture stand in where both are one box; paragraphs of editors that write `span` everywhere are `p`.
_ASIDE = frozenset(("span", "em", "i", "small", "font"))


def captions_by_pictures(
    nodes: Nodes, lines: Sequence[SourceLine], story: Sequence[float], kept: set[int], *, news: bool
) -> set[int]:
    """Kept lines that share a box with one picture and with nothing else, unless they are a good part of the story, look like its
    paragraphs, or are what a heading above announces.

    Where the page does not say that it is news, only those that the model is not certain of, amid paragraphs.
    """
    pictures = nodes.by_tag["img"]
    if not pictures:
        return set()
    looks = Counter(line.look for line in lines if line.position in kept and ends_sentence(line.text))
    found = []
    for above, line, below, p in zip([None, *lines], lines, [*lines[1:], None], story, strict=False):
        if line.position not in kept or not _may_be_caption(line) or _is_announced(above, kept):
            continue
        if not news and (p >= _CAPTION or not _is_amid_paragraphs(below, kept)):
            continue
        if not _is_usual(line.look, looks) and _shows_picture(
            nodes, pictures, line.node, [other.node for other in (above, below) if other]
        ):
            found.append(line)
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def captions_by_signs(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Kept lines that open with the sign by which East Asian papers point at the picture above, and say no sentence; rows of a
    list have the same signs, but others like them beside them."""
    signs = [line.text[0] if line.position in kept else "" for line in lines]
    found = []
    for line, before, own, after in zip(lines, ["", *signs], signs, [*signs[1:], ""], strict=False):
        alone = own in _POINTERS and own not in (before, after)
        if (
            alone
            and len(line.text) <= _POINTED_CHARS
            and not ends_sentence(line.text)
            and _follows_bare_picture(line.element)
        ):
            found.append(line)
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def captions_above_credits(lines: Sequence[SourceLine], taken: Mapping[int, str]) -> list[SourceLine]:
    """Lines behind the sign that points at a picture, right above its credit, and not among rows with the same sign.

    Args:
        lines: all of a story's, in page order.
        taken: what was taken of them, by their positions.
    """
    return [
        line
        for above, line, below in zip([None, *lines], lines, lines[1:], strict=False)
        if line.text[:1] in _POINTERS
        and _OWNED.match(taken.get(below.position, ""))
        and (above is None or above.text[:1] != line.text[:1])
    ]


def is_labelled_row(texts: Sequence[str], number: int) -> bool:
    """Whether a line opens with a sign and a label, as the line above or below it does: rows of a list.

    >>> is_labelled_row(["▲화면: 17인치", "▲무게: 990g"], 0), is_labelled_row(["▲사진: 예시시", "그는 웃었다."], 0)
    (True, False)
    """
    own = _LABELLED.match(texts[number])
    beside = (_LABELLED.match(each) for each in (*texts[max(0, number - 1) : number], *texts[number + 1 : number + 2]))
    return own is not None and any(each is not None and each[1] == own[1] and each[2] != own[2] for each in beside)


def _follows_bare_picture(element: etree._Element) -> bool:
    """Whether what stands right before an element is a picture without words, or it opens with one."""
    before = element.getprevious()
    first = next(element.iterchildren(etree.Element), None)
    if first is not None and not (element.text or "").strip() and _is_picture(first):
        return True
    return before is not None and _is_picture(before)


def _is_picture(element: etree._Element) -> bool:
    return (element.tag == "img" or next(element.iter("img"), None) is not None) and not text_in(element)


def _is_announced(above: SourceLine | None, kept: set[int]) -> bool:
    """Whether a heading of the story, or a label in bold type, stands above: words beside a picture are then what it announces."""
    if above is None or above.position not in kept:
        return False
    return above.is_heading or (above.strong > _BOLD and not ends_sentence(above.text))


def _is_amid_paragraphs(below: SourceLine | None, kept: set[int]) -> bool:
    """Whether the story goes on below with a sentence."""
    return below is not None and below.position in kept and not below.is_heading and ends_sentence(below.text)


def _is_usual(look: tuple[str, str], looks: Counter[tuple[str, str]]) -> bool:
    """Whether most sentences of the story look so: in such pages a paragraph may have its picture in its box.

    A `div` without a name looks like any other: with the paragraphs of 123 labelled news pages made so, no line of a story is lost.
    """
    return look != ("div", "") and 2 * looks[look] > looks.total()


def _may_be_caption(line: SourceLine) -> bool:
    least, most = _CAPTION_CHARS
    if line.is_heading or line.tag == "blockquote" or _QUOTATION.fullmatch(line.text):
        return False
    return least <= length(line.text) <= most and line.linked < _LINKED


def _shows_picture(nodes: Nodes, pictures: Sequence[int], own: int, others: Sequence[int]) -> bool:
    """Whether the largest box around an element that holds none of the others holds one picture beside it."""
    box = own
    while (parent := nodes.parents[box]) >= 0 and not any(nodes.holds(parent, other) for other in others):
        box = parent
    inside = pictures[bisect_left(pictures, box) : bisect_left(pictures, nodes.ends[box])]
    return len(inside) == 1 and (not nodes.holds(own, inside[0]) or _is_caption_box(nodes.elements[own]))


def _is_caption_box(element: etree._Element) -> bool:
    """Whether a box holds a picture and behind it one inline element with all its words: `<div><img><span>What it shows.</span></div>`."""
    if element.tag != "div" or any((words or "").strip() for words in (element.text, *(part.tail for part in element))):
        return False
    first, *rest = element.iterchildren(etree.Element)
    spoken = [part for part in rest if text_in(part)]
    return not text_in(first) and len(spoken) == 1 and spoken[0].tag in _ASIDE


def is_few(found: Sequence[SourceLine], lines: Sequence[SourceLine], kept: set[int]) -> bool:
    """Whether some lines are no good part of what is kept."""
    story = sum(len(line.text) for line in lines if line.position in kept)
    return sum(len(line.text) for line in found) <= _FEW * story
