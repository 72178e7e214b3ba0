"""The extraction workers: processes that read pages and feeds from a socket, answer each, and may die of any of them.

They are forked from one process, the nursery, that has read rules, models and profiles: a worker is there at once,
and what was read is in memory once for all of them. It knows nothing of Scrapy or asyncio. Messages are MessagePack
behind their length; nothing is pickled, because what a worker says was made from what strangers wrote.
"""

from __future__ import annotations

import gc
import importlib
import logging
import os
import resource
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import msgspec

from newscrawl.article import Extraction, Http, Page
from newscrawl.errors import PageError
from newscrawl.noise import load_rules
from newscrawl.output.record import without_surrogates
from newscrawl.pipelines.memory import keep_pages_apart
from newscrawl.sites import load_sites
from newscrawl.spiders.documents import DocumentError, Feed
from newscrawl.spiders.entry import Entry

LENGTH = struct.Struct(">I")
"""In front of every message."""

REQUEST = struct.Struct(">cI")
"""What the crawler asks of the nursery: FORK with a socket; or END, KILL and the process id of a worker."""
FORK, END, KILL = b"f", b"e", b"k"
REPLY = struct.Struct(">i")
"""What the nursery answers: 0 when it is ready; a worker's process id; how it ended, as `subprocess` says it."""

STOP_SECONDS = 2
"""A worker that was told to end is killed after so long."""


def _warm_up(host: str, title: str, sentence: str) -> Page:
    paragraphs = "".join(f"<p>{sentence.format(day=day)}</p>" for day in range(1, 9))
    html = f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>{paragraphs}</div></body></html>"
    return Page(url=f"https://{host}/2026/11/24/bridge", html=html)


WARM_UPS = (
    _warm_up(
        "warm-up.example",
        "The bridge is open again",
        "On day {day} the council said that the bridge, which had been closed since the spring, would be open "
        "to everybody in the town before the end of the week, and thanked the {day} people who had built it.",
    ),
    _warm_up(
        "opwarmen.example",
        "De brug is weer open",
        "Op dag {day} zei de gemeenteraad dat de brug, die sinds het voorjaar gesloten was, voor het einde van de week "
        "voor iedereen in de stad open zou zijn, en bedankte de {day} mensen die haar hadden gebouwd.",
    ),
)
"""Their site, language and encoding are unknown, so they need all that there is: engine and models are read once, and not by
the first page that counts, nor by each worker for itself. English is told without the model of languages, Dutch is not."""

_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a worker is told when it starts, as JSON in its first argument."""

    sites: str | None = None
    """Folder of profiles; None for the built-in ones."""
    rules: str | None = None
    memory_mb: int = 1024
    """Beyond what it has when it is ready."""
    alarm_seconds: int = 60
    """A page that takes so long ends the worker even when nobody is left to kill it."""
    learn_layouts: bool = False
    """Whether what is called is also given `learned`, in which it remembers layouts of sites; each worker has its own."""
    function: str = "newscrawl.extraction:extract_page"
    """`module:name` of what is called with the page, `sites` and `rules`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a page or a feed."""

    extraction: Extraction | None = None
    entries: list[Entry] | None = None
    """Of a feed."""
    code: str = ""
    """Of the `PageError`; "" of what is no feed."""
    detail: str = ""
    bug: str = ""
    """Traceback of any other exception."""
    spent: bool = False
    """The worker ends after this answer: its memory is in pieces."""


def pack(asked: Page | Feed) -> bytes:
    """The message that asks for a page or a feed."""
    return msgspec.msgpack.encode(asked)


def unpack(message: bytes) -> Page | Feed:
    """The page or feed of a message; by hand, because msgspec reads no `bytes | str`."""
    fields: dict[str, Any] = msgspec.msgpack.decode(message)
    if "feed" in fields:
        return Feed(**fields)
    http = fields.pop("http")
    return Page(**fields, http=Http(**http) if http else None)


def pack_answer(answer: Answer) -> bytes:
    """The message that answers; lone surrogates (JSON can hold them) become U+FFFD."""
    try:
        return msgspec.msgpack.encode(answer)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(without_surrogates(msgspec.to_builtins(answer)))


def unpack_answer(message: bytes) -> Answer:
    """The answer of a message; raises `msgspec.DecodeError`."""
    return msgspec.msgpack.decode(message, type=Answer)


def main() -> None:
    """Read what workers need, then fork one whenever the crawler asks for it, until the crawler is gone."""
    orders = msgspec.json.decode(sys.argv[1], type=Orders)
    control = _control()
    keep_pages_apart()
    extract = _function(orders.function)
    known: dict[str, Any] = {
        "sites": load_sites(Path(orders.sites) if orders.sites else None),
        "rules": load_rules(Path(orders.rules) if orders.rules else None),
    }
    if orders.learn_layouts:
        known["learned"] = importlib.import_module("newscrawl.extraction").LearnedLayouts()
    for page in WARM_UPS:
        _answer(extract, page, known)
    for name in ("trafilatura", "newscrawl.spiders.feed_reader"):  # the first one extraction imports when it is unsure
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a collection in a worker would write to all that it shares with the others
    with suppress(ConnectionError):  # the crawler is gone
        _nurse(control, orders, lambda asked: _answer(extract, asked, known))


def _nurse(control: socket.socket, orders: Orders, answer: Callable[[Page | Feed], Answer]) -> None:
    """Say that workers can be forked, and do so until nobody asks any more; raises ConnectionError."""
    control.sendall(REPLY.pack(0))
    while True:
        request, sockets, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if len(request) < REQUEST.size:
            return
        what, pid = REQUEST.unpack(request)
        if what == FORK:
            reply = os.fork() or _live(control, sockets[0], orders, answer)
            os.close(sockets[0])
        else:
            reply = _end(pid, 0 if what == KILL else STOP_SECONDS)
        control.sendall(REPLY.pack(reply))


def _end(pid: int, seconds: float) -> int:
    """Wait for the end of a worker, or kill it: its exit code, or minus the signal."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _live(control: socket.socket, descriptor: int, orders: Orders, answer: Callable[[Page | Feed], Answer]) -> NoReturn:
    """What a worker does: answer pages until there are no more."""
    control.close()
    code = 1
    try:
        _limit(orders.memory_mb)
        with socket.socket(fileno=descriptor) as pages:
            _serve(pages, orders.alarm_seconds, answer)
        code = 0
    except OSError:  # the crawler is gone
        pass
    except BaseException:  # noqa: BLE001 - nothing may get back into the nursery's code
        traceback.print_exc()
    os._exit(code)


def _serve(pages: socket.socket, alarm_seconds: int, answer: Callable[[Page | Feed], Answer]) -> None:
    spent = False
    with pages.makefile("rb") as messages:
        while not spent and (message := _receive(messages)):
            signal.alarm(alarm_seconds)
            found = answer(unpack(message))
            spent = found.spent
            reply = pack_answer(found)
            pages.sendall(LENGTH.pack(len(reply)) + reply)
            signal.alarm(0)


def _answer(extract: Callable[..., Extraction], asked: Page | Feed, known: dict[str, Any]) -> Answer:
    try:
        if isinstance(asked, Feed):
            return Answer(entries=_entries(asked))
        return Answer(extract(asked, **known))
    except PageError as error:
        return Answer(code=error.code, detail=error.detail)
    except DocumentError as error:
        return Answer(detail=str(error))
    except MemoryError:
        return Answer(code="too-complex", detail="it takes too much memory", spent=True)
    except Exception:  # noqa: BLE001 - the border of the process: the other side logs it as our mistake
        return Answer(bug=traceback.format_exc())


def _entries(feed: Feed) -> list[Entry]:
    from newscrawl.spiders.feed_reader import (
        read_feed,
    )  # not while the crawler starts: only workers need a feed's parser

    return read_feed(feed.feed, feed.content_type, feed.url)


def _control() -> socket.socket:
    """The socket to the crawler, which is our stdin; whatever prints goes to stderr, and signals are the crawler's business."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    control = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return control


def _function(name: str) -> Callable[..., Extraction]:
    module, _, attribute = name.partition(":")
    function: Callable[..., Extraction] = getattr(importlib.import_module(module), attribute)
    return function


def _limit(memory_mb: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():  # elsewhere only the time is limited
        most = int(statm.read_text().split()[0]) * resource.getpagesize() + memory_mb * _MB
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _receive(pipe: BinaryIO) -> bytes:
    """The next message, b"" at the end."""
    head = pipe.read(LENGTH.size)
    return pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


if __name__ == "__main__":
    main()
