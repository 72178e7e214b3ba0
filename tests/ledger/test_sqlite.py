"""What only the SQLite ledger promises."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.errors import LedgerError
from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.run.config import read_config
from newscrawl.settings import defaults


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Garbage in place of the ledger is an error that names the file and what to do, and stays untouched."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite: .*; move it away, with its -wal and -shm"):
        SqliteLedger(path, "run")
    assert path.read_bytes().startswith(b"not a database")


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """A ledger that a newer version wrote is not touched by an older one."""
    path = tmp_path / "ledger.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer newscrawl"):
        SqliteLedger(path, "run")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT host FROM urls WHERE scope = 1 AND state = 'pending' AND host > 1 ORDER BY host LIMIT 1",
        "SELECT id FROM urls WHERE scope = 1 AND state = 'pending' AND host = 1 ORDER BY rank, id LIMIT 3",
        "SELECT count(*) FROM urls WHERE scope = 1 AND state = 'leased' AND host = 1",
        "SELECT 1 FROM urls WHERE scope = 1 AND state = 'pending' LIMIT 1",
        "SELECT 1 FROM urls WHERE scope = 1 AND retry_at <= 3",
        "SELECT id FROM urls WHERE key = 1 AND url = 'a'",
        "SELECT id FROM urls WHERE state = 'refused' AND code = 'held' AND site = 1",
        "SELECT id FROM stories WHERE key = 1 AND name = 'a'",
        "SELECT id FROM stories WHERE print = 1 AND fingerprint = 'a' AND name <> 'b' LIMIT 1",
    ],
)
def test_every_question_of_the_loop_is_an_index_seek(tmp_path: Path, sql: str) -> None:
    """What is asked for every page must not get slower with the number of URLs."""
    ledger = SqliteLedger(tmp_path / "ledger.sqlite", "run")
    ledger.add([Target(url="https://a.example/", site="a")], "s")
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        plan = " ".join(row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql))
    assert re.search(r"SEARCH (urls|stories) USING", plan)
    assert "TEMP B-TREE" not in plan


def test_what_was_not_asked_for_uses_up_no_try(tmp_path: Path) -> None:
    """A page whose host is down, throttles or hides its robots.txt is tried again, however often that happens."""
    now = [1_795_000_000.0]
    ledger = SqliteLedger(tmp_path / "ledger.sqlite", "r1", max_tries=1, clock=lambda: now[0])
    ledger.add([Target(url="https://paper.example/1", site="paper.example")], "feed")
    for code in ("host-down", "throttled", "robots-unavailable", "postponed") * 3:
        (lease,) = ledger.lease("feed", 1, 1)
        assert lease.tries == 0
        ledger.settle(lease.url, Fate("failed", code))
        now[0] += 7200
        assert ledger.revive("feed") == 1
    ledger.lease("feed", 1, 1)
    ledger.settle("https://paper.example/1", Fate("failed", "dns"))
    now[0] += 1e7
    assert ledger.revive("feed") == 0
    ledger.close()


def test_an_outage_of_three_days_costs_no_page(tmp_path: Path) -> None:
    """With the settings' own patience: a page that a run an hour failed to reach is tried again after it, and not for ever."""
    now = [1_795_000_000.0]
    config = read_config(Settings(defaults))
    ledger = SqliteLedger(
        tmp_path / "ledger.sqlite",
        "r1",
        max_tries=config.tries,
        retry_seconds=config.retry_seconds,
        clock=lambda: now[0],
    )
    ledger.add([Target(url="https://paper.example/1", site="paper.example")], "feed")
    tried = []
    for hour in range(40 * 24):
        ledger.revive("feed")
        if ledger.lease("feed", 1, 1):
            tried.append(hour)
            ledger.settle("https://paper.example/1", Fate("failed", "connect"))
        now[0] += 3600
    ledger.close()
    assert any(hour >= 3 * 24 for hour in tried)
    assert len(tried) == config.tries


def test_what_somebody_reads_is_durable_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody reads SQLite does not play its log in, and would not sync it either; the log is synced as it stands."""
    path, synced = tmp_path / "ledger.sqlite", []
    ledger = SqliteLedger(path, "r1")
    sync = os.fsync

    def note(descriptor: int) -> None:
        sync(descriptor)
        synced.append((os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size))

    monkeypatch.setattr(os, "fsync", note)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM urls").fetchone()
        ledger.add([Target(url="https://paper.example/1", site="paper.example")], "feed")
        ledger.checkpoint()
        log = path.with_name("ledger.sqlite-wal").stat()

        assert synced == [(log.st_ino, log.st_size)]
        assert log.st_size > 0
        reader.execute("ROLLBACK")
    ledger.checkpoint()
    ledger.close()
    assert len(synced) == 1  # SQLite's own are not seen here
