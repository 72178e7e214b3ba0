"""One extraction worker: a process that reads pages from stdin, answers each on stdout, and may die of any of them.

It knows nothing of Scrapy or asyncio, so it starts fast and stays small. Messages are MessagePack behind
their length; nothing is pickled, because what a worker says was made from what strangers wrote.
"""

from __future__ import annotations

import importlib
import logging
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from newscrawl.article import Extraction, Http, Page
from newscrawl.errors import PageError
from newscrawl.noise import load_rules
from newscrawl.output.record import without_surrogates
from newscrawl.sites import load_sites

LENGTH = struct.Struct(">I")
"""In front of every message."""

WARM_UP = Page(url="https://warm-up.example/", html="<html><body><article><p>Loads what loads late.</p></article>")
"""The engine and the language models are read by the first page; that shall not be one that counts."""

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
    function: str = "newscrawl.extraction:extract_page"
    """`module:name` of what is called with the page, `sites` and `rules`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a page; all empty says "ready"."""

    extraction: Extraction | None = None
    code: str = ""
    """Of the `PageError`."""
    detail: str = ""
    bug: str = ""
    """Traceback of any other exception."""
    spent: bool = False
    """The worker ends after this answer: its memory is in pieces."""


def pack_page(page: Page) -> bytes:
    """The message that asks for a page."""
    return msgspec.msgpack.encode(page)


def unpack_page(message: bytes) -> Page:
    """The page of a message; by hand, because msgspec reads no `bytes | str`."""
    fields: dict[str, Any] = msgspec.msgpack.decode(message)
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
    """Answer pages until stdin ends."""
    orders = msgspec.json.decode(sys.argv[1], type=Orders)
    pages, answers = _pipes()
    extract = _function(orders.function)
    known = {
        "sites": load_sites(Path(orders.sites) if orders.sites else None),
        "rules": load_rules(Path(orders.rules) if orders.rules else None),
    }
    _answer(extract, WARM_UP, known)
    _limit(orders.memory_mb)
    answer = Answer()
    _send(answers, answer)
    while not answer.spent and (message := _receive(pages)):
        signal.alarm(orders.alarm_seconds)
        answer = _answer(extract, unpack_page(message), known)
        _send(answers, answer)
        signal.alarm(0)


def _answer(extract: Callable[..., Extraction], page: Page, known: dict[str, Any]) -> Answer:
    try:
        return Answer(extract(page, **known))
    except PageError as error:
        return Answer(code=error.code, detail=error.detail)
    except MemoryError:
        return Answer(code="too-complex", detail="it takes too much memory", spent=True)
    except RecursionError:
        return Answer(code="too-complex", detail="it is nested too deep")
    except Exception:  # noqa: BLE001 - the border of the process: the other side logs it as our mistake
        return Answer(bug=traceback.format_exc())


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the crawler; whatever else prints goes to stderr, and signals are the crawler's business."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


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


def _send(pipe: BinaryIO, answer: Answer) -> None:
    message = pack_answer(answer)
    pipe.write(LENGTH.pack(len(message)) + message)
    pipe.flush()


if __name__ == "__main__":
    main()
