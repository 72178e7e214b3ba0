"""The accounts of runs that wrote none, because they were killed or their disk was full: the next run writes them.

So every segment that was ever published stands in some account with its hash, whatever ended the run that wrote it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.errors import OutputError
from newscrawl.output.accounts import Accounts, account_path, announcement_path, list_accounts
from newscrawl.output.manifest import Manifest, SiteCount, write_manifest
from newscrawl.output.packing import ENDINGS, open_packed
from newscrawl.output.tombstones import FOLDER
from newscrawl.output.writer import KINDS, Segment, describe
from newscrawl.run.announcement import KILLED, read_announcement, remove

logger = logging.getLogger(__name__)


def account_for_killed(folder: Path, run_id: str) -> list[Manifest]:
    """Write the accounts of runs that wrote none. Only for who holds the lock of the folder.

    Args:
        folder: the output folder, its unfinished segments recovered.
        run_id: the run that does so; its own announcement stays.

    Raises:
        OutputError: the next start goes on.
    """
    accounts = []
    found = _listed(folder)
    for halfway in found.halfway:
        remove(halfway)
    for dead in found.announced:
        if dead == run_id:
            continue
        path = announcement_path(folder, dead)
        if not account_path(folder, dead).exists():
            accounts.append(_account_for(folder, path, run_id))
        remove(path)
    return accounts


def _listed(folder: Path) -> Accounts:
    try:
        return list_accounts(folder)
    except OSError as error:
        raise OutputError(f"cannot list the accounts of {folder}: {error.strerror}") from error


def _account_for(folder: Path, path: Path, run_id: str) -> Manifest:
    try:
        manifest = read_announcement(path)
        segments = {segment.file: segment for segment in manifest.segments}
        segments |= {segment.file: segment for segment in _segments_of(folder, manifest.run_id)}
    except (OSError, EOFError, ValueError) as error:
        raise OutputError(f"cannot account for a killed run: {path}: {error}") from error
    if manifest.exit_code == KILLED:
        manifest.reason = "killed, or the machine stopped"
        manifest.ended_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    manifest = replace(
        manifest,
        reason=f"{manifest.reason}; run {run_id} took over",
        segments=sorted(segments.values(), key=lambda segment: segment.file),
        sites=_sites(segments.values()),
    )
    stored = sum(count.stored for count in manifest.sites.values())
    manifest.urls = SiteCount(announced=stored, stored=stored)
    write_manifest(folder, manifest)
    logger.info(
        "Run %s had no account (%s); %d articles that it published are in it now",
        manifest.run_id,
        manifest.reason,
        stored,
    )
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
