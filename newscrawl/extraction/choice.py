"""Which lines of a page without a known layout are the story.

A small model judges every line by what can be seen of it; where it is not sure of a page, trafilatura is asked too and both
are weighed. What the lines around one say comes next, and what the publisher declares has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newscrawl.extraction.amid import entry_headings, labelled_links, lone_links
from newscrawl.extraction.boxed import boxes_amid, tool_rows
from newscrawl.extraction.by_wording import ByWording
from newscrawl.extraction.captions import captions_by_pictures, captions_by_signs, is_few
from newscrawl.extraction.comments import comments_below
from newscrawl.extraction.engine import ask_engine
from newscrawl.extraction.lines import Mark, SourceLine, length
from newscrawl.extraction.model.classify import STORY, Judgement, judge
from newscrawl.extraction.model.features import Known, ends_sentence
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.overlay import as_declared, overlay
from newscrawl.extraction.prints import as_announced
from newscrawl.extraction.prune import Marks
from newscrawl.extraction.rows import rows, tables_amid
from newscrawl.extraction.summaries import fact_boxes, summaries_above
from newscrawl.extraction.vouched import (
    alike_sentences,
    announced,
    doubted_sentences,
    glued_sentences,
    headings,
    listed,
    named_parts,
)
from newscrawl.extraction.walk import unmarked

ENGINE = Mark("trafilatura", "The model was not sure of this page, and the extraction engine left the line out.")
DECLARED = Mark("declared.outside-story", "The publisher's own statement of the story (JSON-LD) does not hold it.")
ANNOUNCED = Mark("declared.outside-feed", "The text that the site's feed carries of the story does not hold it.")
PICTURE = Mark(
    "any.beside-picture", "A picture and these words are all that stands in their box: they say what it shows."
)
POINTED = Mark("any.below-picture", "It points at the picture above it.")
SUMMARY = Mark("any.summary", "A box above the story sums it up.")
FACTS = Mark("any.fact-box", "A box of facts beside the story, under a heading that says so.")
COMMENTS = Mark("any.comments", "Readers answer one another here, below the story.")
LINKS = Mark("any.links", "It is one of several links in a row, which in a news story lead to other stories.")
BOXED = Mark(
    "any.box-amid", "A small table beside the text: a photograph's caption, a pulled quotation, an advertisement."
)
TOOLS = Mark("any.tool-row", "A row of links parted by bars: what a reader may do with the page.")
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
#: Of rows of lists and sub-headings amid the story with this probability, which the engine left out, nine of ten on labelled
#: pages are story; of paragraphs there as many, but on news pages those are captions and decks.
_LIKELY, _ROWS = 0.6, frozenset(("li", "h1", "h2", "h3", "blockquote", "pre", "dt", "dd"))
_THIN_CHARS = 400
_LINKED = 0.8
#: How much of a page's sentences must be taken, and how many characters are a page of them.
_LEAST_TAKEN, _SAID_CHARS = 0.15, 250


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


def chosen_lines(nodes: Nodes, marks: Marks, known: Known, wording: ByWording) -> Choice:
    """The story by the model, and where that is not sure by the engine as well; then by the lines around each, a feed, and the publisher.

    Args:
        nodes: the parsed page.
        marks: its noise elements.
        known: what the page, and what announced it, say of its story outside the text.
        wording: what the page's rules say of a line.
    """
    lines, passed = unmarked(nodes, nodes.body, marks)
    candidates = readable(lines)
    if not candidates:
        return Choice(lines, passed, set(), None, {}, 1.0)
    asked = judge(candidates, known, nodes)
    judged = _without_imprint(candidates, asked, wording.is_imprint)
    kept, against = _by_model_and_engine(nodes, marks, candidates, judged)
    for stays in _vouched_for(nodes, candidates, judged, known, wording):
        kept |= stays(kept)
    for mark, goes in _told_by_neighbours(nodes, candidates, judged, known, wording):
        found = goes(kept)
        against |= dict.fromkeys(found, mark)
        kept -= found
    added, foreign = as_announced(candidates, judged.story, kept, known.prints)
    against |= dict.fromkeys(foreign, ANNOUNCED)
    kept = (kept | added) - foreign
    declared = as_declared(candidates, kept, known.declared)
    against |= dict.fromkeys(kept - declared, DECLARED)
    return Choice(lines, passed, declared, asked, against, _doubt(candidates, asked))


def _without_imprint(lines: Sequence[SourceLine], judged: Judgement, is_imprint: Callable[[str], bool]) -> Judgement:
    """The same, with no chance for imprint and copyright where the model found little: below a short story it takes them for one."""
    story = [len(line.text) for line, p in zip(lines, judged.story, strict=True) if p >= STORY]
    if sum(story) >= _THIN_CHARS or len(lines) > _ASKED_LINES:
        return judged
    rows = zip(lines, judged.story, strict=True)
    return replace(judged, story=[0.0 if _may_be_story(line, p) and is_imprint(line.text) else p for line, p in rows])


def _may_be_story(line: SourceLine, p: float) -> bool:
    return p >= _POSSIBLE or ends_sentence(line.text)


def _doubt(lines: Sequence[SourceLine], judged: Judgement) -> float:
    """By what it takes to be the odds of each line; short stories weigh a little more than they are long."""
    rows = [(len(line.text), p) for line, p in zip(lines, judged.story, strict=True)]
    story = sum(size for size, p in rows if p >= STORY)
    return sum(size * min(p, 1 - p) for size, p in rows) / (story + _THIN_CHARS)


def _vouched_for(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, known: Known, wording: ByWording
) -> Iterator[Callable[[set[int]], set[int]]]:
    """What is story for what stands around it, one kind after the other: which lines, beside those that are kept so far."""
    yield lambda kept: doubted_sentences(nodes, lines, judged, kept, wording)
    yield lambda kept: headings(lines, judged, kept) | announced(lines, kept) | glued_sentences(lines, kept, wording)
    yield lambda kept: alike_sentences(nodes, lines, judged, kept, wording) | named_parts(nodes, lines, judged, kept)
    yield lambda kept: entry_headings(lines, kept) | rows(nodes, lines, kept, wording.is_notice)
    if known.paper:
        yield lambda kept: tables_amid(nodes, lines, judged.story, kept)


def _told_by_neighbours(
    nodes: Nodes, lines: Sequence[SourceLine], judged: Judgement, known: Known, wording: ByWording
) -> Iterator[tuple[Mark, Callable[[set[int]], set[int]]]]:
    """What is noise for what stands around it, one kind after the other: why, and which of the lines that are still kept."""
    news = known.paper
    yield LISTED, lambda kept: listed(lines, kept, wording)
    yield PICTURE, lambda kept: captions_by_pictures(nodes, lines, judged.story, kept, news=news)
    yield POINTED, lambda kept: captions_by_signs(lines, kept)
    yield BOXED, lambda kept: boxes_amid(nodes, lines, kept, wording.is_notice)
    yield TOOLS, lambda kept: tool_rows(lines, kept, wording.is_notice)
    yield SUMMARY, lambda kept: summaries_above(nodes, lines, kept, news=news)
    yield COMMENTS, lambda kept: comments_below(lines, kept)
    if news:
        yield FACTS, lambda kept: fact_boxes(nodes, lines, kept)
        yield LINKS, lambda kept: _links_in_a_row(lines, kept)
        yield TEASER, lambda kept: labelled_links(lines, kept)
        yield TEASER, lambda kept: lone_links(lines, kept)


def readable(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Those that have text and stand in no noise element."""
    return [line for line in lines if line.mark is None and line.text]


def _by_model_and_engine(
    nodes: Nodes, marks: Marks, lines: Sequence[SourceLine], judged: Judgement
) -> tuple[set[int], dict[int, Mark]]:
    """The lines that are kept, and those that only the engine left out."""
    kept, unsure = _sure(lines, judged)
    misses = _misses(lines, judged, kept)
    if len(lines) > _MOST_LINES or (kept and not misses and not _is_doubtful(unsure, len(lines))):
        return kept, {}
    parts = [0] if misses else []
    parts.append(_possible(lines, judged, nodes))
    told = next((text for part in parts if (text := ask_engine(nodes, marks, part)) is not None), None)
    if told is None:
        return kept, {}
    asked = overlay(lines, told)
    if misses:
        both = _from_sentence_to_sentence(lines, asked)
    else:
        both = _weighed(lines, judged, asked) or asked
        both |= _likely_amid(lines, judged, both) if both else both
    return both, dict.fromkeys(kept - both, ENGINE)


def _likely_amid(lines: Sequence[SourceLine], judged: Judgement, both: set[int]) -> set[int]:
    """Rows and sub-headings amid the story that the model takes for it, and only the engine, which loses such lines, does not."""
    first, last = min(both), max(both)
    return {
        line.position
        for line, p in zip(lines, judged.story, strict=True)
        if p >= _LIKELY and first < line.position < last and line.tag in _ROWS
    }


def _said(lines: Sequence[SourceLine], judged: Judgement) -> list[SourceLine]:
    """The page's sentences, without the imprint."""
    rows = zip(lines, judged.story, strict=True)
    return [line for line, p in rows if p and line.linked < _LINKED and ends_sentence(line.text)]


def _misses(lines: Sequence[SourceLine], judged: Judgement, kept: set[int]) -> bool:
    """Whether most of the page's sentences were left out: the model knows few pages whose paragraphs are short."""
    said = _said(lines, judged)
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
