"""A page waits until its line is on disk, and a disk that fails stops the run without losing or doubling anything."""

import errno
import os
from dataclasses import replace

import newscrawl.output
from newscrawl.errors import LedgerError
from newscrawl.output.record import decode_removals

from .conftest import STAGES

NO_ARCHIVE = STAGES[1:]
URLS = [f"http://paper.example/a/{number}" for number in range(5)]
NOTICE = "Copyright © Lower Bexford Weekly. All rights reserved."


def articles(folder):
    return sorted(article.url for article in newscrawl.output.read(folder / "articles"))


def test_a_full_disk_stops_the_run_and_the_next_goes_on(open_run, line, monkeypatch, tmp_path):
    """When a line cannot be synced no page is done, and the next run stores each page once."""
    run = open_run(stages=NO_ARCHIVE)
    line.lease(run, *URLS)

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", full)
        line.send(run, *(line.page(url, number) for number, url in enumerate(URLS)))

    assert isinstance(run.stopped_by.__cause__, OSError)
    assert line.fates(run) == {"waiting": 5}

    again = open_run(stages=NO_ARCHIVE)
    line.lease(again, *URLS)
    line.send(again, *(line.page(url, number) for number, url in enumerate(URLS)))
    again.finish()
    assert articles(tmp_path / "out") == URLS


def test_a_line_on_disk_is_not_written_twice(open_run, line, monkeypatch, tmp_path):
    """When the ledger breaks after the lines are on disk, the next run takes them over instead of fetching again."""
    run = open_run(stages=NO_ARCHIVE, SYNC_LINES=len(URLS), SYNC_SECONDS=60)
    line.lease(run, *URLS)

    def broken(stories):
        raise LedgerError("disk I/O error")

    monkeypatch.setattr(run.ledger, "store", broken)
    line.send(run, *(line.page(url, number) for number, url in enumerate(URLS)))

    again = open_run(stages=NO_ARCHIVE)

    assert again.adopted == 5
    assert not again.ledger.waiting("test")
    again.finish()
    assert articles(tmp_path / "out") == URLS


def test_removals_have_a_line_of_their_own(open_run, line, tmp_path):
    """The account of an article goes to the removals file under the article's id, and not into its line."""
    run = open_run(stages=NO_ARCHIVE)
    line.lease(run, URLS[0])

    (article,) = line.send(run, line.page(URLS[0], lines=[*line.story(), NOTICE]))
    run.finish()

    (file,) = (tmp_path / "out" / "removals").rglob("*.jsonl")
    account = decode_removals(file.read_bytes())
    assert account.id == article.id
    assert NOTICE in [removal.text for removal in account.removals]
    (read,) = newscrawl.output.read(tmp_path / "out" / "articles")
    assert read.removals is None


def test_removals_inline_where_asked_for(open_run, line, tmp_path):
    """With NEWSCRAWL_INLINE_REMOVALS the article's line holds them too."""
    run = open_run(stages=NO_ARCHIVE, INLINE_REMOVALS=True)
    line.lease(run, URLS[0])

    line.send(run, line.page(URLS[0], lines=[*line.story(), NOTICE]))
    run.finish()

    (read,) = newscrawl.output.read(tmp_path / "out" / "articles")
    assert [removal.text for removal in read.removals] == [NOTICE]


def test_stored_articles_are_counted(open_run, line):
    """The run's figures count an article, and which fields it has."""
    run = open_run(stages=NO_ARCHIVE)
    line.lease(run, URLS[0])

    line.send(run, line.page(URLS[0]))

    assert run.counts.articles == 1
    assert run.counts.shares["title"] == 1.0 and run.counts.shares["publisher"] == 0.0


def test_a_line_that_readers_would_choke_on_is_not_written(open_run, line, tmp_path):
    """The page is refused and put on record with the size, nothing is cut; also for what was cut from a short story."""
    run = open_run(stages=NO_ARCHIVE, LINE_MAX_BYTES=20_000)
    line.lease(run, *URLS[:3])
    long = [f"{number}: {paragraph}" for number in range(20) for paragraph in line.story(number, 8)]
    noise = "".join(f"<li><a href='/{n}'>Another story of bridge {n} and its sister</a></li>" for n in range(1500))
    menu = line.page(URLS[2], 2)
    menu = replace(
        menu, html=menu.html.replace(b"</article>", f"<ul class='related-links'>{noise}</ul></article>".encode())
    )
    line.send(run, line.page(URLS[0]), line.page(URLS[1], 1, lines=long), menu)
    run.finish()

    assert articles(tmp_path / "out") == URLS[:1]
    assert line.fates(run) == {"stored": 1, "refused:too-large": 2}
    details = [run.ledger.trace(url).detail for url in URLS[1:3]]
    assert [detail.split(" would")[0] for detail in details] == ["the line of its article", "the line of its removals"]
