"""Serves pages from memory on a loopback port until its standard input ends: `python benchmarks/pageserver.py DIR set,set COUNT URLS`.

It writes the addresses of COUNT pages (0: each of the sets once) to the file URLS and prints its port. A page stands under the name of its own
host, http and with the port, so that a crawler takes it for a page of that site. Where more pages are asked for than there are, they come in
copies: each at an address of its own and with a number in its longest line, so that no copy is the same story as another.
It speaks just as much HTTP as a crawler asks for, and takes little of the machine that the crawl is measured on.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MAX_CONNECTIONS = 4096
_NUMBER = b"\0number\0"
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Original:
    """A page of which copies are made by putting their number between the pieces."""

    host: str
    path: str
    pieces: Sequence[bytes]

    def copy(self, number: int) -> bytes:
        body = b"%d" % number
        body = body.join(self.pieces)
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def originals(data: Path, sets: Sequence[str]) -> Iterator[Original]:
    """The pages of the labelled sets whose address is known."""
    for name in sets:
        for line in (data / name / "truth.jsonl").read_text(encoding="utf-8").split("\n"):
            row = json.loads(line) if line else {}
            if row.get("url"):
                yield _original(row, gzip.decompress((data / name / "pages" / f"{row['id']}.html.gz").read_bytes()))


def _original(row: dict[str, str], raw: bytes) -> Original:
    parts = urlsplit(row["url"])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = f"{parts.netloc}{path}".encode()
    marked = raw.replace(address, parts.netloc.encode() + b"/" + _NUMBER + path.encode())
    start = max((row.get("text") or "").split("\n"), key=len)[:16].encode()
    if start:
        marked = marked.replace(start, _NUMBER + b" " + start)
    return Original(parts.netloc, path, marked.split(_NUMBER))


class Server:
    def __init__(self, pages: Sequence[Original]) -> None:
        self.pages = {page.path: page for page in pages}
        self.open = asyncio.Semaphore(MAX_CONNECTIONS)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        async with self.open:
            try:
                while head := await reader.readuntil(b"\r\n\r\n"):
                    writer.write(self.answer(head.split(b" ", 2)[1].decode("ascii")))
                    await writer.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                pass  # the crawler went away
            finally:
                writer.close()

    def answer(self, target: str) -> bytes:
        number, _, path = target[1:].partition("/")
        page = self.pages.get(f"/{path}") if number.isdigit() else None
        return page.copy(int(number)) if page else _MISSING


def addresses(pages: Sequence[Original], port: int, count: int) -> Iterator[str]:
    """Of so many pages, copies where there are too few; 0: of each once."""
    for at in range(count or len(pages)):
        copy, which = divmod(at, len(pages))
        yield f"http://{pages[which].host}:{port}/{copy}{pages[which].path}"


async def main() -> None:
    folder, sets, count, urls = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3]), Path(sys.argv[4])
    pages = list(originals(folder, sets))
    server = await asyncio.start_server(Server(pages).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    urls.write_text("".join(f"{address}\n" for address in addresses(pages, port, count)), encoding="utf-8")
    print(port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
