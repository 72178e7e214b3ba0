"""The stories as they stand now: of each its newest revision, without those that are gone.

The files are gone through twice, because a later file may revise what an earlier one says; what is kept in mind meanwhile is the
few stories that were ever revised or lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from newscrawl.article import Article
from newscrawl.errors import RecordError
from newscrawl.output.cursor import Cursor
from newscrawl.output.packing import open_packed
from newscrawl.output.reader import articles_of, damage, read_on, segments
from newscrawl.output.record import NO_JSON
from newscrawl.output.tombstones import read_tombstones


class _Head(msgspec.Struct, frozen=True):
    id: str
    revision: int


_HEAD = msgspec.json.Decoder(_Head)


class Latest:
    """The newest revisions below a path, to be iterated once; `older` and `gone` count what was left out."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Raises OSError: the path cannot be read."""
        folder = articles_of(Path(path))
        is_there = folder.exists() or not Path(path).exists()  # the first article may be yet to come
        self._files: Mapping[str, Path] = segments(folder) if is_there else {}
        self._home = folder.parent if folder.is_dir() else None
        self.older = self.gone = 0

    def __iter__(self) -> Iterator[Article]:
        """Raises `RecordError`, OSError, as `read` does."""
        newest = self._newest()
        graves = {} if self._home is None else {grave.id: grave.revision for grave in read_tombstones(self._home)}
        for name, file in self._files.items():
            for article in read_on(name, file, Cursor()):
                if article.revision < newest.get(article.id, 1):
                    self.older += 1
                elif article.revision < graves.get(article.id, 0):
                    self.gone += 1
                else:
                    yield article

    def _newest(self) -> dict[str, int]:
        """The highest revision of each story that has more than one."""
        newest: dict[str, int] = {}
        for file in self._files.values():
            with open_packed(file) as lines, damage(file, 1):
                for number, line in enumerate(lines, 1):
                    head = _head(file, number, line)
                    if head.revision > newest.get(head.id, 1):
                        newest[head.id] = head.revision
        return newest


def _head(file: Path, number: int, line: bytes) -> _Head:
    try:
        return _HEAD.decode(line)
    except NO_JSON as error:
        raise RecordError(str(file), number, str(error)) from error
