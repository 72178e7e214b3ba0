"""What a killed run left behind: its whole lines are taken over, what is torn is cut aside, nothing is thrown away.

The file is the truth: a line that stands in a segment is a stored article, whatever the ledger says; a line of
the removals whose article was not written goes aside with the torn ones.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from newscrawl.article import Article
from newscrawl.errors import OutputError
from newscrawl.output.files import PART, TEMPORARY, make_folder, publish, replace
from newscrawl.output.record import decode, decode_removals
from newscrawl.output.writer import KINDS, Segment, describe

logger = logging.getLogger(__name__)

QUARANTINE = "quarantine"


def recover(
    folder: Path, adopt: Callable[[Article], None], settle: Callable[[], None], packing: str = "none"
) -> list[Segment]:
    """Take over the segments of dead runs. Only for who holds the lock of the folder.

    Args:
        folder: the output folder.
        adopt: is given every article found; when it returns, the ledger knows the article.
        settle: makes what was adopted durable; nothing is published before, since only unfinished segments are looked at again.
        packing: of the segments that are published.

    Returns:
        The segments that were published, articles and removals.

    Raises:
        OutputError, LedgerError: nothing is lost; the next start goes on.
    """
    try:
        return _recover(folder, adopt, settle, packing)
    except OSError as error:
        raise OutputError(f"cannot take over what a killed run left in {folder}: {error}") from error


def _recover(folder: Path, adopt: Callable[[Article], None], settle: Callable[[], None], packing: str) -> list[Segment]:
    for kind in KINDS:
        for halfway in (folder / kind).glob(f"*/*{TEMPORARY}"):
            halfway.unlink()
    kept: dict[Path, int] = {}
    for part in sorted((folder / "articles").glob(f"*/*.jsonl{PART}")):
        kept |= _keep_pair(folder, part, adopt)
    # removals are written before and published before their articles: what is left now never had any
    for part in sorted((folder / "removals").glob(f"*/*.jsonl{PART}")):
        if part not in kept:
            kept[part] = _keep(folder, part, lambda line: False)
    if kept:
        settle()
    return [segment for part, lines in kept.items() for segment in _publish(folder, part, lines, packing)]


def _keep_pair(folder: Path, part: Path, adopt: Callable[[Article], None]) -> dict[Path, int]:
    """What is left of an unfinished segment: its removals, if they are not published yet, then its articles; and how many lines."""
    ids: set[str] = set()
    lines = _keep(folder, part, lambda line: _take_article(line, ids, adopt))
    twin = folder / "removals" / part.parent.name / part.name
    if not twin.exists():
        return {part: lines}
    return {twin: _keep(folder, twin, lambda line: decode_removals(line).id in ids), part: lines}


def _take_article(line: bytes, ids: set[str], adopt: Callable[[Article], None]) -> bool:
    article = decode(line)
    adopt(article)
    ids.add(article.id)
    return True


def _keep(folder: Path, part: Path, wanted: Callable[[bytes], bool]) -> int:
    """Leave only wanted lines in the file, put all others aside first; returns how many stay.

    `wanted` raises ValueError for a line that is no record.
    """
    lines = 0
    bad: list[tuple[int, bytes]] = []
    with part.open("rb") as file:
        for line in file:
            if _is_wanted(line, wanted):
                lines += 1
            else:
                bad.append((lines + len(bad), line))
    if bad:
        _quarantine(folder, part, b"".join(line for _, line in bad))
        _rewrite(part, {number for number, _ in bad})
    return lines


def _is_wanted(line: bytes, wanted: Callable[[bytes], bool]) -> bool:
    try:
        return wanted(line)
    except ValueError:
        return False


def _rewrite(part: Path, without: set[int]) -> None:
    with part.open("rb") as file:
        replace(part, (line for number, line in enumerate(file) if number not in without))


def _quarantine(folder: Path, part: Path, data: bytes) -> None:
    aside = folder / QUARANTINE / f"{part.parent.parent.name}-{part.parent.name}-{part.name}.cut"
    make_folder(aside.parent)
    before = aside.read_bytes() if aside.exists() else b""
    if not before.endswith(data):
        replace(aside, [before, data])
    logger.warning("%s: %d bytes of a killed run were no whole record; they are kept in %s", part, len(data), aside)


def _publish(folder: Path, part: Path, lines: int, packing: str) -> list[Segment]:
    final = publish(part, packing)
    return [describe(final, folder, lines)] if lines else []
