"""Every URL and what became of it: the rows behind `add`, `lease` and `settle`.

The seen test is the unique URL itself, so it survives whatever kills a run; fairness over hosts is one index
seek per host, so it costs the same for a hundred URLs and for millions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newscrawl.errors import LedgerError
from newscrawl.ledger.base import UNTRIED_CODES, Fate, Lease, Tally, Target
from newscrawl.ledger.sqlite_file import SqliteFile

_ADD = """
INSERT INTO urls (url, host, kind, site, scope, announced, depth, rank, state, seen_run, added_at)
VALUES (:url, :host, :kind, :site, :scope, :announced, :depth, :rank, 'pending', :run, :now)
ON CONFLICT (url) DO NOTHING"""

#: a known URL: note that this run heard of it; whoever asks last owns what waits
_HEAR = """
UPDATE urls SET seen_run = :run, scope = CASE WHEN state = 'pending' OR retry_at IS NOT NULL THEN :scope ELSE scope END,
    announced = CASE WHEN state = 'pending' AND :announced <> '' THEN :announced ELSE announced END
WHERE url = :url"""

_AGAIN = """
UPDATE urls SET state = 'pending', scope = :scope, code = CASE WHEN code = 'gone' THEN code END, detail = NULL,
    retry_at = NULL, tries = 0, announced = CASE WHEN :announced <> '' THEN :announced ELSE announced END
WHERE url = :url AND state NOT IN ('pending', 'leased') AND settled_run IS NOT :run"""

_SETTLE = """
UPDATE urls SET state = :state, code = :code, detail = :detail, tries = :tries, retry_at = :retry_at,
    lease_until = NULL, settled_run = :run, seen_run = :run, settled_at = :now
WHERE url = :url"""
_SETTLE_LEASED = _SETTLE + " AND state = 'leased'"

#: the next host after :host that has something pending; one index seek per host, however many URLs wait
_NEXT_HOST = """
SELECT host FROM urls WHERE scope = :scope AND state = 'pending' AND host > :host ORDER BY host LIMIT 1"""

#: three index seeks, so that the account of a small run costs the same in a large ledger
_TALLY = """
SELECT site, kind,
    CASE WHEN state IN ('pending', 'leased') THEN 'waiting' WHEN settled_run = :run THEN state
         WHEN state = 'failed' AND retry_at IS NOT NULL THEN 'waiting' ELSE 'known' END AS outcome,
    CASE WHEN settled_run = :run AND state IN ('refused', 'failed') THEN code END AS reason, count(*)
FROM urls WHERE id IN (
    SELECT id FROM urls WHERE seen_run = :run UNION SELECT id FROM urls WHERE scope = :scope AND state = 'pending'
    UNION SELECT id FROM urls WHERE scope = :scope AND state = 'leased')
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""


class UrlTable(SqliteFile):
    """The part of `Ledger` that is about URLs."""

    def __init__(
        self,
        path: Path,
        run_id: str,
        clock: Callable[[], float],
        *,
        lease_seconds: float,
        max_tries: int,
        retry_seconds: float,
    ) -> None:
        self.lease_seconds, self.max_tries, self.retry_seconds = lease_seconds, max_tries, retry_seconds
        self._last_host = ""
        super().__init__(path, run_id, clock)

    def add(self, targets: Iterable[Target], scope: str) -> int:
        with self._transaction():
            return sum(self._add(target, scope) for target in targets)

    def _add(self, target: Target, scope: str) -> int:
        row = {
            "url": target.url,
            "host": _host(target.url),
            "kind": target.kind,
            "site": target.site,
            "scope": scope,
            "announced": json.dumps(dict(target.announced)) if target.announced else "",
            "depth": target.depth,
            "rank": int(target.kind == "article"),
            "run": self.run_id,
            "now": self.clock(),
        }
        if self._db.execute(_ADD, row).rowcount:
            return 1
        self._db.execute(_HEAR, row)
        again = target.again or target.kind != "article"
        return self._db.execute(_AGAIN, row).rowcount if again else 0

    def record(self, target: Target, fate: Fate, scope: str) -> None:
        with self._transaction() as db:
            fresh = db.execute("SELECT 1 FROM urls WHERE url = ?", (target.url,)).fetchone() is None
            self._add(target, scope)
            if fresh:
                self._write_fate(target.url, fate, leased=False)

    def expand(self, url: str, children: Iterable[Target], scope: str) -> None:
        with self._transaction():
            for child in children:
                self._add(child, scope)
            self._settle(url, Fate("expanded"))

    def hand_over(self, scope: str, to: str) -> None:
        with self._transaction() as db:
            db.execute("UPDATE urls SET scope = ? WHERE scope = ? AND state = 'pending'", (to, scope))

    def lease(self, scope: str, limit: int, per_host: int) -> list[Lease]:
        leases: list[Lease] = []
        with self._transaction():
            for host in self._hosts(scope):
                leases += self._lease_host(scope, host, min(per_host, limit - len(leases)), per_host)
                self._last_host = host
                if len(leases) >= limit:
                    break
        return leases

    def _hosts(self, scope: str) -> Iterator[str]:
        """Every host with pending URLs once, from the one after the last that was served."""
        start = host = self._last_host
        wrapped = False
        while True:
            row = self._db.execute(_NEXT_HOST, {"scope": scope, "host": host}).fetchone()
            if row is None and wrapped:
                return
            if row is None:
                wrapped, host = True, ""
                continue
            host = row[0]
            if wrapped and host > start:
                return
            yield host

    def _lease_host(self, scope: str, host: str, limit: int, per_host: int) -> list[Lease]:
        (held,) = self._db.execute(
            "SELECT count(*) FROM urls WHERE scope = ? AND state = 'leased' AND host = ?", (scope, host)
        ).fetchone()
        rows = self._db.execute(
            "SELECT id, url, kind, site, announced, depth, tries, added_at, code FROM urls "
            "WHERE scope = ? AND state = 'pending' AND host = ? ORDER BY rank, id LIMIT ?",
            (scope, host, max(0, min(limit, per_host - held))),
        ).fetchall()
        until = self.clock() + self.lease_seconds
        self._db.executemany(
            "UPDATE urls SET state = 'leased', lease_until = ?, seen_run = ? WHERE id = ?",
            [(until, self.run_id, row[0]) for row in rows],
        )
        return [_lease(row) for row in rows]

    def renew(self, urls: Sequence[str]) -> None:
        until = self.clock() + self.lease_seconds
        with self._transaction() as db:
            db.executemany(
                "UPDATE urls SET lease_until = ? WHERE url = ? AND state = 'leased'", [(until, url) for url in urls]
            )

    def settle(self, url: str, fate: Fate) -> None:
        with self._transaction():
            self._settle(url, fate)

    def _settle(self, url: str, fate: Fate) -> None:
        if not self._write_fate(url, fate, leased=True):
            raise LedgerError(f"{url} is not leased and cannot become {fate}")

    def _write_fate(self, url: str, fate: Fate, *, leased: bool) -> bool:
        (tries,) = self._db.execute("SELECT tries FROM urls WHERE url = ?", (url,)).fetchone() or (0,)
        tries += fate.outcome == "failed" and fate.code not in UNTRIED_CODES
        row = {
            "url": url,
            "state": fate.outcome,
            "code": fate.code,
            "detail": fate.detail[:500] or None,
            "tries": tries,
            "retry_at": self._retry_at(fate, tries),
            "run": self.run_id,
            "now": self.clock(),
        }
        return self._db.execute(_SETTLE_LEASED if leased else _SETTLE, row).rowcount > 0

    def _retry_at(self, fate: Fate, tries: int) -> float | None:
        later = fate.retry_at.timestamp() if fate.retry_at is not None else None
        if fate.outcome != "failed" or fate.code == "gone":
            return later
        if tries >= self.max_tries:
            return None
        if later is not None:
            return later
        return self.clock() + self.retry_seconds * 4.0 ** (tries - 1)

    def release(self) -> int:
        with self._transaction() as db:
            return db.execute("UPDATE urls SET state = 'pending', lease_until = NULL WHERE state = 'leased'").rowcount

    def revive(self, scope: str) -> int:
        now = self.clock()
        with self._transaction() as db:
            expired = db.execute(
                "UPDATE urls SET state = 'pending', lease_until = NULL WHERE state = 'leased' AND lease_until < ?",
                (now,),
            ).rowcount
            due = db.execute(
                "UPDATE urls SET state = 'pending', retry_at = NULL WHERE scope = ? AND retry_at <= ?", (scope, now)
            ).rowcount
            return expired + due

    def waiting(self, scope: str) -> bool:
        return self._one("SELECT 1 FROM urls WHERE scope = ? AND state = 'pending' LIMIT 1", (scope,)) is not None

    def tally(self, scope: str) -> list[Tally]:
        with self._errors():
            rows = self._db.execute(_TALLY, {"run": self.run_id, "scope": scope}).fetchall()
        return [Tally(*row) for row in rows]


def _host(url: str) -> str:
    """Host and port; "" of what is no URL and is only put on record."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _lease(row: tuple[Any, ...]) -> Lease:
    _, url, kind, site, announced, depth, tries, added_at, code = row
    return Lease(
        url=url, kind=kind, site=site, announced=json.loads(announced) if announced else {}, depth=depth, tries=tries,
        announced_at=added_at, code=code,
    )  # fmt: skip
