"""How a crawl is getting on, in one line at the foot of a terminal; in a log nothing of it appears.

The line is drawn from the event loop itself, so that nothing else reads the run's figures while they change.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

_SECONDS = 0.5
_OUTCOMES = ("stored", "unchanged", "duplicate", "refused", "failed", "expanded")


class Progress:
    """A line that lives while the crawl does.

    Args:
        fates: how many URLs ended how so far, by outcome and code (`refused:empty`); it is read, never changed.
    """

    def __init__(self, console: Console, fates: Mapping[str, int]) -> None:
        self._fates = fates
        self._live = Live(Text("starting"), console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        """Begin to draw; the event loop must be there."""
        self._began = time.monotonic()
        self._loop = asyncio.get_event_loop()
        self._live.start()
        self._next = self._loop.call_later(_SECONDS, self._draw)
        return self

    def _draw(self) -> None:
        self._live.update(Text(progress_line(self._fates, time.monotonic() - self._began)), refresh=True)
        self._next = self._loop.call_later(_SECONDS, self._draw)

    def __exit__(self, *error: object) -> None:
        """Take the line away."""
        self._next.cancel()
        self._live.stop()


def progress_line(fates: Mapping[str, int], seconds: float) -> str:
    """What has come of the crawl after so many seconds.

    >>> progress_line({"stored": 40, "refused:empty": 2, "refused:robots": 1}, 75)
    '1:15  40 stored  3 refused  0.6 pages/s'
    """
    outcomes = Counter[str]()
    for fate, urls in fates.items():
        outcomes[fate.partition(":")[0].partition(" ")[0]] += urls
    minutes, rest = divmod(int(seconds), 60)
    parts = [f"{minutes}:{rest:02}", *(f"{outcomes[name]} {name}" for name in _OUTCOMES if outcomes[name])]
    return "  ".join([*parts, f"{outcomes.total() / max(seconds, 1):.1f} pages/s"])
