"""A crawl of 5,000 pages on ten hosts with storms of 429 and 503, scored by the hosts: `python -m benchmarks.politeness`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.middlewares.score_server import crawl_and_score


def main() -> int:
    """Print every host's score; 1 where one of them was treated badly."""
    with tempfile.TemporaryDirectory() as folder:
        scores = crawl_and_score(Path(folder), hosts=10, pages=560)
    for score in scores:
        print(score)
    total = [sum(getattr(score, name) for score in scores) for name in ("requests", "early", "forbidden", "crowded")]
    print("{} requests: {} inside a pause, {} to forbidden paths, {} while another was answered".format(*total))
    return 1 if any(total[1:]) else 0


if __name__ == "__main__":
    sys.exit(main())
