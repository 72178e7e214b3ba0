"""Does a page cost the same whether the ledger knows ten thousand URLs or ten million? `python -m benchmarks.growth`

The ledger is filled to each size with settled URLs of many hosts; then the same work is timed: hear of pages, lease
them, intend and store their stories, look up twins and repeated lines, and take the account of the run.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from newscrawl.ledger.base import Story, Target
from newscrawl.ledger.sqlite import SqliteLedger

PAGES = 5000
BATCH = 100
HOSTS = 1000
FILLED = 200_000
"""Rows put in at once."""
UNITS = ("", *["us/page"] * 6, "ms", "ms", "")
BOUND = 1000
"""Microseconds of processor time of the ledger per page, a small share of what the page costs otherwise."""


def main() -> int:
    """Fill, measure, print a row per size; 1 if a page costs more than `BOUND` at any of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=10_000_000, help="URLs in the largest ledger")
    parser.add_argument("--folder", type=Path, default=None, help="where the ledger is made (some 600 bytes per URL)")
    options = parser.parse_args()
    for names in (("URLs", "hear", "lease", "look up", "store", "all", "by clock", "start", "account", "MB"), UNITS):
        print("{:>12} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>7}".format(*names))
    costs = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "ledger.sqlite"
        filled, size = 0, 10_000
        while size <= options.most:
            _fill(path, filled, size)
            costs.append(_measure(path, size))
            filled, size = size + PAGES, size * 10
    print(f"at most {max(costs):.0f} us per page (bound {BOUND}; extraction takes some 15,000)")
    return int(max(costs) > BOUND)


def _url(number: int) -> str:
    return f"https://paper-{number % HOSTS}.example/2026/11/24/story-{number}-of-a-length-that-is-usual"


def _story(number: int) -> Story:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    lines = tuple(int(digest[i : i + 12], 16) for i in range(0, 36, 12))
    return Story(
        id=digest[:32],
        url=_url(number),
        fingerprint=digest,
        source_hash=digest[:35],
        source=f"s{number % HOSTS}",
        lines=lines,
    )


def _fill(path: Path, begin: int, end: int) -> None:
    """The rows that earlier runs would leave, put in order and past the ledger's methods, which would take hours."""
    ledger = SqliteLedger(path, "20260101T000000-fill")
    db = ledger._db
    for pragma in ("synchronous = OFF", "cache_size = -1000000", "wal_autocheckpoint = 100000"):
        db.execute(f"PRAGMA {pragma}")
    with ledger._transaction():
        db.executemany("INSERT OR IGNORE INTO sources VALUES (?, ?, 1)", [(i + 1, f"s{i}") for i in range(HOSTS)])
    for start in range(begin, end, FILLED):
        numbers = range(start, min(start + FILLED, end))
        ledger.add((Target(url=url, site="s") for url in sorted(map(_url, numbers))), "fill")
        stories = sorted(map(_story, numbers), key=lambda story: story.id)
        with ledger._transaction():
            db.execute(
                "UPDATE urls SET state = 'stored', settled_run = seen_run, settled_at = 0 WHERE state = 'pending'"
            )
            db.executemany(
                "INSERT INTO stories VALUES (?, ?, ?, ?, 1, 'fill', 0)",
                ((story.id, story.url, story.fingerprint, story.source_hash) for story in stories),
            )
            lines = sorted((int(story.source[1:]) + 1, line) for story in stories for line in story.lines)
            db.executemany("INSERT OR IGNORE INTO lines VALUES (?, ?, 1)", lines)
        if sys.stderr.isatty():
            print(f"filling: {numbers[-1] + 1:,}\r", end="", file=sys.stderr, flush=True)
    ledger.close()


def _measure(path: Path, size: int) -> float:
    """One run of so many pages on top; microseconds of processor time per page."""
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        took[name] = took.get(name, 0.0) + time.process_time() - began

    ledger = SqliteLedger(path, f"20260102T000000-{size}")
    began_all = time.perf_counter()
    timed("start", lambda: (ledger.release(), ledger.revive("run")))
    for numbers in _batches(size):
        stories = {story.url: story for story in map(_story, numbers)}
        timed("hear", lambda: [ledger.add([Target(url=url, site="s")], "run") for url in stories])  # noqa: B023
        leases: list = []
        timed("lease", lambda: leases.extend(ledger.lease("run", BATCH, BATCH)))  # noqa: B023
        mine = [stories[lease.url] for lease in leases]
        timed("look up", lambda: [_look_up(ledger, story) for story in mine])  # noqa: B023
        timed("store", lambda: (ledger.intend(mine), ledger.store(mine)))  # noqa: B023
    wall = 1e6 * (time.perf_counter() - began_all) / PAGES
    timed("account", lambda: ledger.tally("run"))
    ledger.close()
    pages = [1e6 * took[name] / PAGES for name in ("hear", "lease", "look up", "store")]
    row = " ".join(f"{cost:8.0f}" for cost in (*pages, sum(pages)))
    megabytes = path.stat().st_size / 1e6
    print(
        f"{size:12,} {row} {wall:9.0f} {1e3 * took['start']:9.1f} {1e3 * took['account']:9.1f} {megabytes:7.0f}",
        flush=True,
    )
    return sum(pages)


def _batches(begin: int) -> Iterator[range]:
    return (range(start, start + BATCH) for start in range(begin, begin + PAGES, BATCH))


def _look_up(ledger: SqliteLedger, story: Story) -> None:
    ledger.story(story.id)
    ledger.twin(story.fingerprint, story.id)
    ledger.repeats(story.source, story.lines)


if __name__ == "__main__":
    sys.exit(main())
