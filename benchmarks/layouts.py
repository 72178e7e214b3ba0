#!/usr/bin/env python3
"""Layouts learned from a site's pages: how many pages are read by them, whether the text is the same, and what it saves.

    python -m benchmarks.layouts [--data DIR] [--least N]

Each page of a site is read twice, by itself and with what was learned of the pages before it; no profile is in force. Sites are
those of the labelled sets in DIR with at least N pages, and the papers of the tests' sample site, whose stories vary as a newspaper's do.

pages      read in the order in which they stand
recalled   of them read by what was learned
same       of all that have the same text and authors either way
full, ms   CPU time of the recalled pages, each by itself: the sum of the better of two
ratio      the same with what was learned, as a share of it

Ends with 1 where any differs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import chart
from benchmarks.labelled import sets_of
from benchmarks.template_changes import varied
from newscrawl.article import RECALLED, Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction import LearnedLayouts, extract_page
from newscrawl.sites import Sites, load_sites
from tests.newssite.server import NewsSite

COLUMNS = ("pages", "recalled", "same", "full, ms", "ratio")
STORIES, HOSTS = 1200, 12


def labelled(data: Path, least: int) -> Iterator[tuple[str, list[Page]]]:
    """The sites of labelled sets, and their pages."""
    for truth in sorted(data.glob("*/truth.jsonl")):
        pages: dict[str, list[Page]] = {}
        for row in map(json.loads, filter(None, truth.read_text(encoding="utf-8").split("\n"))):
            raw = gzip.decompress((truth.parent / "pages" / f"{row['id']}.html.gz").read_bytes())
            host = urlsplit(row.get("url") or "").hostname or ""
            pages.setdefault(host, []).append(Page(url=row.get("url") or "https://unknown.invalid/", html=raw))
        yield from ((host, those) for host, those in pages.items() if len(those) >= least)


def sample() -> Iterator[tuple[str, list[Page]]]:
    """The papers of the sample site."""
    with NewsSite(stories=STORIES, hosts=HOSTS) as site:
        for number, paper in enumerate(site.papers):
            stories = varied([story for story in site.stories if story.paper == paper], random.Random(number))
            yield paper, [Page(url=site.url(story), html=site.page(story)) for story in stories]


def read(page: Page, sites: Sites, learned: LearnedLayouts | None = None) -> tuple[Extraction | str, float]:
    """The extraction, or why there is none, and its CPU milliseconds."""
    began = time.process_time()
    try:
        found: Extraction | str = extract_page(page, sites=sites, learned=learned)
    except PageError as error:
        found = error.code
    return found, 1000 * (time.process_time() - began)


def told_by(found: Extraction | str) -> object:
    return found if isinstance(found, str) else (found.article.text, found.article.authors)


def row(name: str, pages: Sequence[Page], sites: Sites) -> tuple[list[object], int]:
    """The figures of one site, and how many of its pages differ."""
    learned = LearnedLayouts()
    recalled = same = 0
    full_ms = recalled_ms = 0.0
    for page in pages:
        (full, first), (_, second) = read(page, sites), read(page, sites)
        found, taken = read(page, sites, learned)
        same += told_by(full) == told_by(found)
        if isinstance(found, Extraction) and found.evidence.get("text") == RECALLED:
            recalled, full_ms, recalled_ms = recalled + 1, full_ms + min(first, second), recalled_ms + taken
    mean = round(full_ms / recalled, 1) if recalled else None
    return [name, len(pages), recalled, same, mean, recalled_ms / full_ms if recalled else None], len(pages) - same


def main() -> int:
    """Print a table; 1 where a page differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=None, help="folder of labelled sets")
    parser.add_argument("--least", type=int, default=4, help="fewest pages of a site")
    args = parser.parse_args()
    if args.data:
        sets_of(parser, args.data)
    warnings.simplefilter("ignore")
    sites = Sites({"default": load_sites().default}, {})
    rows, differ = [], 0
    for name, pages in [*(labelled(args.data, args.least) if args.data else ()), *sample()]:
        figures, different = row(name, pages, sites)
        rows.append(figures)
        differ += different
    print(chart.table(("", *COLUMNS), rows))
    print(f"{differ} differ")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
