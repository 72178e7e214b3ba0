"""One crawl at a time in an output folder: an flock that the kernel takes back when its holder dies.

The file says who holds it, for people; only the lock itself decides, so a file that a dead run left is no obstacle.
"""

from __future__ import annotations

import fcntl
import os
import re
from datetime import datetime
from pathlib import Path

from newscrawl.errors import OutputError

_SAID = re.compile(r"process (?P<process>\d+), run (?P<run>\S+), since")


class LockedError(OutputError):
    """Another run works in the folder. Attributes: `holder`, what it wrote into the lock file."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.holder = holder
        super().__init__(f"another run works in {folder}: {holder or 'it has not said who it is'}")


def running(folder: Path) -> str:
    """The id of the run that works in a folder; "" where none does.

    It goes by what the lock file says and whether that process lives: to try the lock would turn away a run that
    starts in the same moment.

    Raises:
        OSError: the lock file cannot be read.
    """
    try:
        said = _SAID.match((folder / ".lock").read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return ""
    return said["run"] if said and _lives(int(said["process"])) else ""


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class FolderLock:
    """The lock of one output folder, held from its making to `release` or the end of the process."""

    def __init__(self, folder: Path, run_id: str, started: datetime) -> None:
        """Take the lock at once or not at all.

        Raises:
            LockedError: another process holds it.
            OutputError: the lock file cannot be made.
        """
        path = folder / ".lock"
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._descriptor, 1000).decode("utf-8", "replace").strip()
            os.close(self._descriptor)
            raise LockedError(folder, holder) from error
        try:
            self._say(f"process {os.getpid()}, run {run_id}, since {started.isoformat(timespec='seconds')}\n")
        except OSError as error:
            os.close(self._descriptor)
            raise OutputError(f"cannot write {path}: {error.strerror}") from error

    def _say(self, text: str) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let the next run in."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
