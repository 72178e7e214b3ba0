"""Is a crawl exact that is killed three hundred times? `python -m benchmarks.kills` ends with 1 if it is not.

The sample site, grown to 5,000 stories, is crawled into a folder; the crawl and all its workers are killed at random
moments and started again, then the folder is compared with what was served and with what the ledger says.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.audit import audit
from tests.crash.faults import STOPPED
from tests.crash.killing import SETTINGS, kill_often
from tests.crash.test_faults import sweep
from tests.newssite.server import NewsSite


def main() -> int:
    """Kill, audit, print the figures; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true", help="instead: strike at every single touch of the disk")
    options = parser.parse_args()
    return _strike() if options.faults else _kill(options)


def _strike() -> int:
    """Each kind of fault at the first, second, third … touch of the disk, until a run gets through."""
    for kind, code in (("die before", 137), ("die after", 137), ("half", 137), ("full", STOPPED)):
        with tempfile.TemporaryDirectory() as folder:
            print(f"{kind}: {sweep(Path(folder), kind, code, step=1)} faults, each mended by the next run", flush=True)
    return 0


def _kill(options: argparse.Namespace) -> int:
    began = time.monotonic()
    with NewsSite(stories=options.pages) as site, tempfile.TemporaryDirectory() as folder:
        killing = kill_often(site, Path(folder) / "out", options.kills, options.seed, told=_tell)
        found = audit(Path(folder) / "out", site.urls)
        announced = len(site.stories)
    bound = int(str(SETTINGS["CONCURRENT_REQUESTS"])) + int(str(SETTINGS["NEWSCRAWL_SYNC_LINES"]))
    print(f"\n{killing.kills} kills, {announced} stories, {time.monotonic() - began:.0f} s")
    print(f"served {killing.served}, in the files {found.stored}, exit code of the last crawl {killing.exit_code}")
    print(f"lost {len(found.lost)}, doubled {len(found.doubled)}, torn {len(found.torn)}, "
          f"ledger and files disagree {len(found.disagreements)}")  # fmt: skip
    print(f"fetched again {killing.refetched}, per kill {killing.refetched_per_kill:.1f} (bound {bound})")
    for fault in found.faults[:50]:
        print(fault)
    return int(bool(found.faults) or killing.exit_code != 0 or killing.refetched_per_kill > bound)


def _tell(kills: int) -> None:
    print(f"\r{kills} kills", end="", flush=True, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
