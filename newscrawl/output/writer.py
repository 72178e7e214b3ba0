"""Where a line goes and when it is safe: one segment per site and day, appended to and synced batch by batch.

A segment is `<folder>/articles/<site>/<utc day>-<run id>-<number>.jsonl.part` until it is large or old enough, its day
or its run is over; then it is packed where that is wished and loses `.part`. Its twin under `removals/` goes ahead of
it in everything, so that no article is ever published without its account.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
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

    @property
    def is_articles(self) -> bool:
        """Whether it holds articles, and not their removals."""
        return self.file.startswith("articles/")


def utc_now() -> datetime:
    """Now, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """When a segment is closed before its run ends, and how it is packed then."""

    max_bytes: int = 1 << 62
    """Of article lines in a segment."""
    max_seconds: float = math.inf
    """Age of a segment, from its first line."""
    packing: str = "none"
    """One of `packing.ENDINGS`."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A segment of one site that grows: two files of the same name."""

    name: str
    day: str
    since: datetime
    lines: int = 0
    bytes: int = 0

    def is_due(self, rotation: Rotation, now: datetime) -> bool:
        age = (now - self.since).total_seconds()
        return self.bytes >= rotation.max_bytes or age >= rotation.max_seconds or self.day != _day(now)


class Writer:
    """The open segments of one run. Methods block; call them from one thread at a time.

    After an `OutputError` the writer is done for: leave its `.part` files to the next start.

    Args:
        folder: the output folder.
        run_id: part of the names.
        rotation: when a segment is closed.
        now: the clock, aware.
    """

    def __init__(
        self,
        folder: Path,
        run_id: str,
        rotation: Rotation = Rotation(),
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._folder, self._run_id, self._rotation, self._now = folder, run_id, rotation, now
        self._open: dict[str, _Open] = {}
        self._numbers: Counter[str] = Counter()
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
        sites = _by_site(entries)
        for site, own in sites.items():
            self._append(self._part("removals", site), [entry.removals for entry in own])
        for site, own in sites.items():
            lines = [entry.article for entry in own]
            self._append(self._part("articles", site), lines)
            segment = self._open[site]
            segment.lines += len(lines)
            segment.bytes += sum(map(len, lines))
        self._articles += len(entries)

    def _part(self, kind: str, site: str) -> Path:
        if site not in self._open:
            self._numbers[site] += 1
            now = self._now().astimezone(UTC)
            name = f"{_day(now)}-{self._run_id}-{self._numbers[site]:04}.jsonl{PART}"
            self._open[site] = _Open(name=name, day=_day(now), since=now)
        return self._folder / kind / slug(site) / self._open[site].name

    @staticmethod
    def _append(path: Path, lines: Sequence[bytes]) -> None:
        if not path.exists():
            make_folder(path.parent)
        append(path, b"".join(lines), lines=True)

    def _due(self) -> list[str]:
        now = self._now().astimezone(UTC)
        return [site for site, segment in self._open.items() if segment.is_due(self._rotation, now)]

    def is_due(self) -> bool:
        """Whether the time of some segment has come."""
        return bool(self._due())

    def rotate(self) -> list[Segment]:
        """Publish the segments whose time has come; to be called when the ledger knows all their lines.

        Raises:
            OutputError: as `close`.
        """
        return self._publish(self._due())

    def close(self) -> list[Segment]:
        """Publish every segment; to be called when the ledger knows all their lines.

        Raises:
            OutputError: what is not yet published keeps its `.part`.
        """
        return self._publish(sorted(self._open))

    def _publish(self, sites: Sequence[str]) -> list[Segment]:
        segments = []
        for kind in KINDS:
            for site in sites:
                final = publish(self._part(kind, site), self._rotation.packing)
                segments.append(describe(final, self._folder, self._open[site].lines))
        for site in sites:
            del self._open[site]
        return segments


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _by_site(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    sites = defaultdict(list)
    for entry in entries:
        sites[entry.site].append(entry)
    return sites


def describe(path: Path, folder: Path, lines: int) -> Segment:
    """What a manifest says of a finished file."""
    return Segment(
        file=path.relative_to(folder).as_posix(), lines=lines, bytes=path.stat().st_size, sha256=sha256(path)
    )
