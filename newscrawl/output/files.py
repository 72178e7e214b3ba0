"""The few ways in which newscrawl touches the disk: append, replace, publish, each durable when it returns.

Nothing else in the package writes output, so what a crash can leave behind is decided here.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from newscrawl.errors import OutputError
from newscrawl.output.packing import ENDINGS, copy_packed

PART = ".part"
"""Ending of a file that is still written to."""
TEMPORARY = ".tmp"
"""Ending of a file that is written beside another to take its place; one that a crash left means nothing."""

_SLUG_CHARS = 80


def slug(name: str) -> str:
    """A folder name for a site: its own name where that is harmless, else a tame one with a hash.

    >>> slug("v.daum.net"), slug("../x")
    ('v.daum.net', 'x-d6b96a97')
    """
    tame = re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip(".-")[:_SLUG_CHARS].strip(".-")
    if tame and tame == name:
        return tame
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{tame}-{digest}".strip("-")


def append(path: Path, data: bytes, *, lines: bool = False) -> None:
    """Append with one write and sync it.

    Args:
        path: the file; made where absent.
        data: what to append.
        lines: whether the data are lines, which may be read as soon as they are whole. After a failure the file ends
            behind the last whole line that was written, because nothing that was read may vanish; without it, where it
            ended before.

    Raises:
        OutputError: the disk is full or broken; its `__cause__` is the OSError.
    """
    is_new = not path.exists()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _append_whole(descriptor, data, lines)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def _append_whole(descriptor: int, data: bytes, lines: bool) -> None:
    size = os.fstat(descriptor).st_size
    try:
        rest = memoryview(data)
        while rest:  # more than one write only where the disk ran full in the middle: it fits, or says why not
            rest = rest[os.write(descriptor, rest) :]
        os.fdatasync(descriptor)
    except OSError:
        written = data[: os.fstat(descriptor).st_size - size]
        os.ftruncate(descriptor, size + (written.rfind(b"\n") + 1 if lines else 0))
        raise


def replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Put the pieces in the file's place, all or nothing.

    Raises:
        OutputError: the old file, if any, is untouched.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def publish(part: Path, packing: str = "none") -> Path:
    """Give a finished `.part` its final name, packed if so wished, and return that; an empty one is removed.

    Done again after a crash in the middle, it ends the same way.

    Raises:
        OutputError: the `.part` is still there.
    """
    base = part.name.removesuffix(PART)
    there = [path for ending in ENDINGS.values() if (path := part.with_name(base + ending)).exists()]
    final = there[0] if there else part.with_name(base + ENDINGS[packing])
    try:
        if there or part.stat().st_size == 0:
            part.unlink()
        elif packing == "none":
            part.rename(final)
        else:
            _pack(part, final, packing)
        sync_folder(part.parent)
    except OSError as error:
        raise OutputError(f"cannot publish {part}: {error.strerror}") from error
    return final


def _pack(part: Path, final: Path, packing: str) -> None:
    """The packed file is whole and named before the plain one goes."""
    temporary = final.with_name(final.name + TEMPORARY)
    with temporary.open("wb") as file:
        copy_packed(part, file, packing)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(final)
    sync_folder(final.parent)
    part.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durably: with a new folder's name a power cut would take all that was synced in it.

    Raises:
        OutputError: it cannot be made.
    """
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in reversed(new):
            with suppress(PermissionError):  # one may make folders where one may not look
                sync_folder(each.parent)
    except OSError as error:
        raise OutputError(f"cannot make the folder {folder}: {error.strerror}") from error


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
