"""Twenty hosts and two thousand stories that grow while they are crawled: what three runs ask for.

    python -m benchmarks.polling

The first run stores every story once, also those that appear meanwhile and are announced; the second asks for no story;
after five new ones the third asks for five. From the second run on every list is asked conditionally.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import newscrawl
from newscrawl.output.manifest import Manifest, read_manifest
from tests.newssite.demo import crawl
from tests.newssite.server import NewsSite

#: The host of broken pages is left out: what it does to a crawl is measured elsewhere.
BROKEN = "broken"


def main() -> int:
    """Print a line per run; 1 where one of them asked for too much or lost a story."""
    good = True
    with NewsSite(stories=2000, hosts=20) as site, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        growing = threading.Thread(target=_grow, args=(site,))
        growing.start()
        first = _run(site, folder)
        growing.join()
        second = _run(site, folder)
        site.publish(5)
        third = _run(site, folder)
        stored = Counter(article.url for article in newscrawl.read(folder / "articles"))
        # some generated stories tell the same: they are rightly taken for one
        texts = Counter(story.text for story in site.stories)
        told = {site.url(story): texts[story.text] for story in site.stories}
        lost = [url for url, times in told.items() if url not in stored and times == 1]
        twice = [url for url, times in stored.items() if times > 1]
        for title, seen in (("first", first), ("second", second), ("five new", third)):
            print(f"{title}: {seen}")
            good = good and seen.account.adds_up and (seen is first or seen.lists <= seen.conditional)
        print(f"{len(told)} stories told, {len(lost)} lost, {len(twice)} stored twice")
        # what appeared after its lists were read is the second run's
        good = (
            good and not lost and not twice and third.stories == 5 and second.stories == len(told) - 5 - first.stories
        )
    return 0 if good else 1


def _grow(site: NewsSite) -> None:
    """Forty stories more in the first seconds of the crawl."""
    for _ in range(40):
        if site.stopping.wait(0.2):
            return
        site.publish(1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one run asked for: stories, lists (and how many of these conditionally), robots.txt and tdmrep.json."""

    stories: int
    lists: int
    conditional: int
    policies: int
    account: Manifest

    def __str__(self) -> str:
        return (
            f"{self.stories} story requests, {self.lists} list requests ({self.conditional} conditional), "
            f"{self.policies} for robots.txt and tdmrep.json, stored {self.account.urls.stored}, adds up: {self.account.adds_up}"
        )


def _run(site: NewsSite, folder: Path) -> Seen:
    since, before = len(site.hits), site.conditional
    hosts = [key for key in site.base if key != BROKEN]
    code = crawl(site, folder, "-L", "WARNING", "-s", "DOWNLOAD_DELAY=0", hosts=hosts)
    assert code == 0, f"the crawl ended with {code}"
    paths = {url.split("/", 3)[3] for url in site.urls}
    kinds = (
        "story" if path[1:] in paths else "policy" if path.endswith(("robots.txt", "tdmrep.json")) else "list"
        for _, path, _ in site.hits[since:]
    )  # fmt: skip
    asked = Counter(kinds)
    newest = max((folder / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    conditional = site.conditional - before
    return Seen(asked["story"], asked["list"], conditional, asked["policy"], read_manifest(newest))


if __name__ == "__main__":
    sys.exit(main())
