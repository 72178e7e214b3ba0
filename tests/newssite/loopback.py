"""The HTTP side of the site: a server with a bounded number of threads, and how an answer goes over the wire."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar, Protocol

from tests.newssite.broken import Answer


class Answering(Protocol):
    """Who decides what is sent, and keeps the record."""

    hits: list[tuple[str, str, int]]
    conditional: int
    stopping: threading.Event

    def answer(self, host: str, target: str) -> Answer:
        """What is sent for a request."""


class LoopbackServer(HTTPServer):
    """Answers in a bounded number of threads."""

    request_queue_size: ClassVar[int] = 128

    def __init__(self, address: tuple[str, int], site: Answering, threads: int) -> None:
        self.site = site
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="newssite")
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except (ConnectionError, TimeoutError):
            pass  # the client went away
        finally:
            self.shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Handler(BaseHTTPRequestHandler):
    timeout = 60

    def do_GET(self) -> None:
        site: Answering = self.server.site  # type: ignore[attr-defined]
        host = self.headers.get("Host", "")
        answer = site.answer(host, self.path)
        etag = '"' + hashlib.sha256(answer.body).hexdigest()[:16] + '"'
        site.conditional += "If-None-Match" in self.headers
        if answer.status == 200 and answer.body and self.headers.get("If-None-Match") == etag:
            answer = Answer(status=304)
        site.hits.append((host.partition(":")[0], self.path, answer.status))
        if answer.hang:
            site.stopping.wait(30)
            return
        self._send(answer, etag)

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer, etag: str) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body) if answer.promised is None else answer.promised))
        if answer.status == 200:
            self.send_header("ETag", etag)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are recorded in `hits`, not printed."""
