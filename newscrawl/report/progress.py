"""How a crawl is getting on, in one line at the foot of a terminal; in a log nothing of it appears.

The line is drawn from the event loop itself, so that nothing else reads the run's figures while they change.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from newscrawl.errors import LedgerError

_SECONDS = 0.5
_DRAWS_PER_COUNT = 6
_OUTCOMES = ("stored", "unchanged", "duplicate", "refused", "failed", "expanded")


class Progress:
    """A line that lives while the crawl does.

    Args:
        fates: how many URLs ended how so far, by outcome and code (`refused:empty`); it is read, never changed.
        waiting: how many URLs are still to be fetched; asked every few seconds.
    """

    def __init__(self, console: Console, fates: Mapping[str, int], waiting: Callable[[], int] | None = None) -> None:
        self._fates, self._waiting = fates, waiting
        self._left: int | None = None
        self._draws = 0
        self._live = Live(Text("starting"), console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        """Begin to draw; the event loop must be there."""
        self._began = time.monotonic()
        self._loop = asyncio.get_event_loop()
        self._live.start()
        self._next = self._loop.call_later(_SECONDS, self._draw)
        return self

    def _draw(self) -> None:
        if self._waiting is not None and self._draws % _DRAWS_PER_COUNT == 0:
            with suppress(LedgerError):  # the crawl itself will stumble over it and say so
                self._left = self._waiting()
        self._draws += 1
        line = progress_line(self._fates, time.monotonic() - self._began, self._left)
        self._live.update(Text(line), refresh=True)
        self._next = self._loop.call_later(_SECONDS, self._draw)

    def __exit__(self, *error: object) -> None:
        """Take the line away."""
        self._next.cancel()
        self._live.stop()


def progress_line(fates: Mapping[str, int], seconds: float, waiting: int | None = None) -> str:
    """What has come of the crawl after so many seconds.

    >>> progress_line({"stored": 40, "refused:empty": 2, "refused:robots": 1}, 75)
    '1:15  40 stored  3 refused  0.6 pages/s'
    >>> progress_line({"stored": 30}, 60, waiting=90)
    '1:00  30 stored  0.5 pages/s  90 waiting, some 3:00 left'
    """
    outcomes = Counter[str]()
    for fate, urls in fates.items():
        outcomes[fate.partition(":")[0].partition(" ")[0]] += urls
    minutes, rest = divmod(int(seconds), 60)
    parts = [f"{minutes}:{rest:02}", *(f"{outcomes[name]} {name}" for name in _OUTCOMES if outcomes[name])]
    rate = outcomes.total() / max(seconds, 1)
    parts.append(f"{rate:.1f} pages/s")
    if waiting:
        left = int(waiting / rate) if rate else 0
        parts.append(f"{waiting} waiting" + (f", some {left // 60}:{left % 60:02} left" if left else ""))
    return "  ".join(parts)
