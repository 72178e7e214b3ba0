"""What ends a crawl before it is complete: signals, the time budget, a disk that runs full.

Each asks the engine to stop gracefully: pages in flight are finished, all others given back. A second signal, or a
stop that takes longer than NEWSCRAWL_STOP_SECONDS, stops the loop itself; what that interrupts is as after a crash.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

from newscrawl.errors import OutputError
from newscrawl.run import Run
from newscrawl.run.space import free_mb

logger = logging.getLogger(__name__)

_Handler = Callable[[int, FrameType | None], Any]
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

SPACE_SECONDS = 2.0
"""Seconds between two looks at the free space."""


class Watch:
    """Watches over one crawl, in its event loop.

    Attributes:
        signal_number: the first signal that came, if any.
        closed: why the watch stopped the crawl, "" if it did not.
        forced: whether the loop was stopped without waiting for pages in flight.
    """

    def __init__(self, run: Run, loop: asyncio.AbstractEventLoop, *, handles_signals: bool = True) -> None:
        """Begin to watch: from now on signals are ours, unless somebody else handles them; then they are noted on their way."""
        self._run, self._loop = run, loop
        self.signal_number: int | None = None
        self.closed = ""
        self.forced = False
        self._signals = _SIGNALS if handles_signals else ()
        self._noting: dict[int, tuple[_Handler, _Handler]] = {}
        for number in self._signals:
            loop.add_signal_handler(number, self._signalled, number)
        if not handles_signals and current_thread() is main_thread():  # only there it can be done
            for number in _SIGNALS:
                self._note(number)
        if run.config.time_budget_seconds:
            loop.call_later(run.config.time_budget_seconds, self._close, "time_budget")
        loop.call_soon(self._look_at_space)

    def _signalled(self, number: int) -> None:
        if self.signal_number is not None:
            self._force("a second signal")
            return
        self.signal_number = number
        name = signal.Signals(number).name
        logger.warning("%s: finishing the pages in flight; once more to stop at once", name)
        self._close("interrupted")

    def _note(self, number: int) -> None:
        """Note a signal on its way to whom it is for."""
        theirs = signal.getsignal(number)
        if not callable(theirs):
            return

        def noted(number: int, frame: FrameType | None) -> None:
            self.signal_number = self.signal_number or number
            theirs(number, frame)

        signal.signal(number, noted)
        self._noting[number] = (noted, theirs)

    def _close(self, reason: str) -> None:
        if self.closed:
            return
        self.closed = reason
        seconds = self._run.config.stop_seconds
        self._loop.call_later(seconds, self._force, f"pages in flight took more than {seconds:g} s")
        if not self._run.close_spider(reason):
            self._force("nothing has begun yet")

    def _force(self, why: str) -> None:
        if not self.forced:
            self.forced = True
            logger.warning("Stopping at once: %s", why)
            self._loop.stop()

    def _look_at_space(self) -> None:
        config = self._run.config
        try:
            free = free_mb(config.output)
        except OutputError as error:
            self._run.stop(error)
            return
        if free < config.stop_free_mb:
            logger.error("Stopping: only %d MB are free in %s", free, config.output)
            self._close("no_space")
        else:
            self._loop.call_later(SPACE_SECONDS, self._look_at_space)

    def end(self) -> None:
        """Stop watching: a signal is Python's again."""
        for number in self._signals:
            self._loop.remove_signal_handler(number)
        for noted_number, (noted, theirs) in self._noting.items():
            if signal.getsignal(noted_number) is noted:
                signal.signal(noted_number, theirs)
