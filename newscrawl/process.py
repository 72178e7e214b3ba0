"""A crawl in a process of its own, for programs and notebooks: its articles one by one, as they are stored.

Scrapy's event loop runs once in a process and wants it for itself; and what a page does to the crawl is kept from the program.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import IO, Any

from newscrawl.article import Article
from newscrawl.errors import CrawlError
from newscrawl.output.cursor import Cursor
from newscrawl.output.files import PART
from newscrawl.output.reader import read_on, segments

_SAID = "newscrawl: "


def crawl(
    spider: str, output: Path, settings: Mapping[str, Any], arguments: Mapping[str, Any], poll_seconds: float
) -> Iterator[Article]:
    """See `newscrawl.crawl`."""
    folder = output.absolute() / "articles"
    before = _segments(folder).keys()
    process = subprocess.Popen(  # noqa: S603 - no shell; what is given are arguments of ours
        _command(spider, output.absolute(), settings, arguments),
        stdin=subprocess.PIPE,  # ends with this program, whatever ends it
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,  # a Ctrl-C is ours alone to pass on: the crawl would take a second one for haste
    )
    assert process.stdin is not None
    assert process.stderr is not None
    heard = _Ear(process.stderr)
    cursor = Cursor()
    try:
        ended = False
        while not ended:
            ended = _has_ended(process, poll_seconds)
            for name, file in _segments(folder).items():
                if name not in before:
                    yield from _read(name, file, cursor)
    finally:
        if process.poll() is None:
            process.terminate()  # pages in flight are finished
        code = process.wait()
        process.stdin.close()
        heard.join()
    if code:
        raise CrawlError(code, heard.last)


class _Ear(Thread):
    """Passes on what the crawl says on standard error, and remembers its last word."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__(daemon=True)
        self._stream, self.last = stream, ""
        self.start()

    def run(self) -> None:
        with self._stream:
            for line in self._stream:
                self.last = line.strip().removeprefix(_SAID) or self.last
                sys.stderr.write(line)


def _command(spider: str, output: Path, settings: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[str]:
    command = [sys.executable, "-m", "newscrawl.process", "crawl", spider]
    given = {name: value for name, value in arguments.items() if value is not None}
    for option, values in (("-a", given), ("-s", {"LOG_LEVEL": "WARNING", **settings, "NEWSCRAWL_OUTPUT_DIR": output})):
        for name, value in values.items():
            command += [option, f"{name}={_text(value)}"]
    return command


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _has_ended(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether the crawl has ended, after some time at most."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _segments(folder: Path) -> dict[str, Path]:
    return segments(folder, live=True) if folder.is_dir() else {}


def _read(name: str, file: Path, cursor: Cursor) -> Iterator[Article]:
    try:
        yield from read_on(name, file, cursor)
    except FileNotFoundError:
        if not file.name.endswith(PART):
            raise
        # published since it was listed: its lines are found under the final name, next time


def _main() -> None:
    """The crawl's process: the command `newscrawl`, stopped when the program that began it is gone."""
    from newscrawl.commandline import main

    Thread(target=_stop_behind, args=(os.dup(0),), daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv[0] = "newscrawl"
    main()


def _stop_behind(program: int) -> None:
    while os.read(program, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _main()
