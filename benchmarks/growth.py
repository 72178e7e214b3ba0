"""Does a page cost the same whether the ledger knows ten thousand URLs or ten million? `python -m benchmarks.growth`

One ledger of each size is filled with what earlier runs would have left: URLs of many papers in the order in which their
lists announced them, most settled, some still waiting, their stories, what lines repeat. Then all of them get the same
work in turns, each in a process of its own: read lists (most of what they name is known), lease, look up, store. What
counts is processor time; turns make a busy machine hit all sizes alike. Ends with 1 if the largest costs more than
`FLAT` times the smallest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.chart import bars, table
from newscrawl.ledger.base import Story, Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.ledger.sqlite_schema import host_of, text_key, url_key
from newscrawl.spiders.spelling import twins

FLAT = 1.5
"""Times the cost at the smallest size that a page may cost at the largest."""

PAPERS = 300
NEW, RECENT, OLD = 5, 20, 5
"""What a list names: stories that are new, those of its last readings, and any."""
WAITING = 20
"""One URL of so many was not fetched yet."""
BATCH = 50
"""Stories that are stored at once, the default of NEWSCRAWL_SYNC_LINES."""
LEASED = 64
OWN_LINES, SHARED_LINES = 6, 2
"""Short lines of a story that no other has, and that all of its paper have."""
LAST = 700
"""Stories of a source that are counted; more leave the counts of a source as they are."""
FILLED = 100_000
"""Rows put in at once."""
STEPS = ("hear", "lease", "look up", "store", "refuse")
SCOPE = "feed -a url=all"


def main() -> int:
    """Fill, measure in turns, print a row per size and draw them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000, 10_000_000])
    parser.add_argument("--pages", type=int, default=4000, help="measured per size")
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--folder", type=Path, default=None, help="where the ledgers are made (some 700 bytes per URL)")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        paths = {size: Path(folder) / f"{size}.sqlite" for size in options.sizes}
        for size, path in paths.items():
            fill(path, size)
        rows = [row(size, found) for size, found in in_turns(paths, options.pages, options.turns).items()]
    return told(rows, options.out)


def told(rows: Sequence[dict[str, float]], out: Path) -> int:
    """Print and draw what was measured; 1 if the cost is not flat."""
    print(table(list(rows[0]), [list(found.values()) for found in rows]))
    factor = rows[-1]["all"] / rows[0]["all"]
    print(f"\nus of processor time per page; the largest costs {factor:.2f} times the smallest (at most {FLAT})")
    out.mkdir(parents=True, exist_ok=True)
    (out / "growth.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    groups = {f"{found['URLs']:,} URLs": {step: found[step] for step in (*STEPS, "all")} for found in rows}
    bars("Ledger: processor time per page, us", groups, out / "growth.svg")
    return int(factor > FLAT)


def row(size: int, found: dict[str, list[float]]) -> dict[str, float]:
    """The figures of one size: medians over the turns."""
    costs = {name: round(statistics.median(found[name]), 1) for name in (*STEPS, "all", "by clock")}
    rest = {name: round(found[name][-1], 1) for name in ("start ms", "account ms", "file MB", "RSS MB")}
    return {"URLs": size, **costs, **rest}


# What is in the ledgers


def paper_of(number: int) -> str:
    """The paper whose list announced the story of this number: every list names `NEW` at once."""
    return f"www.paper-{number // NEW * 7919 % PAPERS}.example"


def url_of(number: int) -> str:
    """An address of usual length."""
    return f"https://{paper_of(number)}/economy/2026/11/24/story-{number}-of-a-length-that-is-usual-for-slugs"


def number_of(url: str) -> int:
    """The story at an address."""
    return int(url.split("/story-")[1].split("-")[0])


def story_of(number: int) -> Story:
    """What is kept of a story."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    paper = paper_of(number)
    own = (text_key(f"{number} {line}") for line in range(OWN_LINES))
    shared = (text_key(f"{paper} {line}") for line in range(SHARED_LINES))
    return Story(
        id=digest[:32], url=url_of(number), fingerprint=digest, source_hash=f"{digest[:16]}-" * 3 + digest[:16],
        source=f"{paper}\n", lines=(*own, *shared),
    )  # fmt: skip


def listed(number: int, chance: random.Random) -> tuple[list[int], list[int]]:
    """What the list names that announces this number first: the new, and the known."""
    polls = number // NEW // PAPERS
    recent = [number - NEW * PAPERS * back - at for back in range(1, 1 + RECENT // NEW) for at in range(NEW)]
    old = [number - NEW * PAPERS * chance.randint(1, polls) - chance.randrange(NEW) for _ in range(OLD)]
    return [number - at for at in range(NEW)], [one for one in (*recent, *old) if one >= 0]


# Filling


def fill(path: Path, size: int) -> None:
    """The rows that earlier runs would have left, in the order of their runs, past the ledger's methods (hours)."""
    ledger = SqliteLedger(path, "20260101T000000-fill")
    db = ledger._db
    for pragma in ("synchronous = OFF", "cache_size = -2000000", "wal_autocheckpoint = 100000"):
        db.execute(f"PRAGMA {pragma}")
    for start in range(0, size, FILLED):
        numbers = range(start, min(start + FILLED, size))
        with ledger._transaction():
            site, scope = ledger._number("site"), ledger._number(SCOPE)
            # runs of some 3,000 URLs
            runs = {number // 3000: ledger._number(f"20251{number // 3000:06}-fill") for number in numbers}
            hosts = {paper: ledger._number(paper) for paper in map(paper_of, numbers)}
            db.executemany(_URL, (_url_row(number, hosts, site, scope, runs) for number in numbers))
            db.executemany(_STORY, (_story_row(number, runs) for number in numbers if number % WAITING))
        if sys.stderr.isatty():
            print(f"filling: {numbers[-1] + 1:,} of {size:,}\r", end="", file=sys.stderr, flush=True)
    _fill_lines(ledger, size)
    ledger.close()


_URL = """
INSERT INTO urls (id, key, url, host, kind, site, scope, announced, depth, rank, state, settled_run, added_at, settled_at,
    story) VALUES (?, ?, ?, ?, 'article', ?, ?, ?, 1, 1, ?, ?, ?, ?, ?)"""
_STORY = "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)"
_ANNOUNCED = json.dumps({"title": "A headline of the length that is usual for headlines", "published_at": "2026-11-24"})


def _url_row(number: int, hosts: dict[str, int], site: int, scope: int, runs: dict[int, int]) -> tuple[object, ...]:
    url, run, waits = url_of(number), runs[number // 3000], number % WAITING == 0
    return (
        number + 1, url_key(url), url, hosts[host_of(url)], site, scope, _ANNOUNCED, "pending" if waits else "stored",
        None if waits else run, number, None if waits else number, None if waits else number + 1,
    )  # fmt: skip


def _story_row(number: int, runs: dict[int, int]) -> tuple[object, ...]:
    story = story_of(number)
    return (
        number + 1, text_key(story.id), story.id, number + 1, text_key(story.fingerprint), story.fingerprint,
        story.source_hash, runs[number // 3000], number,
    )  # fmt: skip


def _fill_lines(ledger: SqliteLedger, size: int) -> None:
    """Count the lines of each source's last stories."""
    for at in range(PAPERS):
        lists = range(at * NEW, size, NEW * PAPERS)
        numbers = [number for first in lists for number in range(first, min(first + NEW, size))]
        with ledger._transaction():
            for number in numbers[-LAST:]:
                ledger._count(story_of(number))


# Measuring


def in_turns(paths: dict[int, Path], pages: int, turns: int) -> dict[int, dict[str, list[float]]]:
    """Let each size do its share of the pages in each turn; the figures of all turns by size and name."""
    context = multiprocessing.get_context("spawn")
    found: dict[int, dict[str, list[float]]] = {}
    lines: dict[int, Connection] = {}
    workers = []
    for size, path in paths.items():
        lines[size], far = context.Pipe()
        workers.append(context.Process(target=_serve, args=(far, path, size), daemon=True))
        workers[-1].start()
    for turn in range(turns + 1):
        for size, line in lines.items():
            line.send(pages // turns)
            for name, value in line.recv().items():
                if turn:  # the first warms up
                    found.setdefault(size, {}).setdefault(name, []).append(value)
    for line, worker in zip(lines.values(), workers, strict=True):
        line.send(0)
        worker.join()
    return found


def _serve(line: Connection, path: Path, size: int) -> None:
    worker = _Worker(path, size)
    while pages := line.recv():
        line.send(worker.turn(pages))
    worker.ledger.close()


class _Worker:
    """One run on a filled ledger, from its start to its account."""

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.next, self.chance = path, size, random.Random(size)
        began = time.process_time()
        self.ledger = SqliteLedger(path, f"20260102T000000-{size}")
        self.ledger.release()
        self.ledger.revive(SCOPE)
        self.start = 1e3 * (time.process_time() - began)
        self.took = dict.fromkeys(STEPS, 0.0)

    def turn(self, pages: int) -> dict[str, float]:
        """Work through some pages; microseconds per page by step, and what else is to be told."""
        self.took = dict.fromkeys(STEPS, 0.0)
        began, done = time.perf_counter(), 0
        while done < pages:
            self._hear()
            done += self._fetch()
        costs = {name: 1e6 * took / done for name, took in self.took.items()}
        clock = 1e6 * (time.perf_counter() - began) / done
        account = time.process_time()
        self.ledger.tally(SCOPE)
        account = 1e3 * (time.process_time() - account)
        return {
            **costs, "all": sum(costs.values()), "by clock": clock, "start ms": self.start, "account ms": account,
            "file MB": self.path.stat().st_size / 1e6,
            "RSS MB": resident(),
        }  # fmt: skip

    def _timed(self, name: str, work, *values):  # type: ignore[no-untyped-def]
        began = time.process_time()
        answer = work(*values)
        self.took[name] += time.process_time() - began
        return answer

    def _hear(self) -> None:
        """As many lists as bring about a lease's worth of new pages."""
        for _ in range(LEASED // NEW):
            self.next += NEW
            new, known = listed(self.next, self.chance)
            urls = [url_of(number) for number in (*new, *known)]
            spellings = [[url, *twins(url)] for url in urls]
            targets = [Target(url=url, site="site", announced={"title": "A headline"}) for url in urls]
            self._timed("hear", self._add, spellings, targets)

    def _add(self, spellings: Sequence[Sequence[str]], targets: Sequence[Target]) -> None:
        for urls in spellings:
            self.ledger.known(urls)
        self.ledger.add(targets, SCOPE)

    def _fetch(self) -> int:
        leases = self._timed("lease", self.ledger.lease, SCOPE, LEASED, 1)
        stories = [story_of(number_of(lease.url)) for lease in leases]
        self._timed("look up", self._look_up, stories)
        refused, stories = stories[:4], stories[4:]
        for batch in _parts(stories):
            self._timed("store", self._store, batch)
        self._timed("refuse", self._refuse, refused)
        return len(leases)

    def _look_up(self, stories: Sequence[Story]) -> None:
        for story in stories:
            self.ledger.story(story.id)
            self.ledger.twin(story.fingerprint, story.id)
            self.ledger.repeats(story.source, story.lines)

    def _store(self, stories: Sequence[Story]) -> None:
        for story in stories:
            self.ledger.keep(story.url, "2026-01-02-run-0001.warc.gz", 400_000_000)
        self.ledger.intend(stories)
        self.ledger.store(stories)

    def _refuse(self, stories: Sequence[Story]) -> None:
        for story in stories:
            self.ledger.settle(story.url, Fate("refused", "too-short"))


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1e3


def _parts(stories: Sequence[Story]) -> Iterator[Sequence[Story]]:
    return (stories[start : start + BATCH] for start in range(0, len(stories), BATCH))


if __name__ == "__main__":
    sys.exit(main())
