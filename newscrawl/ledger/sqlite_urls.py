"""Every URL and what became of it: the rows behind `add`, `lease` and `settle`.

The seen test is the row itself, found by its key, so it survives whatever kills a run; fairness over hosts is one
index seek per host, so it costs the same for a hundred URLs and for millions.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl.errors import LedgerError
from newscrawl.ledger.base import Lease, Tally, Target
from newscrawl.ledger.fates import UNTRIED_CODES, WALL_CODES, Fate
from newscrawl.ledger.sqlite_schema import BEHIND_WALL, host_of, url_key
from newscrawl.ledger.sqlite_walls import Wall, WallTable

logger = logging.getLogger(__name__)

_FIND = "SELECT id, state, tries, retry_at, code, detail, scope, host FROM urls WHERE key = ? AND url = ?"

_ADD = """
INSERT INTO urls (key, url, host, kind, site, scope, announced, depth, rank, state, added_at, found_in, kept_in)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, 0)"""

_HEAR = "INSERT INTO heard VALUES (?, ?)"

#: whoever asks last owns what waits
_TAKE_OVER = """
UPDATE urls SET scope = :scope,
    announced = CASE WHEN state = 'pending' AND :announced <> '' THEN :announced ELSE announced END
WHERE id = :id AND (state = 'pending' OR retry_at IS NOT NULL)"""

_AGAIN = """
UPDATE urls SET state = 'pending', scope = :scope, code = CASE WHEN code = 'gone' THEN code END, detail = NULL,
    retry_at = NULL, tries = 0, announced = CASE WHEN :announced <> '' THEN :announced ELSE announced END
WHERE id = :id AND state NOT IN ('pending', 'leased') AND settled_run IS NOT :run"""

_SETTLE = """
UPDATE urls SET state = ?, code = ?, detail = ?, tries = ?, retry_at = ?, lease_until = NULL, settled_run = ?,
    settled_at = ?, story = coalesce(?, story)
WHERE id = ?"""

#: what was behind a wall and still is: no news, so it stays where the run that met the wall first counts it
_STILL = "UPDATE urls SET state = 'failed', detail = ?, tries = ?, retry_at = ?, lease_until = NULL WHERE id = ?"

_KEEP = "UPDATE urls SET kept_in = ?, kept_at = ? WHERE id = ?"

_REVIVE = "UPDATE urls SET state = 'pending', retry_at = NULL WHERE scope = ? AND "

#: the next host after :host that has something pending; one index seek per host, however many URLs wait
_NEXT_HOST = """
SELECT host FROM urls WHERE scope = :scope AND state = 'pending' AND host > :host ORDER BY host LIMIT 1"""

#: what this run heard of and two index seeks, so that the account of a small run costs the same in a large ledger
_TALLY = """
SELECT site,
    CASE WHEN kind = 'article' THEN kind WHEN kind = 'sitemap' AND url LIKE '%/robots.txt' THEN 'no-list'
         WHEN state = 'unchanged' AND EXISTS (SELECT 1 FROM visits WHERE visits.url = urls.url AND found = '') THEN 'no-list'
         ELSE kind END AS kind,
    CASE WHEN state IN ('pending', 'leased') THEN 'waiting' WHEN settled_run = :run THEN state
         WHEN state = 'failed' AND retry_at IS NOT NULL THEN 'waiting'
         WHEN state IN ('refused', 'failed') THEN 'refused-before' ELSE 'known' END AS outcome,
    CASE WHEN state = 'refused' OR (state = 'failed' AND (settled_run = :run OR retry_at IS NULL)) THEN code END AS reason,
    count(*)
FROM urls WHERE id IN (
    SELECT url FROM heard WHERE run = :run UNION SELECT id FROM urls WHERE scope = :scope AND state = 'pending'
    UNION SELECT id FROM urls WHERE scope = :scope AND state = 'leased')
GROUP BY 1, 2, 3, 4"""


class _Row(NamedTuple):
    """What is found under a URL."""

    id: int
    state: str
    tries: int
    retry_at: float | None
    code: str | None
    detail: str | None
    scope: int
    host: int

    def was_of_other_days(self, days: tuple[str, str]) -> bool:
        """Whether it was refused for the day of its story, which is one of these."""
        is_day = self.state == "refused" and self.code == "outside-window"
        return is_day and days[0] <= (self.detail or "") <= days[1]

    @property
    def wall(self) -> Wall | None:
        """What it was last seen behind."""
        return Wall(self.scope, self.host, self.code) if self.code in WALL_CODES and self.tries else None

    @property
    def is_open(self) -> bool:
        """Whether it is to be fetched at some time, by whoever asks last."""
        return self.state == "pending" or self.retry_at is not None


class UrlTable(WallTable):
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
        self._last_host = 0
        self._last_list: tuple[str, int | None] = ("", None)
        self._kept: dict[str, tuple[str, int | None]] = {}
        super().__init__(path, run_id, clock)

    def add(self, targets: Iterable[Target], scope: str) -> int:
        with self._transaction():
            return sum(self._add(target, scope) for target in targets)

    def _add(self, target: Target, scope: str) -> int:
        announced = json.dumps(dict(target.announced)) if target.announced else ""
        run, known = self._number(self.run_id), self._find(target.url)
        if known is None:
            names = [self._number(name) for name in (host_of(target.url), target.site, scope)]
            row = (url_key(target.url), target.url, names[0], target.kind, names[1], names[2], announced, target.depth,
                   int(target.kind == "article") + target.is_last, self.clock(), self._list(target.found_in))  # fmt: skip
            self._db.execute(_HEAR, (run, self._db.execute(_ADD, row).lastrowid))
            return 1
        self._db.execute(_HEAR, (run, known.id))
        heard = {"id": known.id, "scope": self._number(scope), "announced": announced, "run": run}
        if known.is_open:
            self._db.execute(_TAKE_OVER, heard)
        again = target.again or target.kind != "article" or known.was_of_other_days(target.days)
        return self._db.execute(_AGAIN, heard).rowcount if again else 0

    def _list(self, url: str) -> int | None:
        """The row of the list page whose children are being added."""
        if url and url != self._last_list[0]:
            row = self._find(url)
            self._last_list = url, row.id if row else None
        return self._last_list[1] if url else None

    def _find(self, url: str) -> _Row | None:
        row = self._db.execute(_FIND, (url_key(url), url)).fetchone()
        return _Row(*row) if row else None

    def record(self, target: Target, fate: Fate, scope: str, *, waiting: bool = False) -> None:
        with self._transaction():
            is_new = self._add(target, scope)
            row = self._find(target.url)
            if row is not None and (is_new or (waiting and row.state == "pending")):
                self._write_fate(row, fate)
            if row is not None:
                self._write_place(row, target.url)

    def expand(self, url: str, children: Iterable[Target], scope: str) -> None:
        with self._transaction():
            for child in children:
                self._add(child, scope)
            self._settle(url, Fate("expanded"))

    def hand_over(self, scope: str, to: str) -> None:
        with self._transaction() as db:
            db.execute(
                "UPDATE urls SET scope = ? WHERE scope = ? AND state = 'pending'",
                (self._number(to), self._number(scope)),
            )

    def lease(self, scope: str, limit: int, per_host: int) -> list[Lease]:
        leases: list[Lease] = []
        with self._transaction():
            number = self._number(scope)
            for host in self._hosts(number):
                leases += self._lease_host(number, host, min(per_host, limit - len(leases)), per_host)
                self._last_host = host
                if len(leases) >= limit:
                    break
        return leases

    def _hosts(self, scope: int) -> Iterator[int]:
        """Every host with pending URLs once, from the one after the last that was served."""
        start = host = self._last_host
        wrapped = False
        while True:
            row = self._db.execute(_NEXT_HOST, {"scope": scope, "host": host}).fetchone()
            if row is None and wrapped:
                return
            if row is None:
                wrapped, host = True, 0
                continue
            host = row[0]
            if wrapped and host > start:
                return
            yield host

    def _lease_host(self, scope: int, host: int, limit: int, per_host: int) -> list[Lease]:
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
            "UPDATE urls SET state = 'leased', lease_until = ? WHERE id = ?", [(until, row[0]) for row in rows]
        )
        return [self._lease(row) for row in rows]

    def _lease(self, row: tuple[Any, ...]) -> Lease:
        _, url, kind, site, announced, depth, tries, added_at, code = row
        return Lease(
            url=url, kind=kind, site=self._name(site), announced=json.loads(announced) if announced else {},
            depth=depth, tries=tries, announced_at=added_at, code=code,
        )  # fmt: skip

    def renew(self, urls: Sequence[str]) -> None:
        until = self.clock() + self.lease_seconds
        with self._transaction() as db:
            db.executemany(
                "UPDATE urls SET lease_until = ? WHERE key = ? AND url = ? AND state = 'leased'",
                [(until, url_key(url), url) for url in urls],
            )

    def settle(self, url: str, fate: Fate) -> None:
        with self._transaction():
            self._settle(url, fate)

    def _settle(self, url: str, fate: Fate) -> None:
        row = self._leased(url, fate)
        self._write_fate(row, fate)
        self._write_place(row, url)

    def _leased(self, url: str, fate: Fate) -> _Row:
        row = self._find(url)
        if row is None or row.state != "leased":
            raise LedgerError(f"{url} is not leased and cannot become {fate}")
        return row

    def _write_fate(self, row: _Row, fate: Fate, story: int | None = None) -> None:
        """Settle a URL; `story` is the number of the one that it was stored as."""
        tries, retry_at = self._next_try(row, fate)
        run, detail = self._number(self.run_id), fate.detail[:500] or None
        if fate.outcome == "failed" and row.wall and row.wall.code == fate.code:
            self._db.execute(_STILL, (detail, tries, retry_at, row.id))
        else:
            values = fate.outcome, fate.code, detail, tries, retry_at, run, self.clock(), story, row.id
            self._db.execute(_SETTLE, values)
        self._db.execute(_HEAR, (run, row.id))
        if row.wall and fate.outcome in ("stored", "unchanged", "duplicate"):
            self._open_wall(row.wall)

    def _next_try(self, row: _Row, fate: Fate) -> tuple[int, float | None]:
        """How often a URL with this fate was tried, and when it is to be tried again."""
        tries = row.tries + (fate.outcome == "failed" and fate.code not in UNTRIED_CODES)
        if fate.outcome == "failed" and fate.code in WALL_CODES:
            return tries, self._meet_wall(Wall(row.scope, row.host, fate.code), tries)
        if row.wall:  # which was met more often than a page is tried
            tries = min(tries, self.max_tries - 1)
        return tries, self._retry_at(fate, tries)

    def keep(self, url: str, file: str, offset: int | None = None) -> None:
        self._kept[url] = file, offset

    def _write_place(self, row: _Row, url: str) -> None:
        """Write down where the page of a URL is kept, if it was said since it was leased."""
        if (place := self._kept.pop(url, None)) is not None:
            self._db.execute(_KEEP, (self._number(place[0]), place[1], row.id))

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
            self._forget_heard()
            for url in list(self._kept):
                if (row := self._find(url)) is not None:
                    self._write_place(row, url)
            return db.execute("UPDATE urls SET state = 'pending', lease_until = NULL WHERE state = 'leased'").rowcount

    def _forget_heard(self) -> None:
        """What earlier runs heard of; at once, unless this one has begun already to take over what they left."""
        last = self._db.execute("SELECT run FROM heard ORDER BY rowid DESC LIMIT 1").fetchone()
        run = self._number(self.run_id)
        if last is not None and last[0] != run:
            self._db.execute("DELETE FROM heard")
        else:
            self._db.execute("DELETE FROM heard WHERE run <> ?", (run,))

    def revive(self, scope: str, longest: float | None = None) -> int:
        now = self.clock()
        latest = math.inf if longest is None else now + longest
        with self._transaction() as db:
            expired = db.execute(
                "UPDATE urls SET state = 'pending', lease_until = NULL WHERE state = 'leased' AND lease_until < ?",
                (now,),
            ).rowcount
            number = self._number(scope)
            due = db.execute(_REVIVE + f"retry_at <= ? AND ({BEHIND_WALL}) IS NOT TRUE", (number, now)).rowcount
            due += self._probe_walls(number)
            early = db.execute(_REVIVE + "retry_at > ?", (number, latest)).rowcount
            if early:
                logger.warning(
                    "%d URLs were to wait longer than anything waits: the clock was wrong; they are tried now", early
                )
            return expired + due + early

    def waiting(self, scope: str) -> bool:
        sql = "SELECT 1 FROM urls WHERE scope = ? AND state = 'pending' LIMIT 1"
        return self._one(sql, (self._known_number(scope),)) is not None

    def tally(self, scope: str) -> list[Tally]:
        with self._errors():
            asked = {"run": self._known_number(self.run_id), "scope": self._known_number(scope)}
            rows = self._db.execute(_TALLY, asked).fetchall()
            return sorted((Tally(self._name(site), *rest) for site, *rest in rows), key=_order)


def _order(row: Tally) -> tuple[str, ...]:
    return row.site, row.kind, row.outcome, row.code or ""
