"""A crawl of the sample site that is killed again and again, with all its workers, and started anew each time.

The moments are random and seeded: some by the clock, so that start and end are hit, most by the pages served, so
that a busy machine is killed in the middle of its work as well.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import warm
from tests.newssite.server import NewsSite

ROOT = Path(__file__).parent.parent.parent
SETTINGS: Mapping[str, object] = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "NEWSCRAWL_EXTRACT_PROCESSES": 1,
    "NEWSCRAWL_MIN_FREE_MB": 0,
    "NEWSCRAWL_STOP_FREE_MB": 0,
    "NEWSCRAWL_SYNC_LINES": 20,
    "NEWSCRAWL_SEGMENT_MB": 0.05,  # segments are closed, packed and begun anew all the time
    "NEWSCRAWL_SEGMENT_PACKING": "gzip",
    "NEWSCRAWL_ARCHIVE_FILE_MB": 1,
    "LOG_LEVEL": "WARNING",
}
START_SECONDS = 2.0
"""About what a crawl takes to its first page on an idle machine."""
MOST_PAGES = 30
"""Pages served at most before a kill that goes by pages."""
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Killing:
    """What a series of kills did."""

    kills: int
    served: int
    """Story pages that went over the wire."""
    refetched: int
    """Of these, pages served more than once."""
    exit_code: int
    """Of the last crawl, which nobody killed."""
    log: str
    """What that one had to say on standard error."""

    @property
    def refetched_per_kill(self) -> float:
        return self.refetched / max(1, self.kills)


@contextmanager
def crawling(site: NewsSite, output: Path, **changes: object) -> Iterator[warm.Process]:
    """`scrapy crawl site` over all papers in a process group of its own; it ends with the block."""
    settings = {**site.settings, **SETTINGS, "NEWSCRAWL_OUTPUT_DIR": output, **changes}
    papers = ",".join(site.base[key] for key in site.papers)
    log = output.with_suffix(".log").open("w+", encoding="utf-8")
    process = warm.Process("crawl", "site", "-a", f"site={papers}", *warm.settings_as_words(settings), stderr=log)
    try:
        yield process
    finally:
        kill(process)
        log.close()


def kill(process: warm.Process) -> None:
    """SIGKILL for the crawl and its workers, all at once."""
    process.kill_group()
    process.wait(timeout=120)


def kill_often(site: NewsSite, output: Path, kills: int, seed: int, told: Callable[[int], object] = bool) -> Killing:
    """Crawl the site until it is complete, after so many kills.

    Args:
        site: one that is served; it is given more stories when a crawl is through before it could be killed.
        output: the folder; it must not exist.
        kills: how many.
        seed: of the moments.
        told: is called with the number of each kill.
    """
    chance = random.Random(seed)
    done = 0
    while done < kills:
        with crawling(site, output) as process:
            _wait_for_moment(chance, site, process)
            if process.poll() is None:
                kill(process)
                done += 1
                told(done)
            else:
                assert process.wait() == 0, output.with_suffix(".log").read_text(encoding="utf-8")
                site.publish(20 * len(site.papers))
    with crawling(site, output) as process:
        code = process.wait(timeout=600)
    times = Counter((host, path) for host, path, status in site.hits if status == 200)
    stories = [times[site.url(story).split("/")[2].partition(":")[0], _path(site, story)] for story in site.stories]
    return Killing(
        kills=done,
        served=sum(stories),
        refetched=sum(count - 1 for count in stories if count),
        exit_code=code,
        log=output.with_suffix(".log").read_text(encoding="utf-8"),
    )


def _path(site: NewsSite, story: object) -> str:
    return "/" + site.url(story).split("/", 3)[3]  # type: ignore[arg-type]


def _wait_for_moment(chance: random.Random, site: NewsSite, process: warm.Process) -> None:
    """Until it is time to kill, or the crawl is through."""
    end = time.monotonic() + PATIENCE_SECONDS
    if chance.random() < 0.3:
        end = time.monotonic() + chance.uniform(0, 1.3 * START_SECONDS)
        pages = sys.maxsize
    else:
        pages = len(site.hits) + chance.randint(1, MOST_PAGES)
    while process.poll() is None and len(site.hits) < pages and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.3))
