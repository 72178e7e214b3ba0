"""Reading what newscrawl wrote: typed articles from a file or a folder of segments, once each, also while it grows.

A line that does not fit the schema stops the reading with its place: whoever builds on the data should not
learn of a broken line from a missing story.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newscrawl.article import Article
from newscrawl.errors import RecordError
from newscrawl.output.cursor import ALL, Cursor
from newscrawl.output.files import PART
from newscrawl.output.packing import DAMAGED, ENDINGS, open_packed, plain_name
from newscrawl.output.record import decode

FINISHED = tuple(f".jsonl{ending}" for ending in ENDINGS.values())
LIVE = f".jsonl{PART}"

_CHUNK = 1 << 20


def read(
    path: str | os.PathLike[str],
    *,
    cursor: Cursor | None = None,
    follow: bool = False,
    poll_seconds: float = 1.0,
    latest: bool = False,
) -> Iterator[Article]:
    """The articles of one segment, or of all below a folder (sorted by path); packed ones are unpacked.

    Args:
        path: a `.jsonl` file (also `.gz`, `.zst`), a folder of them, or the output folder of a crawl.
        cursor: where to begin; it is moved on with each article that is given. None: at the beginning.
        follow: also give the whole lines of segments that a crawl is writing, and wait for more for ever, also where
            nothing is there yet. Without it a folder's `.jsonl.part` files are left out; name such a file itself to get its whole lines.
        poll_seconds: how long `follow` waits before it looks again.
        latest: of each story its newest revision only, and none that is gone; begins at the beginning and ends.

    Raises:
        ValueError: `latest` goes with neither `cursor` nor `follow`.
        RecordError: file, line number and what is wrong with it.
        OSError: the path cannot be read.
    """
    if latest:
        from newscrawl.output.latest import Latest  # it stands on this module

        if cursor is not None or follow:
            raise ValueError("latest=True reads all there is: without cursor and follow")
        yield from Latest(path)
        return
    cursor = cursor if cursor is not None else Cursor()
    while True:
        folder = articles_of(Path(path))
        is_there = folder.exists() or not (follow or Path(path).exists())  # the first article may be yet to come
        for name, file in segments(folder, live=follow or not folder.is_dir()).items() if is_there else ():
            try:
                yield from read_on(name, file, cursor)
            except FileNotFoundError:
                if not file.name.endswith(PART):
                    raise
                # published since it was listed: its lines are found under the final name, next time
        if not follow:
            return
        time.sleep(poll_seconds)


def articles_of(path: Path) -> Path:
    """Where the articles are, or will be, of an output folder as well."""
    return path / "articles" if (path / "articles").is_dir() or (path / "ledger.sqlite").exists() else path


def segments(path: Path, *, live: bool = False) -> dict[str, Path]:
    """Segments by their name without endings, sorted; a finished one hides the live one that it was made of."""
    if not path.is_dir():
        return {_name(path, path.parent): path}
    found: dict[str, Path] = {}
    for folder, _, files in os.walk(path):
        for file in (Path(folder, name) for name in files):
            name = _name(file, path)
            if file.name.endswith(FINISHED) or (live and file.name.endswith(LIVE) and name not in found):
                found[name] = file
    return dict(sorted(found.items()))


def _name(path: Path, folder: Path) -> str:
    return plain_name(path.relative_to(folder).as_posix().removesuffix(PART)).removesuffix(".jsonl")


def read_on(name: str, path: Path, cursor: Cursor) -> Iterator[Article]:
    """The articles of a segment behind the cursor, which moves on with each."""
    position = cursor.positions.get(name, 0)
    is_live = path.name.endswith(PART)
    if position == ALL:
        return
    with open_packed(path) as file:
        number = _skip(file, path, position)
        while line := _line(file, path, number + 1):
            number += 1
            if is_live and not line.endswith(b"\n"):
                return
            try:
                article = decode(line)
            except ValueError as error:
                raise RecordError(str(path), number, str(error)) from error
            position += len(line)
            cursor.positions[name] = position
            yield article
    if not is_live:
        cursor.positions[name] = ALL


def _line(file: BinaryIO, path: Path, number: int) -> bytes:
    with damage(path, number):
        return file.readline()


def _skip(file: BinaryIO, path: Path, position: int) -> int:
    """Go to the position; how many lines lie before it."""
    lines, left = 0, position
    with damage(path, 1):
        while left > 0 and (chunk := file.read(min(left, _CHUNK))):
            lines += chunk.count(b"\n")
            left -= len(chunk)
    return lines


@contextmanager
def damage(path: Path, number: int) -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        raise RecordError(str(path), number, f"the packed file is damaged: {error}") from error
