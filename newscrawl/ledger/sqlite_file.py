"""The SQLite file under the ledger: its tables, its transactions, and what a failure of it is called.

`synchronous=NORMAL` is enough, because a line of output is synced before its URL is settled: a power cut can
only cost a second fetch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newscrawl.errors import LedgerError

SCHEMA = """
CREATE TABLE IF NOT EXISTS urls (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, kind TEXT NOT NULL, site TEXT NOT NULL,
    scope TEXT NOT NULL, announced TEXT NOT NULL, depth INTEGER NOT NULL, rank INTEGER NOT NULL,
    state TEXT NOT NULL, code TEXT, detail TEXT, tries INTEGER NOT NULL DEFAULT 0,
    seen_run TEXT NOT NULL, settled_run TEXT, lease_until REAL, retry_at REAL, added_at REAL NOT NULL, settled_at REAL);
CREATE INDEX IF NOT EXISTS urls_open ON urls (scope, state, host, rank, id) WHERE state = 'pending' OR state = 'leased';
CREATE INDEX IF NOT EXISTS urls_seen ON urls (seen_run);
CREATE INDEX IF NOT EXISTS urls_retry ON urls (scope, retry_at) WHERE retry_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS stories (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, fingerprint TEXT NOT NULL, source_hash TEXT NOT NULL,
    revision INTEGER NOT NULL, run TEXT NOT NULL, stored_at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stories_url ON stories (url);
CREATE INDEX IF NOT EXISTS stories_fingerprint ON stories (fingerprint) WHERE fingerprint <> '';
CREATE TABLE IF NOT EXISTS intents (id TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stories INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS lines (source INTEGER NOT NULL, line INTEGER NOT NULL, stories INTEGER NOT NULL,
    PRIMARY KEY (source, line)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS health (site TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shapes (site TEXT NOT NULL, shape TEXT NOT NULL, urls INTEGER NOT NULL,
    PRIMARY KEY (site, shape)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits (
    url TEXT PRIMARY KEY, reader TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, found TEXT NOT NULL,
    lists TEXT NOT NULL, read_at REAL NOT NULL, changed_at REAL NOT NULL) WITHOUT ROWID;
"""
SCHEMA_VERSION = 1


class SqliteFile:
    """One open connection. `run_id` is written beside what this run does; `clock` gives seconds since the epoch."""

    def __init__(self, path: Path, run_id: str, clock: Callable[[], float]) -> None:
        self.path, self.run_id, self.clock = path, run_id, clock
        self._open = True
        with self._errors():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._prepare()

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -64000")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise LedgerError(f"{self.path} was written by a newer newscrawl (ledger version {version})")
        self._db.executescript(SCHEMA)
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path}: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                # a full disk has already rolled back; a second ROLLBACK would hide the cause
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _one(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> Any:
        with self._errors():
            return self._db.execute(sql, values).fetchone()

    def checkpoint(self) -> None:
        with self._errors():
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        try:
            self.checkpoint()
        finally:
            self._db.close()
