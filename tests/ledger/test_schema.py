"""A ledger that an earlier version wrote is brought to today's form when it is opened, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newscrawl.errors import LedgerError
from newscrawl.ledger.base import Story, Tally, Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.ledger.sqlite_schema import BEHIND_WALL, VERSION
from tests.crash.faults import Fault, in_child

VERSION_1 = """
CREATE TABLE urls (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, kind TEXT NOT NULL, site TEXT NOT NULL,
    scope TEXT NOT NULL, announced TEXT NOT NULL, depth INTEGER NOT NULL, rank INTEGER NOT NULL,
    state TEXT NOT NULL, code TEXT, detail TEXT, tries INTEGER NOT NULL DEFAULT 0,
    seen_run TEXT NOT NULL, settled_run TEXT, lease_until REAL, retry_at REAL, added_at REAL NOT NULL, settled_at REAL);
CREATE INDEX urls_open ON urls (scope, state, host, rank, id) WHERE state = 'pending' OR state = 'leased';
CREATE INDEX urls_seen ON urls (seen_run);
CREATE INDEX urls_retry ON urls (scope, retry_at) WHERE retry_at IS NOT NULL;
CREATE TABLE stories (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, fingerprint TEXT NOT NULL, source_hash TEXT NOT NULL,
    revision INTEGER NOT NULL, run TEXT NOT NULL, stored_at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX stories_url ON stories (url);
CREATE INDEX stories_fingerprint ON stories (fingerprint) WHERE fingerprint <> '';
CREATE TABLE intents (id TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stories INTEGER NOT NULL);
CREATE TABLE lines (source INTEGER NOT NULL, line INTEGER NOT NULL, stories INTEGER NOT NULL,
    PRIMARY KEY (source, line)) WITHOUT ROWID;
CREATE TABLE health (site TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (site TEXT NOT NULL, shape TEXT NOT NULL, urls INTEGER NOT NULL,
    PRIMARY KEY (site, shape)) WITHOUT ROWID;
CREATE TABLE visits (
    url TEXT PRIMARY KEY, reader TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, found TEXT NOT NULL,
    lists TEXT NOT NULL, read_at REAL NOT NULL, changed_at REAL NOT NULL) WITHOUT ROWID;
INSERT INTO urls VALUES
    (1, 'https://a.example/1', 'a.example', 'article', 'a', 's', '', 1, 1, 'stored', NULL, NULL, 0, 'r1', 'r1', NULL, NULL, 10, 20),
    (2, 'https://a.example/2', 'a.example', 'article', 'a', 's', '{"title": "한글"}', 1, 1, 'pending', NULL, NULL, 1, 'r1', NULL, NULL, NULL, 10, NULL),
    (3, 'https://b.example/3', 'b.example', 'article', 'b', 's', '', 1, 1, 'leased', NULL, NULL, 0, 'r1', NULL, 99, NULL, 10, NULL),
    (4, 'https://b.example/4', 'b.example', 'article', 'b', 's', '', 1, 1, 'failed', 'dns', 'no host', 1, 'r1', 'r1', NULL, 500, 10, 20),
    (7, 'https://b.example/7', 'b.example', 'article', 'b', 's', '', 1, 1, 'refused', 'held', 'no title', 0, 'r1', 'r1', NULL, NULL, 10, 20);
INSERT INTO stories VALUES ('id1', 'https://a.example/1', 'f1', 'h', 2, 'r1', 20);
INSERT INTO intents VALUES ('id3', 'https://b.example/3');
INSERT INTO sources VALUES (1, 'a', 9), (2, 'b', 7000), (3, 'c', 1);
INSERT INTO lines VALUES (1, -5, 8), (2, 5, 6000), (2, 6, 1);
INSERT INTO health VALUES ('a', '{}');
PRAGMA user_version = 1;
"""


DOWN = "ALTER TABLE urls DROP COLUMN kept_in; ALTER TABLE urls DROP COLUMN kept_at;"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of version 1 with a URL in each state."""
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(VERSION_1)
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def check(path: Path) -> None:
    """Everything that version 1 knew is known."""
    ledger = SqliteLedger(path, "r2", clock=lambda: 400.0)
    trace = ledger.trace("https://a.example/1")
    assert trace is not None
    assert (trace.site, trace.scope, trace.state, trace.settled_run) == ("a", "s", "stored", "r1")
    assert (trace.story_id, trace.revision) == ("id1", 2)
    assert ledger.story("id1") == ledger.story_at("https://a.example/1") == ledger.twin("f1", "id2")
    assert ledger.repeats("a", [-5, 6]) == (9, {-5: 8})
    assert ledger.repeats("b", [5, 6]) == (1000, {5: 1000, 6: 1})
    assert ledger.repeats("c", [5]) == (1, {})
    assert ledger.held() == [("b", "no title", 1)]
    assert ledger.health("a") == "{}"
    assert ledger.add([Target(url="https://a.example/1", site="a")], "s") == 0
    assert ledger.release() == 1
    leases = ledger.lease("s", 10, 10)
    assert [(x.url, x.site, x.tries) for x in leases] == [
        ("https://a.example/2", "a", 1),
        ("https://b.example/3", "b", 0),
    ]
    assert leases[0].announced == {"title": "한글"}
    ledger.clock = lambda: 501.0
    assert ledger.revive("s") == 1
    ledger.adopt(Story(id="id3", url="https://b.example/elsewhere", fingerprint="", source_hash="h", source="b"), "b")
    assert Tally("b", "article", "stored", None, 1) in ledger.tally("s")
    ledger.close()
    assert version_of(path) == VERSION


def test_an_old_ledger_keeps_all_it_knows(old: Path) -> None:
    """URLs, fates, stories, counts, intents and names are what they were."""
    check(old)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not any(name.endswith("_1") for name in tables)


@pytest.mark.parametrize("kind", ["die before", "die after"])
def test_a_kill_while_it_is_brought_over_leaves_the_old_one_or_the_new(old: Path, kind: str) -> None:
    """Before its commit it is as it was, after it is done; either way the next start has it whole."""
    assert in_child(lambda: SqliteLedger(old, "r2").close() or 0, Fault(1, kind)) == 137
    assert version_of(old) == (1 if kind == "die before" else VERSION)
    check(old)


def test_a_full_disk_while_it_is_brought_over_is_an_error_and_costs_nothing(old: Path) -> None:
    """The old one stays, and is brought over when there is space."""

    def bring_over() -> int:
        with pytest.raises(LedgerError, match="full"):
            SqliteLedger(old, "r2")
        return 3

    assert in_child(bring_over, Fault(1, "full")) == 3
    assert version_of(old) == 1
    check(old)


def test_a_ledger_that_knows_no_lists_learns_of_them(tmp_path: Path) -> None:
    """Version 2 did not keep which list named a URL; what is added from now on does."""
    path = tmp_path / "ledger.sqlite"
    SqliteLedger(path, "r1").close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(DOWN + "ALTER TABLE urls DROP COLUMN found_in; PRAGMA user_version = 2;")
    ledger = SqliteLedger(path, "r2")
    feed = "https://a.example/rss"
    ledger.add(
        [Target(url=feed, kind="feed", site="a"), Target(url="https://a.example/1", site="a", found_in=feed)], "s"
    )
    trace = ledger.trace("https://a.example/1")
    ledger.close()
    assert trace is not None
    assert trace.found_in == feed


def test_a_ledger_without_an_index_of_walls_gets_it(tmp_path: Path) -> None:
    """Version 4 knew of no walls; what had met one is tried one at a time from then on."""
    path = tmp_path / "ledger.sqlite"
    ledger = SqliteLedger(path, "r1")
    ledger.add([Target(url=f"https://a.example/{number}", site="a") for number in range(3)], "s")
    for lease in ledger.lease("s", 3, 3):
        ledger.settle(lease.url, Fate("failed", "bot-wall"))
    ledger.close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("DROP INDEX urls_walled; UPDATE urls SET retry_at = 1; PRAGMA user_version = 4;")
    ledger = SqliteLedger(path, "r2")
    back = ledger.revive("s")
    ledger.close()
    assert back == 1
    with closing(sqlite3.connect(path)) as db:
        (plan,) = db.execute(
            f"EXPLAIN QUERY PLAN SELECT max(retry_at) FROM urls WHERE {BEHIND_WALL} AND scope = 1 AND host = 1 AND code = 'bot-wall'"
        )
    assert "urls_walled" in plan[3]


def test_a_ledger_that_knows_no_places_does_not_say_that_nothing_was_kept(tmp_path: Path) -> None:
    """Version 3 did not keep where a page lies: of its URLs that is unknown, of new ones it is known. Nor did it keep pauses."""
    path = tmp_path / "ledger.sqlite"
    ledger = SqliteLedger(path, "r1")
    ledger.add([Target(url="https://a.example/1", site="a")], "s")
    ledger.close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(DOWN + "DROP TABLE pauses; PRAGMA user_version = 3;")
    ledger = SqliteLedger(path, "r2")
    ledger.pause("a.example", 5.0)
    assert ledger.paused_until("a.example") == 5.0
    ledger.add([Target(url="https://a.example/2", site="a")], "s")
    traces = [ledger.trace(f"https://a.example/{number}") for number in (1, 2)]
    ledger.close()
    assert [trace and trace.kept_in for trace in traces] == [None, ""]


def test_an_old_ledger_that_is_broken_is_refused_as_it_is(old: Path) -> None:
    """A story whose URL is not there cannot be brought over; nothing is changed."""
    with closing(sqlite3.connect(old)) as db:
        db.execute("INSERT INTO stories VALUES ('id9', 'https://nowhere.example/', '', 'h', 1, 'r1', 5)")
        db.commit()
    with pytest.raises(LedgerError, match="NOT NULL"):
        SqliteLedger(old, "r2")
    assert version_of(old) == 1
