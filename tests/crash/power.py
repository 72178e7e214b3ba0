"""What a power cut may leave of an output folder: bytes that were never synced are missing, zeros or torn, and names that were never
synced are as they were before.

A run in a forked child is watched: each sync tells what is on the disk for good, and before each of its next touches of the disk
the folder is copied as the power might leave it. Of SQLite, whose syncs nobody sees, the database is as it is and its log ends
anywhere: in WAL mode with `synchronous=NORMAL` nothing else can happen between two checkpoints.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from typing import Any

from newscrawl.ledger import sqlite_file
from newscrawl.ledger.sqlite import SqliteLedger
from tests.crash.faults import BROKEN
from tests.crash.killing import ROOT

TOUCHES = ("write", "pwrite", "fdatasync", "fsync", "truncate", "ftruncate", "rename", "replace", "unlink", "mkdir")
SYNCS = ("fdatasync", "fsync")
HOWS = ("synced", "short", "zeros", "torn")
"""Only what was synced; all names and of bytes only those; all names, and zeros for the others; name by name and piece by piece at random."""
_PIECE = 512
_LEDGER = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class Moment:
    """A folder as programs see it, and as much of it as is on the disk for good; by inode."""

    root: int
    names: Mapping[int, Mapping[str, int]]
    bytes: Mapping[int, bytes]
    synced_names: Mapping[int, Mapping[str, int]]
    synced_bytes: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a power cut left."""

    folder: Path
    acknowledged: frozenset[str]
    """Ids of the articles that the ledger had been told are stored."""


class _Disk:
    """Watches one folder from within the process that works in it."""

    def __init__(self, root: Path, cut: Callable[[Moment], None]) -> None:
        self._root, self._cut = root, cut
        self._names: dict[int, dict[str, int]] = {}
        self._bytes: dict[int, bytes] = {}
        self._held: dict[int, int] = {}
        self._lock = threading.RLock()
        self._taking = False
        self.acknowledged: set[str] = set()
        for folder, _, files in os.walk(root):  # what an earlier run left has long been written
            for path in (Path(folder), *(Path(folder, name) for name in files)):
                self._sync(os.open(path, os.O_RDONLY))

    def install(self) -> None:
        """Stand between the process and the disk from now on; there is no way back."""
        for name in TOUCHES:
            setattr(os, name, self._watched(getattr(os, name), name in SYNCS))
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
                is_touch = sql == "COMMIT" or sql.startswith("PRAGMA wal_checkpoint")
                return disk.touch(super().execute, sql, *values) if is_touch else super().execute(sql, *values)

        connect, store = sqlite3.connect, SqliteLedger.store

        def acknowledge(ledger: SqliteLedger, stories: Any) -> None:
            store(ledger, stories)
            disk.acknowledged.update(story.id for story in stories)

        sqlite_file.sqlite3.connect = lambda *args, **kwargs: connect(*args, factory=Connection, **kwargs)  # type: ignore[assignment]
        SqliteLedger.store = acknowledge  # type: ignore[method-assign]

    def _watched(self, call: Callable[..., Any], is_sync: bool) -> Callable[..., Any]:
        return lambda *args, **kwargs: self.touch(call, *args, is_sync=is_sync, **kwargs)

    def touch(self, call: Callable[..., Any], *args: Any, is_sync: bool = False, **kwargs: Any) -> Any:
        """Look at the folder, then do the call; one after the other, whatever threads there are."""
        with self._lock:
            if self._taking:
                return call(*args, **kwargs)
            self._taking = True
            try:
                self._cut(self._moment())
            finally:
                self._taking = False
            result = call(*args, **kwargs)
            if is_sync:
                self._sync(os.dup(args[0]))
            return result

    def _sync(self, descriptor: int) -> None:
        """Note what a file or folder holds; it is kept open, lest its number is given to another."""
        inode = os.fstat(descriptor).st_ino
        if inode in self._held:
            os.close(descriptor)
        else:
            self._held[inode] = descriptor
        place = Path(f"/proc/self/fd/{self._held[inode]}")
        if S_ISDIR(os.fstat(self._held[inode]).st_mode):
            self._names[inode] = {entry.name: entry.inode() for entry in os.scandir(place)}
        else:
            self._bytes[inode] = place.read_bytes()

    def _moment(self) -> Moment:
        names: dict[int, dict[str, int]] = {}
        contents: dict[int, bytes] = {}
        for folder, folders, files in os.walk(self._root):
            paths = {name: Path(folder, name) for name in (*folders, *files)}
            names[Path(folder).stat().st_ino] = {name: path.stat().st_ino for name, path in paths.items()}
            contents |= {paths[name].stat().st_ino: paths[name].read_bytes() for name in files}
        return Moment(self._root.stat().st_ino, names, contents, dict(self._names), dict(self._bytes))


def cuts(
    work: Callable[[], int], root: Path, into: Path, every: int, hows: Sequence[str] = HOWS, seed: int = 0
) -> list[Cut]:
    """Do the work in a forked child; what a power cut at every so many-th touch of the disk may have left.

    Args:
        work: what is done; its exit code is 0.
        root: the folder that it works in.
        into: where the folders are put that a cut leaves.
        every: one touch of so many is a moment at which the power fails, in each of the ways in turn.
        hows: the ways.
        seed: of what is torn.
    """
    root.mkdir(exist_ok=True)
    into.mkdir()
    pid = os.fork()
    if pid == 0:
        code = BROKEN
        try:
            _watch(work, root, into, every, hows, random.Random(seed))
            code = 0
        except BaseException:  # noqa: BLE001 - the child must never return into the test
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return _found(into)


def cuts_of_crawl(
    spider: str, settings: Mapping[str, object], arguments: Mapping[str, str], root: Path, into: Path, every: int
) -> list[Cut]:
    """The same of a real crawl, in a process of its own."""
    root.mkdir()
    into.mkdir()
    told = {
        "spider": spider,
        "settings": settings,
        "arguments": arguments,
        "root": str(root),
        "into": str(into),
        "every": every,
    }
    command = [sys.executable, "-m", "tests.crash.power", json.dumps(told)]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=300, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return _found(into)


def _found(into: Path) -> list[Cut]:
    said = {path.with_suffix(""): json.loads(path.read_text()) for path in sorted(into.glob("*.json"))}
    return [Cut(folder, frozenset(acknowledged)) for folder, acknowledged in said.items()]


def _watch(
    work: Callable[[], int], root: Path, into: Path, every: int, hows: Sequence[str], chance: random.Random
) -> None:
    seen: set[str] = set()
    touches = 0

    def cut(moment: Moment) -> None:
        nonlocal touches
        touches += 1
        if touches % every:
            return
        how = hows[touches // every % len(hows)]
        left = dict(_left(moment, moment.root, "", how, chance))
        digest = hashlib.sha256(repr(sorted(left.items())).encode()).hexdigest()
        if digest not in seen:
            seen.add(digest)
            _put(into / f"{touches:05}-{how}", left, disk.acknowledged)

    disk = _Disk(root, cut)
    disk.install()
    assert work() == 0


def _put(folder: Path, left: Mapping[str, bytes | None], acknowledged: set[str]) -> None:
    folder.mkdir()
    for name, data in left.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)
    folder.with_suffix(".json").write_text(json.dumps(sorted(acknowledged)))


def _left(moment: Moment, inode: int, path: str, how: str, chance: random.Random) -> Iterator[tuple[str, bytes | None]]:
    """What is below a folder: paths with their bytes, None for a folder."""
    for name, below in sorted(_names_left(moment, inode, how, chance).items()):
        place = f"{path}{name}"
        if below in moment.names:
            yield place, None
            yield from _left(moment, below, f"{place}/", how, chance)
        elif not name.endswith("-shm"):  # which is memory
            yield place, _bytes_left(moment, below, name, how, chance)


def _names_left(moment: Moment, folder: int, how: str, chance: random.Random) -> Mapping[str, int]:
    """A folder's names as they were synced, as they are, or each file's the one or the other; a rename is done or not, and never half."""
    now, before = moment.names[folder], moment.synced_names.get(folder, {})
    if how == "synced":
        return before
    if how != "torn":
        return now
    # by name, because inodes come in another order each time, and what is torn is to be the same
    inodes = dict.fromkeys(inode for names in (now, before) for _, inode in sorted(names.items()))
    undone = {inode for inode in inodes if chance.random() < 0.5}
    left = {name: inode for name, inode in before.items() if inode in undone}
    left |= {name: inode for name, inode in now.items() if inode not in undone}
    # a name whose file is gone was taken by another one, or taken away: if that is undone, it is still there
    return {name: inode for name, inode in before.items() if name in now and name not in left} | left


def _bytes_left(moment: Moment, inode: int, name: str, how: str, chance: random.Random) -> bytes:
    synced = moment.synced_bytes.get(inode, b"")
    now = moment.bytes.get(inode, synced)  # it is gone, unless that is undone
    if name.startswith(_LEDGER):
        return now if not name.endswith("-wal") else _log_left(now, how, chance)
    if how in ("synced", "short") or not now.startswith(synced):
        return now if how == "torn" and chance.random() < 0.5 else synced
    rest = now[len(synced) :]
    if how == "zeros":
        return synced + bytes(len(rest))
    pieces = [rest[at : at + _PIECE] for at in range(0, chance.randint(0, len(rest)), _PIECE)]
    return synced + b"".join(piece if chance.random() < 0.5 else bytes(len(piece)) for piece in pieces)


def _log_left(log: bytes, how: str, chance: random.Random) -> bytes:
    if how in ("synced", "short"):
        return b""
    end = chance.randint(0, len(log))
    return log[:end] + bytes(len(log) - end if how == "zeros" else 0)


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    from newscrawl.crawling import run

    _watch(
        lambda: run(told["spider"], told["settings"], **told["arguments"]),
        Path(told["root"]),
        Path(told["into"]),
        told["every"],
        HOWS,
        random.Random(0),
    )
