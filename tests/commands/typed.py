"""A command as a person types it, in a process of its own.

The process is a fork of this one: Scrapy takes seconds to start, and each of these tests starts it.
"""

import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO

from scrapy.cmdline import execute

import newscrawl.commands._page  # loaded before the fork, once for all
import newscrawl.crawling  # noqa: F401

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden"


def typed(*args: str, stdin: bytes = b"", folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run `scrapy ARGS` in the project (or in `folder`) with pipes for a terminal; output as text."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        child = os.fork()
        if child == 0:
            _run(args, folder or HERE.parent.parent, (given, out, err))
        _, status = os.waitpid(child, 0)
        return subprocess.CompletedProcess(args, os.waitstatus_to_exitcode(status), _read(out), _read(err))


def _run(args: tuple[str, ...], folder: Path, files: tuple[IO[bytes], IO[bytes], IO[bytes]]) -> None:
    """The child: never returns."""
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")  # fmt: skip
    os.environ.update(COLUMNS="160", NO_COLOR="1")
    os.chdir(folder)
    code: object = 0
    try:
        execute(["scrapy", *args])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - the child must end here, as a process would
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


def page(slug: str) -> str:
    """The path of a golden page."""
    return str(GOLDEN / slug / "page.html")
