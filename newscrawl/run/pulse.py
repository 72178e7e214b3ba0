"""For how long the event loop keeps others waiting: a beat that comes late was held up by what the loop did meanwhile.

That is what a signal, an answer or a timer had to wait, whether our own code took the time or the machine was busy with
something else; how much of it was spent in the loop's own thread is told apart.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

BEAT_SECONDS = 0.05
"""Twenty beats a second cost next to nothing."""


class Pulse:
    """Beats in an event loop until it is stopped.

    Args:
        loop: that is watched from now on; it runs in this thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._late: Counter[int] = Counter()
        """Beats by the whole milliseconds that they were late."""
        self._own: Counter[int] = Counter()
        """Beats by how much of that the thread worked."""
        self._next = loop.call_soon(self._begin)

    def _begin(self) -> None:
        due, worked = self._loop.time() + BEAT_SECONDS, time.thread_time()
        self._next = self._loop.call_at(due, self._beat, due, worked)

    def _beat(self, due: float, worked: float) -> None:
        late = self._loop.time() - due
        self._late[int(1000 * late)] += 1
        self._own[int(1000 * min(late, time.thread_time() - worked))] += 1
        self._begin()

    def stop(self) -> None:
        """Beat no more."""
        self._next.cancel()

    def figures(self) -> dict[str, int]:
        """Milliseconds: half of the beats, and all but a hundredth, were no later; and the latest. Empty without beats."""
        if not self._late:
            return {}
        late, own = self._late, self._own
        return {
            "median": _share(late, 0.5),
            "p99": _share(late, 0.99),
            "worst": max(late),
            "own_p99": _share(own, 0.99),
            "own_worst": max(own),
        }


def _share(beats: Counter[int], share: float) -> int:
    """The milliseconds that so many of the beats do not exceed."""
    left = share * beats.total()
    for milliseconds in sorted(beats):
        left -= beats[milliseconds]
        if left <= 0:
            return milliseconds
    return max(beats)
