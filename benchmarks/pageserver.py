"""Serves pages from memory on a loopback port until its standard input ends: `python benchmarks/pageserver.py DIR set,set COUNT`.

The first line that it prints is its port, the next is the number of pages; page n has the address `/n`. It speaks just as much HTTP as
a crawler asks for, so that it takes little of the machine that the crawl is measured on.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import islice
from pathlib import Path

from speed import read_pages

MAX_CONNECTIONS = 256


class Server:
    def __init__(self, answers: list[bytes]) -> None:
        self.answers = answers
        self.open = asyncio.Semaphore(MAX_CONNECTIONS)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        async with self.open:
            try:
                while head := await reader.readuntil(b"\r\n\r\n"):
                    writer.write(self.answer(head.split(b" ", 2)[1]))
                    await writer.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                pass  # the crawler went away
            finally:
                writer.close()

    def answer(self, path: bytes) -> bytes:
        number = path.strip(b"/")
        if number.isdigit() and int(number) < len(self.answers):
            return self.answers[int(number)]
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def answer_of(raw: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(raw), raw)


async def main() -> None:
    folder, sets, count = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
    answers = [answer_of(raw) for _, raw, _ in islice(read_pages(folder, sets, 0), count or None)]
    server = await asyncio.start_server(Server(answers).serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], len(answers), sep="\n", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
