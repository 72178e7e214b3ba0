"""How a crawl is getting on: at the foot of a terminal a line for all and one for each of the busiest sites, in a log a
line a minute. Both are made by the event loop itself, so that nothing else reads the run's figures while they change.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from newscrawl.errors import LedgerError

logger = logging.getLogger(__name__)

_SECONDS = 0.5
_DRAWS_PER_COUNT = 6
#: Sites that have a line of their own on a terminal.
_SITES = 8
_OUTCOMES = ("stored", "unchanged", "duplicate", "refused", "failed", "expanded")


@dataclass(frozen=True, slots=True)
class Figures:
    """What is looked at, never changed.

    Attributes:
        fates: how many URLs ended how so far, by outcome and code (`refused:empty`).
        sites: the same for each site, by outcome.
        waiting: how many URLs are still to be fetched; asked every few seconds. Raises `LedgerError`.
    """

    fates: Mapping[str, int]
    sites: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    waiting: Callable[[], int] | None = None


class _Repeated:
    """Does something every so many seconds of the event loop, while it is entered."""

    def __init__(self, figures: Figures, seconds: float) -> None:
        self._figures, self._seconds = figures, seconds
        self._left: int | None = None

    def __enter__(self) -> Self:
        """Begin; the event loop must be there."""
        self._began = time.monotonic()
        self._loop = asyncio.get_event_loop()
        self._next = self._loop.call_later(self._seconds, self._again)
        return self

    def _again(self) -> None:
        self._act()
        self._next = self._loop.call_later(self._seconds, self._again)

    def _act(self) -> None:
        raise NotImplementedError

    def _count_waiting(self) -> None:
        if self._figures.waiting is not None:
            with suppress(LedgerError):  # the crawl itself will stumble over it and say so
                self._left = self._figures.waiting()

    @property
    def _line(self) -> str:
        figures = self._figures
        return progress_line(figures.fates, time.monotonic() - self._began, self._left, len(figures.sites))

    def __exit__(self, *error: object) -> None:
        """End."""
        self._next.cancel()


class Progress(_Repeated):
    """Lines on a terminal that live while the crawl does."""

    def __init__(self, console: Console, figures: Figures) -> None:
        super().__init__(figures, _SECONDS)
        self._draws = 0
        self._live = Live(Text("starting"), console=console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        """Begin to draw; the event loop must be there."""
        self._live.start()
        return super().__enter__()

    def _act(self) -> None:
        if self._draws % _DRAWS_PER_COUNT == 0:
            self._count_waiting()
        self._draws += 1
        lines = [self._line, *site_lines(self._figures.sites)]
        self._live.update(Text("\n".join(lines), overflow="ellipsis", no_wrap=True), refresh=True)

    def __exit__(self, *error: object) -> None:
        """Take the lines away."""
        super().__exit__(*error)
        self._live.stop()


class LoggedProgress(_Repeated):
    """A line in the log every so many seconds."""

    def _act(self) -> None:
        self._count_waiting()
        logger.info("%s", self._line)


def progress_line(fates: Mapping[str, int], seconds: float, waiting: int | None = None, sites: int = 0) -> str:
    """What has come of the crawl after so many seconds.

    >>> progress_line({"stored": 40, "refused:empty": 2, "refused:robots": 1}, 75)
    '1:15  40 stored  3 refused  0.6 pages/s'
    >>> progress_line({"stored": 30}, 60, waiting=90)
    '1:00  30 stored  0.5 pages/s  90 waiting, some 3:00 left'
    >>> progress_line({"stored": 30}, 60, sites=2)
    '1:00  2 sites  30 stored  0.5 pages/s'
    """
    outcomes = Counter[str]()
    for fate, urls in fates.items():
        outcomes[fate.partition(":")[0].partition(" ")[0]] += urls
    minutes, rest = divmod(int(seconds), 60)
    named = [f"{sites} sites"] if sites > 1 else []
    parts = [f"{minutes}:{rest:02}", *named, *(f"{outcomes[name]} {name}" for name in _OUTCOMES if outcomes[name])]
    rate = outcomes.total() / max(seconds, 1)
    parts.append(f"{rate:.1f} pages/s")
    if waiting:
        left = int(waiting / rate) if rate else 0
        parts.append(f"{waiting} waiting" + (f", some {left // 60}:{left % 60:02} left" if left else ""))
    return "  ".join(parts)


def site_lines(sites: Mapping[str, Mapping[str, int]]) -> list[str]:
    """A line for each of the busiest of several sites.

    >>> site_lines({"a.example": {"stored": 3, "refused": 1}, "b.example": {"failed": 2}})
    ['  a.example  3 stored  1 refused', '  b.example  2 failed']
    """
    if len(sites) < 2:
        return []
    busiest = sorted(sites.items(), key=lambda site: (-sum(site[1].values()), site[0]))
    lines = [
        "  ".join([f"  {name}", *(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts.get(outcome))])
        for name, counts in busiest[:_SITES]
    ]
    return [*lines, *([f"  and {len(sites) - _SITES} more"] if len(sites) > _SITES else [])]
