"""The account of a run that has not ended: written when it begins, and made whole by the next run if it was killed.

So every segment that was ever published stands in some account with its hash, whatever ended the run that wrote it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.errors import OutputError
from newscrawl.output.files import PART, TEMPORARY, sync_folder
from newscrawl.output.manifest import Manifest, SiteCount, read_manifest, write_manifest
from newscrawl.output.packing import ENDINGS, open_packed
from newscrawl.output.tombstones import FOLDER
from newscrawl.output.writer import KINDS, Segment, describe

logger = logging.getLogger(__name__)

KILLED = 137
"""What a shell says of a process that SIGKILL ended."""


def announce(folder: Path, *, run_id: str, command: str, started: datetime, segments: Iterable[Segment]) -> None:
    """Write down that a run has begun, and what it published already.

    Raises:
        OutputError: as `write_manifest`.
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
    write_manifest(folder, manifest, ended=False)


def withdraw(folder: Path, run_id: str) -> None:
    """Take the announcement of a run back, because its account is written. Raises `OutputError`."""
    _remove(folder / "runs" / f"{run_id}.json{PART}")


def account_for_killed(folder: Path, run_id: str) -> list[Manifest]:
    """Write the accounts of runs that were killed. Only for who holds the lock of the folder.

    Args:
        folder: the output folder, its unfinished segments recovered.
        run_id: the run that does so; its own announcement stays.

    Raises:
        OutputError: the next start goes on.
    """
    accounts = []
    for halfway in (folder / "runs").glob(f"*{TEMPORARY}"):
        _remove(halfway)
    for path in sorted((folder / "runs").glob(f"*.json{PART}")):
        if path.name == f"{run_id}.json{PART}":
            continue
        if not (folder / "runs" / path.name.removesuffix(PART)).exists():
            accounts.append(_account_for(folder, path, run_id))
        _remove(path)
    return accounts


def _account_for(folder: Path, path: Path, run_id: str) -> Manifest:
    try:
        manifest = read_manifest(path)
        segments = {segment.file: segment for segment in manifest.segments}
        segments |= {segment.file: segment for segment in _segments_of(folder, manifest.run_id)}
    except (OSError, EOFError, ValueError) as error:
        raise OutputError(f"cannot account for a killed run: {path}: {error}") from error
    manifest = replace(
        manifest,
        ended_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        reason=f"killed, or the machine stopped; run {run_id} took over",
        segments=sorted(segments.values(), key=lambda segment: segment.file),
        sites=_sites(segments.values()),
    )
    stored = sum(count.stored for count in manifest.sites.values())
    manifest.urls = SiteCount(announced=stored, stored=stored)
    write_manifest(folder, manifest)
    logger.info("Run %s was killed; %d articles that it had published are in its account", manifest.run_id, stored)
    return manifest


def _segments_of(folder: Path, run_id: str) -> Iterable[Segment]:
    """Every published segment that bears the id of the run."""
    for kind in (*KINDS, FOLDER):
        for ending in ENDINGS.values():
            for path in sorted((folder / kind).glob(f"*/*-{run_id}-*.jsonl{ending}")):
                with open_packed(path) as lines:
                    yield describe(path, folder, sum(1 for _ in lines))


def _sites(segments: Iterable[Segment]) -> dict[str, SiteCount]:
    """Articles by folder, which is all that is known of what a killed run did."""
    sites: dict[str, SiteCount] = {}
    for segment in segments:
        kind, site, _ = segment.file.split("/")
        if kind == "articles":
            count = sites.setdefault(site, SiteCount())
            count.announced += segment.lines
            count.stored += segment.lines
    return sites


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot remove {path}: {error.strerror}") from error
