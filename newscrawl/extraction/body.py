"""Which lines of a page are the story. The only file that imports trafilatura.

A known layout names its container. Elsewhere trafilatura reads the pruned tree, and its answer is laid over the
page's own lines: what it chose is kept, what it lost between two kept lines of one container comes back.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.article import Removal
from newscrawl.errors import PageError
from newscrawl.extraction.lines import Mark, SourceLine, linearize
from newscrawl.extraction.prune import Marks
from newscrawl.extraction.trim import renumber
from newscrawl.selectors import select
from newscrawl.sites import Layout

OUTSIDE = Mark("layout.outside-body", "It stands outside the element that holds the story in this site's layout.")
ENGINE = Mark("trafilatura", "The extraction engine did not count it as part of the story.")
_WORD = re.compile(r"[\W_]+")
_ANCHOR_CHARS = 24
_GAP_LINES = 60
_SHORT_GAP = 3
_LIST_CHARS = 40
_THIN_CHARS = 400
_LINKED = 0.8
_KIND_SHARE = 0.3
_PROSE_CHARS = 60
_DECLARED_CHARS = 300
_COVERED = 0.85


@dataclass(frozen=True, slots=True)
class Body:
    """The article part of the page and what was chosen from it."""

    chosen: tuple[SourceLine, ...]
    removals: tuple[Removal, ...]
    confident: bool


def choose_body(tree: HtmlElement, marks: Marks, layout: Layout, declared: str | None = None) -> Body:
    """The story's lines by the layout's containers, else by trafilatura and what the publisher declares.

    Args:
        tree: the parsed page; not changed.
        marks: its noise elements.
        layout: where the site's design keeps the story.
        declared: the story as the publisher states it (JSON-LD `articleBody`), if at all.

    Raises:
        PageError: `no-article` where neither finds a story.
    """
    return _by_layout(tree, marks, layout) or _by_engine(tree, marks, declared or "")


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
    return Body(chosen, tuple(_account(lines, kept, OUTSIDE)), confident=True)


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


def _by_engine(tree: HtmlElement, marks: Marks, declared: str) -> Body:
    lines, kept = _asked(tree, marks)
    if _size(lines, kept) < _THIN_CHARS:
        whole_lines, whole_kept = _asked(tree, {})
        if _size(whole_lines, whole_kept) > 2 * _size(lines, kept):
            lines, kept = whole_lines, whole_kept
    open_lines = [line for line in lines if line.mark is None and line.text]
    kept = kept or _most_prose(open_lines)
    if not kept:
        raise PageError("no-article", "no story in the page's text")
    kept |= _same_kind(open_lines, kept)
    kept = _as_declared(open_lines, kept, declared)
    kept |= _lost_between(open_lines, kept)
    part = _part(lines, kept)
    numbered = renumber(part)
    positions = {new.position for new, old in zip(numbered, part, strict=True) if old.position in kept}
    chosen = tuple(line for line in numbered if line.position in positions)
    return Body(chosen, tuple(_account(numbered, positions, ENGINE)), confident=False)


def _asked(tree: HtmlElement, marks: Marks) -> tuple[list[SourceLine], set[int]]:
    """The page's lines, and the positions of those that the engine takes for the story."""
    root = tree.find("body")
    lines = linearize(tree if root is None else root, marks)
    return lines, _overlay([line for line in lines if line.mark is None and line.text], _ask_engine(tree, marks))


def _size(lines: Sequence[SourceLine], kept: set[int]) -> int:
    return sum(len(line.text) for line in lines if line.position in kept)


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


def _fold(text: str) -> str:
    return _WORD.sub("", text).lower()


def _overlay(lines: Sequence[SourceLine], text: str) -> set[int]:
    """Positions of the lines that stand in the engine's text: long ones first, short ones between those."""
    whole = _fold(text)
    folded = [_fold(line.text) for line in lines]
    times = Counter(folded)
    spans: dict[int, tuple[int, int]] = {}
    for index, line in enumerate(folded):
        if len(line) >= _ANCHOR_CHARS and times[line] == 1 and (span := _span(whole, line)):
            spans[index] = span
    if not spans:
        return {lines[i].position for i, line in enumerate(folded) if line and line in whole}
    last, end_of_last = max(spans), max(end for _, end in spans.values())
    cursor = 0
    for index, line in enumerate(folded):
        if index in spans:
            cursor = max(cursor, spans[index][1])
            continue
        following = next((spans[i][0] for i in range(index + 1, last + 1) if i in spans), len(whole))
        limit = following if following > cursor else (len(whole) if cursor >= end_of_last else cursor)
        at = whole.find(line, cursor, limit) if line else -1
        if at >= 0 and at - cursor <= 200:
            spans[index] = at, at + len(line)
            cursor = at + len(line)
    return {lines[index].position for index in spans}


def _span(whole: str, line: str) -> tuple[int, int] | None:
    """Where the line stands; a line of which the engine dropped a piece inside is known by its ends."""
    at = whole.find(line)
    if at >= 0:
        return at, at + len(line)
    head, tail = whole.find(line[:_ANCHOR_CHARS]), whole.rfind(line[-_ANCHOR_CHARS:])
    if head >= 0 and head < tail <= head + len(line):
        return head, tail + _ANCHOR_CHARS
    return None


def _lost_between(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Runs of lines that the engine lost between two kept lines of the same container."""
    back: set[int] = set()
    run: list[SourceLine] = []
    before: SourceLine | None = None
    for line in lines:
        if line.position not in kept:
            run.append(line)
            continue
        if before is not None and run and len(run) <= _GAP_LINES:
            back |= _of_one_container(run, before, line)
        run, before = [], line
    return back


def _of_one_container(run: Sequence[SourceLine], before: SourceLine, after: SourceLine) -> set[int]:
    """Lines of a gap that hang in the container of the kept lines around it; a long gap must look like a story's list."""
    around = {before.element, before.element.getparent(), after.element, after.element.getparent()}
    depth = 1 if len(run) <= _SHORT_GAP else 2
    found = {
        line.position
        for line in run
        if line.linked < _LINKED
        and not around.isdisjoint(
            [line.element, *(e for e, _ in zip(line.element.iterancestors(), range(depth), strict=False))]
        )
    }
    if len(run) > _SHORT_GAP and sum(len(line.text) for line in run) < _LIST_CHARS * len(run):
        return set()
    return found


def _same_kind(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Paragraphs of the very kind that most of the story is made of, which the engine left out.

    Stories that are split over several containers (around a picture, an advertisement) lose all but one of them.
    """
    chars: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        if line.position in kept and not line.is_heading:
            chars[_kind(line)] += len(line.text)
    total = sum(chars.values())
    kinds = {kind for kind, size in chars.items() if size >= _KIND_SHARE * total and any("." in name for name in kind)}
    known = {line.text for line in lines if line.position in kept}
    return {
        line.position
        for line in lines
        if line.position not in kept
        and len(line.text) >= _PROSE_CHARS
        and line.linked < _LINKED / 2
        and line.text not in known
        and _kind(line) in kinds
    }


def _kind(line: SourceLine) -> tuple[str, ...]:
    """The line's element and the two above it, by tag and class."""
    above = [line.element, *(e for e, _ in zip(line.element.iterancestors(), range(2), strict=False))]
    return tuple(f"{e.tag}.{e.get('class')}" if e.get("class") else str(e.tag) for e in above)


def _most_prose(lines: Sequence[SourceLine]) -> set[int]:
    """Where the engine finds nothing: the paragraphs of the kind that holds most prose."""
    prose = [line for line in lines if len(line.text) >= _PROSE_CHARS and line.linked < _LINKED / 2]
    chars: Counter[tuple[str, ...]] = Counter()
    for line in prose:
        chars[_kind(line)] += len(line.text)
    (kind, size), *_ = chars.most_common(1) or [((), 0)]
    return {line.position for line in prose if _kind(line) == kind} if size >= _THIN_CHARS else set()


def _as_declared(lines: Sequence[SourceLine], kept: set[int], declared: str) -> set[int]:
    """The story between the first and the last line that the publisher's own text holds.

    The declaration is believed only where the page's lines cover it and it covers most of what the engine chose; then
    its lines are the story, and of the engine's other lines those that stand among them and are no mere links.
    """
    whole = _fold(declared)
    if len(whole) < _DECLARED_CHARS:
        return kept
    folded = {line.position: _fold(line.text) for line in lines}
    stated: dict[str, int] = {}
    for line in lines:
        fold = folded[line.position]
        if len(fold) >= _ANCHOR_CHARS and fold in whole and (fold not in stated or stated[fold] not in kept):
            stated[fold] = line.position
    found = set(stated.values())
    covered = sum(len(fold) for fold in stated)
    chosen = sum(len(folded[position]) for position in kept)
    if covered < _COVERED * len(whole) or sum(len(folded[p]) for p in kept & found) < 0.5 * chosen:
        return kept
    first, last = min(found), max(found)
    return found | {
        line.position
        for line in lines
        if line.position in kept and first < line.position < last and line.linked < _LINKED
    }


def _part(lines: Sequence[SourceLine], kept: set[int]) -> list[SourceLine]:
    """The article part: all lines below the innermost element that holds every kept line."""
    part = _common([line.element for line in lines if line.position in kept])
    while part.tag not in ("article", "main", "body") and part.find(".//h1") is None:
        above = part.getparent()
        if above is None:
            break
        part = above
    return [line for line in lines if line.element is part or part in line.element.iterancestors()]


def _account(lines: Sequence[SourceLine], kept: set[int], otherwise: Mark) -> list[Removal]:
    """A removal for every line that is not kept, and for every noise element inside one that is."""
    out: list[Removal] = []
    for line in lines:
        if line.position not in kept and line.text:
            mark, stage = (line.mark, "node") if line.mark else (otherwise, "body")
            out.append(
                Removal(rule=mark.rule, stage=stage, text=line.text, position=line.position, why=mark.why)  # type: ignore[arg-type]
            )
        out += [Removal(rule=m.rule, stage="node", text=t, position=line.position, why=m.why) for m, t in line.pieces]
    return out
