"""How far a consumer has read: a small value that it can keep wherever it keeps what it made of the articles.

Positions are bytes of plain lines, so they hold when a segment is published, renamed and packed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from newscrawl.output.files import replace
from newscrawl.output.record import NO_JSON

ALL = -1
"""The position behind a finished segment."""


@dataclass(slots=True)
class Cursor:
    """Which lines were given already.

    `read` moves it on just before it gives an article, so save it when the article is dealt with: then a consumer
    that dies in between is given that article again, and none is given twice or left out otherwise.
    """

    positions: dict[str, int] = field(default_factory=dict)
    """Segment (its path below the folder without endings) -> bytes of whole lines read, -1 for all."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Cursor:
        """The cursor of a file; one at the beginning where there is no file.

        Raises:
            ValueError: the file holds no cursor.
            OSError: it cannot be read.
        """
        try:
            return cls.from_json(Path(path).read_bytes())
        except FileNotFoundError:
            return cls()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it, all or nothing; durable when this returns. Raises `OutputError`."""
        replace(Path(path), [self.to_json()])

    @classmethod
    def from_json(cls, data: bytes | str) -> Cursor:
        """The cursor that `to_json` gave; raises ValueError."""
        try:
            positions: Mapping[str, int] = msgspec.json.decode(data, type=dict[str, int])
        except NO_JSON as error:
            raise ValueError(f"no cursor: {error}") from error
        return cls(dict(positions))

    def to_json(self) -> bytes:
        """A JSON object, to be kept in a database of your own."""
        return msgspec.json.encode(self.positions)
