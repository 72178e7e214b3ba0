#!/usr/bin/env python3
"""What one page costs newscrawl and its peers, in CPU time: a table and a chart.

    python benchmarks/speed.py --data DIR [--sets a,b] [--only name,name] [--sample N] [--rounds N] [--out DIR] [--most RATIO]

DIR/<set>/truth.jsonl: one JSON object a page (`id`, `url`); DIR/<set>/pages/<id>.html.gz: the bytes. All extractors read all pages in
one process, page by page in turn, so that whatever else the machine does befalls them alike; a page's time is the median of its rounds.

mean, median, p99, worst   CPU milliseconds a page
ratio                      total CPU time, as a share of trafilatura's (with metadata)
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import chart
from extractors import ALL, Extractor, build, parse_only
from labelled import sets_of

REFERENCE, OURS, PARSE = "trafilatura", "newscrawl", "parse only"
COLUMNS = ("pages", "mean", "median", "p99", "worst", "ratio")
Times = dict[str, list[float]]


def read_pages(data: Path, sets: Sequence[str], sample: int) -> Iterator[tuple[str, bytes, str]]:
    """Set, bytes and URL of the pages; every n-th where only a sample is wanted."""
    for name in sets:
        rows = [
            json.loads(line) for line in (data / name / "truth.jsonl").read_text(encoding="utf-8").split("\n") if line
        ]
        step = max(1, len(rows) // sample) if sample else 1
        for row in rows[::step]:
            packed = (data / name / "pages" / f"{row['id']}.html.gz").read_bytes()
            yield name, gzip.decompress(packed), row.get("url") or "https://unknown.invalid/"


def milliseconds(extractor: Extractor, raw: bytes, url: str) -> float:
    """CPU time of one call; a page that is refused took its time, too."""
    began = time.process_time()
    with contextlib.suppress(Exception):
        extractor(raw, url)
    return 1000 * (time.process_time() - began)


def measure(
    pages: Sequence[tuple[str, bytes, str]], extractors: Mapping[str, Extractor], rounds: int
) -> dict[str, Times]:
    """Set -> extractor -> milliseconds of each page."""
    times: dict[str, Times] = {}
    for number, (name, raw, url) in enumerate(pages, 1):
        taken: Times = {each: [] for each in extractors}
        for _ in range(rounds):
            for each, extractor in extractors.items():
                taken[each].append(milliseconds(extractor, raw, url))
        for each, values in taken.items():
            times.setdefault(name, {}).setdefault(each, []).append(statistics.median(values))
        if sys.stderr.isatty():
            print(f"{number} of {len(pages)}\r", end="", file=sys.stderr, flush=True)
    times["all"] = {each: [value for taken in times.values() for value in taken[each]] for each in extractors}
    return times


def row(values: Sequence[float], reference: Sequence[float]) -> list[object]:
    """The figures of one extractor on one set."""
    ordered = sorted(values)
    ratio = sum(values) / sum(reference) if reference else None
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return [
        len(values),
        *(round(x, 1) for x in (statistics.mean(values), statistics.median(values), p99, ordered[-1])),
        ratio,
    ]


def main() -> int:
    """Measure, print, write; 1 where newscrawl takes more than the given share of trafilatura's time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled sets")
    parser.add_argument("--sets", default="", help="names of sets, all by default")
    parser.add_argument("--only", default="", help=f"names of extractors: {', '.join([*ALL, PARSE])}")
    parser.add_argument("--sample", type=int, default=0, help="about so many pages of each set; 0: all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=None, help="folder for speed.md and speed.svg")
    parser.add_argument("--most", type=float, default=None, help="end with 1 where the ratio over all sets is higher")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sets = sets_of(parser, args.data, args.sets)
    names = args.only.split(",") if args.only else [*ALL, PARSE]
    extractors = build([name for name in names if name != PARSE])
    if PARSE in names:
        extractors[PARSE] = parse_only()
    pages = list(read_pages(args.data, sets, args.sample))
    for extractor in extractors.values():
        milliseconds(extractor, *pages[0][1:])  # loads what loads late
    times = measure(pages, extractors, args.rounds)
    return report(times, args)


def report(times: Mapping[str, Times], args: argparse.Namespace) -> int:
    tables = []
    for name, taken in times.items():
        reference = taken.get(REFERENCE, ())
        tables.append(
            f"{name}\n\n"
            + chart.table(("", *COLUMNS), [[each, *row(values, reference)] for each, values in taken.items()])
        )
    print("\n\n".join(tables))
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "speed.md").write_text("\n\n".join(tables) + "\n", encoding="utf-8")
        means = {
            name: {each: statistics.mean(values) for each, values in taken.items()} for name, taken in times.items()
        }
        chart.bars("CPU milliseconds a page", means, args.out / "speed.svg", unit=" ms")
    ratio = row(times["all"].get(OURS, [0]), times["all"].get(REFERENCE, ()))[-1]
    return int(args.most is not None and isinstance(ratio, float) and ratio > args.most)


if __name__ == "__main__":
    sys.exit(main())
