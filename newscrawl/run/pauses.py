"""Pauses that hosts ask for and that are longer than a run: the next run keeps to them."""

from __future__ import annotations

import time

from newscrawl.errors import LedgerError
from newscrawl.ledger.base import CLOCK_SECONDS
from newscrawl.run import Run


class Pauses:
    """What the ledger knows of pauses. An error of the ledger stops the run.

    Args:
        run: whose ledger it is.
        most: seconds of the longest pause; what is to last longer was written by a clock that was ahead.
    """

    def __init__(self, run: Run, most: float) -> None:
        self._run, self._most = run, most

    def left(self, host: str) -> float:
        """Seconds for which the host is to be left alone, as an earlier run was told; 0 for none."""
        try:
            left = self._run.ledger.paused_until(host) - time.time()
        except LedgerError as error:
            self._run.stop(error)
            return 0
        return left if 0 < left <= self._most + CLOCK_SECONDS else 0

    def keep(self, host: str, seconds: float) -> None:
        """Let later runs know."""
        try:
            self._run.ledger.pause(host, time.time() + seconds)
        except LedgerError as error:
            self._run.stop(error)
