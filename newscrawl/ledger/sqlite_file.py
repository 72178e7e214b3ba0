"""The SQLite file under the ledger: its transactions, its names, and what a failure of it is called.

`synchronous=NORMAL` is enough, because a line of output is synced before its URL is settled: a power cut can
only cost a second fetch.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newscrawl.errors import LedgerError
from newscrawl.ledger import sqlite_schema

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -64000",
    "wal_autocheckpoint = 4000",
)
"""Of the file's pages 64 MB are held in memory; the log is played in, and both are synced, every 16 MB."""

_OTHERS_SECONDS, _READERS_MS = 10, 500
"""How long somebody else's writing is waited for; and somebody's reading, when the log is to be played in."""
_MOST_NAMES = 100_000
"""Names whose numbers are kept in memory."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_REMEDY = "; move it away, with its -wal and -shm: the next run finds its stories in the articles again"


class SqliteFile:
    """One open connection. `run_id` is written beside what this run does; `clock` gives seconds since the epoch."""

    def __init__(self, path: Path, run_id: str, clock: Callable[[], float]) -> None:
        self.path, self.run_id, self.clock = path, run_id, clock
        self._open = True
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        with self._errors():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=_OTHERS_SECONDS)
        self._prepare()

    def _prepare(self) -> None:
        with self._errors():
            for pragma in PRAGMAS:
                self._db.execute(f"PRAGMA {pragma}")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > sqlite_schema.VERSION:
            raise LedgerError(f"{self.path} was written by a newer newscrawl (ledger version {version})")
        if version < sqlite_schema.VERSION:
            with self._transaction() as db:
                sqlite_schema.make(db)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            is_damaged = getattr(error, "sqlite_errorname", "").startswith(_DAMAGED)
            raise LedgerError(f"{self.path}: {error}{_REMEDY if is_damaged else ''}") from error

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
                self._forget_names()
                raise

    def _one(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> Any:
        with self._errors():
            return self._db.execute(sql, values).fetchone()

    def _number(self, name: str) -> int:
        """The number of a host, site, command or run; only in a transaction, as it may be new."""
        number = self._known_number(name)
        if number is None:
            number = self._db.execute("INSERT INTO names (name) VALUES (?)", (name,)).lastrowid
            assert number is not None
            self._remember(number, name)
        return number

    def _known_number(self, name: str) -> int | None:
        number = self._numbers.get(name)
        if number is None:
            row = self._one("SELECT id FROM names WHERE name = ?", (name,))
            if row is None:
                return None
            number = int(row[0])
            self._remember(number, name)
        return number

    def _name(self, number: int) -> str:
        if number not in self._names:
            self._remember(number, str(self._one("SELECT name FROM names WHERE id = ?", (number,))[0]))
        return self._names[number]

    def _remember(self, number: int, name: str) -> None:
        if len(self._names) >= _MOST_NAMES:
            self._forget_names()
        self._numbers[name] = number
        self._names[number] = name

    def _forget_names(self) -> None:
        """Also of numbers that a transaction gave which was rolled back."""
        self._numbers.clear()
        self._names.clear()

    def checkpoint(self) -> None:
        with self._errors():
            self._db.execute(f"PRAGMA busy_timeout = {_READERS_MS}")
            (is_held, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._db.execute(f"PRAGMA busy_timeout = {_OTHERS_SECONDS * 1000}")
        if is_held:
            self._sync_log()

    def _sync_log(self) -> None:
        """Make the log durable as it stands; SQLite does so only with what it plays in, and not while somebody reads."""
        try:
            descriptor = os.open(f"{self.path}-wal", os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise LedgerError(f"{self.path}-wal: {error.strerror}") from error

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        try:
            self.checkpoint()
        finally:
            self._db.close()
