#!/usr/bin/env python3
"""Pages a second and memory of a whole crawl: newscrawl with everything on, and two plain Scrapy spiders on the same pages.

    python benchmarks/crawl.py --data DIR [--sets a,b] [--pages N] [--out DIR]

newscrawl            ledger, robots, archive, extraction in workers, dedupe, learning, durable output
scrapy+trafilatura   trafilatura (with metadata) in the callback, items to a JSONL feed
scrapy raw           the bytes of each page to a file, nothing else

A process of its own serves the pages from memory on a loopback port. All three may have 32 requests in flight and wait for nothing.

pages/s  from the start of the command to its end;  cpu  seconds of all its processes;  MB  the most that they held together (PSS)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chart

HERE = Path(__file__).parent
HASTE = {"CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 32, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "WARNING"}
OURS = {**HASTE, "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", "NEWSCRAWL_MIN_SUCCESS_SHARE": 0}
KINDS = ("newscrawl", "scrapy+trafilatura", "scrapy raw")
COLUMNS = ("pages", "pages/s", "cpu", "MB", "of trafilatura", "of raw")
MAX_SECONDS = 1800


@contextmanager
def serving(data: Path, sets: str, count: int) -> Iterator[tuple[int, int]]:
    """Port and number of the pages that are served meanwhile."""
    command = [sys.executable, str(HERE / "pageserver.py"), str(data), sets, str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), int(process.stdout.readline())
        finally:
            process.communicate("")


def command_of(kind: str, urls: Path, output: Path) -> list[str]:
    if kind != "newscrawl":
        return [sys.executable, __file__, "--run", kind, "--urls", str(urls), "--out", str(output)]
    settings = [part for name, value in OURS.items() for part in ("-s", f"{name}={value}")]
    return [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "articles",
        "-a",
        f"urls={urls}",
        *settings,
        "-s",
        f"NEWSCRAWL_OUTPUT_DIR={output}",
    ]


def measure(kind: str, urls: Path, output: Path) -> dict[str, float]:
    """Run one crawl to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, most = time.perf_counter(), 0.0
    with subprocess.Popen(command_of(kind, urls, output), cwd=HERE.parent, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(megabytes(pid) for pid in family(process.pid)))
            if time.perf_counter() - began > MAX_SECONDS:
                process.terminate()
            time.sleep(0.25)
    if process.returncode:
        print(f"{kind} ended with {process.returncode}; its figures are of no use", file=sys.stderr)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"pages": stored(kind, output), "seconds": wall, "cpu": cpu, "MB": most}


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(each for child in children for each in family(int(child)))]


def megabytes(pid: int) -> float:
    """What a process holds, its share of shared memory included; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def stored(kind: str, output: Path) -> int:
    """How many pages gave something."""
    if kind == "scrapy raw":
        return sum(1 for _ in output.glob("*.html"))
    return sum(path.read_bytes().count(b"\n") for path in output.rglob("*.jsonl") if "removals" not in path.parts)


def run_plain(kind: str, urls: Path, output: Path) -> None:
    """The plain spiders, as a tutorial would write them."""
    sys.path.remove(str(HERE))  # a benchmark may be named like a package that Scrapy needs
    import scrapy
    from scrapy.crawler import CrawlerProcess

    output.mkdir(parents=True, exist_ok=True)

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = urls.read_text(encoding="utf-8").split()

        def parse(self, response: Any) -> Any:
            if kind == "scrapy raw":
                (output / (response.url.rsplit("/", 1)[-1] + ".html")).write_bytes(response.body)
                return
            import trafilatura

            found = trafilatura.bare_extraction(
                response.body, url=response.url, include_comments=False, with_metadata=True
            )
            if found is not None:
                names = ("title", "author", "date", "sitename", "text")
                yield {"url": response.url, **{name: getattr(found, name) for name in names}}

    feeds = {} if kind == "scrapy raw" else {"FEEDS": {str(output / "items.jsonl"): {"format": "jsonlines"}}}
    process = CrawlerProcess({**HASTE, **feeds, "ROBOTSTXT_OBEY": True})
    process.crawl(Plain)
    process.start()


def report(results: dict[str, dict[str, float]], asked: int, out: Path | None) -> None:
    speed = {kind: asked / result["seconds"] for kind, result in results.items()}
    rows = [
        [
            kind, int(result["pages"]), round(speed[kind], 1), round(result["cpu"], 1), round(result["MB"]),
            *(round(speed[kind] / speed[peer], 2) if peer in speed else None for peer in KINDS[1:]),
        ]
        for kind, result in results.items()
    ]  # fmt: skip
    text = f"{asked} pages, {os.cpu_count()} cores\n\n" + chart.table(("", *COLUMNS), rows)
    print(text)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "crawl.md").write_text(text + "\n", encoding="utf-8")
        (out / "crawl.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        chart.bars("Pages a second of a whole crawl", {"crawl": speed}, out / "crawl.svg")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default="", help="names of sets, all by default")
    parser.add_argument("--pages", type=int, default=0, help="at most so many; 0: all")
    parser.add_argument("--only", default="", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--out", type=Path, default=None, help="folder for crawl.md, crawl.json and crawl.svg")
    parser.add_argument("--run", choices=KINDS[1:], help=argparse.SUPPRESS)
    parser.add_argument("--urls", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        run_plain(args.run, args.urls, args.out)
        return 0
    if args.data is None:
        parser.error("--data is needed")
    sets = args.sets or ",".join(sorted(path.parent.name for path in args.data.glob("*/truth.jsonl")))
    results = {}
    with serving(args.data, sets, args.pages) as (port, count), tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.txt"
        urls.write_text("".join(f"http://127.0.0.1:{port}/{number}\n" for number in range(count)), encoding="utf-8")
        for kind in args.only.split(",") if args.only else KINDS:
            results[kind] = measure(kind, urls, Path(folder) / kind)
    report(results, count, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
