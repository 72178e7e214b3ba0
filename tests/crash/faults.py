"""Faults at the n-th thing that a run does to the disk: the process dies before or after it, or the disk is full from then on.

Everything happens in a forked child, on the real file system, so that what the parent finds is what a crash leaves.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable
from typing import Any

from newscrawl.ledger import sqlite_file

CALLS = ("write", "pwrite", "fdatasync", "fsync", "truncate", "ftruncate", "rename", "replace", "unlink")
DONE, STOPPED, BROKEN = 0, 74, 70
"""How a child ends: it was through before the fault, it stopped because of it, or anything else happened."""


class Fault:
    """Counts what is done to the disk and strikes when it is time. One per child.

    Args:
        at: the number of the thing at which it strikes, from 1; 0 for never.
        kind: `die before`, `die after`, `half` (a write is done by half, then death), `full` (no space from then on).
    """

    def __init__(self, at: int, kind: str) -> None:
        self.at, self.kind, self.count = at, kind, 0

    def install(self) -> None:
        """Stand between the process and the disk from now on; there is no way back."""
        for name in CALLS:
            setattr(os, name, self._guarded(getattr(os, name)))
        fault = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
                if sql != "COMMIT":
                    return super().execute(sql, *values)
                return fault.strike(super().execute, sql, full=sqlite3.OperationalError("database or disk is full"))

        connect = sqlite3.connect
        sqlite_file.sqlite3.connect = lambda *args, **kwargs: connect(*args, factory=Connection, **kwargs)  # type: ignore[assignment]

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        gives_space = call.__name__ in ("truncate", "ftruncate", "unlink")
        return lambda *args, **kwargs: self.strike(call, *args, full=None if gives_space else full, **kwargs)

    def strike(self, call: Callable[..., Any], *args: Any, full: Exception | None, **kwargs: Any) -> Any:
        """Do the call, or what the fault makes of it."""
        self.count += 1
        now = self.count == self.at
        if self.kind == "full" and 0 < self.at <= self.count and full is not None:
            raise full
        if now and self.kind == "half" and call.__name__ in ("write", "pwrite"):
            call(args[0], bytes(args[1])[: len(args[1]) // 2], *args[2:])
        if now and self.kind in ("die before", "half"):
            die()
        try:
            return call(*args, **kwargs)
        finally:  # also where there was nothing to unlink
            if now and self.kind == "die after":
                die()


def die() -> None:
    """As the kernel's out-of-memory killer does it."""
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], int], fault: Fault) -> int:
    """Do the work in a forked child with the fault installed; its exit code, 137 if it was killed."""
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            fault.install()
            code = work()
        except BaseException:  # noqa: BLE001 - the child must never return into the test
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return 137 if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
