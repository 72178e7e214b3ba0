"""What exactness costs: `python -m benchmarks.cost` crawls the sample site with all of it on, and with none of it.

None of it: Scrapy's own scheduler and duplicate filter in memory, and its feed exporter, around the same spider and the
same extraction. Both take turns; what counts is the pages per second between the first page and the last. Beside it stands
the processor time per page, workers and start included, which says more on a busy machine or disk.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.crash.killing import ROOT
from tests.newssite.server import NewsSite

FLOOR = 0.9
"""Share of the plain crawl's speed that must be left."""

COMMON: Mapping[str, object] = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "NEWSCRAWL_MIN_FREE_MB": 0,
    "NEWSCRAWL_EXTRACT_PROCESSES": 1,
    "LOG_LEVEL": "ERROR",
}


def plain(folder: Path) -> dict[str, object]:
    """Settings that leave nothing of ours but spider and extraction."""
    return {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "ITEM_PROCESSOR": "scrapy.pipelines.ItemPipelineManager",
        "ITEM_PIPELINES": json.dumps({"newscrawl.pipelines.extract.Extract": 1}),
        "FEEDS": json.dumps({str(folder / "feed.jsonl"): {"format": "jsonlines"}}),
        "NEWSCRAWL_MIN_SUCCESS_SHARE": 0,
    }


def speed(stories: int, *, exact: bool) -> tuple[float, float]:
    """Pages a second of one crawl, and milliseconds of processor time per page."""
    before = processor_seconds()
    with NewsSite(stories=stories) as site, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "urls.txt").write_text("\n".join(site.urls))
        settings = {**site.settings, **COMMON, "NEWSCRAWL_OUTPUT_DIR": folder / "out"}
        settings |= {} if exact else plain(folder)
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"urls={folder / 'urls.txt'}"]
        command += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        while len(site.hits) < len(site.papers) + 2 and process.poll() is None:
            time.sleep(0.005)
        began = time.monotonic()
        process.wait()
        took = time.monotonic() - began
        lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.jsonl") if "removals" not in path.parts)
    if lines < 0.9 * stories:
        raise RuntimeError(f"only {lines} of {stories} stories were written")
    return stories / took, 1000 * (processor_seconds() - before) / stories


def processor_seconds() -> float:
    """What processes that have ended, and theirs, have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Crawl in turns, print the medians; 1 if too little speed is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for _ in range(options.rounds):
        for exact, crawls in found.items():
            crawls.append(speed(options.pages, exact=exact))
            name = "newscrawl" if exact else "feed exporter"
            print(f"{name:>14}: {crawls[-1][0]:6.1f} pages/s {crawls[-1][1]:6.1f} ms/page", flush=True)
    ours, plain = (
        [statistics.median(figures) for figures in zip(*found[exact], strict=True)] for exact in (True, False)
    )
    share = ours[0] / plain[0]
    print(
        f"{share:.2f} of the speed of the plain crawl is left (floor {FLOOR}), {plain[1] / ours[1]:.2f} by processor time"
    )
    return int(share < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
