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
from newscrawl.extraction.model.features import GROUPS, NAMES, Known, Matrix, features, group_of

Array = np.ndarray[Any, Any]

#: Lines with at least this probability are the story.
STORY = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of some lines."""

    story: Sequence[float]
    """Probability, 0-1, of each to be part of the story."""
    reasons: Sequence[str]
    """What speaks against each, in words; "" for those that are rather story."""


def judge(lines: Sequence[SourceLine], known: Known) -> Judgement:
    """Ask the shipped model about lines that have text, in page order; at least one."""
    model = load_model()
    leaves = model.leaves(features(lines, known))
    story = model.story(leaves)
    doubted = np.flatnonzero(story < STORY)
    told = [""] * len(lines)
    for row, p, why in zip(doubted.tolist(), story[doubted].tolist(), model.reasons(leaves[doubted]), strict=True):
        told[row] = f"The model gives it {p:.0%} to be story; against it speak {why}."
    return Judgement(story.tolist(), told)


@dataclass(frozen=True, slots=True)
class Model:
    """Trees as flat arrays, one entry per node; a leaf is its own child."""

    column: Array
    """Which column of the feature matrix a node looks at."""
    threshold: Array
    """Rows with a smaller or equal number go left."""
    left: Array
    right: Array
    value: Array
    """Log-odds that a leaf adds."""
    roots: Array
    bias: float
    levels: int
    """Length of the longest way from a root to a leaf."""
    weighed: Array
    """For each leaf, how much each group of columns (`features.GROUPS`) added on the way to it."""

    def leaves(self, rows: Matrix) -> Array:
        """The leaf that each row reaches in each tree: (rows, trees)."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        first = np.arange(len(rows), dtype=np.intp)[:, None] * rows.shape[1]
        flat = rows.ravel()
        for _ in range(self.levels):
            goes_left = flat[first + self.column[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        return at

    def story(self, leaves: Array) -> Array:
        """Probability, 0-1, that a row is part of the story."""
        odds = self.bias + self.value[leaves].sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-odds)))

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
    """A model from the arrays of its file: `column, threshold, left, right, value, roots, bias, node_value`."""
    left, right = arrays["left"].astype(np.intp), arrays["right"].astype(np.intp)
    weighed, levels = _paths(arrays, left, right)
    return Model(
        column=arrays["column"].astype(np.intp),
        threshold=arrays["threshold"].astype(np.float32),
        left=left,
        right=right,
        value=np.where(left == np.arange(len(left)), arrays["value"], 0).astype(np.float32),
        roots=arrays["roots"].astype(np.intp),
        bias=float(arrays["bias"]),
        levels=levels,
        weighed=weighed,
    )


def _paths(arrays: dict[str, Array], left: Array, right: Array) -> tuple[Array, int]:
    """What each group of features adds on the way to each node, and the longest way."""
    value, column = arrays["value"], arrays["column"]
    group = [group_of(name) for name in NAMES]
    weighed = np.zeros((len(value), len(GROUPS)), dtype=np.float32)
    level = np.zeros(len(value), dtype=np.intp)
    stack = arrays["roots"].tolist()
    while stack:
        node = stack.pop()
        for child in {int(left[node]), int(right[node])} - {node}:
            weighed[child] = weighed[node]
            weighed[child, group[column[node]]] += value[child] - value[node]
            level[child] = level[node] + 1
            stack.append(child)
    return weighed, int(level.max())
