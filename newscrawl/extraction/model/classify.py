"""How likely each line is part of the story, by a small model of decision trees that was trained on labelled pages.

The trees lie in `trees.npz`, written by `benchmarks/train_model.py`. They say why, like any rule: what weighed most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from newscrawl.errors import ConfigError
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model.beside import from_beside
from newscrawl.extraction.model.features import GROUPS, NAMES, Known, Matrix, features, group_of
from newscrawl.extraction.nodes import Nodes

Array = Any

#: Lines with at least this probability are the story. Cross-validated, F1 is the same from 0.45 to 0.5, and below it fewer sentences are lost.
STORY = 0.47
_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of some lines, by their place in the list."""

    story: Sequence[float]
    """Probability, 0-1, of each to be part of the story."""
    model: Model
    leaves: Array

    def reasons(self, rows: Sequence[int]) -> list[str]:
        """What speaks against some of the lines, in words."""
        told = self.model.reasons(self.leaves[list(rows)]) if rows else []
        return [
            f"The model gives it {self.story[row]:.0%} to be story; against it speak {why}."
            for row, why in zip(rows, told, strict=True)
        ]


def judge(lines: Sequence[SourceLine], known: Known, nodes: Nodes) -> Judgement:
    """Ask the shipped model about lines of a page that have text, in page order; at least one."""
    model = load_model()
    leaves = model.leaves(features(lines, known, nodes))
    odds = model.odds(leaves)
    # rows of a table stay or go together (`rows.py`)
    odds += from_beside(odds, [None if line.tag == "tr" else nodes.parents[line.node] for line in lines])
    return Judgement((1 / (1 + np.exp(-odds))).tolist(), model, leaves)


@dataclass(frozen=True, slots=True)
class Model:
    """Trees of at most 16 leaves, as tables with a row per tree.

    All questions of all trees are asked at once, and each that is answered "greater" rules out the leaves to its left: the
    first leaf that is left is where the tree ends (Lucchese et al., QuickScorer, 2015).
    """

    column: Array
    """Per question, in all trees one after the other: which column of the feature matrix it looks at."""
    threshold: Array
    """Rows with a greater number rule out leaves; (questions, 1)."""
    ruled_out: Array
    """Bits of the leaves that "greater" rules out, the first leaf lowest; (questions, 1)."""
    leaf: Array
    """The node of each leaf, leaves in order; (trees, 16)."""
    value: Array
    """Log-odds that a leaf adds, by node."""
    bias: float
    weighed: Array
    """For each leaf, how much each group of columns (`features.GROUPS`) added on the way to it, by node."""

    def leaves(self, rows: Matrix) -> Array:
        """The leaf that each row reaches in each tree: (rows, trees)."""
        greater = np.take(np.ascontiguousarray(rows.T), self.column, axis=0) > self.threshold
        # a product takes a fifth of the time of a choice
        out = np.bitwise_or.reduce((greater * self.ruled_out).reshape(len(self.leaf), -1, len(rows)), axis=1)
        return np.take_along_axis(self.leaf, _first_bits()[~out], axis=1).T

    def odds(self, leaves: Array) -> Array:
        """Log-odds that a row is part of the story."""
        return np.asarray(self.bias + self.value[leaves].sum(axis=1))

    def reasons(self, leaves: Array, most: int = 2) -> list[str]:
        """Per row, in words, which groups of features spoke loudest against the line."""
        against = self.weighed[leaves].sum(axis=1)
        order = np.argsort(against, axis=1)[:, :most]
        return [" and ".join(GROUPS[group] for group in row) for row in order]


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The model that is shipped.

    Raises:
        ConfigError: it was trained on other features than those of this version.
    """
    with files("newscrawl.extraction.model").joinpath("trees.npz").open("rb") as file, np.load(file) as data:
        arrays = {name: data[name] for name in data.files}
    if tuple(arrays["names"].tolist()) != NAMES:
        raise ConfigError("extraction/model/trees.npz was trained on other features; run benchmarks/train_model.py")
    return assemble(arrays)


def assemble(arrays: dict[str, Array]) -> Model:
    """A model from the arrays of its file: `column, threshold, left, right, value, roots, bias`, one entry per node; a leaf is
    its own child.
    """
    left, right = arrays["left"].tolist(), arrays["right"].tolist()
    trees = [_tree(root, left, right) for root in arrays["roots"].tolist()]
    most = max(len(questions) for questions, _ in trees)
    leaf = np.zeros((len(trees), _LEAVES), dtype=np.intp)
    asked = np.zeros((len(trees), most), dtype=np.intp)
    ruled_out = np.zeros((len(trees), most), dtype=np.uint16)
    threshold = np.full((len(trees), most), np.inf, dtype=np.float32)  # what is no question rules nothing out
    for number, (questions, leaves) in enumerate(trees):
        leaf[number, : len(leaves)] = leaves
        for place, (node, first, after) in enumerate(questions):
            asked[number, place], threshold[number, place] = arrays["column"][node], arrays["threshold"][node]
            ruled_out[number, place] = (1 << after) - (1 << first)
    return Model(
        column=asked.ravel(),
        threshold=threshold.reshape(-1, 1),
        ruled_out=ruled_out.reshape(-1, 1),
        leaf=leaf,
        value=arrays["value"].astype(np.float32),
        bias=float(arrays["bias"]),
        weighed=_paths(arrays, left, right),
    )


def _tree(root: int, left: Sequence[int], right: Sequence[int]) -> tuple[list[tuple[int, int, int]], list[int]]:
    """A tree's questions, each with the first leaf to its left and the one after the last, and its leaves in order.

    Raises:
        ConfigError: it has more leaves than bits.
    """
    questions: list[tuple[int, int, int]] = []
    leaves: list[int] = []

    def visit(node: int) -> None:
        if left[node] == node:
            leaves.append(node)
            return
        first = len(leaves)
        visit(left[node])
        questions.append((node, first, len(leaves)))
        visit(right[node])

    visit(root)
    if len(leaves) > _LEAVES:
        raise ConfigError(f"extraction/model/trees.npz has a tree of {len(leaves)} leaves; {_LEAVES} are the most")
    return questions, leaves


@lru_cache(maxsize=1)
def _first_bits() -> Array:
    """The place of the lowest bit of each number of 16 bits."""
    numbers = np.arange(1 << _LEAVES)
    numbers[0] = 1
    return np.log2(numbers & -numbers).astype(np.intp)


def _paths(arrays: dict[str, Array], left: Sequence[int], right: Sequence[int]) -> Array:
    """What each group of features adds on the way to each node."""
    value, column = arrays["value"], arrays["column"]
    group = [group_of(name) for name in NAMES]
    weighed = np.zeros((len(value), len(GROUPS)), dtype=np.float32)
    stack = arrays["roots"].tolist()
    while stack:
        node = stack.pop()
        for child in {left[node], right[node]} - {node}:
            weighed[child] = weighed[node]
            weighed[child, group[column[node]]] += value[child] - value[node]
            stack.append(child)
    return weighed
