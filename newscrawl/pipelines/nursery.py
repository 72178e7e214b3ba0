"""The process from which all extraction workers are forked, as the crawler sees it.

It is started before it is needed and never works on a page itself. Should it die, another takes its place; the workers
that it forked go on.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import msgspec

from newscrawl.errors import NewscrawlError
from newscrawl.pipelines.worker import END, FORK, KILL, REPLY, REQUEST, STOP_SECONDS, Orders

START_SECONDS = 60
"""A nursery that is not ready by then never will be."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The arrays are small, a thread per core costs memory in each process, and a process of many threads cannot fork."""


class WorkerError(NewscrawlError):
    """No worker can be started: stop the run."""


class OrphanError(Exception):
    """A worker is gone and so is the process that forked it: no page did that."""


class Nursery:
    """One process that forks workers.

    Args:
        orders: what the workers are told.
    """

    def __init__(self, orders: Orders) -> None:
        self._command = [sys.executable, "-m", "newscrawl.pipelines.worker", msgspec.json.encode(orders).decode()]
        self._turn = asyncio.Lock()
        self._is_ready = False
        self._children: set[int] = set()
        self._start()

    def _start(self) -> None:
        """Start the process, and do not wait for it."""
        self._children.clear()
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        path = os.pathsep.join(path for path in sys.path if path)
        env = {**os.environ, **_ONE_THREAD, "PYTHONPATH": path}
        with theirs:
            self._process: subprocess.Popen[bytes] | None = None
            with suppress(OSError):  # told by `_ready`
                self._process = subprocess.Popen(self._command, stdin=theirs.fileno(), env=env)  # noqa: S603

    async def _ready(self) -> None:
        """Wait until it can fork; start it anew if it is gone."""
        if self._is_ready:
            return
        try:
            await asyncio.wait_for(self._reply(), START_SECONDS)
        except (OSError, TimeoutError, EOFError) as error:
            await self.close()
            raise WorkerError(f"extraction workers cannot be started: {type(error).__name__}: {error}") from error
        self._is_ready = True

    async def fork(self) -> tuple[int, socket.socket]:
        """A new worker: its process id, and the socket on which it takes pages.

        Raises:
            WorkerError: there is none.
        """
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:  # no file may be opened any more
            raise WorkerError(f"an extraction worker cannot be forked: {error}") from error
        with theirs:
            try:
                pid = await self._ask(FORK, 0, [theirs.fileno()])
            except (OSError, EOFError) as error:
                ours.close()
                raise WorkerError(f"an extraction worker cannot be forked: {error}") from error
        ours.setblocking(False)
        self._children.add(pid)
        return pid, ours

    async def end(self, pid: int, *, at_once: bool = False) -> str:
        """How a worker ended, in words. It is killed if it still lives: at once, or after a while.

        Raises:
            OrphanError: the process that forked it is gone, so nobody knows.
        """
        try:
            if pid not in self._children:
                raise EOFError
            code = await self._ask(KILL if at_once else END, pid, [])
            self._children.discard(pid)
        except (OSError, EOFError) as error:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            raise OrphanError("with the process that forked it") from error
        return f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"

    async def _ask(self, what: bytes, pid: int, sockets: list[int]) -> int:
        async with self._turn:
            if self._process is None:
                self._start()
            await self._ready()
            try:
                socket.send_fds(self._control, [REQUEST.pack(what, pid)], sockets)
                return await self._reply()
            except (OSError, EOFError):
                await self.close()
                raise

    async def _reply(self) -> int:
        loop, data = asyncio.get_running_loop(), b""
        while len(data) < REPLY.size:
            piece = await loop.sock_recv(self._control, REPLY.size - len(data))
            if not piece:
                raise EOFError("the process ended")
            data += piece
        (number,) = REPLY.unpack(data)
        return int(number)

    async def close(self) -> None:
        """Let it end, as it does when nobody is left to ask it."""
        process, self._process, self._is_ready = self._process, None, False
        self._children.clear()
        self._control.close()
        if process is None:
            return
        try:
            await asyncio.to_thread(process.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)
