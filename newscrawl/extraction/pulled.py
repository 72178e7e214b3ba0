"""Pull quotes: sentences of the story that stand in it once more, in a box of their own, often with the name of who said so.

Many have no name that tells (`blockquote`, a nameless `div`), and the model takes them for the prose that they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml import etree

from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.model.features import ends_sentence

#: A sentence that is pulled out of the story has so many letters (syllables count double); in longer stories than this they are not looked for.
_CHARS, _STORY_CHARS = (24, 300), 60_000
_SPEAKER_CHARS = 70
_STRONG = 0.8
#: A passage of lines that stands twice has so many letters in those of some length.
_PASSAGE_CHARS = 200
#: In a box with more lines than this a sentence stands among paragraphs, where it may be said twice.
_FEW = 2
_ROWS = frozenset(("li", "tr", "td", "th", "dt", "dd", "pre"))


def pull_quotes(kept: Sequence[SourceLine], folded: Sequence[str]) -> list[SourceLine]:
    """Lines that another line holds, with more, and that stand apart from the paragraphs; and who said so, right below.

    Args:
        kept: the lines of the story.
        folded: letters and digits of each.
    """
    story = "\n".join(folded)
    if len(story) > _STORY_CHARS:
        return []
    parents = [line.element.getparent() for line in kept]
    beside = Counter([*parents, *(line.element for line in kept)])
    found = []
    for line, below, text, around in zip(kept, [*kept[1:], None], folded, parents, strict=True):
        if not (_CHARS[0] <= length(text) and len(text) <= _CHARS[1] and _may_be(line)):
            continue
        box = _quotation(line.element)
        # side by side with others of the story, as its paragraphs are
        if box is None and beside[around] > _FEW:
            continue
        holder = _holder(story, text)
        if holder is not None and (box is not None or _is_sentence_apart(line, kept[holder])):
            found.append(line)
            if below is not None and _is_speaker(below, line.element if box is None else box, kept):
                found.append(below)
    return found


def _may_be(line: SourceLine) -> bool:
    """Sub-headings and rows may well say what a paragraph says."""
    return not line.is_heading and line.tag not in _ROWS and line.strong < _STRONG


def _holder(story: str, text: str) -> int | None:
    """The number of the first line of the story that holds the text, and more.

    >>> _holder("the bridge\\nhe said the bridge", "the bridge"), _holder("the bridge\\nthe bridge", "the bridge")
    (1, None)
    """
    at = story.find(text)
    while at >= 0:
        end = at + len(text)
        if story[max(0, at - 1) : at].strip("\n") or story[end : end + 1].strip("\n"):
            return story.count("\n", 0, at)
        at = story.find(text, end)
    return None


def _quotation(element: etree._Element) -> etree._Element | None:
    """The block quotation that the element is or stands in."""
    return element if element.tag == "blockquote" else next(element.iterancestors("blockquote"), None)


def _is_sentence_apart(line: SourceLine, holder: SourceLine) -> bool:
    if not ends_sentence(line.text) or line.text.endswith((":", "：")):
        return False
    return line.element.getparent() is not holder.element.getparent()


def _is_speaker(line: SourceLine, quotation: etree._Element, kept: Sequence[SourceLine]) -> bool:
    """Whether a short line that is no sentence stands in one small box with the quotation above it."""
    if line.element is quotation or quotation in line.element.iterancestors():
        return len(line.text) <= _SPEAKER_CHARS and not ends_sentence(line.text)
    box = quotation.getparent()
    if box is None or line.is_heading or len(line.text) > _SPEAKER_CHARS or ends_sentence(line.text):
        return False
    inside = [other for other in kept if other.element is box or box in other.element.iterancestors()]
    return line in inside and len(inside) <= _FEW + 1


def copies(texts: Sequence[str], chars: int) -> list[int]:
    """Which lines stood above already, as numbers: those of so many characters, and the shorter ones around them where the whole passage did.

    >>> long, longer = "the council met for the ninth time" * 3, "nobody had asked it to meet once more" * 3
    >>> copies(["pros", long, "cons", longer, "pros", "pros", long, "cons", longer, "pros"], 20)
    [6, 7, 8]
    """
    some = [text for text in texts if len(text) >= chars]
    if len(some) == len(set(some)):  # as on nearly all pages
        return []
    first: dict[tuple[str, ...], int] = {}
    for number, text in enumerate(texts):
        first.setdefault((text,), number)
        first.setdefault(tuple(texts[number : number + 2]), number)
    found: list[int] = []
    start = 0
    while start < len(texts):
        end = start + 1
        while end < len(texts) and first[texts[end - 1], texts[end]] < end - 1:
            end += 1
        long = [
            number for number in range(start, end) if len(texts[number]) >= chars and first[texts[number],] < number
        ]
        passage = range(long[0], long[-1] + 1) if sum(len(texts[number]) for number in long) >= _PASSAGE_CHARS else long
        found += [number for number in passage if first[texts[number],] < number]
        start = end
    return found
