"""Standard streams as cron, daemons and old terminals give them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = "tests/golden/daum-portal/page.html"


def test_stories_of_any_script_go_through_a_pipe(tmp_path):
    """Whatever encoding the environment names, a file or pipe gets UTF-8."""
    command = [sys.executable, "-m", "scrapy", "clean", PAGE, "--url", "https://v.daum.net/v/20260312091503214"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").startswith("해든시, 나루다리")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_files_of_the_crawl(crawl, site, closed):
    """`>&-` in a line of cron, and daemons that close all three: the crawl is complete."""
    line = crawl.line("articles", "-a", f"url={site.urls[0]}")
    done = subprocess.run(
        ["sh", "-c", f"exec {line} {closed}"], cwd=ROOT, capture_output=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert len(list((crawl.output / "articles").glob("*/*.jsonl"))) == 1
