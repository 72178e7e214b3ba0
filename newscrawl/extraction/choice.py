"""Which lines of a page without a known layout are the story.

A small model judges every line by what can be seen of it; where it is not sure of a page, trafilatura is asked too and both
are weighed. What the lines around one say comes next, and what the publisher declares has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from newscrawl.extraction.amid import entry_headings, lone_links, rows_amid
from newscrawl.extraction.captions import captions_by_pictures, is_few
from newscrawl.extraction.comments import comments_below
from newscrawl.extraction.engine import ask_engine
from newscrawl.extraction.lines import Mark, SourceLine, length
from newscrawl.extraction.model.classify import STORY, Judgement, judge
from newscrawl.extraction.model.features import Known, ends_sentence
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.overlay import as_declared, overlay
from newscrawl.extraction.prints import as_announced
from newscrawl.extraction.prune import Marks
from newscrawl.extraction.summaries import fact_boxes, summaries_above
from newscrawl.extraction.walk import unmarked

ENGINE = Mark("trafilatura", "The model was not sure of this page, and the extraction engine left the line out.")
DECLARED = Mark("declared.outside-story", "The publisher's own statement of the story (JSON-LD) does not hold it.")
ANNOUNCED = Mark("declared.outside-feed", "The text that the site's feed carries of the story does not hold it.")
PICTURE = Mark(
    "any.beside-picture", "A picture and these words are all that stands in their box: they say what it shows."
)
SUMMARY = Mark("any.summary", "A box above the story sums it up.")
FACTS = Mark("any.fact-box", "A box of facts beside the story, under a heading that says so.")
COMMENTS = Mark("any.comments", "Readers answer one another here, below the story.")
LINKS = Mark("any.links", "It is one of several links in a row, which in a news story lead to other stories.")
LISTED = Mark("any.listed", "It stands right below the heading of a list of other stories.")
TEASER = Mark("any.lone-link", "It is a link as a whole, between two paragraphs of the story: a teaser.")
_SURE = (0.2, 0.8)
#: Lines of a smaller probability need not be shown to the engine.
_POSSIBLE = 0.1
#: Share of doubtful text from which trafilatura is asked. From 0.3 on, cross-validated F1 is lower by no more than 0.001, for a
#: fifth less time; but pages of unusual kinds (live blogs, pull quotes) are worse for it.
_ASKED_SHARE = 0.12
#: Of longer pages a larger share must be doubtful, and those of more lines are lists and threads: there it takes longest and
#: brings next to nothing (cross-validated).
_USUAL_LINES, _ASKED_LINES = 200, 400
#: Finding the engine's text among so many lines would take seconds.
_MOST_LINES = 5_000
_ENGINE_WEIGHT = 0.35
_THIN_CHARS = 400
_LINKED = 0.8
#: How much of a page's sentences must be taken, and how many characters are a page of them.
_LEAST_TAKEN, _SAID_CHARS = 0.15, 250
#: From this probability on a heading amid the story is kept; of a hundred such lines in labelled pages 88 are story.
_HEADING = 0.25
#: The same for labels in bold type; of 81 such lines in labelled pages and in plain makes of them 68 are story.
_LABEL, _BOLD = 0.1, 0.8
#: Of other lines in bold type amid the story 52 of 60 are story from the probability of a heading on, but for questions (4 of 16).
_BOLD_CHARS, _FEW_LINKS = 120, 0.2
#: The same for a sentence right below it.
_LAST, _FULL_STOPS = 0.12, (".", "。", "।", "۔", "።", "။", ".”", "。」")
#: So many kept headings vouch for another one like them; of sixty such lines in labelled pages fifty are story.
_HEADINGS = 2
#: How long the heading of a list of other stories may be, how long such a story's, and how that does not end.
_LABEL_CHARS, _HEADLINE_CHARS, _STOPS = 44, 60, (".", "!", "?", "。", "！", "？", ":", "：", "…")
#: What stands before sub-headings that are paragraphs like others, as papers in East Asia write them.
_SECTION_SIGNS, _SECTION_CHARS = ("■", "□", "◆", "◇", "●", "○"), 40

#: Who speaks next, as scripts of broadcasts say it.
_SPEAKERS = frozenset(
    f"{left}{who}{right}"
    for who in ("앵커", "앵커멘트", "기자", "리포트", "진행자", "사회자", "主播", "记者", "記者")
    for left, right in ("[]", "【】", "<>", "〈〉")
)


def _never(_text: str) -> bool:
    return False


class Glued(NamedTuple):
    """Whether a line is a sentence of prose with something glued to it, or announces other stories."""

    behind: Callable[[str], bool] = _never
    """A byline or a notice."""
    before: Callable[[str], bool] = _never
    """A dateline."""
    credited: Callable[[str], bool] = _never
    """A picture's credit."""
    tells: Callable[[str], bool] = _never
    """It is a notice by its wording."""
    announces: Callable[[str], bool] = _never
    """It is the heading of a list of other stories."""


NOTHING_GLUED = Glued()


@dataclass(frozen=True, slots=True)
class Choice:
    """The page's lines outside noise elements, those that are the story (by position), and why the others are not."""

    lines: Sequence[SourceLine]
    passed: Sequence[int]
    """The noise elements between them."""
    kept: set[int]
    judged: Judgement | None
    """What the model says of those that have text and no mark, one after the other."""
    against: Mapping[int, Mark]
    """Who left a line out that the model would have kept."""
    doubt: float
    """How much text the model expects to have judged wrongly, as a share of the story."""

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.lines if line.position in self.kept)


def chosen_lines(nodes: Nodes, marks: Marks, known: Known, glued: Glued) -> Choice:
    """What the model says of the page, and where it is not sure of it, what the engine says as well."""
    lines, passed = unmarked(nodes, nodes.body, marks)
    candidates = readable(lines)
    if not candidates:
        return Choice(lines, passed, set(), None, {}, 1.0)
    judged = judge(candidates, known, nodes)
    kept, against = _by_model_and_engine(nodes, marks, candidates, judged)
    kept |= (
        _headings(nodes, candidates, judged, kept) | _announced(candidates, kept) | _sentences(candidates, kept, glued)
    )
    kept |= _alike_sentences(nodes, candidates, judged, kept, glued)
    kept |= entry_headings(candidates, kept)
    if not known.news:
        kept |= rows_amid(candidates, judged.story, kept)
    kept -= (listed := _listed(candidates, kept, glued))
    against |= dict.fromkeys(listed, LISTED)
    for mark, taken in _told_by_neighbours(nodes, candidates, judged, known):
        found = taken(kept)
        against |= dict.fromkeys(found, mark)
        kept -= found
    added, foreign = as_announced(candidates, judged.story, kept, known.prints)
    against |= dict.fromkeys(foreign, ANNOUNCED)
    kept = (kept | added) - foreign
    declared = as_declared(candidates, kept, known.declared)
    against |= dict.fromkeys(kept - declared, DECLARED)
    return Choice(lines, passed, declared, judged, against, _doubt(candidates, judged))


def _doubt(lines: Sequence[SourceLine], judged: Judgement) -> float:
    """By what it takes to be the odds of each line; short stories weigh a little more than they are long."""
    rows = [(len(line.text), p) for line, p in zip(lines, judged.story, strict=True)]
    story = sum(size for size, p in rows if p >= STORY)
    return sum(size * min(p, 1 - p) for size, p in rows) / (story + _THIN_CHARS)


def _told_by_neighbours(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, known: Known
) -> Iterator[tuple[Mark, Callable[[set[int]], set[int]]]]:
    """What is noise for what stands around it, one kind after the other: why, and which of the lines that are still kept."""
    news = known.news
    yield PICTURE, lambda kept: captions_by_pictures(nodes, lines, judged.story, kept, news=news)
    yield SUMMARY, lambda kept: summaries_above(nodes, lines, kept, news=news)
    yield COMMENTS, lambda kept: comments_below(lines, kept)
    if news:
        yield FACTS, lambda kept: fact_boxes(nodes, lines, kept)
        yield LINKS, lambda kept: _links_in_a_row(lines, kept)
        yield TEASER, lambda kept: lone_links(lines, kept)


def readable(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Those that have text and stand in no noise element."""
    return [line for line in lines if line.mark is None and line.text]


def _by_model_and_engine(
    nodes: Nodes, marks: Marks, lines: Sequence[SourceLine], judged: Judgement
) -> tuple[set[int], dict[int, Mark]]:
    """The lines that are kept, and those that only the engine left out."""
    kept, unsure = _sure(lines, judged)
    misses = _misses(lines, kept)
    if len(lines) > _MOST_LINES or (kept and not misses and not _is_doubtful(unsure, len(lines))):
        return kept, {}
    asked = overlay(lines, ask_engine(nodes, marks, 0 if misses else _possible(lines, judged, nodes)))
    both = _from_sentence_to_sentence(lines, asked) if misses else _weighed(lines, judged, asked) or asked
    return both, dict.fromkeys(kept - both, ENGINE)


def _misses(lines: Sequence[SourceLine], kept: set[int]) -> bool:
    """Whether most of the page's sentences were left out: the model knows few pages whose paragraphs are short."""
    said = [line for line in lines if line.linked < _LINKED and ends_sentence(line.text)]
    size = sum(length(line.text) for line in said)
    taken = sum(length(line.text) for line in said if line.position in kept)
    return len(said) > 2 and size > _SAID_CHARS and taken < _LEAST_TAKEN * size


def _from_sentence_to_sentence(lines: Sequence[SourceLine], asked: set[int]) -> set[int]:
    """What the engine takes, from its first sentence to its last."""
    said = [line.position for line in lines if line.position in asked and ends_sentence(line.text)]
    return {position for position in asked if said and said[0] <= position <= said[-1]}


def _is_doubtful(unsure: float, lines: int) -> bool:
    """Whether the engine is asked about a page, by the share of its text that the model is unsure of."""
    return unsure > _ASKED_SHARE * max(1, lines / _USUAL_LINES) and lines <= _ASKED_LINES


def _sentences(lines: Sequence[SourceLine], kept: set[int], glued: Glued) -> set[int]:
    """Lines amid the story, or right below it, that are a sentence with a byline or notice glued to it; right above it, one
    with a dateline."""
    places = [number for number, line in enumerate(lines) if line.position in kept]
    if not places:
        return set()
    first, last = places[0], places[-1]
    around = lines[first : last + 2]
    below = lines[last + 1 : last + 2]
    found = {line.position for line in below if line.linked < _LINKED and glued.credited(line.text)}
    found |= {line.position for line in around if _is_left_out(line, kept) and glued.behind(line.text)}
    above = lines[first - 1 : first] if first else []
    return found | {line.position for line in above if line.linked < _LINKED and glued.before(line.text)}


def _alike_sentences(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, kept: set[int], glued: Glued
) -> set[int]:
    """Sentences amid the story or right below it that look like its paragraphs, say nothing that notices say, and that the
    model does not rule out: short lines make it careful."""
    last = max((number for number, line in enumerate(lines) if line.position in kept), default=-2)
    found = set()
    rows = zip(lines, lines[1:], judged.story[1:], [*lines[2:], None], strict=False)
    for number, (above, line, p, below) in enumerate(rows, 1):
        if p < _LAST or line.position in kept or above.position not in kept or not line.text.endswith(_FULL_STOPS):
            continue
        amid = below is not None and below.position in kept and _is_alike(nodes, line, below)
        if (amid or number == last + 1) and _is_alike(nodes, line, above) and not glued.tells(line.text):
            found.add(line.position)
    return found


def _is_alike(nodes: Nodes, line: SourceLine, other: SourceLine) -> bool:
    """Whether two lines stand side by side and are of one make, the other a sentence, this one neither link nor heading."""
    is_plain = line.linked == 0 and not line.is_heading
    return (
        is_plain
        and ends_sentence(other.text)
        and _kind(nodes, line) == _kind(nodes, other)
        and nodes.parents[line.node] == nodes.parents[other.node]
    )


def _is_left_out(line: SourceLine, kept: set[int]) -> bool:
    return line.position not in kept and line.linked < _LINKED


def _headings(nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, kept: set[int]) -> set[int]:
    """Sub-headings that the model does not rule out, between two lines of the story or as others above one (short lines make it
    careful), and words that say who speaks next."""
    kinds = Counter(_kind(nodes, line) for line in lines if line.position in kept)
    found = set()
    for before, line, after, p in zip([None, *lines], lines, lines[1:], judged.story, strict=False):
        if line.text.replace(" ", "") in _SPEAKERS and after.position in kept:
            found.add(line.position)
        if (
            p < (_LABEL if _is_bold_label(line) else _HEADING)
            or line.position in kept
            or after.position not in kept
            or line.linked >= _LINKED
        ):
            continue
        amid = before is not None and before.position in kept
        if (amid and _opens_section(line)) or (line.is_heading and kinds[_kind(nodes, line)] >= _HEADINGS):
            found.add(line.position)
    return found


def _opens_section(line: SourceLine) -> bool:
    is_signed = line.text.startswith(_SECTION_SIGNS) and len(line.text) <= _SECTION_CHARS
    return line.is_heading or is_signed or _is_bold_label(line) or _is_bold_heading(line)


def _is_bold_heading(line: SourceLine) -> bool:
    """A sub-heading that is a paragraph in bold type; no question, for lists of them lead elsewhere, and no link."""
    is_plain = line.tag in ("p", "div") and line.linked < _FEW_LINKS and line.strong >= _BOLD
    return is_plain and len(line.text) <= _BOLD_CHARS and not ends_sentence(line.text)


def _is_bold_label(line: SourceLine) -> bool:
    """A name with a colon in bold type: what follows is said of it, or by it."""
    return line.text.endswith((":", "：")) and line.strong >= _BOLD and len(line.text) <= _SECTION_CHARS


def _kind(nodes: Nodes, line: SourceLine) -> tuple[str, str]:
    return line.tag, nodes.attributes[line.node].get("class", "")


def _announced(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
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


def _listed(lines: Sequence[SourceLine], kept: set[int], glued: Glued) -> set[int]:
    """Short kept lines without a full stop, right below a heading of other stories that was left out."""
    found: set[int] = set()
    for before, line in pairwise(lines):
        if (
            line.position not in kept
            or line.is_heading
            or not _is_headline(line.text)
            or (before.position in kept and before.position not in found)
        ):
            continue
        if before.position in found or (len(before.text) <= _LABEL_CHARS and glued.announces(before.text)):
            found.add(line.position)
    return found if is_few([line for line in lines if line.position in found], lines, kept) else set()


def _is_headline(text: str) -> bool:
    return len(text) <= _HEADLINE_CHARS and not text.endswith(_STOPS)


def _links_in_a_row(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Kept lines that are links as a whole and stand beside another such line, unless they are most of the story.

    Headings are left: many link to themselves.
    """
    linked = [line.linked >= _LINKED and not line.is_heading for line in lines]
    beside = zip([False, *linked], [*linked[1:], False], strict=False)
    rows = zip(lines, linked, beside, strict=True)
    found = [line for line, own, near in rows if own and any(near) and line.position in kept]
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def _possible(lines: Sequence[SourceLine], judged: Judgement, nodes: Nodes) -> int:
    """The article part by the lines which may be story; the root where that is too little to be one."""
    possible = [line for line, p in zip(lines, judged.story, strict=True) if p >= _POSSIBLE]
    if sum(len(line.text) for line in possible) < _THIN_CHARS:
        return 0
    return article_part(nodes, [line.node for line in possible])


def _sure(lines: Sequence[SourceLine], judged: Judgement) -> tuple[set[int], float]:
    """The lines that the model takes for the story, and how much it is unsure of, as a share of them."""
    kept = {line.position for line, p in zip(lines, judged.story, strict=True) if p >= STORY}
    size = sum(len(line.text) for line in lines if line.position in kept)
    open_size = sum(len(line.text) for line, p in zip(lines, judged.story, strict=True) if _SURE[0] < p < _SURE[1])
    return kept, open_size / max(1, size)


def _weighed(lines: Sequence[SourceLine], judged: Judgement, asked: set[int]) -> set[int]:
    """The lines that model and engine together take for the story."""
    if not asked:
        return {line.position for line, p in zip(lines, judged.story, strict=True) if p >= STORY}
    votes = (
        (line, (1 - _ENGINE_WEIGHT) * p + _ENGINE_WEIGHT * (line.position in asked))
        for line, p in zip(lines, judged.story, strict=True)
    )
    return {line.position for line, vote in votes if vote >= STORY}


def article_part(nodes: Nodes, kept: Sequence[int]) -> int:
    """The article part: the innermost element that holds every kept line, and the headline where there is one above."""
    part = _holding(nodes, kept)
    while nodes.tags[part] not in ("article", "main", "body") and "h1" not in nodes.tags[part : nodes.ends[part]]:
        if nodes.parents[part] < 0:
            break
        part = nodes.parents[part]
    return part


def _holding(nodes: Nodes, numbers: Sequence[int]) -> int:
    """The innermost element that holds all of them."""
    part, last = min(numbers), max(numbers)
    while not nodes.holds(part, last):
        part = nodes.parents[part]
    return part
