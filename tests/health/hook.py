"""A webhook on loopback that remembers what it was sent."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Hook:
    """`with Hook() as hook:` listens until the block ends.

    Attributes:
        posted: (content type, document) of each message.
        status: what is answered.
        drips: whether the answer comes byte by byte and hardly ends.
    """

    def __init__(self) -> None:
        self.posted: list[tuple[str | None, Any]] = []
        self.status, self.drips = 204, False
        self._ended = threading.Event()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posted.append((self.headers["Content-Type"], json.loads(body)))
                self.send_response(hook.status)
                self.send_header("Content-Length", "100" if hook.drips else "0")
                self.end_headers()
                while hook.drips and not hook._ended.wait(0.1):
                    self.wfile.write(b".")

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
