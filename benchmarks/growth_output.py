"""Does a line cost the same when there are a thousand before it or a million? `python -m benchmarks.growth_output`

One run writes articles, synced batch by batch, segments closed and packed as in a crawl; the ledger learns from each what
its source repeats, as `learn` and `store` have it do, and there is one more source with every thousand lines. At each size
the last thousand are timed, and what a reader pays who has read all. What counts is processor time, the median of the
batches; by clock the disk has the last word.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import newscrawl
from benchmarks.chart import bars, table
from benchmarks.growth import resident
from newscrawl.article import Article, Extractor, Http
from newscrawl.extraction import article_id
from newscrawl.ledger.base import Story
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.cursor import Cursor
from newscrawl.output.record import Removals, encode
from newscrawl.output.writer import Entry, Rotation, Writer

FLAT = 1.5
COSTS = ("write us", "learn us")
TIMED, BATCH, SITES = 1000, 50, 2
PER_SOURCE = 1000
"""Lines with which another source comes."""
OWN_LINES = 6
"""Short lines of a story that no other has; two more all stories have."""
FILLED = 1000
"""Lines written at once in between."""
SEGMENT_BYTES = 64_000_000
TEXT = "A sentence of a story that nobody wrote, of the usual length of sentences in a story. " * 12


def main() -> int:
    """Write, measure at each size, print a row for it; 1 if a line costs more than `FLAT` times the first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=None, help="where it is written (some 1,800 bytes per line)")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        rows = list(measured(Path(folder), options.sizes))
    print(table(list(rows[0]), [list(found.values()) for found in rows]))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "growth_output.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    groups = {f"{found['lines']:,} lines": {name: found[name] for name in (*COSTS, "MB")} for found in rows}
    bars(
        "Output and what was learned: us of processor time per line, MB of memory",
        groups,
        options.out / "growth_output.svg",
    )
    return int(any(rows[-1][name] > FLAT * rows[0][name] for name in COSTS))


def measured(folder: Path, sizes: list[int]) -> Iterator[dict[str, float]]:
    """A row for each size, as it is reached."""
    writer = Writer(folder, "20260101T000000-growth", Rotation(max_bytes=SEGMENT_BYTES, packing="gzip"))
    ledger = SqliteLedger(folder / "ledger.sqlite", "20260101T000000-growth")
    number = 0
    for size in sizes:
        while number < size - TIMED:
            writer.write(entries(number, FILLED))
            writer.rotate()
            learn(ledger, number, FILLED)
            number += FILLED
        writing, learning, clock = [], [], []
        for first in range(number, number + TIMED, BATCH):
            batch = entries(first, BATCH)
            began, watch = time.process_time(), time.perf_counter()
            writer.write(batch)
            clock.append(time.perf_counter() - watch)
            writing.append(time.process_time() - began)
            learning.append(learn(ledger, first, BATCH))
        number += TIMED
        costs = [round(1e6 * statistics.median(took) / BATCH, 1) for took in (writing, learning, clock)]
        yield {
            "lines": size, **dict(zip(COSTS, costs, strict=False)), "write us by clock": costs[2],
            "sources": sources(number), "reader's look ms": round(look(folder), 1), "MB": round(resident()),
        }  # fmt: skip
    ledger.close()


def entries(first: int, lines: int) -> list[Entry]:
    """A batch of articles, with empty accounts of removals."""
    return [entry(number) for number in range(first, first + lines)]


def entry(number: int) -> Entry:
    site = f"paper-{number % SITES}.example"
    url = f"https://{site}/{number}"
    article = Article(
        id=article_id(url), url=url, canonical_url=url, site=site, title=f"Story {number}", text=TEXT,
        content_hash="0" * 64, extractor=Extractor(version="1", profile="default", rules="x"), http=Http(status=200),
    )  # fmt: skip
    return Entry(site, encode(article), encode(Removals(id=article.id, url=url, run_id="r", removals=())))


def sources(number: int) -> int:
    """How many there are when so many lines were written."""
    return 1 + number // PER_SOURCE


def learn(ledger: SqliteLedger, first: int, lines: int) -> float:
    """Look up and count the short lines of a batch of stories; the processor time that it takes."""
    stories = [story(number) for number in range(first, first + lines)]
    began = time.process_time()
    for each in stories:
        ledger.repeats(each.source, each.lines)
    with ledger._transaction():
        for each in stories:
            ledger._count(each)
    return time.process_time() - began


def story(number: int) -> Story:
    """A story of any of the sources that there are."""
    source = f"paper-{number * 7919 % sources(number)}.example\n"
    own = range(OWN_LINES * number + 10, OWN_LINES * (number + 1) + 10)
    return Story(id=str(number), url="", fingerprint="", source_hash="", source=source, lines=(*own, 1, 2))


def look(folder: Path) -> float:
    """Milliseconds for which a reader looks through the folder that has read all of it."""
    cursor = Cursor()
    for path in sorted((folder / "articles").glob("*/*.jsonl.gz")):
        cursor.positions[path.relative_to(folder / "articles").as_posix().removesuffix(".jsonl.gz")] = -1
    began = time.process_time()
    for _ in newscrawl.read(folder, cursor=cursor):
        raise AssertionError("all of it was read")
    return 1e3 * (time.process_time() - began)


if __name__ == "__main__":
    sys.exit(main())
