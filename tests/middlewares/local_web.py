"""A few small web servers on loopback addresses that count who connects, and a way to crawl them."""

import json
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ONLY_FIRST = {"NEWSCRAWL_ALLOW_ADDRESSES": ["127.0.0.1"]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server.local
        server.asked.append(self.path)
        answer = server.routes.get(self.path, (404, {}, b"nothing here"))
        if callable(answer):
            answer = answer(self)
        if answer is None:
            return
        if isinstance(answer, bytes):
            self.wfile.write(answer)
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of five, others that connect at once wait for a second on a busy machine

    def get_request(self):
        self.local.connections += 1
        return super().get_request()

    def handle_error(self, request, client_address):
        """A client that hangs up is what some tests are about."""


class LocalServer:
    """A web server on one loopback address. `routes`: path -> (status, headers, body), raw bytes, or a function that answers."""

    def __init__(self, address="127.0.0.1", family=None):
        kind = type("Server", (_Server,), {"address_family": family} if family else {})
        self.routes, self.asked, self.connections = {}, [], 0
        self._server = kind((address, 0), _Handler)
        self._server.local = self
        self.port = self._server.server_address[1]
        host = f"[{address}]" if ":" in address else address
        self.base = f"http://{host}:{self.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def page(self, path, body="<html><body><p>hello</p></body></html>", status=200, **headers):
        """Serve a page; returns its URL."""
        content = body.encode() if isinstance(body, str) else body
        self.routes[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, content)
        return self.base + path

    @contextmanager
    def holding(self, url):
        """The page of an address does not come before the block ends: a crawl that asks for it is not through until then."""
        path, is_over = url.removeprefix(self.base), threading.Event()
        answer = self.routes[path]
        self.routes[path] = lambda handler: is_over.wait(600) and None
        try:
            yield
        finally:
            self.routes[path] = answer
            is_over.set()

    def times(self, path):
        """How often a path was asked for."""
        return Counter(self.asked)[path]

    def close(self):
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def crawl(**job):
    """Run one crawl (see crawl_once.py); returns its outcome."""
    script = Path(__file__).with_name("crawl_once.py")
    done = subprocess.run(
        [sys.executable, str(script)], input=json.dumps(job), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(done.stdout), "log": done.stderr}
