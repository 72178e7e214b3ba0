"""What was found when a list page was last read, and what hosts asked for: the rows behind `visit`, `visited`, `pause`."""

from __future__ import annotations

import json

from newscrawl.ledger.base import Target, Visit
from newscrawl.ledger.sqlite_file import SqliteFile

_COLUMNS = "reader, etag, last_modified, found, lists, read_at, changed_at"


class VisitTable(SqliteFile):
    """The part of `Ledger` that is about reading list pages again."""

    def visit(self, url: str) -> Visit | None:
        row = self._one(f"SELECT {_COLUMNS} FROM visits WHERE url = ?", (url,))  # noqa: S608 - a constant
        if row is None:
            return None
        lists = tuple(Target(url=address, kind=kind, site=site) for address, kind, site in json.loads(row[4]))
        return Visit(
            url=url, reader=row[0], etag=row[1], last_modified=row[2], found=row[3], lists=lists,
            read_at=row[5], changed_at=row[6],
        )  # fmt: skip

    def visited(self, visit: Visit) -> None:
        lists = json.dumps([(target.url, target.kind, target.site) for target in visit.lists])
        with self._transaction() as db:
            db.execute(
                f"INSERT OR REPLACE INTO visits (url, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (
                    visit.url, visit.reader, visit.etag, visit.last_modified, visit.found, lists,
                    visit.read_at, visit.changed_at,
                ),
            )  # fmt: skip

    def pause(self, host: str, until: float) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO pauses VALUES (?, ?)", (host, until))

    def paused_until(self, host: str) -> float:
        row = self._one("SELECT until FROM pauses WHERE host = ?", (host,))
        return float(row[0]) if row else 0.0
