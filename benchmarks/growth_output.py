"""Does a line cost the same when there are a thousand before it or a million? `python -m benchmarks.growth_output`

One run writes articles, synced batch by batch, segments closed and packed as in a crawl; one source's repeated lines are
counted story by story. At each size the last two thousand are timed, and what a reader pays who has read all. What counts
is processor time, the median of the batches; by clock the disk has the last word.
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
from newscrawl.article import Article, Extractor, Http
from newscrawl.extraction import article_id
from newscrawl.ledger.line_counts import COUNTED_STORIES, counted, halved, pack, unpack
from newscrawl.output.cursor import Cursor
from newscrawl.output.record import Removals, encode
from newscrawl.output.writer import Entry, Rotation, Writer

FLAT = 1.5
TIMED, BATCH, SITES = 2000, 50, 2
FILLED = 1000
"""Lines written at once in between."""
SEGMENT_BYTES = 64_000_000
TEXT = "A sentence of a story that nobody wrote, of the usual length of sentences in a story. " * 12


def main() -> int:
    """Write, measure at each size, print a row for it; 1 if a line costs more than `FLAT` times the first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=None, help="where it is written (some 1,800 bytes per line)")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        rows = list(measured(Path(folder), options.sizes))
    print(table(list(rows[0]), [list(found.values()) for found in rows]))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "growth_output.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    groups = {f"{found['lines']:,} lines": {name: found[name] for name in ("write us", "count us")} for found in rows}
    bars("Output: processor time per line, us", groups, options.out / "growth_output.svg")
    return int(any(rows[-1][name] > FLAT * rows[0][name] for name in ("write us", "count us")))


def measured(folder: Path, sizes: list[int]) -> Iterator[dict[str, float]]:
    """A row for each size, as it is reached."""
    writer = Writer(folder, "20260101T000000-growth", Rotation(max_bytes=SEGMENT_BYTES, packing="gzip"))
    counts, stories, number = b"", 0, 0
    for size in sizes:
        while number < size - TIMED:
            writer.write(entries(number, FILLED))
            writer.rotate()
            counts, stories = counted_on(counts, stories, number, FILLED)
            number += FILLED
        writing, counting, clock = [], [], []
        for first in range(number, number + TIMED, BATCH):
            batch = entries(first, BATCH)
            began, watch = time.process_time(), time.perf_counter()
            writer.write(batch)
            clock.append(time.perf_counter() - watch)
            writing.append(time.process_time() - began)
            counts, stories = counted_on(counts, stories, first, BATCH)
            counting.append(time.process_time() - began - writing[-1])
        number += TIMED
        costs = [round(1e6 * statistics.median(took) / BATCH, 1) for took in (writing, counting, clock)]
        yield {
            "lines": size, "write us": costs[0], "count us": costs[1], "write us by clock": costs[2],
            "bytes of counts": len(counts), "reader's look ms": round(look(folder), 1),
        }  # fmt: skip


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


def counted_on(counts: bytes, stories: int, first: int, lines: int) -> tuple[bytes, int]:
    """The packed counts of a source after a batch of its stories: six lines of their own and two that all have."""
    for number in range(first, first + lines):
        known = unpack(counts)
        if stories >= COUNTED_STORIES:
            stories, known = stories // 2, halved(known)
        counts, stories = pack(counted(known, [*range(10 * number + 10, 10 * number + 16), 1, 2])), stories + 1
    return counts, stories


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
