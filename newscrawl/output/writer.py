"""Where a line goes and when it is safe: one segment per site and day, appended to and synced batch by batch.

A segment is `<folder>/articles/<site>/<utc day>-<run id>.jsonl.part` while its run lives, and loses `.part`
when the run ends well; its twin under `removals/` goes ahead of it in everything, so that no article is ever
published without its account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.output.files import PART, append, make_folder, publish, sha256, slug

#: the order of writing and of publishing
KINDS = ("removals", "articles")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, ready to be written."""

    site: str
    article: bytes
    """Its line, line feed included."""
    removals: bytes
    """The line of its removals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A published file, as the manifest of its run lists it."""

    file: str
    """Path below the output folder."""
    lines: int
    bytes: int
    sha256: str


def utc_now() -> datetime:
    """Now, aware, UTC."""
    return datetime.now(UTC)


class Writer:
    """The open segments of one run. Methods block; call them from one thread at a time.

    After an `OutputError` the writer is done for: leave its `.part` files to the next start.
    """

    def __init__(self, folder: Path, run_id: str, *, now: Callable[[], datetime] = utc_now) -> None:
        self._folder, self._run_id, self._now = folder, run_id, now
        self._lines: dict[Path, int] = {}
        self._articles = 0

    @property
    def lines(self) -> int:
        """Articles written so far."""
        return self._articles

    def write(self, entries: Sequence[Entry]) -> None:
        """Append all entries; every line is on disk when this returns.

        Raises:
            OutputError: some segments may hold lines of the batch; none holds a torn one.
        """
        day = self._now().astimezone(UTC).date().isoformat()
        for kind in KINDS:
            for site, lines in _by_site(entries, kind).items():
                self._append(self._part(kind, site, day), lines)
        self._articles += len(entries)

    def _part(self, kind: str, site: str, day: str) -> Path:
        return self._folder / kind / slug(site) / f"{day}-{self._run_id}.jsonl{PART}"

    def _kind(self, path: Path) -> str:
        return path.relative_to(self._folder).parts[0]

    def _append(self, path: Path, lines: Sequence[bytes]) -> None:
        if path not in self._lines:
            make_folder(path.parent)
            self._lines[path] = 0
        append(path, b"".join(lines))
        self._lines[path] += len(lines)

    def close(self) -> list[Segment]:
        """Publish every segment; to be called when the ledger knows all their lines.

        Raises:
            OutputError: what is not yet published keeps its `.part`.
        """
        parts = sorted(self._lines, key=lambda path: (KINDS.index(self._kind(path)), path))
        return [describe(publish(part), self._folder, self._lines.pop(part)) for part in parts]


def _by_site(entries: Sequence[Entry], kind: str) -> Mapping[str, list[bytes]]:
    lines = defaultdict(list)
    for entry in entries:
        lines[entry.site].append(entry.article if kind == "articles" else entry.removals)
    return lines


def describe(path: Path, folder: Path, lines: int) -> Segment:
    """What a manifest says of a finished file."""
    return Segment(
        file=path.relative_to(folder).as_posix(), lines=lines, bytes=path.stat().st_size, sha256=sha256(path)
    )
