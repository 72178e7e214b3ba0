"""What surrounds each line: its place on the page, the lines before and after, those beside it in the same element, those
of the same kind, and the bulk of the page's prose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.nodes import Nodes

Array = np.ndarray[Any, Any]

#: Characters of English; other scripts are scaled to it.
PROSE_CHARS = 80
_STEPS = (-2, -1, 1, 2)
_FAR_LINES = 50
_FAR_STEPS = 30
_DECAY = 0.6
_GROUP = ("lines", "chars", "linked", "prose", "share")
NAMES = (
    "position", "from_start", "chars_before", "chars_after", "prose_before", "prose_after", "after_title", "title_seen", "since_prose", "until_prose",
    *(f"{what}{by:+d}" for what in ("chars", "linked", "ends", "same_parent", "same_tag") for by in _STEPS),
    *(f"parent_{name}" for name in (*_GROUP, "longest", "index", "from_end")),
    *(f"above_{name}" for name in _GROUP),
    *(f"kind_{name}" for name in (*_GROUP, "mean")),
    "in_top", "top_share", "top_below", "top_before", "top_after",
    "page_lines", "page_prose", "page_linked",
)  # fmt: skip
_BLOCKS = frozenset(("p", "li", "blockquote", "h2", "h3", "h4", "td"))


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each line by itself."""

    chars: Array
    """Scaled to English."""
    linked: Array
    ends: Array
    """1 where it ends like a sentence."""
    tags: Array
    titles: Array
    """True for lines that are the headline."""


def surroundings(lines: Sequence[SourceLine], own: Columns, nodes: Nodes) -> Array:
    """One row of `NAMES` per line."""
    prose = np.where((own.chars >= PROSE_CHARS) & (own.linked < 0.5), own.chars * (1 - own.linked), 0)
    own_nodes = [line.node for line in lines]
    parents = [nodes.parents[number] for number in own_nodes]
    parent = _numbers([number if above < 0 else above for number, above in zip(own_nodes, parents, strict=True)])
    grand = _numbers([nodes.parents[above] if above >= 0 else -2 for above in parents])
    kind = _numbers([_kind(nodes, number) for number in own_nodes])
    count = np.bincount(kind)
    columns = [
        *_place(own, prose),
        *(_shift(column, by) for column in (own.chars, own.linked, own.ends) for by in _STEPS),
        *(_shift(numbers, by) == numbers for numbers in (parent, own.tags) for by in _STEPS),
        *_group(parent, own, prose),
        *_inside(parent, own),
        *_group(grand, own, prose),
        *_group(kind, own, prose),
        (np.bincount(kind, own.chars) / count)[kind],
        *_top(own_nodes, nodes, prose),
        *_page(own, prose),
    ]
    return np.column_stack(columns)


def _place(own: Columns, prose: Array) -> list[Array]:
    n, index = len(prose), np.arange(len(prose))
    total, all_prose = max(1.0, float(own.chars.sum())), max(1.0, float(prose.sum()))
    before, prose_before = np.cumsum(own.chars) - own.chars, np.cumsum(prose) - prose
    titles = np.flatnonzero(own.titles)
    title = int(titles[0]) if len(titles) else 0
    last = np.maximum.accumulate(np.where(prose > 0, index, -_FAR_LINES))
    following = np.minimum.accumulate(np.where(prose > 0, index, n + _FAR_LINES)[::-1])[::-1]
    since = index - np.concatenate([[-_FAR_LINES], last[:-1]])
    until = np.concatenate([following[1:], [n + _FAR_LINES]]) - index
    return [
        index / n, index, before / total, (total - before - own.chars) / total, prose_before / all_prose,
        (all_prose - prose_before - prose) / all_prose, index - title, np.full(n, float(len(titles) > 0)),
        np.minimum(since, _FAR_LINES), np.minimum(until, _FAR_LINES),
    ]  # fmt: skip


def _shift(column: Array, by: int) -> Array:
    """The column's value `by` lines further on, -1 beyond the ends."""
    out = np.full_like(column, -1)
    if by > 0:
        out[:-by] = column[by:]
    else:
        out[-by:] = column[:by]
    return out


def _numbers(keys: Sequence[object]) -> Array:
    seen: dict[object, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.intp)


def _kind(nodes: Nodes, number: int) -> tuple[str | None, ...]:
    parent = nodes.parents[number]
    if parent < 0:
        return (nodes.tags[number],)
    return (
        nodes.tags[number],
        nodes.attributes[number].get("class"),
        nodes.tags[parent],
        nodes.attributes[parent].get("class"),
    )


def _group(numbers: Array, own: Columns, prose: Array) -> list[Array]:
    """Lines, characters, share of links, prose, and share of the page's prose of the group each line is in."""
    size, links, told = (np.bincount(numbers, weights) for weights in (own.chars, own.chars * own.linked, prose))
    share = told / max(1.0, float(prose.sum()))
    return [column[numbers] for column in (np.bincount(numbers), size, links / np.maximum(size, 1), told, share)]


def _inside(numbers: Array, own: Columns) -> list[Array]:
    """The longest line of the group, and how far each line is from its first and last."""
    n, groups = len(numbers), int(numbers.max()) + 1
    index = np.arange(n)
    longest, first, last = np.zeros(groups), np.full(groups, n), np.zeros(groups)
    np.maximum.at(longest, numbers, own.chars)
    np.minimum.at(first, numbers, index)
    np.maximum.at(last, numbers, index)
    return [longest[numbers], index - first[numbers], last[numbers] - index]


def _top(numbers: Sequence[int], nodes: Nodes, prose: Array) -> list[Array]:
    """Each line's relation to the element that holds most prose closely."""
    score = _scores(numbers, nodes, prose)
    n = len(numbers)
    if not score:
        return [np.zeros(n), np.zeros(n), np.full(n, float(_FAR_STEPS)), np.zeros(n), np.zeros(n)]
    top = max(score, key=lambda number: score[number])
    below = np.array(_steps(numbers, nodes, top))
    share = np.array([score.get(nodes.parents[number], 0.0) for number in numbers]) / score[top]
    inside, index = below < _FAR_STEPS, np.arange(n)
    at = np.flatnonzero(inside)
    first, last = (int(at[0]), int(at[-1])) if len(at) else (0, 0)
    return [inside, share, below, index - first, last - index]


def _scores(numbers: Sequence[int], nodes: Nodes, prose: Array) -> dict[int, float]:
    """Prose below each element; what lies deeper counts less."""
    score: dict[int, float] = {}
    parents, tags = nodes.parents, nodes.tags
    for number, weight in zip(numbers, prose.tolist(), strict=True):
        at = parents[number] if tags[number] in _BLOCKS else number
        while weight > 1 and at >= 0:
            score[at] = score.get(at, 0.0) + weight
            weight *= _DECAY
            at = parents[at]
    return score


def _steps(numbers: Sequence[int], nodes: Nodes, top: int) -> list[int]:
    """How many steps elements are below one, `_FAR_STEPS` for those that are not."""
    known = {top: 0}
    for number in numbers:
        if number not in known:
            steps, at = 0, number
            while nodes.holds(top, at) and at not in known:
                steps, at = steps + 1, nodes.parents[at]
            known[number] = min(_FAR_STEPS, known[at] + steps) if at in known else _FAR_STEPS
    return [known[number] for number in numbers]


def _page(own: Columns, prose: Array) -> list[Array]:
    n, total = len(prose), max(1.0, float(own.chars.sum()))
    return [
        np.full(n, float(n)),
        np.full(n, float(prose.sum())),
        np.full(n, float((own.chars * own.linked).sum()) / total),
    ]
