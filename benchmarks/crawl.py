#!/usr/bin/env python3
"""Pages a second and memory of a whole crawl: newscrawl with everything on, and two plain Scrapy spiders on the same pages.

    python benchmarks/crawl.py --data DIR [--sets a,b] [--pages N] [--rounds N] [--only KIND,…] [--out DIR]

newscrawl            ledger, robots, archive, extraction in workers, dedupe, learning, durable output
scrapy+trafilatura   trafilatura (with metadata) in the callback, items to a JSONL feed
scrapy raw           the bytes of each page to a file, nothing else

A process of its own serves the pages from memory on a loopback port, under the names of their sites; pages beyond those that there are, are
copies with another address and another text. All three may have 32 requests in flight and wait for nothing. In each round all kinds run, one
after the other; figures are medians over the rounds.

pages/s    from the start of the command to its end
cpu ms     of all processes, a page; crawler: of that process alone, the rest is extraction and start-up
MB         the most that all processes held together (PSS); first, last: the most in the first and the last quarter of the time
loop ms    for how long the event loop kept others waiting: the 99th percentile (from the run's account); own: by its own work alone
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chart
from labelled import sets_of

HERE = Path(__file__).parent
HASTE = {"CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 32, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "WARNING"}
OURS = {**HASTE, "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", "NEWSCRAWL_MIN_SUCCESS_SHARE": 0}
KINDS = ("newscrawl", "scrapy+trafilatura", "scrapy raw")
COLUMNS = (
    "stored",
    "pages/s",
    "cpu ms",
    "crawler",
    "MB",
    "first",
    "last",
    "loop ms",
    "own",
    "of trafilatura",
    "of raw",
)
MAX_SECONDS = 3600
TICK = 1 / os.sysconf("SC_CLK_TCK")
Figures = dict[str, float]


@contextmanager
def serving(data: Path, sets: str, count: int, urls: Path) -> Iterator[None]:
    """Serves the pages meanwhile; their addresses stand in the file `urls`."""
    command = [sys.executable, str(HERE / "pageserver.py"), str(data), sets, str(count), str(urls)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            process.stdout.readline()
            yield
        finally:
            process.communicate("")


def command_of(kind: str, urls: Path, output: Path) -> list[str]:
    if kind != "newscrawl":
        return [sys.executable, __file__, "--run", kind, "--urls", str(urls), "--out", str(output)]
    hosts = {urlsplit(url).hostname for url in urls.read_text(encoding="utf-8").split()}
    settings = {
        **OURS,
        "NEWSCRAWL_HOSTS": ",".join(f"{host}=127.0.0.1" for host in hosts),
        "NEWSCRAWL_OUTPUT_DIR": output,
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"urls={urls}", *options]


def measure(kind: str, urls: Path, output: Path) -> Figures:
    """Run one crawl to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began, held, crawler = time.perf_counter(), [0.0], 0.0
    with subprocess.Popen(command_of(kind, urls, output), cwd=HERE.parent, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            crawler = max(crawler, cpu_seconds(process.pid))
            held.append(sum(megabytes(pid) for pid in family(process.pid)))
            if time.perf_counter() - began > MAX_SECONDS:
                process.terminate()
            time.sleep(0.25)
    if process.returncode:
        print(f"{kind} ended with {process.returncode}; its figures are of no use", file=sys.stderr)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "stored": stored(kind, output),
        "seconds": wall,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "crawler": crawler,
        "MB": max(held),
        "first": max(held[: len(held) // 4 + 1]),
        "last": max(held[-(len(held) // 4 + 1) :]),
        **waited(output),
    }


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *(each for child in children for each in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """What a process itself has used; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * TICK


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


def waited(output: Path) -> Figures:
    """How long the event loop kept others waiting, where the run has an account that says so."""
    for path in output.glob("runs/*.json"):
        loop = json.loads(path.read_bytes()).get("loop_ms", {})
        return {"loop": loop.get("p99", 0.0), "own": loop.get("own_p99", 0.0)}
    return {}


def run_plain(kind: str, urls: Path, output: Path) -> None:
    """The plain spiders, as a tutorial would write them."""
    sys.path.remove(str(HERE))  # a benchmark may be named like a package that Scrapy needs
    import socket

    import scrapy
    from scrapy.crawler import CrawlerProcess

    output.mkdir(parents=True, exist_ok=True)
    socket.gethostbyname = lambda hostname: "127.0.0.1"  # every site is served here

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = urls.read_text(encoding="utf-8").split()

        def parse(self, response: Any) -> Any:
            if kind == "scrapy raw":
                (output / f"{hash(response.url):x}.html").write_bytes(response.body)
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


def row(kind: str, figures: Mapping[str, Figures], asked: int) -> list[object]:
    own = figures[kind]
    speed = {each: asked / figures[each]["seconds"] for each in figures}
    ratios = [round(speed[kind] / speed[peer], 2) if peer in speed else None for peer in KINDS[1:]]
    each = [round(1000 * own[name] / asked, 1) for name in ("cpu", "crawler")]
    loop = [round(own[name]) if name in own else None for name in ("loop", "own")]
    return [
        kind,
        int(own["stored"]),
        round(speed[kind], 1),
        *each,
        round(own["MB"]),
        round(own["first"]),
        round(own["last"]),
        *loop,
        *ratios,
    ]


def report(rounds: Mapping[str, list[Figures]], asked: int, out: Path | None) -> None:
    figures = {
        kind: {name: statistics.median(each[name] for each in all_) for name in all_[0]}
        for kind, all_ in rounds.items()
    }
    text = f"{asked} pages, {os.cpu_count()} cores\n\n" + chart.table(
        ("", *COLUMNS), [row(kind, figures, asked) for kind in figures]
    )
    print(text)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "crawl.md").write_text(text + "\n", encoding="utf-8")
        (out / "crawl.json").write_text(json.dumps(rounds, indent=1), encoding="utf-8")
        bars = {
            "pages a second": {kind: asked / own["seconds"] for kind, own in figures.items()},
            "MB": {kind: own["MB"] for kind, own in figures.items()},
        }
        chart.bars("A whole crawl", bars, out / "crawl.svg")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default="", help="names of sets, all by default")
    parser.add_argument("--pages", type=int, default=0, help="so many, copies included; 0: each of the sets once")
    parser.add_argument("--rounds", type=int, default=1)
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
    sets = ",".join(sets_of(parser, args.data, args.sets))
    rounds: dict[str, list[Figures]] = {}
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.txt"
        with serving(args.data, sets, args.pages, urls):
            for number in range(args.rounds):
                for kind in args.only.split(",") if args.only else KINDS:
                    output = Path(folder) / f"{kind} {number}"
                    rounds.setdefault(kind, []).append(measure(kind, urls, output))
        asked = len(urls.read_text(encoding="utf-8").split())
    report(rounds, asked, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
