"""What became of one URL, and why: the ledger's word for it, and the line that was written of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from newscrawl.ledger.base import Trace
from newscrawl.ledger.fates import CODES
from newscrawl.output.packing import open_packed
from newscrawl.output.reader import segments

_STATES = {
    "pending": "waits to be fetched by the next run of that command",
    "leased": "is being fetched, or was when its run was killed; the next run takes it up again",
    "stored": "was stored",
    "unchanged": "was looked at again and had not changed",
    "duplicate": "tells the same story as another page and was not stored again",
    "expanded": "was read as a list",
    "refused": "was refused for good",
    "failed": "could not be had",
}


def fate_lines(trace: Trace, folder: Path) -> Iterator[str]:
    """What is known of the URL, one statement per line."""
    yield trace.url
    yield f"{trace.kind} of {trace.site}, first announced {_time(trace.added_at)}, asked for by: scrapy crawl {trace.scope}"
    if trace.found_in:
        yield f"found in {trace.found_in}"
    when = f" ({_time(trace.settled_at)}, run {trace.settled_run})" if trace.settled_at else ""
    yield f"it {_STATES.get(trace.state, trace.state)}{when}"
    if trace.code:
        yield f"{trace.code}: {CODES.get(trace.code, 'no known reason')}"
    if trace.detail:
        yield trace.detail
    if trace.state == "failed":
        again = f"after {_time(trace.retry_at)}" if trace.retry_at else "by none: its tries are used up"
        yield f"tried {trace.tries} times; it is tried again {again}"
    if trace.story_id:
        yield from _written(trace, folder)


def _written(trace: Trace, folder: Path) -> Iterator[str]:
    mark = f'"id":"{trace.story_id}"'.encode()
    yield f"article {trace.story_id}, revision {trace.revision}"
    for path in segments(folder / "articles", live=True).values():
        with open_packed(path) as lines:
            for number, line in enumerate(lines, 1):
                if mark in line[:200].replace(b'": "', b'":"'):
                    yield f"written to {path.relative_to(folder)} line {number}"


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "at an unknown time"
