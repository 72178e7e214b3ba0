"""What became of one URL, and why: the ledger's word for it, and the line that was written of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from newscrawl.ledger.base import Trace
from newscrawl.ledger.fates import CODES, WALL_CODES
from newscrawl.output.packing import DAMAGED, open_packed
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
_UNREADABLE: tuple[type[Exception], ...] = (OSError, *DAMAGED)


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
    if trace.state == "failed" and trace.code in WALL_CODES:
        yield _wall(trace)
    elif trace.state == "failed":
        again = f"after {_time(trace.retry_at)}" if trace.retry_at else "by none: its tries are used up"
        yield f"tried {trace.tries} times; it is tried again {again}"
    if trace.story_id:
        yield from _written(trace, folder)


def _wall(trace: Trace) -> str:
    """Of all that a wall hides one page asks for the others."""
    met = f"the wall was met {trace.tries} times, with this page or with others that wait for it"
    if trace.retry_at is None:
        return f"{met}; its tries are used up"
    return f"{met}; after {_time(trace.retry_at)} one of them is tried again, and all when that one gets through"


def _written(trace: Trace, folder: Path) -> Iterator[str]:
    yield f"article {trace.story_id}, revision {trace.revision}"
    found: list[tuple[Path, int]] = []
    whole = True
    for path in _likely_first(trace, list(segments(folder / "articles", live=True).values())):
        try:
            found += [(path, number) for number in _lines_of(f'"id":"{trace.story_id}"'.encode(), path)]
        except _UNREADABLE as error:
            whole = False
            yield f"{path.relative_to(folder)} cannot be read ({error}); `scrapy verify` says more"
        if len(found) >= (trace.revision or 1):  # each revision has one line
            break
    if whole and not found:
        yield "no file here has its line any more"
    yield from (f"written to {path.relative_to(folder)} line {number}" for path, number in sorted(found))


def _likely_first(trace: Trace, files: list[Path]) -> list[Path]:
    """Files of the run that looked at the page last, then those of its site, the newest first."""
    run = f"-{trace.settled_run}-"
    newest = list(reversed(files))
    newest.sort(key=lambda path: (run not in path.name, path.parent.name != trace.site))
    return newest


def _lines_of(mark: bytes, path: Path) -> Iterator[int]:
    """Numbers of the lines of a story."""
    with open_packed(path) as lines:
        for number, line in enumerate(lines, 1):
            if mark in line[:200].replace(b'": "', b'":"'):
                yield number


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "at an unknown time"
