"""Twenty hosts and two thousand stories that grow while they are crawled: what three runs ask for.

    python -m benchmarks.polling

The first run stores every story once, also those that appear meanwhile and are announced; the second asks for no story;
after five new ones the third asks for five.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections import Counter
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
        for title, (stories, lists, account) in (("first", first), ("second", second), ("five new", third)):
            print(
                f"{title}: {stories} story requests, {lists} other requests, stored {account.urls.stored}, adds up: {account.adds_up}"
            )
            good = good and account.adds_up
        print(f"{len(told)} stories told, {len(lost)} lost, {len(twice)} stored twice")
        # what appeared after its lists were read is the second run's
        good = good and not lost and not twice and third[0] == 5 and second[0] == len(told) - 5 - first[0]
    return 0 if good else 1


def _grow(site: NewsSite) -> None:
    """Forty stories more in the first seconds of the crawl."""
    for _ in range(40):
        if site.stopping.wait(0.2):
            return
        site.publish(1)


def _run(site: NewsSite, folder: Path) -> tuple[int, int, Manifest]:
    """(requests for stories, other requests, the account)."""
    since = len(site.hits)
    hosts = [key for key in site.base if key != BROKEN]
    code = crawl(site, folder, "-L", "WARNING", "-s", "DOWNLOAD_DELAY=0", hosts=hosts)
    assert code == 0, f"the crawl ended with {code}"
    paths = {url.split("/", 3)[3] for url in site.urls}
    asked = Counter(path[1:] in paths for _, path, _ in site.hits[since:])
    newest = max((folder / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return asked[True], asked[False], read_manifest(newest)


if __name__ == "__main__":
    sys.exit(main())
