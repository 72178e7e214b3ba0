"""That a run has begun, and, where its account cannot be written any more, how it ended: `runs/<run_id>.json.part`.

On a full disk only what needs no new space is sure to work, so the room for the ending is taken at the beginning. Where
the file system writes elsewhere what is written over (btrfs, ZFS), the room is cut off, and that says it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from newscrawl.errors import OutputError
from newscrawl.output.accounts import announcement_path
from newscrawl.output.files import make_folder, sync_folder
from newscrawl.output.files import replace as replace_file
from newscrawl.output.manifest import Manifest, SiteCount, manifest_in
from newscrawl.output.record import NO_JSON
from newscrawl.output.writer import Segment
from newscrawl.run.ending import Ending, Exit

logger = logging.getLogger(__name__)

KILLED = 137
"""What a shell says of a process that SIGKILL ended."""

_ROOM = 4096
"""Bytes."""
_REASON_CHARS = 600
"""Six bytes each at most."""
_UNSAID = "storage error: the disk was full or broken, and not even why could be written"


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands in the room for the ending."""

    exit_code: int
    reason: str
    ended_at: str


def announce(folder: Path, *, run_id: str, command: str, started: datetime, segments: Iterable[Segment]) -> None:
    """Write down that a run has begun, and what it published already.

    Raises:
        OutputError: nothing is announced.
    """
    manifest = Manifest(
        run_id=run_id,
        command=command,
        started_at=started.isoformat(timespec="milliseconds"),
        ended_at=started.isoformat(timespec="milliseconds"),
        exit_code=KILLED,
        reason="it has not ended, or was killed",
        versions={},
        settings={},
        urls=SiteCount(),
        lists={},
        adds_up=True,
        sites={},
        fields_present={},
        removals_by_rule={},
        fetched={},
        adopted=0,
        segments=list(segments),
    )
    path = announcement_path(folder, run_id)
    make_folder(path.parent)
    replace_file(path, [msgspec.json.encode(manifest), b"\n", b" " * _ROOM, b"\n"])


def conclude(folder: Path, run_id: str, ending: Ending) -> None:
    """Say how a run ended that cannot write its account; that even this fails is logged."""
    path = announcement_path(folder, run_id)
    said = _Said(int(ending.code), ending.reason[:_REASON_CHARS], _iso(datetime.now(UTC)))
    try:
        room = _room_of(path)
        try:
            _write_over(path, msgspec.json.encode(said), room)
        except OSError:
            os.truncate(path, room - 1)
    except FileNotFoundError:
        return  # it was never announced, or its account is there
    except OSError as error:
        logger.warning("How the run ended cannot be written: %s: %s", path, error.strerror)


def withdraw(folder: Path, run_id: str) -> None:
    """Take the announcement of a run back, because its account is written. Raises `OutputError`."""
    remove(announcement_path(folder, run_id))


def remove(path: Path) -> None:
    """Remove a file for good, if it is there. Raises `OutputError`."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot remove {path}: {error.strerror}") from error


def read_announcement(path: Path) -> Manifest:
    """What a run said of itself. Its exit code is `KILLED` where it runs, or had no time to say how it ended.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no announcement.
    """
    data = path.read_bytes()
    first, has_room, rest = data.partition(b"\n")
    try:
        manifest = msgspec.json.decode(first, type=Manifest)
    except NO_JSON:  # as earlier versions wrote it: over many lines, and without room
        return manifest_in(data)
    if not has_room:
        ended = _iso(datetime.fromtimestamp(path.stat().st_mtime, UTC))
        return replace(manifest, exit_code=int(Exit.STORAGE), reason=_UNSAID, ended_at=ended)
    return _with_ending(manifest, rest)


def _with_ending(manifest: Manifest, room: bytes) -> Manifest:
    if not room.strip():
        return manifest
    try:
        said = msgspec.json.decode(room, type=_Said)
    except NO_JSON:  # half of it was written, or half a character
        return replace(manifest, exit_code=int(Exit.STORAGE), reason=_UNSAID)
    return replace(manifest, exit_code=said.exit_code, reason=said.reason, ended_at=said.ended_at)


def _room_of(path: Path) -> int:
    """Where the room for the ending begins."""
    with path.open("rb") as file:
        return len(file.readline())


def _write_over(path: Path, data: bytes, offset: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.pwrite(descriptor, data, offset)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
