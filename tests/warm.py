"""`scrapy` in a process of its own that need not load Scrapy and newscrawl first: it is forked from one that has.

A process that starts from nothing imports for most of a second, and the tests start some hundreds. So `python -m tests.warm`
loads once what every command loads, reads no page and no profile, runs no thread, and forks for each order; a second fork
stands by to say how the first one ended.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import IO, Any, NoReturn

ROOT = Path(__file__).parent.parent
#: What Scrapy loads by name when a crawl begins.
_LOADED = (
    "scrapy.core.downloader.handlers.http11", "scrapy.downloadermiddlewares.cookies", "scrapy.extensions.telnet",
)  # fmt: skip
_NUMBER = struct.Struct(">i")


class Process:
    """A running `scrapy WORDS`, in a process group of its own; used like `subprocess.Popen`, but its output goes to files.

    Args:
        words: what stands behind `scrapy`.
        folder: where it runs.
        env: its environment; None for ours.
        stdin: what it may read.
        stderr: a file for its log; None for one that is gone with the process.
    """

    def __init__(
        self,
        *words: object,
        folder: Path = ROOT,
        env: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        stderr: IO[Any] | None = None,
    ) -> None:
        self.args = tuple(map(str, words))
        self.returncode: int | None = None
        self._out, self._err = tempfile.TemporaryFile(), stderr or tempfile.TemporaryFile()  # noqa: SIM115 - while it runs
        order = {"words": self.args, "folder": str(folder), "env": dict(os.environ if env is None else env)}
        self._said, theirs = socket.socketpair()
        with theirs, _file(stdin) as given, _file(json.dumps(order).encode()) as ordered:
            files = (given, self._out, self._err, ordered, theirs)
            socket.send_fds(_nursery(), [b"!"], [file.fileno() for file in files])
        self.pid = self._number()

    def _number(self) -> int:
        said = self._said.recv(_NUMBER.size, socket.MSG_WAITALL)
        assert said, "whoever forks is gone"
        return int(_NUMBER.unpack(said)[0])

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        if self.returncode is None:
            with suppress(subprocess.TimeoutExpired):
                self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `subprocess.TimeoutExpired`."""
        if self.returncode is None:
            if not select.select([self._said], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = self._number()
            self._said.close()
        return self.returncode

    @property
    def log(self) -> str:
        """What it has written to standard error so far."""
        return _text(self._err)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it has written, once it has ended; raises `subprocess.TimeoutExpired`."""
        self.wait(timeout)
        return _text(self._out), self.log

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):  # it has ended just now
            if self.poll() is None:
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def kill_group(self) -> None:
        """SIGKILL for it and for all that it has started, at once."""
        with suppress(ProcessLookupError):
            if self.poll() is None:
                os.killpg(self.pid, signal.SIGKILL)


def run(*words: object, timeout: float = 300, **how: Any) -> subprocess.CompletedProcess[str]:
    """`scrapy WORDS` to its end; it is killed after so many seconds."""
    process = Process(*words, **how)
    try:
        out, err = process.communicate(timeout)
    finally:
        process.kill_group()
    return subprocess.CompletedProcess(process.args, process.wait(), out, err)


def settings_as_words(settings: Mapping[str, object]) -> list[str]:
    """`-s NAME=VALUE` for each setting."""
    return [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]


def _file(content: bytes) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(content)
    file.seek(0)
    return file


def _text(file: IO[Any]) -> str:
    return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode("utf-8")


@cache
def _nursery() -> socket.socket:
    """The process that forks, started when it is first needed; it ends with us."""
    ours, theirs = socket.socketpair()
    with theirs:
        # a test may have changed the environment, and what is loaded now stays
        env = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSCRAWL_", "SCRAPY_"))}
        command = [sys.executable, "-m", "tests.warm"]
        nursery = subprocess.Popen(command, cwd=ROOT, env=env, stdin=theirs, start_new_session=True)
    atexit.register(nursery.wait)
    atexit.register(ours.close)
    return ours


def main() -> None:
    """Fork for each order, until nobody is left to give any."""
    for name in ("scrapy.cmdline", *_LOADED):
        import_module(name)
    for package in ("commands", "middlewares", "pipelines", "spiders"):
        for module in iter_modules(import_module(f"newscrawl.{package}").__path__, f"newscrawl.{package}."):
            import_module(module.name)
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be forked"
    with socket.socket(fileno=os.dup(0)) as orders:
        while True:
            order, files, _, _ = socket.recv_fds(orders, 1, 5)
            if not order:
                return
            if os.fork() == 0:
                orders.close()
                _stand_by(files)
            for file in files:
                os.close(file)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _stand_by(files: list[int]) -> NoReturn:
    """Fork the process, say its number, and how it ended."""
    *files, ordered, said = files
    with os.fdopen(ordered) as file:
        order = json.load(file)
    pid = os.fork()
    if pid == 0:
        os.close(said)
        _live(order, files)
    os.setpgid(pid, pid)  # whoever knows the number can end the group
    for file in files:
        os.close(file)
    with suppress(BrokenPipeError):  # nobody waits for it any more
        os.write(said, _NUMBER.pack(pid))
        os.write(said, _NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    os._exit(0)


def _live(order: dict[str, Any], files: list[int]) -> NoReturn:
    """What `python -m scrapy` does in this folder and environment."""
    from scrapy.cmdline import execute

    os.setpgid(0, 0)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    os.chdir(order["folder"])
    sys.path[0] = order["folder"]
    sys.path[1:1] = filter(None, order["env"].get("PYTHONPATH", "").split(os.pathsep))
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", 1, encoding="utf-8")  # fmt: skip
    sys.argv = ["scrapy", *order["words"]]
    sys.modules.pop("newscrawl.settings", None)  # it reads the environment when it is loaded
    code: object = 0
    try:
        execute(sys.argv)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - it must end here, as a process would
        traceback.print_exc()
        code = 1
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
