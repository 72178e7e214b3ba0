"""For how long the event loop keeps others waiting: a beat that comes late was held up by what the loop did meanwhile.

What is measured is what a signal, an answer or a timer had to wait, whether our own code took the time or the machine was busy.
"""

from __future__ import annotations

import asyncio
from collections import Counter

BEAT_SECONDS = 0.05
"""Twenty beats a second cost next to nothing."""


class Pulse:
    """Beats in an event loop until it is stopped.

    Args:
        loop: that is watched from now on.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._late: Counter[int] = Counter()
        """Beats by the whole milliseconds that they were late."""
        self._next = loop.call_soon(self._begin)

    def _begin(self) -> None:
        self._next = self._loop.call_later(BEAT_SECONDS, self._beat, self._loop.time() + BEAT_SECONDS)

    def _beat(self, due: float) -> None:
        self._late[int(1000 * (self._loop.time() - due))] += 1
        self._begin()

    def stop(self) -> None:
        """Beat no more."""
        self._next.cancel()

    def figures(self) -> dict[str, int]:
        """Milliseconds: half of the beats, and all but a hundredth, were no later; and the latest. Empty without beats."""
        if not self._late:
            return {}
        return {"median": self._share(0.5), "p99": self._share(0.99), "worst": max(self._late)}

    def _share(self, share: float) -> int:
        left = share * self._late.total()
        for milliseconds in sorted(self._late):
            left -= self._late[milliseconds]
            if left <= 0:
                return milliseconds
        return max(self._late)
