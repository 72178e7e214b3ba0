"""The extraction workers as the crawler sees them: give a page, wait, and get its extraction or an error.

A page that takes too long or kills its worker costs itself only; the worker is replaced. The event loop never
waits for a worker, and no more pages are out than there are workers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable
from contextlib import suppress

import msgspec

from newscrawl.article import Extraction, Page
from newscrawl.errors import NewscrawlError, PageError
from newscrawl.pipelines.worker import LENGTH, Answer, Orders, pack_page, unpack_answer

START_SECONDS = 60
"""A worker that is not ready by then never will be."""
STOP_SECONDS = 2
RESTART_PAUSES = (0.2, 2.0)
"""Seconds between the tries to replace a worker that is gone."""

_CHUNK = 1 << 20

logger = logging.getLogger(__name__)
_GONE = (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError)


class WorkerError(NewscrawlError):
    """No worker can be started: stop the run."""


class ExtractionBug(RuntimeError):  # noqa: N818 - not an error of the page but of ours
    """Extraction raised what it may not; the message is the worker's traceback."""


class _Crashed(Exception):  # noqa: N818
    """The worker ended while it had the page; the message says how."""


class Workers:
    """A fixed number of workers.

    Args:
        orders: what each is told.
        processes: how many.
        seconds: how long a page may take.
    """

    def __init__(self, orders: Orders, processes: int, seconds: float) -> None:
        self._seconds = seconds
        self._all = [_Worker(orders) for _ in range(processes)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()

    async def open(self) -> None:
        """Start all of them; raises `WorkerError`."""
        starts = [worker.start() for worker in self._all]
        for failed in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(failed, BaseException):
                await self.close()
                raise failed
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def extract(self, page: Page) -> Extraction:
        """The extraction of a page.

        Raises:
            PageError: of extraction; or `timeout`, `crashed`.
            ExtractionBug: a mistake of ours.
            WorkerError: no worker can be started any more.
        """
        message = pack_page(page)
        try:
            answer = await self._ask(message)
        except _Crashed:
            # it may have been killed by somebody else, or by the memory that others took: once more
            try:
                answer = await self._ask(message)
            except _Crashed as error:
                raise PageError("crashed", str(error)) from error
        return _extraction(answer)

    async def _ask(self, message: bytes) -> Answer:
        worker = await self._idle.get()
        try:
            return await worker.ask(message, self._seconds)
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """Let all of them end; they are idle by now, or are killed."""
        await asyncio.gather(*(worker.stop() for worker in self._all))

    @property
    def pids(self) -> list[int]:
        """Of the processes that live."""
        return [worker.pid for worker in self._all if worker.pid is not None]


def _extraction(answer: Answer) -> Extraction:
    if answer.extraction is not None:
        return answer.extraction
    if answer.bug:
        raise ExtractionBug(answer.bug)
    raise PageError(answer.code, answer.detail)


class _Worker:
    """One process, started anew whenever it is gone."""

    def __init__(self, orders: Orders) -> None:
        self._command = [sys.executable, "-m", "newscrawl.pipelines.worker", msgspec.json.encode(orders).decode()]
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def start(self) -> None:
        """Start the process and wait until it is ready; raises `WorkerError`."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_CHUNK,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
            await asyncio.wait_for(self._receive(), START_SECONDS)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            await self.kill()
            raise WorkerError(f"an extraction worker cannot be started: {type(error).__name__}: {error}") from error

    async def _restart(self) -> None:
        """Start it anew, several times if need be: what killed it may strike while it starts as well."""
        for pause in RESTART_PAUSES:
            try:
                await self.start()
                return
            except WorkerError as error:
                logger.warning("%s; once more in %g s", error, pause)
                await asyncio.sleep(pause)
        await self.start()

    async def ask(self, message: bytes, seconds: float) -> Answer:
        """The answer to a message.

        Raises:
            PageError: it took longer than it may.
            _Crashed, WorkerError: as they say.
        """
        if self.pid is None:
            await self._restart()
        try:
            answer = await asyncio.wait_for(self._exchange(message), seconds)
        except TimeoutError:
            await self.kill()
            raise PageError("timeout", f"{seconds:g} seconds") from None
        except _GONE as error:
            raise _Crashed(await self._end()) from error
        except BaseException:  # half a message is out or in: nothing after it would be understood
            await self.kill()
            raise
        if answer.spent:
            await self._end()
        return answer

    async def _exchange(self, message: bytes) -> Answer:
        pipe = self._running.stdin
        assert pipe is not None
        pipe.write(LENGTH.pack(len(message)))
        pipe.write(message)
        await pipe.drain()
        return await self._receive()

    async def _receive(self) -> Answer:
        pipe = self._running.stdout
        assert pipe is not None
        (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
        return unpack_answer(await pipe.readexactly(length))

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    async def kill(self) -> None:
        """End the process at once, if it lives."""
        if self.pid is not None:
            with suppress(ProcessLookupError):
                self._running.kill()
            await self._running.wait()

    async def _end(self) -> str:
        """How the process ended, in words."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._running.wait(), STOP_SECONDS)
        await self.kill()
        code = self._running.returncode or 0
        return f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"

    async def stop(self) -> None:
        """Close its stdin, at which it ends; kill it if it does not."""
        if self.pid is None:
            return
        assert self._running.stdin is not None
        self._running.stdin.close()
        await _quietly(asyncio.wait_for(self._running.wait(), STOP_SECONDS))
        await self.kill()


async def _quietly(waiting: Awaitable[object]) -> None:
    with suppress(TimeoutError):
        await waiting
