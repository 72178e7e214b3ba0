"""Lines that the model doubts and the lines around them vouch for, or speak against: sub-headings, rows that a colon announces, sentences
like the paragraphs beside them, headlines below the heading of other stories.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from newscrawl.extraction.by_wording import ByWording
from newscrawl.extraction.captions import is_few
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model.classify import Judgement
from newscrawl.extraction.model.features import ends_sentence
from newscrawl.extraction.nodes import Nodes

_LINKED = 0.8
#: From this probability on a heading amid the story is kept; of a hundred such lines in labelled pages 88 are story.
_HEADING = 0.25
#: The same for labels in bold type; of 81 such lines in labelled pages and in plain makes of them 68 are story.
_LABEL, _BOLD, _SECTION_CHARS = 0.1, 0.8, 40
#: Of other lines in bold type amid the story 52 of 60 are story from the probability of a heading on, but for questions (4 of 16).
_BOLD_CHARS, _FEW_LINKS = 120, 0.2
#: How a report opens, and how long its first paragraph is at least.
_DATELINE = re.compile(
    r"(?!(?:LIVE|BREAKING|VIDEO|UPDATE|EXCLUSIVE|WATCH|PHOTOS?|OPINION|NEW|FREE)\b)[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’ -]{2,28}(?:, [A-Z][\w. ]{1,14})?(?: ?\([\w ]{2,14}\))? ?[-–—]{1,2} ?(?=[^\W\d_]|[\"“„«])"
)
_PARAGRAPH_CHARS = 70
#: What systems call the first part of a story, and what stands behind "read more".
_PART = re.compile(r"(?:item)?(?:intro|full)[-_]?text|entry[-_](?:more|extended)", re.IGNORECASE)
#: From this probability on a sentence of a story no longer than this is kept that looks like a paragraph above it; so many other
#: lines (a teaser, a sub-heading) may stand between.
_SHORT_CHARS, _BETWEEN = 1_500, 2
_LAST, _FULL_STOPS = 0.12, (".", "。", "।", "۔", "።", "။", ".”", "。」")
#: So many kept headings vouch for another one like them; of sixty such lines in labelled pages fifty are story.
_HEADINGS = 2
#: Where the model gives the lines that are kept no more than this, its doubt of those around them tells nothing.
_DOUBTED, _AS_LIKELY = 0.35, 0.5
#: How long the heading of a list of other stories may be, how long such a story's, and how that does not end.
_LABEL_CHARS, _HEADLINE_CHARS, _STOPS = 44, 60, (".", "!", "?", "。", "！", "？", ":", "：", "…")

#: Who speaks next, as scripts of broadcasts say it.
_SPEAKERS = frozenset(
    f"{left}{who}{right}"
    for who in ("앵커", "앵커멘트", "기자", "리포트", "진행자", "사회자", "主播", "记者", "記者")
    for left, right in ("[]", "【】", "<>", "〈〉")
)
_SPEAKER_SIGNS = frozenset("[【<〈")


def glued_sentences(lines: Sequence[SourceLine], kept: set[int], wording: ByWording) -> set[int]:
    """Lines amid the story, or right below it, that are a sentence with a byline or notice glued to it; right above it, one
    with a dateline."""
    places = [number for number, line in enumerate(lines) if line.position in kept]
    if not places:
        return set()
    first, last = places[0], places[-1]
    around = lines[first : last + 2]
    above = lines[first - 1 : first] if first else []
    found = {line.position for line in around if _is_left_out(line, kept) and wording.glued_behind(line.text)}
    return found | {
        line.position
        for line in above
        if line.linked < _LINKED and (_is_dated_line(line.text) or wording.glued_before(line.text))
    }


def named_parts(nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, kept: set[int]) -> set[int]:
    """Sentences right above or below the story in an element whose name says that it is the story's first part, or its rest."""
    places = [number for number, line in enumerate(lines) if line.position in kept]
    ends = {places[0] - 1, places[-1] + 1} if places else set()
    return {
        lines[number].position
        for number in ends
        if 0 <= number < len(lines) and judged.story[number] >= _LAST and _is_part(nodes, lines[number])
    }


def _is_part(nodes: Nodes, line: SourceLine) -> bool:
    above = (line.node, nodes.parents[line.node])
    names = " ".join(nodes.attributes[number].get("class", "") for number in above if number >= 0)
    return line.linked < _FEW_LINKS and ends_sentence(line.text) and _PART.search(names) is not None


def _is_dated_line(text: str) -> bool:
    """Whether a paragraph opens as reports do: with a place in capitals and a dash.

    >>> _is_dated_line("HARBOUR TOWN, Ohio (AP) - The old bridge will reopen on Monday, the county said."), _is_dated_line("LIVE - The bridge.")
    (True, False)
    """
    return len(text) >= _PARAGRAPH_CHARS and text.endswith(_FULL_STOPS) and _DATELINE.match(text) is not None


def doubted_sentences(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, kept: set[int], wording: ByWording
) -> set[int]:
    """Where the model is sure of no line that is kept: the sentences in their box that look like them and that it gives half
    the chance at least. Short stories have hardly any other."""
    chances = {line.position: p for line, p in zip(lines, judged.story, strict=True) if line.position in kept}
    if not chances or max(chances.values()) >= _DOUBTED:
        return set()
    least = _AS_LIKELY * min(chances.values())
    places = {
        (nodes.parents[line.node], line.look) for line in lines if line.position in kept and ends_sentence(line.text)
    }
    return {
        line.position
        for line, p in zip(lines, judged.story, strict=True)
        if p >= least
        and line.linked == 0
        and line.text.endswith(_FULL_STOPS)
        and (nodes.parents[line.node], line.look) in places
        and not wording.is_notice(line.text)
    }


def alike_sentences(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, kept: set[int], wording: ByWording
) -> set[int]:
    """Sentences amid a short story or right below it that look like its paragraphs, say nothing that notices say, and that the
    model does not rule out: short lines make it careful. In longer stories as many of them are appeals and promotions."""
    places = [number for number, line in enumerate(lines) if line.position in kept]
    if not places or sum(len(lines[number].text) for number in places) >= _SHORT_CHARS:
        return set()
    found: set[int] = set()
    above, gap = lines[places[0]], 0
    for number in range(places[0] + 1, len(lines)):
        line, below = lines[number], lines[number + 1] if number < places[-1] else None
        is_open = judged.story[number] >= _LAST and line.text.endswith(_FULL_STOPS) and gap <= _BETWEEN
        if line.position in kept:
            above, gap = line, 0
        elif (
            is_open
            and (below is None or (below.position in kept and _is_alike(nodes, line, below)))
            and _is_alike(nodes, line, above)
            and not wording.is_notice(line.text)
        ):
            found.add(line.position)
            above, gap = line, 0
        else:
            gap += line.tag != "tr"
    return found


def _is_alike(nodes: Nodes, line: SourceLine, other: SourceLine) -> bool:
    """Whether two lines stand side by side and are of one make, the other a sentence, this one neither link nor heading."""
    is_plain = line.linked == 0 and not line.is_heading
    return is_plain and ends_sentence(other.text) and line.look == other.look and _are_beside(nodes, line, other)


def _are_beside(nodes: Nodes, line: SourceLine, other: SourceLine) -> bool:
    """Whether two lines stand in one element, or each alone in one of a row of elements of one make."""
    above, others = nodes.parents[line.node], nodes.parents[other.node]
    if above == others:
        return True
    if min(above, others) <= 0 or nodes.parents[above] != nodes.parents[others]:
        return False
    is_alone = all(len(nodes.elements[number]) == 1 for number in (above, others))
    return is_alone and _make(nodes, above) == _make(nodes, others)


def _make(nodes: Nodes, number: int) -> tuple[str, str | None]:
    return nodes.tags[number], nodes.attributes[number].get("class")


def _is_left_out(line: SourceLine, kept: set[int]) -> bool:
    return line.position not in kept and line.linked < _LINKED


def headings(lines: Sequence[SourceLine], judged: Judgement, kept: set[int]) -> set[int]:
    """Sub-headings that the model does not rule out, between two lines of the story or as others above one (short lines make it
    careful), and words that say who speaks next."""
    kinds = Counter(line.look for line in lines if line.position in kept)
    found = set()
    around = zip([1.0, *judged.story], judged.story[1:], strict=False)
    below = False
    for before, line, after, p, sides in zip([None, *lines], lines, lines[1:], judged.story, around, strict=False):
        amid = before is not None and before.position in kept
        below = amid or (below and before is not None and before.linked >= _LINKED)
        if after.position not in kept:
            continue
        if amid and line.is_heading and line.linked < _LINKED and max(sides) < _DOUBTED:
            found.add(line.position)  # the model doubts the whole story, so its doubt tells nothing
        if line.text[0] in _SPEAKER_SIGNS and line.text.replace(" ", "") in _SPEAKERS:
            found.add(line.position)
        least = _LABEL if _is_bold_label(line) else _HEADING
        if line.position in kept or p < least or line.linked >= _LINKED:
            continue
        if (amid and _opens_section(line)) or (line.is_heading and (below or kinds[line.look] >= _HEADINGS)):
            found.add(line.position)
    return found


def _opens_section(line: SourceLine) -> bool:
    return line.is_heading or _is_bold_label(line) or _is_bold_heading(line)


def _is_bold_heading(line: SourceLine) -> bool:
    """A sub-heading that is a paragraph in bold type; no question, for lists of them lead elsewhere, and no link."""
    is_plain = line.tag in ("p", "div") and line.linked < _FEW_LINKS and line.strong >= _BOLD
    return is_plain and len(line.text) <= _BOLD_CHARS and not ends_sentence(line.text)


def _is_bold_label(line: SourceLine) -> bool:
    """A name with a colon in bold type: what follows is said of it, or by it."""
    return line.text.endswith((":", "：")) and line.strong >= _BOLD and len(line.text) <= _SECTION_CHARS


def announced(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """The rows of a list that the kept line right before it announces with a colon."""
    found: set[int] = set()
    announced = False
    for before, line in pairwise(lines):
        starts = before.position in kept and before.text.endswith((":", "："))
        goes_on = announced and line.element.getparent() is before.element.getparent()
        announced = line.tag == "li" and line.linked < _LINKED and (starts or goes_on)
        if announced:
            found.add(line.position)
    return found


def listed(lines: Sequence[SourceLine], kept: set[int], wording: ByWording) -> set[int]:
    """Short kept lines without a full stop, right below a heading of other stories that was left out, or below others that stand there.

    Headings are found where they are links and no other heading of their look stays: sections of a guide are linked, too.
    """
    found: set[int] = set()
    below = False
    for before, line in pairwise(lines):
        is_out = before.position not in kept or before.position in found
        announced = is_out and len(before.text) <= _LABEL_CHARS and wording.announces(before.text)
        is_teaser = announced if line.is_heading and line.linked >= _LINKED else not line.is_heading
        below = is_teaser and (announced or (is_out and below)) and _is_headline(line.text)
        if below and line.position in kept:
            found.add(line.position)
    others = {line.look for line in lines if line.position in kept - found}
    found -= {line.position for line in lines if line.is_heading and line.look in others}
    return found if is_few([line for line in lines if line.position in found], lines, kept) else set()


def _is_headline(text: str) -> bool:
    return len(text) <= _HEADLINE_CHARS and not text.endswith(_STOPS)
