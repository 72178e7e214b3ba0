"""What is seen of a crawl while it lasts: lines on a terminal, a line now and then in a log."""

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.newssite.server import NewsSite

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def command(tmp_path):
    """A crawl of two papers that lasts longer than twice the three seconds after which what waits is counted anew."""
    with NewsSite() as site:
        settings = {
            **site.settings, "NEWSCRAWL_OUTPUT_DIR": tmp_path, "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 1,
            "LOGSTATS_INTERVAL": 0.4,
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        papers = f"site={site.base['gazette']},{site.base['economy']}"
        yield [sys.executable, "-m", "scrapy", "crawl", "site", "-a", papers, *options]


def on_a_terminal(command):
    """(exit code, all that was drawn)."""
    ours, theirs = pty.openpty()
    drawn = []

    def read():
        try:
            while piece := os.read(ours, 4096):
                drawn.append(piece)
        except OSError:
            pass  # the terminal is closed when its last writer is gone

    reader = threading.Thread(target=read)
    reader.start()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, env=environment, timeout=300, check=False)  # fmt: skip
    os.close(theirs)
    reader.join()
    return done.returncode, b"".join(drawn).decode("utf-8", "replace")


def test_a_terminal_shows_sites_queue_rate_and_time_left(command):
    """A line for all, and one for each site; no line of the log."""
    code, drawn = on_a_terminal(command)
    assert code == 0
    assert re.search(r"\d+:\d\d  2 sites  \d+ stored .*pages/s", drawn)
    assert re.search(r"2 sites  .*pages/s  \d+ waiting, some \d+:\d\d left", drawn)
    assert re.search(r"  economy\.newssite\.test  \d+ stored", drawn)
    assert "INFO" not in drawn


def test_a_log_has_a_line_now_and_then(command):
    """The same figures, one line each time, and none of Scrapy's own."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0
    said = re.findall(r"INFO: (\d+:\d\d  .*pages/s.*)", done.stderr)
    assert len(said) >= 2
    assert any("2 sites" in line and "stored" in line for line in said)
    assert "Crawled" not in done.stderr
