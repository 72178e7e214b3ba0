"""How a run ended: which of several truths the exit code tells."""

import errno
import signal
import sqlite3
from pathlib import Path

import pytest

from newscrawl.errors import ConfigError, LedgerError, NewscrawlError, OutputError, RecordError
from newscrawl.ledger.base import Loss, Tally
from newscrawl.run.ending import ending_of, start_code, success_share, why_lost
from newscrawl.run.lock import LockedError

FINE = {
    "storage_error": None,
    "internal_errors": 0,
    "signal_number": None,
    "closed": "finished",
    "share": 1.0,
    "min_share": 0.5,
}


def code(**changes):
    """The exit code of a crawl that was fine but for the changes."""
    return ending_of(**(FINE | changes)).code


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 0),
        ({"share": 0.49}, 69),
        ({"share": 0.0, "min_share": 0.0}, 0),
        ({"closed": "time_budget"}, 124),
        ({"closed": "closespider_pagecount"}, 124),
        ({"closed": "no_space"}, 74),
        ({"closed": "memusage_exceeded"}, 70),
        ({"closed": "start_error"}, 70),
        ({"closed": "cancelled"}, 70),
        ({"closed": "interrupted", "signal_number": signal.SIGINT}, 130),
        ({"closed": "interrupted", "signal_number": signal.SIGTERM}, 143),
        ({"internal_errors": 1}, 70),
        ({"stage_errors": {"mine.Stage": 1}}, 70),
        ({"storage_error": OutputError("x")}, 74),
        ({"storage_error": NewscrawlError("no worker")}, 70),
    ],
)
def test_each_way_to_end_has_its_code(changes, expected):
    """Only a crawl that was closed as finished, with enough pages, ends with 0."""
    assert code(**changes) == expected


def test_missing_pages_have_their_reason():
    """The commonest code first, each with what was seen; what is held is none, and lists count where no page was lost."""
    pages = [
        Loss(f"u{n}", "article", "failed", code, seen)
        for n, (code, seen) in enumerate(
            [("dns", ""), ("http-error", "HTTP 404"), ("http-error", "HTTP 410"), ("held", "x")]
        )
    ]
    lists = [Loss("f", "feed", "failed", "connect", "refused")]
    assert why_lost([*pages, *lists]) == "http-error 2 (HTTP 404), dns 1"
    assert why_lost(lists) == "connect 1 (refused)"
    assert ending_of(**(FINE | {"share": 0.0, "lost": "dns 1"})).reason.endswith("50% are expected: dns 1")


def test_the_gravest_thing_counts():
    """A broken disk is told before a mistake of ours, that before a signal, and that before missing pages."""
    worst = {"storage_error": LedgerError("x"), "internal_errors": 2, "signal_number": 15, "share": 0.0}
    assert code(**worst) == 74
    assert code(**(worst | {"storage_error": None})) == 70
    assert code(**(worst | {"storage_error": None, "internal_errors": 0})) == 143


def caused(error, cause):
    """The error as raised from its cause."""
    error.__cause__ = cause
    return error


def full_disk():
    """What SQLite raises when it may not grow its file."""
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA max_page_count = 2")
    try:
        db.execute("CREATE TABLE a (b)")
        db.execute("INSERT INTO a VALUES (zeroblob(100000))")
    except sqlite3.Error as error:
        return error
    raise AssertionError("SQLite found room")


def no_file():
    """What SQLite raises where no file can be made."""
    try:
        sqlite3.connect("/nowhere/ledger.sqlite")
    except sqlite3.Error as error:
        return error
    raise AssertionError("SQLite made a file")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (LockedError(Path("out"), "process 1"), 75),
        (ConfigError("x"), 78),
        (RecordError("a.jsonl", 3, "no JSON"), 74),
        (caused(OutputError("x"), OSError(errno.ENOSPC, "full")), 74),
        (caused(OutputError("x"), OSError(errno.EACCES, "not yours")), 73),
        (caused(LedgerError("x"), full_disk()), 74),
        (caused(LedgerError("x"), no_file()), 73),
        (LedgerError("written by a newer newscrawl"), 73),
        (NewscrawlError("no worker"), 1),
    ],
)
def test_what_keeps_a_run_from_starting_has_its_code(error, expected):
    """A full or broken disk is another code than a place where nothing may be written."""
    assert start_code(error) == expected


def row(outcome, urls, kind="article", code=None):
    """A row of the ledger's account."""
    return Tally("a.example", kind, outcome, code, urls)


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([], 1.0),
        ([row("known", 9), row("waiting", 5)], 1.0),
        ([row("stored", 1), row("unchanged", 1), row("duplicate", 1), row("refused", 1, code="empty")], 0.75),
        ([row("stored", 1), row("failed", 3, code="dns"), row("known", 90)], 0.25),
        ([row("failed", 2, "feed", "dns")], 0.0),
        ([row("failed", 2, "feed", "dns"), row("expanded", 1, "section")], 1.0),
        (
            [row("failed", 2, "section", "http-error"), row("expanded", 1, "no-list"), row("unchanged", 3, "no-list")],
            0.0,
        ),
        ([row("expanded", 1, "no-list")], 1.0),
        ([row("failed", 1, "feed", "dns"), row("stored", 2)], 1.0),
        ([row("waiting", 2, "feed")], 1.0),
    ],
)
def test_success_is_counted_over_what_this_run_settled(rows, share):
    """What was known or still waits says nothing; lists that all fail are a failure."""
    assert success_share(rows) == share


def of_site(site, outcome, urls, kind="article", code=None):
    return Tally(site, kind, outcome, code, urls)


def quiet(sites):
    """Sites whose lists have nothing new."""
    return [of_site(f"{number}.example", "unchanged", 2, "feed") for number in range(sites)]


THROTTLED = of_site("busy.example", "failed", 5, code="throttled")
DOWN = of_site("down.example", "failed", 40, code="connect")


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([*quiet(49), THROTTLED], 0.98),
        ([*quiet(49), THROTTLED, of_site("busy.example", "unchanged", 1, "feed")], 0.98),
        ([*quiet(48), THROTTLED, DOWN], 0.96),
        ([*quiet(3), THROTTLED, of_site("0.example", "stored", 1)], 0.75),
        # not when only it was asked, or as many are away as answer
        ([THROTTLED], 0.0),
        ([THROTTLED, of_site("busy.example", "unchanged", 1, "feed")], 0.0),
        ([*quiet(1), THROTTLED], 0.0),
        ([*quiet(2), THROTTLED, DOWN], 0.0),
        # nor for what is lost for good, here or elsewhere, or where a site gives some pages
        ([*quiet(49), of_site("busy.example", "refused", 5, code="no-article")], 0.0),
        ([*quiet(49), THROTTLED, of_site("busy.example", "refused", 1, code="no-article")], 0.0),
        ([*quiet(49), THROTTLED, of_site("0.example", "refused", 3, code="no-article")], 0.0),
        ([*quiet(49), THROTTLED, of_site("busy.example", "stored", 1)], 1 / 6),
        # nor of given addresses, where there are no lists
        ([*[of_site(f"{number}.example", "stored", 1) for number in range(3)], THROTTLED], 3 / 8),
    ],
)
def test_one_site_that_is_away_is_no_failure_of_many(rows, share):
    """It counts as one site where the lists of most others could be read; health names it."""
    assert success_share(rows) == pytest.approx(share)


def test_lines_of_a_killed_run_do_not_make_this_one_a_success():
    """Nine adopted articles and one page that failed: nothing that was fetched succeeded."""
    assert success_share([row("stored", 9), row("failed", 1, code="dns")], adopted=9) == 0.0
