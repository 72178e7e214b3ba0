"""The extraction workers as the crawler sees them: give a page, wait, and get its extraction or an error.

A page that takes too long or kills its worker costs itself only; the worker is replaced. The event loop never
waits for a worker, and no more pages are out than the workers have hands for.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import suppress

import msgspec

from newscrawl.article import Extraction, Page
from newscrawl.errors import PageError
from newscrawl.pipelines.nursery import Nursery, OrphanError, WorkerError
from newscrawl.pipelines.worker import LENGTH, Answer, Orders, pack, unpack_answer
from newscrawl.spiders.documents import DocumentError, Feed
from newscrawl.spiders.entry import Entry

HANDS = 2
"""Pages that a worker has at once: the one it works on, and the next, so that it never waits for the event loop."""
MOST_ORPHANED = 5
"""Times that a page may lose its worker together with the process that forks workers."""
RESTART_PAUSES = (0.2, 2.0)
"""Seconds between the tries to replace a worker that is gone."""

_CHUNK = 1 << 20

logger = logging.getLogger(__name__)


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
        self._nursery = Nursery(orders)
        self._all = [_Worker(self._nursery, seconds) for _ in range(processes)]
        self._hands = asyncio.Semaphore(processes * HANDS)

    async def open(self) -> None:
        """Start all of them; raises `WorkerError`."""
        try:
            for worker in self._all:
                await worker.open()
        except BaseException:
            await self.close()
            raise

    async def extract(self, page: Page) -> Extraction:
        """The extraction of a page.

        Raises:
            PageError: of extraction; or `timeout`, `crashed`.
            ExtractionBug: a mistake of ours.
            WorkerError: no worker can be started any more.
        """
        return _extraction(await self._answer(page))

    async def read_feed(self, feed: Feed) -> list[Entry]:
        """The entries of a feed: what strangers write may keep its parser busy for minutes.

        Raises:
            DocumentError: it is none.
            PageError: `timeout`, `crashed`, `too-complex`.
            ExtractionBug, WorkerError: as `extract`.
        """
        answer = await self._answer(feed)
        if answer.entries is not None:
            return answer.entries
        if answer.code or answer.bug:
            _extraction(answer)
        raise DocumentError(answer.detail)

    async def _answer(self, asked: Page | Feed) -> Answer:
        """What a worker says, after another try where it was not to blame."""
        crashes = orphaned = 0
        while True:
            try:
                return await self._ask(asked)
            except OrphanError as error:
                # not the page's fault, unless it is so every time: what takes all memory may be this page
                orphaned += 1
                if orphaned > MOST_ORPHANED:
                    raise PageError("crashed", str(error)) from error
            except _Crashed as error:
                # it may have been killed by somebody else, or by the memory that others took: once more
                crashes += 1
                if crashes > 1:
                    raise PageError("crashed", str(error)) from error

    async def _ask(self, asked: Page | Feed) -> Answer:
        async with self._hands:
            worker = min(self._all, key=lambda each: len(each.asked))
            return await worker.ask(pack(asked))

    async def close(self) -> None:
        """Let all of them end; they are idle by now, or are killed."""
        for worker in self._all:
            await worker.close()
        await self._nursery.close()

    @property
    def pids(self) -> list[int]:
        """Of the processes that live."""
        return [worker.life.pid for worker in self._all if worker.life is not None]


def _extraction(answer: Answer) -> Extraction:
    if answer.extraction is not None:
        return answer.extraction
    if answer.bug:
        raise ExtractionBug(answer.bug)
    raise PageError(answer.code, answer.detail)


class _Life:
    """A process and the streams to it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid, self._reader, self._writer = pid, reader, writer

    def send(self, message: bytes) -> None:
        """Few messages are out at a time, so nobody waits for the stream to drain."""
        self._writer.write(LENGTH.pack(len(message)))
        self._writer.write(message)

    async def receive(self) -> Answer:
        """Raises `IncompleteReadError`, `OSError` when the process is gone."""
        (length,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
        return unpack_answer(await self._reader.readexactly(length))

    def close(self) -> None:
        """Send no more; at that the process ends, when it is through."""
        self._writer.close()


class _Worker:
    """One process at a time. It answers in the order in which it was asked; what a dead one leaves, the next is asked again.

    Attributes:
        asked: messages that are not answered, and who waits for the answer.
    """

    def __init__(self, nursery: Nursery, seconds: float) -> None:
        self._nursery, self._seconds = nursery, seconds
        self.life: _Life | None = None
        self.asked: deque[tuple[bytes, asyncio.Future[Answer]]] = deque()
        self._news = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start the process; raises `WorkerError`."""
        await self._start()
        self._work = asyncio.ensure_future(self._answer_all())

    async def _start(self) -> None:
        pid, ours = await self._nursery.fork()
        self.life = _Life(pid, *await asyncio.open_connection(sock=ours, limit=_CHUNK))
        for message, _ in self.asked:
            self.life.send(message)

    async def _restart(self) -> None:
        """Start it anew, several times if need be: what killed it may strike while it starts as well."""
        for pause in RESTART_PAUSES:
            try:
                await self._start()
                return
            except WorkerError as error:
                logger.warning("%s; once more in %g s", error, pause)
                await asyncio.sleep(pause)
        await self._start()

    def ask(self, message: bytes) -> asyncio.Future[Answer]:
        """The answer to a message, or `PageError`, `_Crashed`, `OrphanError`, `WorkerError`."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.asked.append((message, future))
        if self.life is not None:
            self.life.send(message)
        self._news.set()
        return future

    async def _answer_all(self) -> None:
        while True:
            self._news.clear()
            while self.asked:
                await self._answer_next()
            await self._news.wait()

    async def _answer_next(self) -> None:
        """The answer to what was asked first; nobody may wait for it any more."""
        answer: Answer | Exception
        try:
            answer = await self._receive()
        except (PageError, WorkerError, OrphanError, _Crashed) as error:
            answer = error
        _, future = self.asked.popleft()
        if future.done():
            return
        if isinstance(answer, Answer):
            future.set_result(answer)
        else:
            future.set_exception(answer)

    async def _receive(self) -> Answer:
        if self.life is None:
            await self._restart()
        assert self.life is not None
        try:
            answer = await asyncio.wait_for(self.life.receive(), self._seconds)
        except TimeoutError:
            with suppress(OrphanError):
                await self._end(at_once=True)
            raise PageError("timeout", f"{self._seconds:g} seconds") from None
        except (asyncio.IncompleteReadError, OSError) as error:
            raise _Crashed(await self._end()) from error
        except msgspec.MsgspecError as error:
            await self._end(at_once=True)
            raise _Crashed(f"its answer cannot be read: {error}") from error
        if answer.spent:
            with suppress(OrphanError):
                await self._end()
        return answer

    async def _end(self, *, at_once: bool = False) -> str:
        """How the process ended, in words."""
        life, self.life = self.life, None
        assert life is not None
        life.close()
        return await self._nursery.end(life.pid, at_once=at_once)

    async def close(self) -> None:
        """Let the process end, and nobody wait."""
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work
        if self.life is not None:
            with suppress(OrphanError):
                await self._end()
        for _, future in self.asked:
            future.cancel()
