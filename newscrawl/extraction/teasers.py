"""Which lines are teasers of other stories, alone or in the box of a heading that announces some."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from newscrawl.extraction.glued import SENTENCE_ENDS
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model.characters import is_unstopped
from newscrawl.noise import LineRule

#: From this share on a line is a link.
LINKED = 0.8
#: So many headlines that are links in the box of a heading, and all in it is other stories.
_HEADLINES = 2
TEASER_CHARS = 120
_HEADLINE_CHARS = 50


def is_teaser(line: SourceLine, text: str) -> bool:
    """A line of a list of other stories: a link, or short and no sentence. `text` is what is left of the line."""
    if line.linked >= LINKED:
        return True
    if len(text) >= TEASER_CHARS or is_unstopped(text[-1:], len(text)):
        return False
    return not text.rstrip("\"'”’」』)]").endswith(SENTENCE_ENDS)


def is_listed(line: SourceLine, text: str) -> bool:
    """A teaser below a heading that announces some: there a Korean headline may end as a sentence, but without full stop.
    A sub-heading that is no link is none: the story goes on there."""
    if line.is_heading and line.linked < LINKED:
        return False
    return is_teaser(line, text) or is_headline(text)


def is_headline(text: str) -> bool:
    """Whether a line is short and ends as Korean sentences do, but without full stop.

    >>> is_headline("밤에 얼린 얼음, 낮에 쓴다"), is_headline("낮에 쓴다.")
    (True, False)
    """
    bare = text.rstrip("\"'”’」』)]")
    return bare.endswith("다") and len(bare) < _HEADLINE_CHARS


def headed(kept: Sequence[SourceLine], index: int, most_chars: float) -> int:
    """How many lines stand with the heading before `index` in a box that holds none above it, and among them several headlines
    that are links: all of it is teasers, with the sentences that say more of each. None if they have more characters than `most_chars`.
    """
    above, heading, box = kept[index - 2].element, kept[index - 1].element, None
    for outer in (heading, *heading.iterancestors()):
        if above is outer or outer in above.iterancestors():
            break
        box = outer
    if box is None:
        return 0
    inside = list(takewhile(lambda line: box in line.element.iterancestors(), kept[index:]))
    headlines = sum(line.linked >= LINKED and line.is_heading for line in inside)
    few = sum(len(line.text) for line in inside) <= most_chars
    return len(inside) if headlines >= _HEADLINES and few else 0


def other_stories(
    kept: Sequence[SourceLine],
    text_of: Callable[[SourceLine], str],
    rule_of: Callable[[SourceLine], LineRule | None],
    most_chars: float,
) -> Iterator[tuple[LineRule, list[SourceLine]]]:
    """Headings that announce other stories, each with its rule and the teasers below it, up to the next line that reads like a story.

    Args:
        kept: the lines of the story, in page order.
        text_of: what is left of a line.
        rule_of: the rule that knows a line as such a heading.
        most_chars: blocks with more characters are left.
    """
    index = 0
    while index < len(kept):
        rule = rule_of(kept[index]) if index else None
        index += 1
        if rule is None:
            continue
        block = [kept[index - 1]]
        end = index + headed(kept, index, most_chars)
        while index < len(kept) and (index < end or is_listed(kept[index], text_of(kept[index]))):
            block.append(kept[index])
            index += 1
        if sum(len(line.text) for line in block) <= most_chars:
            yield rule, block
