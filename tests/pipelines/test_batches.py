"""When a batch is flushed, and what everybody gets who waits for it."""

import asyncio

import pytest

from newscrawl.pipelines.batches import Batches


class Disk:
    """Remembers batches; breaks at the n-th."""

    def __init__(self, breaks_at=None):
        self.batches, self.breaks_at, self.busy = [], breaks_at, 0

    async def flush(self, values):
        self.busy += 1
        assert self.busy == 1, "two flushes at once"
        await asyncio.sleep(0)
        self.batches.append(list(values))
        self.busy -= 1
        if len(self.batches) == self.breaks_at:
            raise OSError("full")
        return [f"{value} done" for value in values]


def add_all(disk, values, size, seconds):
    async def work():
        batches = Batches(disk.flush, size, seconds)
        return await asyncio.gather(*map(batches.add, values), return_exceptions=True)

    return asyncio.run(work())


def test_a_full_batch_goes_at_once():
    """Values are flushed in order as soon as there are enough, and each gets its own result."""
    disk = Disk()

    results = add_all(disk, range(4), size=2, seconds=3600)

    assert disk.batches == [[0, 1], [2, 3]]
    assert results == ["0 done", "1 done", "2 done", "3 done"]


def test_time_closes_a_batch():
    """Values that are not enough for a batch go when time is up."""
    disk = Disk()

    assert add_all(disk, range(3), size=100, seconds=0.01) == ["0 done", "1 done", "2 done"]
    assert disk.batches == [[0, 1, 2]]


def test_nothing_follows_a_failure():
    """All who wait for a batch that fails get the error, and so does everybody after them without another flush."""
    disk = Disk(breaks_at=2)

    results = add_all(disk, range(6), size=2, seconds=3600)

    assert results[:2] == ["0 done", "1 done"]
    assert [str(result) for result in results[2:]] == ["full"] * 4
    assert disk.batches == [[0, 1], [2, 3]]


def test_who_gives_up_takes_nothing_from_the_others():
    """A cancelled waiter does not cancel the batch."""

    async def work():
        batches = Batches(Disk().flush, 2, 3600)
        first = asyncio.ensure_future(batches.add("a"))
        await asyncio.sleep(0)
        first.cancel()
        return first, await batches.add("b")

    first, result = asyncio.run(work())

    assert result == "b done"
    with pytest.raises(asyncio.CancelledError):
        first.result()
