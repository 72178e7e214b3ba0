"""The line model: trees as arrays."""

import numpy as np
import pytest

from newscrawl.extraction.model.classify import assemble, load_model
from newscrawl.extraction.model.features import GROUPS, NAMES, group_of

LINKED, CHARS = NAMES.index("linked"), NAMES.index("chars")


def arrays() -> dict[str, np.ndarray]:
    """Two trees: linked lines lose 2 and others gain 1; of the others, those over 50 characters gain 3 more."""
    return {
        "column": np.array([LINKED, 0, 0, LINKED, CHARS, 0, 0, 0]),
        "threshold": np.array([0.5, 0, 0, 0.5, 50, 0, 0, 0]),
        "left": np.array([1, 1, 2, 4, 6, 5, 6, 7]),
        "right": np.array([2, 1, 2, 5, 7, 5, 6, 7]),
        "value": np.array([0, 1.0, -2.0, 0, 1.5, -0.5, 0.0, 3.0]),
        "roots": np.array([0, 3]),
        "bias": np.float32(-1.0),
    }


def rows(*given: tuple[float, float]) -> np.ndarray:
    out = np.zeros((len(given), len(NAMES)), dtype=np.float32)
    for row, (linked, chars) in zip(out, given, strict=True):
        row[LINKED], row[CHARS] = linked, chars
    return out


def test_leaves_add_up_to_odds() -> None:
    """Log-odds are the bias and the value of the leaf in each tree."""
    model = assemble(arrays())
    odds = model.odds(model.leaves(rows((0, 10), (0, 100), (1, 100))))

    assert odds == pytest.approx([-1 + 1 + 0, -1 + 1 + 3, -1 - 2 - 0.5])


def test_what_weighed_most_is_named() -> None:
    """A linked line is refused for its links, a short one for its length."""
    model = assemble(arrays())
    linked, short = model.reasons(model.leaves(rows((1, 100), (0, 10))), most=1)

    assert (linked, short) == (GROUPS[group_of("linked")], GROUPS[group_of("chars")])


def test_the_shipped_model_fits_this_version() -> None:
    """The model file was trained on the features of this version."""
    assert len(load_model().leaf) > 100
