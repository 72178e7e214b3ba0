"""Stories that vanished: one line each, in files of their own, so that whoever reads articles needs to know nothing of it.

They are few, so each line is synced by itself, before the ledger knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.errors import OutputError, RecordError
from newscrawl.output.files import PART, append, make_folder, publish, replace, slug
from newscrawl.output.record import Tombstone, decode_tombstone, encode
from newscrawl.output.writer import Segment, describe

FOLDER = "tombstones"


class TombstoneFiles:
    """The growing files of one run, `tombstones/<site>/<utc day>-<run id>-0001.jsonl.part`."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self._folder, self._run_id = folder, run_id
        self._parts: dict[str, tuple[Path, int]] = {}

    def add(self, tombstone: Tombstone) -> None:
        """Append it; it is on disk when this returns. Raises `OutputError`."""
        part, lines = self._parts.get(tombstone.site) or (self._part(tombstone.site), 0)
        append(part, encode(tombstone), lines=True)
        self._parts[tombstone.site] = (part, lines + 1)

    def _part(self, site: str) -> Path:
        folder = self._folder / FOLDER / slug(site)
        make_folder(folder)
        return folder / f"{datetime.now(UTC).date().isoformat()}-{self._run_id}-0001.jsonl{PART}"

    def close(self) -> list[Segment]:
        """Publish them; raises `OutputError`."""
        parts = [self._parts.pop(site) for site in sorted(self._parts)]
        return [describe(publish(part), self._folder, lines) for part, lines in parts]


def recover_tombstones(folder: Path, adopt: Callable[[Tombstone], None], settle: Callable[[], None]) -> list[Segment]:
    """Take over what a killed run left: whole lines are adopted, a torn one is cut off; published when `settle` has made that durable.

    Raises:
        OutputError, LedgerError: the next start goes on.
    """
    kept: dict[Path, int] = {}
    for part in sorted((folder / FOLDER).glob(f"*/*.jsonl{PART}")):
        try:
            whole = [line for line in part.read_bytes().splitlines(keepends=True) if _is_whole(line)]
        except OSError as error:
            raise OutputError(f"cannot read {part}: {error.strerror}") from error
        for line in whole:
            adopt(decode_tombstone(line))
        replace(part, whole)
        kept[part] = len(whole)
    if kept:
        settle()
    finals = [(publish(part), lines) for part, lines in kept.items()]
    return [describe(final, folder, lines) for final, lines in finals if lines]


def _is_whole(line: bytes) -> bool:
    try:
        decode_tombstone(line)
    except ValueError:
        return False
    return True


def read_tombstones(folder: Path) -> Iterator[Tombstone]:
    """The stories that vanished, of an output folder; finished files only.

    Raises:
        RecordError: file, line number and what is wrong with it.
        OSError: a file cannot be read.
    """
    for path in sorted((folder / FOLDER).glob("*/*.jsonl")):
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield decode_tombstone(line)
                except ValueError as error:
                    raise RecordError(str(path), number, str(error)) from error
