"""Web servers that keep score of a crawler's manners: storms of 429 and 503, paths that are forbidden, one guest at a time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests import warm

ROOT = Path(__file__).parent.parent.parent
#: Every so many answers one is a pause, of these kinds in turn.
STORM_EVERY = 23
KINDS = ("429-seconds", "503-date", "429-bare", "503-seconds")
SLACK_SECONDS = 0.02


class Score:
    """What one host saw.

    Attributes:
        early: requests inside a pause that was asked for; forbidden: requests to disallowed paths;
        crowded: requests that came while another was being answered; requests, pauses: how many there were.
    """

    def __init__(self) -> None:
        self.early = self.forbidden = self.crowded = self.requests = self.pauses = 0
        self._lock = threading.Lock()
        self._active = 0
        self._closed_until = 0.0

    def __str__(self) -> str:
        return f"{self.requests} requests, {self.pauses} pauses; {self.early} early, {self.forbidden} forbidden, {self.crowded} crowded"

    def enter(self, path: str) -> str:
        """Count a request; gives the kind of pause it is answered with, "" for a page."""
        with self._lock:
            self._active += 1
            self.requests += 1
            self.crowded += self._active > 1
            self.early += time.time() < self._closed_until - SLACK_SECONDS
            self.forbidden += path.startswith("/private")
            if self.requests % STORM_EVERY or path == "/robots.txt":
                return ""
            self.pauses += 1
            return KINDS[self.pauses % len(KINDS)]

    def leave(self, closed_until: float) -> None:
        """The answer is about to be sent; nobody may come before that time."""
        with self._lock:
            self._active -= 1
            self._closed_until = max(self._closed_until, closed_until)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        score: Score = self.server.score
        kind = score.enter(self.path)
        time.sleep(0.001)
        headers, closed_until = _pause(kind)
        body = b"User-agent: *\nDisallow: /private\n" if self.path == "/robots.txt" else b"%PDF"
        score.leave(closed_until)
        self.send_response_only(int(kind[:3]) if kind else 200)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "application/pdf")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def _pause(kind: str) -> tuple[dict[str, str], float]:
    """What asks for the pause, and when it is over at the earliest."""
    if kind.endswith("seconds"):
        return {"Retry-After": "1"}, time.time() + 1
    if kind.endswith("date"):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
        return {"Retry-After": format_datetime(until, usegmt=True)}, until.timestamp()
    return {}, 0.0


def crawl_and_score(folder: Path, hosts: int, pages: int) -> list[Score]:
    """Crawl so many pages (every tenth forbidden) of each host; the hosts' scores.

    Raises:
        AssertionError: the crawl ended with a code that says that it broke.
    """
    servers = [ThreadingHTTPServer((f"127.0.0.{number + 20}", 0), _Handler) for number in range(hosts)]
    urls = []
    for server in servers:
        server.score = Score()  # type: ignore[attr-defined]
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        base = "http://{}:{}".format(*server.server_address)
        urls += [f"{base}{'/private' if number % 10 == 3 else ''}/{number}" for number in range(pages)]
    (folder / "urls.txt").write_text("\n".join(urls))
    settings = {"NEWSCRAWL_OUTPUT_DIR": folder / "output", "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", "DOWNLOAD_DELAY": 0,
                "NEWSCRAWL_BACKOFF_SECONDS": 0.2, "NEWSCRAWL_EXTRACT_PROCESSES": 1, "NEWSCRAWL_ARCHIVE": 0}  # fmt: skip
    words = ["crawl", "articles", "-a", f"urls={folder}/urls.txt", "-L", "WARNING", *warm.settings_as_words(settings)]
    done = warm.run(*words, timeout=900)
    for server in servers:
        server.shutdown()
        server.server_close()
    assert done.returncode == 69, done.stderr[-2000:]
    assert Counter(word for word in done.stdout.split() if word == "waiting") == {}, done.stdout
    return [server.score for server in servers]  # type: ignore[attr-defined]
