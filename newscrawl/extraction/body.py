"""Which lines of a page are the story, and why the others are not: by the layout's container, else by what `choice.py` finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from newscrawl.article import Removal
from newscrawl.errors import PageError
from newscrawl.extraction.by_wording import NO_WORDING, ByWording
from newscrawl.extraction.choice import ENGINE, Choice, article_part, chosen_lines, readable
from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.model.features import Known
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.prune import Marks
from newscrawl.extraction.walk import complete, linearize
from newscrawl.sites import Layout

OUTSIDE = Mark("layout.outside-body", "It stands outside the element that holds the story in this site's layout.")
MODEL = "model"
_THIN_CHARS = 400


@dataclass(frozen=True, slots=True)
class Body:
    """The article part of the page and what was chosen from it."""

    chosen: tuple[SourceLine, ...]
    removals: tuple[Removal, ...]
    doubt: float | None = None
    """How much text the model expects to have judged wrongly, as a share of the story; None where a layout tells, or a script."""
    reading: Reading | None = None
    """How it was found, where model and engine chose it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be learned of a page that was read by model and engine."""

    part: int
    """The number of the element that is the article part."""
    lines: tuple[SourceLine, ...]
    """Its lines of text outside noise elements."""
    passed: tuple[int, ...]
    """The noise elements in it, as numbers."""


def choose_body(nodes: Nodes, marks: Marks, layout: Layout, known: Known, wording: ByWording = NO_WORDING) -> Body:
    """The story's lines by the layout's containers, else by model, engine and what the publisher declares.

    Args:
        nodes: the parsed page; not changed.
        marks: its noise elements.
        layout: where the site's design keeps the story.
        known: what the page says of its story outside the text.
        wording: what the page's rules say of a line.

    Raises:
        PageError: `no-article` where none finds a story.
    """
    return _by_layout(nodes, marks, layout) or _by_model(nodes, marks, known, wording)


def _by_layout(nodes: Nodes, marks: Marks, layout: Layout) -> Body | None:
    containers = _containers(nodes, layout.body)
    if not containers:
        return None
    part = next((e for s in layout.article for e in nodes.index.select(s) if _holds(e, containers)), None)
    lines = linearize(part if part is not None else _common(containers), marks, containers, nodes)
    chosen = tuple(line for line in lines if line.inside and line.mark is None and line.text)
    if not chosen:
        return None
    kept = {line.position for line in chosen}
    return Body(chosen, tuple(account(lines, kept, OUTSIDE)))


def _containers(nodes: Nodes, selectors: Sequence[str]) -> list[etree._Element]:
    """The outermost matches of the first selector that finds text."""
    for selector in selectors:
        found = [e for e in nodes.index.select(selector) if isinstance(e, etree._Element)]
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


def _by_model(nodes: Nodes, marks: Marks, known: Known, wording: ByWording) -> Body:
    choice = chosen_lines(nodes, marks, known, wording)
    usual = True
    if choice.chars < _THIN_CHARS and marks:
        whole = chosen_lines(nodes, {}, known, wording)
        if whole.chars > 2 * choice.chars:
            choice, marks, usual = whole, {}, False
    if not choice.kept:
        raise PageError("no-article", "no story in the page's text")
    kept_lines = [line for line in choice.lines if line.position in choice.kept]
    part = article_part(nodes, [line.node for line in kept_lines])
    within = [line for line in choice.lines if nodes.holds(part, line.node)]
    left_out = _reasons(choice, within)
    passed = tuple(number for number in choice.passed if nodes.holds(part, number))
    every = complete(nodes, within, passed, marks)
    kept = {line.position for line in kept_lines}
    against = {line.position: mark for line, mark in left_out}
    removals = account(every, kept, ENGINE, against)
    reading = Reading(part, tuple(line for line in within if line.text), passed) if usual else None
    return Body(tuple(kept_lines), tuple(removals), choice.doubt, reading)


def _reasons(choice: Choice, lines: Sequence[SourceLine]) -> list[tuple[SourceLine, Mark]]:
    """Why lines are left out; what speaks against them is asked of the model for these alone."""
    row_of = {line.position: row for row, line in enumerate(readable(choice.lines))}
    left_out = [line for line in readable(lines) if line.position not in choice.kept]
    told = [(line, choice.against[line.position]) for line in left_out if line.position in choice.against]
    doubted = [line for line in left_out if line.position not in choice.against]
    if choice.judged is not None:
        reasons = choice.judged.reasons([row_of[line.position] for line in doubted])
        told += [(line, Mark(MODEL, why)) for line, why in zip(doubted, reasons, strict=True)]
    return told


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
