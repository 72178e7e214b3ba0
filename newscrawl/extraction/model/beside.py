"""What the lines beside one, in the same box, say of it.

The trees see how the lines around look, not what becomes of them. Paragraphs between paragraphs of the story are likelier to be story
themselves, and what stands among links in a box is likelier to be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

#: What a neighbour's log-odds weigh, and as far as they go. Up to .25 hardly anything changes.
_WEIGHT, _BOUND = 0.15, 2.0
#: How many lines away a neighbour may stand.
_REACH = 4


def from_beside(odds: Any, boxes: Sequence[int | None]) -> Any:
    """What to add to the log-odds of each line, by those of the next lines before and behind it that stand in its box; None: it has none.

    Where none is likelier to be story than not, the model knows no such page, and its neighbours' doubt of a line is no news.
    """
    if odds.max() < 0:
        return np.zeros(len(odds))
    bounded = np.clip(odds, -_BOUND, _BOUND).tolist()
    added = [0.0] * len(bounded)
    last: dict[int, int] = {}
    for at, box in enumerate(boxes):
        if box is None:
            continue
        before = last.get(box, -_REACH - 1)
        if at - before <= _REACH:
            added[at] += bounded[before]
            added[before] += bounded[at]
        last[box] = at
    return _WEIGHT * np.array(added)
