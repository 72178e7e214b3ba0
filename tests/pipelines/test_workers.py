"""Pages that hang, kill or break their worker, and workers that others kill."""

import asyncio
import os
import resource
import signal
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from newscrawl.article import RECALLED, Page
from newscrawl.errors import PageError
from newscrawl.pipelines.nursery import WorkerError
from newscrawl.pipelines.worker import Answer, Orders, pack, pack_answer, unpack, unpack_answer
from newscrawl.pipelines.workers import ExtractionBug, Workers

from .conftest import page, story

GOOD = "http://paper.example/good"


@asynccontextmanager
async def workers(processes=1, seconds=120.0, function="tests.pipelines.odd_extract:extract", **orders):
    """Workers that are open, and closed in the end."""
    pool = Workers(Orders(function=function, **orders), processes, seconds)
    await pool.open()
    try:
        yield pool
    finally:
        await pool.close()


def extract_all(*pages, **kwargs):
    """The extractions of pages by one pool, or their exceptions."""

    async def work():
        async with workers(**kwargs) as pool:
            return await asyncio.gather(*map(pool.extract, pages), return_exceptions=True)

    return asyncio.run(work())


def test_extraction_in_a_worker():
    """A worker gives the same lines as the page holds."""
    (extraction,) = extract_all(page(GOOD))

    assert [line.text for line in extraction.lines] == story(1)
    assert extraction.requested_url == GOOD


@pytest.mark.parametrize("learn_layouts", [True, False])
def test_a_worker_remembers_layouts(learn_layouts):
    """Pages of one site come to be read by what the worker learned of it, where it is told to learn."""
    pages = [
        replace(page(f"http://paper.example/town/{number}"), url=f"http://paper.example/town/{number}")
        for number in range(40)
    ]
    found = extract_all(*pages, learn_layouts=learn_layouts)

    assert {extraction.article.text for extraction in found} == {found[0].article.text}
    assert any(extraction.evidence.get("text") == RECALLED for extraction in found) is learn_layouts


def test_a_page_that_hangs():
    """A page that takes longer than it may is refused, and the worker that replaces its own takes the next page."""
    hanging, good = extract_all(page("http://paper.example/hang"), page(GOOD), seconds=5.0)

    assert isinstance(hanging, PageError) and hanging.code == "timeout"
    assert good.article.url == GOOD


@pytest.mark.parametrize(("path", "how"), [("die", "signal SIGKILL"), ("leave", "exit code 3")])
def test_a_page_that_kills_its_worker(path, how):
    """A page that ends its worker twice is refused, with how it ended, and the next page is extracted."""
    deadly, good = extract_all(page(f"http://paper.example/{path}"), page(GOOD))

    assert isinstance(deadly, PageError) and deadly.code == "crashed" and how in deadly.detail
    assert good.article.url == GOOD


def test_a_page_that_takes_all_processes_with_it(monkeypatch):
    """What ends worker and nursery alike each time, as a machine without memory does, is not tried for ever."""
    monkeypatch.setattr("newscrawl.pipelines.workers.MOST_ORPHANED", 1)
    deadly, good = extract_all(page("http://paper.example/orphan"), page(GOOD))

    assert isinstance(deadly, PageError) and deadly.code == "crashed"
    assert good.article.url == GOOD


def test_a_page_that_hangs_while_nobody_watches():
    """A worker ends by itself when a page takes far too long, as it must when the crawler was killed."""
    hanging, good = extract_all(page("http://paper.example/hang"), page(GOOD), seconds=300, alarm_seconds=5)

    assert hanging.code == "crashed" and "SIGALRM" in hanging.detail
    assert good.article.url == GOOD


def test_a_page_whose_worker_dies_once(tmp_path):
    """A page whose worker was killed is extracted by another: it may not have been its fault."""
    unlucky = page("http://paper.example/die-once")
    unlucky.headers["x-marker"] = str(tmp_path / "died")

    (extraction,) = extract_all(unlucky)

    assert (tmp_path / "died").exists()
    assert extraction.article.title == "Council meets for the 1th time"


def test_a_page_that_takes_too_much_memory():
    """A page that wants more memory than a worker may take is refused as too complex."""
    greedy, good = extract_all(page("http://paper.example/greedy"), page(GOOD), memory_mb=256)

    assert isinstance(greedy, PageError) and greedy.code == "too-complex"
    assert good.article.url == GOOD


def test_a_mistake_of_ours_is_no_fault_of_the_page():
    """Any other exception of extraction comes back with its traceback."""
    bug, good = extract_all(page("http://paper.example/bug"), page(GOOD))

    assert isinstance(bug, ExtractionBug) and "KeyError: 'a mistake of ours'" in str(bug)
    assert good.article.url == GOOD


def test_a_worker_that_is_killed_while_idle():
    """A worker that somebody killed between two pages is replaced, and no page is lost."""

    async def work():
        async with workers() as pool:
            os.kill(pool.pids[0], signal.SIGKILL)
            return await pool.extract(page(GOOD))

    assert asyncio.run(work()).article.url == GOOD


def test_more_pages_than_workers():
    """Pages wait for a free worker; each gets its own extraction."""
    urls = [f"http://paper.example/a/{number}" for number in range(20)]

    extractions = extract_all(*(page(url, number) for number, url in enumerate(urls)), processes=2)

    assert [extraction.article.url for extraction in extractions] == urls


def test_closing_ends_the_processes():
    """After closing no worker is left, busy or not."""

    async def work():
        async with workers(processes=2) as pool:
            busy = asyncio.ensure_future(pool.extract(page("http://paper.example/hang")))
            await asyncio.sleep(0)
            pids = pool.pids
            busy.cancel()
        return pids

    pids = asyncio.run(work())

    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_that_cannot_start():
    """A worker that ends before it is ready is an error of the run, not of a page."""
    with pytest.raises(WorkerError):
        extract_all(page(GOOD), function="tests.pipelines.odd_extract:nothing")


def test_a_worker_that_cannot_be_replaced_for_want_of_files(monkeypatch):
    """Where no file may be opened any more, pages do not wait for a worker for ever."""
    monkeypatch.setattr("newscrawl.pipelines.workers.RESTART_PAUSES", (0.01,))

    async def work():
        async with workers() as pool:
            os.kill(pool.pids[0], signal.SIGKILL)
            limits = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (1, limits[1]))
            try:
                return await asyncio.wait_for(pool.extract(page(GOOD)), 120)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    with pytest.raises(WorkerError, match="Too many open files"):
        asyncio.run(work())


def test_a_page_survives_the_pipe():
    """A page is the same on the other side, with bytes or text."""
    for value in (page(GOOD), Page(url=GOOD, html="다리가 열렸다", announced={"title": "다리"})):
        assert unpack(pack(value)) == value


def test_half_a_character_does_not_break_the_answer():
    """A lone surrogate, which JSON in a page can hold, becomes U+FFFD."""
    assert unpack_answer(pack_answer(Answer(detail="a\ud800b"))).detail == "a\ufffdb"
