"""Every URL ends in exactly one fate, whatever a stage does."""

import asyncio
import sys

import pytest
from scrapy.exceptions import DropItem

import newscrawl.output
from newscrawl.article import Page
from newscrawl.errors import LedgerError
from newscrawl.ledger import Failed, Refused
from newscrawl.pipelines import validate
from newscrawl.pipelines.others import watched

from .conftest import STAGES, WITH_WORKERS


def test_a_page_becomes_a_line(open_run, line, tmp_path):
    """A page of a leased URL is archived, extracted, written and settled as stored."""
    run = open_run(stages=WITH_WORKERS)
    line.lease(run, "http://paper.example/a/1")

    (article,) = line.send(run, line.page("http://paper.example/a/1"))
    run.finish()

    assert article.text.split("\n") == line.story(1)
    assert line.fates(run) == {"stored": 1}
    assert run.held == {} and run.internal_errors == 0
    (read,) = newscrawl.output.read(tmp_path / "out" / "articles")
    assert (read.text, read.run_id) == (article.text, run.run_id)


def test_a_url_without_a_page_is_settled(open_run, line):
    """What a spider says of a leased URL becomes its fate, and what was no URL is put on record."""
    run = open_run(stages=())
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")

    line.send(
        run,
        Refused("http://paper.example/a/1", "not-html"),
        Failed("http://paper.example/a/2", "empty"),
        Refused("http://[paper", "bad-url", "line 7"),
    )

    assert line.fates(run) == {"refused:not-html": 1, "failed:empty": 1, "refused:bad-url": 1}
    assert run.held == {}
    assert run.fates.total() == 3


def test_a_page_without_an_article_is_refused(open_run, line):
    """A PageError of any stage becomes `refused:<code>`."""
    run = open_run(stages=WITH_WORKERS, MIN_TEXT_CHARS=100_000)
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")

    outcomes = line.send(
        run,
        line.page("http://paper.example/a/1"),
        Page(url="http://paper.example/a/2", html=b"%PDF-1.4 \x00\x01\x02\x03"),
    )

    assert [type(outcome) for outcome in outcomes] == [DropItem, DropItem]
    assert line.fates(run) == {"refused:too-short": 1, "refused:not-html": 1}


def test_a_wall_against_machines_is_for_a_later_run(open_run, line):
    """A site on its guard shows it in place of every page, for some hours: the story is not given up for it."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1")

    line.send(
        run,
        Page(
            url="http://paper.example/a/1",
            html=b"<html><head><title>Just a moment...</title></head><body><h1>Just a moment</h1><p>Checking your browser before you go on.</p></body></html>",
        ),
    )

    assert line.fates(run) == {"failed:bot-wall": 1}


def test_a_page_that_nobody_leased_is_our_mistake(open_run, line):
    """A page whose URL is not leased is counted as an internal error, and other pages go on."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1")

    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/elsewhere", 2))

    assert line.fates(run) == {"stored": 1}
    assert run.internal_errors == 1


def test_a_value_of_another_type_is_our_mistake(open_run, line):
    """What is neither a page nor a verdict on one is counted as an internal error."""
    run = open_run(stages=())

    (outcome,) = line.send(run, {"title": "no page"})

    assert isinstance(outcome, DropItem)
    assert run.internal_errors == 1


def test_a_stage_that_breaks_costs_one_page(open_run, line, monkeypatch):
    """Any other exception of a stage settles the page as `failed:internal`, and the next page is stored."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")
    check = validate.check

    def broken(extraction, *limits):
        if extraction.article.url.endswith("/1"):
            raise KeyError("a mistake of ours")
        check(extraction, *limits)

    monkeypatch.setattr(validate, "check", broken)
    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/a/2", 2))

    assert line.fates(run) == {"failed:internal": 1, "stored": 1}
    assert run.internal_errors == 1 and run.stopped_by is None


def of_theirs(mistake):
    """A stage that somebody has written for their own project, and that makes a mistake of the page /1."""

    class Stage:
        def process_item(self, item):
            return mistake(item) if item.url.endswith("/1") else item

    return Stage


def fail_on(item):
    raise KeyError("their mistake")


def fail_silently(item):
    class SilentError(Exception):
        def __str__(self):
            raise ValueError("no words")

    raise SilentError


def close(item):
    raise GeneratorExit


def cancel(item):
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("mistake", "said"),
    [(fail_on, "KeyError: 'their mistake'"), (fail_silently, "SilentError"), (cancel, "CancelledError"), (lambda item: sys.exit(3), "SystemExit: 3"), (close, "GeneratorExit"), (lambda item: None, "gave back NoneType in place of the Page"), (lambda item: {}, "gave back dict")],
)  # fmt: skip
def test_what_breaks_in_somebody_elses_stage_is_told_as_theirs(open_run, line, mistake, said):
    """The page is `failed:stage` with the stage's name, also where the stage forgets to give the page back; the next one is stored."""
    run = open_run(stages=(of_theirs(mistake), *STAGES))
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")
    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/a/2", 2))

    assert line.fates(run) == {"failed:stage": 1, "stored": 1}
    assert run.internal_errors == 0
    ((name, times),) = run.stage_errors.items()
    assert name.startswith("tests.pipelines.test_line.") and name.endswith(".Stage") and times == 1
    assert run.ledger.trace("http://paper.example/a/1").detail.startswith(f"{name}: {said}")


def test_a_stage_that_is_given_up_by_python_is_no_mistake_of_its_owner():
    """A coroutine that nobody awaits to its end is closed: that is no page's fate."""

    class Stage:
        async def process_item(self, item):
            await asyncio.sleep(600)

    stage = Stage()
    running = watched(stage, stage.process_item)("item")

    async def begin():
        task = asyncio.ensure_future(asyncio.sleep(0))
        running.send(None)
        await task

    asyncio.run(begin())
    running.close()  # raises whatever comes out of it, but for GeneratorExit


def test_a_story_that_is_written_stays_so_whatever_breaks_behind(open_run, line):
    """It is stored, and the run is told of the mistake."""
    run = open_run(stages=(*STAGES, of_theirs(fail_on)))
    line.lease(run, "http://paper.example/a/1")
    line.send(run, line.page("http://paper.example/a/1"))

    assert line.fates(run) == {"stored": 1}
    assert run.stage_errors.total() == 1


def test_a_stage_that_cannot_close_is_put_on_record(open_run, line):
    """What it has gathered may be lost, so the run is not complete; stages behind it are closed all the same."""
    closed = []

    class Stage:
        def process_item(self, item):
            return item

        def close_spider(self):
            raise OSError("the database is gone")

    class Other(Stage):
        def close_spider(self):
            closed.append(1)

    run = open_run(stages=(Other, *STAGES, Stage))
    line.lease(run, "http://paper.example/a/1")
    line.send(run, line.page("http://paper.example/a/1"))

    assert line.fates(run) == {"stored": 1}
    assert run.stage_errors.total() == 1 and closed == [1]


def test_a_stage_may_leave_a_page_out(open_run, line, monkeypatch):
    """As in every Scrapy project: DropItem is no mistake, and its words are on record; a story that is written already stays."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")

    def unwanted(extraction, *limits):
        if extraction.article.url.endswith("/1"):
            raise DropItem("no sports")

    monkeypatch.setattr(validate, "check", unwanted)
    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/a/2", 2))

    assert line.fates(run) == {"refused:unwanted": 1, "stored": 1}
    assert run.ledger.trace("http://paper.example/a/1").detail == "no sports"
    assert run.internal_errors == 0 and run.held == {}


def test_a_broken_ledger_stops_the_run(open_run, line, monkeypatch):
    """When the ledger cannot store, the run stops, no page gets a fate, and what comes later is not begun."""
    run = open_run()
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2", "http://paper.example/a/3")

    def broken(stories):
        raise LedgerError("disk I/O error")

    monkeypatch.setattr(run.ledger, "store", broken)
    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/a/2", 2))
    (late,) = line.send(run, line.page("http://paper.example/a/3", 3))

    assert str(run.stopped_by) == "disk I/O error"
    assert isinstance(late, DropItem)
    assert line.fates(run) == {"waiting": 3}


def test_a_story_is_free_again_when_its_page_ended(open_run, line):
    """A page that is refused after it claimed its story holds up no other page with that story."""
    run = open_run(stages=WITH_WORKERS, MIN_TEXT_CHARS=100_000)
    line.lease(run, "http://paper.example/a/1", "http://paper.example/a/2")

    line.send(run, line.page("http://paper.example/a/1"), line.page("http://paper.example/a/2"))

    assert line.fates(run) == {"refused:too-short": 2}
