"""The default ledger: one SQLite file in WAL mode, for one process at a time.

Why SQLite: one file to copy and to ask questions of, no server, and what it has committed survives the process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from newscrawl.ledger.sqlite_lookup import LookupTable
from newscrawl.ledger.sqlite_stories import StoryTable
from newscrawl.ledger.sqlite_visits import VisitTable


class SqliteLedger(StoryTable, VisitTable, LookupTable):
    """`newscrawl.ledger.base.Ledger` in one file.

    Args:
        path: the file; made where absent. Its folder must exist.
        run_id: whose run this is; rows remember it.
        lease_seconds: how long a lease lasts.
        max_tries: failures after which a URL is given up.
        retry_seconds: wait after the first failure; four times as long after each further one.
        clock: seconds since the epoch (UTC).
    """

    def __init__(
        self,
        path: Path,
        run_id: str,
        *,
        lease_seconds: float = 900,
        max_tries: int = 5,
        retry_seconds: float = 3600,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(
            path, run_id, clock, lease_seconds=lease_seconds, max_tries=max_tries, retry_seconds=retry_seconds
        )
