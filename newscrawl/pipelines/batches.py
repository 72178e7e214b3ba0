"""Many small writes made into few: values are gathered until there are enough of them or time is up, then flushed.

Who adds a value waits until its batch is flushed. Batches are flushed one after the other, and after one that
failed none follows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")


class _Batch(Generic[Value, Result]):
    def __init__(self) -> None:
        self.values: list[Value] = []
        self.full = asyncio.Event()
        self.flushed: asyncio.Task[Sequence[Result]] | None = None


class Batches(Generic[Value, Result]):
    """Gathers values for `flush`, which answers with one result per value, in order.

    Args:
        flush: is called with one batch at a time.
        size: values that make a batch full.
        seconds: how long the first value of a batch waits for others at most.
    """

    def __init__(
        self, flush: Callable[[Sequence[Value]], Awaitable[Sequence[Result]]], size: int, seconds: float
    ) -> None:
        self._flush, self._size, self._seconds = flush, size, seconds
        self._turn = asyncio.Lock()
        self._error: Exception | None = None
        self._open: _Batch[Value, Result] = _Batch()

    async def add(self, value: Value) -> Result:
        """The result of the value's flush; raises what a flush raised, this one or one before."""
        batch = self._open
        index = len(batch.values)
        batch.values.append(value)
        if batch.flushed is None:
            batch.flushed = asyncio.ensure_future(self._run(batch))
        if len(batch.values) >= self._size:
            self._close(batch)
        # shielded: who no longer waits takes nothing from the others
        return (await asyncio.shield(batch.flushed))[index]

    def _close(self, batch: _Batch[Value, Result]) -> None:
        batch.full.set()
        if self._open is batch:
            self._open = _Batch()

    async def _run(self, batch: _Batch[Value, Result]) -> Sequence[Result]:
        with suppress(TimeoutError):
            await asyncio.wait_for(batch.full.wait(), self._seconds)
        self._close(batch)
        async with self._turn:
            if self._error is not None:
                raise self._error
            try:
                return await self._flush(batch.values)
            except Exception as error:
                self._error = error
                raise
