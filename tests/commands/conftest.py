"""A small news site on loopback, and `scrapy crawl` as cron would start it."""

import os
import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

from tests import warm  # noqa: E402
from tests.middlewares.local_web import LocalServer  # noqa: E402


class Site(LocalServer):
    """Stories of one paper, and a page that never comes."""

    def __init__(self, stories):
        super().__init__()
        self.closing = threading.Event()
        self.urls = [self.story(number) for number in range(stories)]
        self.routes["/never"] = lambda handler: self.closing.wait(600) and b""
        self.never = self.base + "/never"

    def story(self, number, path=""):
        """Serve a story, at its own address or at another one; returns its URL."""
        days = " ".join(f"On day {day} ward {number} voted on bridge {number * 31 + day}." for day in range(12))
        body = f"<p>{days}</p><p>The vote of ward {number} is final, and the council will not hear of the bridge again before the ice is gone.</p><p>Contact: desk@paper.example</p>"
        head = f"<title>Ward {number} votes on its bridge</title>"
        page = f"<html><head>{head}</head><body><h1>Ward {number} votes on its bridge</h1><article>{body}</article></body></html>"
        return self.page(path or f"/2026/11/24/ward-{number}-votes", page)

    def close(self):
        self.closing.set()
        super().close()


@pytest.fixture
def site():
    """A site with three stories."""
    server = Site(3)
    yield server
    server.close()


@pytest.fixture
def big_site():
    """A site with sixty stories."""
    server = Site(60)
    yield server
    server.close()


def wait_for(happened, what, seconds=180):
    """Poll until it happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.02)


class Crawl:
    """`scrapy crawl` into one output folder."""

    def __init__(self, output):
        self.output = output

    def line(self, *arguments, **settings):
        """The command line, for a shell."""
        return shlex.join([sys.executable, "-m", "scrapy", *self.words(*arguments, **settings)])

    def words(self, *arguments, **settings):
        """What stands behind `scrapy`."""
        settings = {
            "NEWSCRAWL_OUTPUT_DIR": self.output,
            "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1",
            "NEWSCRAWL_EXTRACT_PROCESSES": 1,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
            "DOWNLOAD_TIMEOUT": 600,  # a page that never comes does not, however slow the machine
            "RETRY_TIMES": 0,
            **settings,
        }
        return ["crawl", *map(str, arguments), *warm.settings_as_words(settings)]

    def __call__(self, *arguments, before=None, **settings):
        """Run it to its end; a shell starts it, as for cron, where `before` is shell that goes ahead. Returns the finished process."""
        if before is None:
            return warm.run(*self.words(*arguments, **settings), env={**os.environ, "PYTHONPATH": str(HERE)})
        return subprocess.run(
            ["sh", "-c", f"{before}exec {self.line(*arguments, **settings)}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def start(self, *arguments, **settings):
        """Start it in a process group of its own and leave it running."""
        return warm.Process(*self.words(*arguments, **settings))


@pytest.fixture
def crawl(tmp_path):
    """`crawl("articles", "-a", "url=…", NAME=value)`."""
    return Crawl(tmp_path / "out")
