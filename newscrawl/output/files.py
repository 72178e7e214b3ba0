"""The few ways in which newscrawl touches the disk: append, replace, publish, each durable when it returns.

Nothing else in the package writes output, so what a crash can leave behind is decided here.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from newscrawl.errors import OutputError

PART = ".part"
"""Ending of a file that is still written to."""

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


def append(path: Path, data: bytes) -> None:
    """Append with one write and sync it; after a failure the file is as long as before.

    Raises:
        OutputError: the disk is full or broken; its `__cause__` is the OSError.
    """
    is_new = not path.exists()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _append_whole(descriptor, data)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def _append_whole(descriptor: int, data: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        written = os.write(descriptor, data)
        if written < len(data):
            # the disk ran full in the middle: the rest either fits or says why not
            _write_rest(descriptor, memoryview(data)[written:])
        os.fdatasync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise


def _write_rest(descriptor: int, rest: memoryview) -> None:
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Put the pieces in the file's place, all or nothing.

    Raises:
        OutputError: the old file, if any, is untouched.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def publish(part: Path) -> Path:
    """Give a finished `.part` its final name and return that; an empty one is removed."""
    final = part.with_name(part.name.removesuffix(PART))
    try:
        if part.stat().st_size:
            part.rename(final)
        else:
            part.unlink()
        sync_folder(part.parent)
    except OSError as error:
        raise OutputError(f"cannot publish {part}: {error.strerror}") from error
    return final


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {folder}: {error.strerror}") from error


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
