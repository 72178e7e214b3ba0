"""Which lines of a page are the story. The only file that imports trafilatura.

A known layout names its container. Elsewhere a small model judges every line by what can be seen of it; where it is not
sure of a page, trafilatura is asked too and both are weighed. What the publisher declares has the last word.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.article import Removal
from newscrawl.errors import PageError
from newscrawl.extraction.lines import Mark, SourceLine, linearize
from newscrawl.extraction.model.classify import STORY, Judgement, judge
from newscrawl.extraction.model.features import Known
from newscrawl.extraction.overlay import as_declared, overlay
from newscrawl.extraction.prune import Marks
from newscrawl.selectors import select
from newscrawl.sites import Layout

OUTSIDE = Mark("layout.outside-body", "It stands outside the element that holds the story in this site's layout.")
ENGINE = Mark("trafilatura", "The model was not sure of this page, and the extraction engine left the line out.")
DECLARED = Mark("declared.outside-story", "The publisher's own statement of the story (JSON-LD) does not hold it.")
MODEL = "model"
_SURE = (0.2, 0.8)
#: Share of doubtful text from which trafilatura is asked. From 0.3 on, cross-validated F1 is lower by no more than 0.001, for a
#: fifth less time; but pages of unusual kinds (live blogs, pull quotes) are worse for it.
_ASKED_SHARE = 0.12
#: Pages of more lines are lists and threads, for which it takes longest and brings nothing (cross-validated).
_ASKED_LINES = 800
_UNSURE_SHARE = 0.1
_ENGINE_WEIGHT = 0.35
_THIN_CHARS = 400
_LINKED = 0.8


@dataclass(frozen=True, slots=True)
class Body:
    """The article part of the page and what was chosen from it."""

    chosen: tuple[SourceLine, ...]
    removals: tuple[Removal, ...]
    confident: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The page's lines, those that are the story (by position), and why the others are not."""

    lines: Sequence[SourceLine]
    kept: set[int]
    against: Mapping[int, Mark]
    unsure: float
    """Characters that may or may not be story, as a share of the story."""

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.lines if line.position in self.kept)


def choose_body(tree: HtmlElement, marks: Marks, layout: Layout, known: Known) -> Body:
    """The story's lines by the layout's containers, else by model, engine and what the publisher declares.

    Args:
        tree: the parsed page; not changed.
        marks: its noise elements.
        layout: where the site's design keeps the story.
        known: what the page says of its story outside the text.

    Raises:
        PageError: `no-article` where none finds a story.
    """
    return _by_layout(tree, marks, layout) or _by_model(tree, marks, known)


def _by_layout(tree: HtmlElement, marks: Marks, layout: Layout) -> Body | None:
    containers = _containers(tree, layout.body)
    if not containers:
        return None
    part = next((e for s in layout.article for e in select(tree, s) if _holds(e, containers)), None)
    lines = linearize(part if part is not None else _common(containers), marks, containers)
    chosen = tuple(line for line in lines if line.inside and line.mark is None and line.text)
    if not chosen:
        return None
    kept = {line.position for line in chosen}
    return Body(chosen, tuple(account(lines, kept, OUTSIDE)), confident=True)


def _containers(tree: HtmlElement, selectors: Sequence[str]) -> list[etree._Element]:
    """The outermost matches of the first selector that finds text."""
    for selector in selectors:
        found = [e for e in select(tree, selector) if isinstance(e, etree._Element)]
        outer = [e for e in found if not any(a in found for a in e.iterancestors())]
        if any(str(text).strip() for e in outer for text in e.itertext()):
            return outer
    return []


def _holds(part: object, containers: Sequence[etree._Element]) -> bool:
    return isinstance(part, etree._Element) and all(c is part or part in c.iterancestors() for c in containers)


def _common(elements: Sequence[etree._Element]) -> etree._Element:
    """The innermost element that holds all of them."""
    paths = [[*reversed(list(e.iterancestors())), e] for e in elements]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(e is not level[0] for e in level):
            break
        common = level[0]
    return common


def _by_model(tree: HtmlElement, marks: Marks, known: Known) -> Body:
    choice = _judged(tree, marks, known)
    if choice.chars < _THIN_CHARS and marks:
        whole = _judged(tree, {}, known)
        choice = whole if whole.chars > 2 * choice.chars else choice
    if not choice.kept:
        raise PageError("no-article", "no story in the page's text")
    part = _part(choice.lines, choice.kept)
    moved = {line.position: position for position, line in enumerate(part)}
    for line in part:  # nobody else holds them; copies took a twentieth of the page's time
        line.position = moved[line.position]
    kept = {moved[position] for position in choice.kept}
    against = {moved[position]: mark for position, mark in choice.against.items() if position in moved}
    chosen = tuple(line for line in part if line.position in kept)
    return Body(chosen, tuple(account(part, kept, ENGINE, against)), choice.unsure <= _UNSURE_SHARE)


def _judged(tree: HtmlElement, marks: Marks, known: Known) -> Choice:
    """What the model says of the page, and where it is not sure of it, what the engine says as well."""
    root = tree.find("body")
    lines = linearize(tree if root is None else root, marks)
    candidates = [line for line in lines if line.mark is None and line.text]
    if not candidates:
        return Choice(lines, set(), {}, 1.0)
    judged = judge(candidates, known)
    kept, unsure = _sure(candidates, judged)
    against = {line.position: Mark(MODEL, why) for line, why in zip(candidates, judged.reasons, strict=True)}
    if not kept or (unsure > _ASKED_SHARE and len(candidates) <= _ASKED_LINES):
        asked = overlay(candidates, _ask_engine(tree, marks))
        first, kept = kept, _weighed(candidates, judged, asked) or asked
        against |= dict.fromkeys(first - kept, ENGINE)
    kept |= _announced(candidates, kept)
    declared = as_declared(candidates, kept, known.declared)
    against |= dict.fromkeys(kept - declared, DECLARED)
    return Choice(lines, declared, against, unsure)


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


def _ask_engine(tree: HtmlElement, marks: Marks) -> str:
    """trafilatura's text of the tree without its noise elements; "" where it finds none."""
    from trafilatura import bare_extraction  # costs a second, which `import newscrawl` need not pay

    document = bare_extraction(_without(tree, marks), include_comments=False)
    return (getattr(document, "text", None) or "") if document is not None else ""


def _without(tree: HtmlElement, marks: Marks) -> HtmlElement:
    """A copy of the tree without the marked elements; the text after each stays."""
    for element in marks:
        element.set("data-newscrawl-noise", "1")
    pruned = copy.deepcopy(tree)
    for element in marks:
        del element.attrib["data-newscrawl-noise"]
    for element in pruned.xpath("//*[@data-newscrawl-noise]"):
        if element.getparent() is not None:
            element.drop_tree()
    return pruned


def _part(lines: Sequence[SourceLine], kept: set[int]) -> list[SourceLine]:
    """The article part: all lines below the innermost element that holds every kept line."""
    part = _common([line.element for line in lines if line.position in kept])
    while part.tag not in ("article", "main", "body") and part.find(".//h1") is None:
        above = part.getparent()
        if above is None:
            break
        part = above
    within = set(part.iter())
    return [line for line in lines if line.element in within]


def account(
    lines: Sequence[SourceLine], kept: set[int], otherwise: Mark = OUTSIDE, against: Mapping[int, Mark] | None = None
) -> list[Removal]:
    """A removal for every line that is not kept, and for every noise element inside one that is."""
    out: list[Removal] = []
    for line in lines:
        if line.position not in kept and line.text:
            mark, stage = (line.mark, "node") if line.mark else ((against or {}).get(line.position, otherwise), "body")
            out.append(
                Removal(rule=mark.rule, stage=stage, text=line.text, position=line.position, why=mark.why)  # type: ignore[arg-type]
            )
        out += [Removal(rule=m.rule, stage="node", text=t, position=line.position, why=m.why) for m, t in line.pieces]
    return out
