"""What the ledger can be asked without changing it, and what it was taught of a site: known addresses, their story,
the shapes of a site's articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from newscrawl.ledger.base import Loss, Trace
from newscrawl.ledger.sqlite_file import SqliteFile
from newscrawl.ledger.sqlite_schema import url_key

_TRACE = """
SELECT urls.url, urls.kind, urls.site, urls.scope, urls.state, urls.code, urls.detail, urls.tries, urls.added_at,
    urls.settled_at, urls.retry_at, urls.settled_run, stories.name, stories.revision, lists.url,
    urls.kept_in, urls.kept_at, urls.announced
FROM urls LEFT JOIN stories ON stories.id = urls.story LEFT JOIN urls AS lists ON lists.id = urls.found_in
WHERE urls.key = ? AND urls.url = ?"""


_LOST = """
SELECT url, kind, state, coalesce(code, ''), coalesce(detail, '') FROM urls
WHERE settled_run = :run AND state IN ('refused', 'failed') AND (:why = '' OR :why IN (state, code))
    AND (NOT :lately OR id IN (SELECT url FROM heard WHERE run = :run))
ORDER BY state DESC, code, url"""


class LookupTable(SqliteFile):
    """The part of `Ledger` that answers questions."""

    def known(self, urls: Sequence[str]) -> set[str]:
        with self._errors():
            keys = tuple({url_key(url) for url in urls})
            marks = ", ".join("?" * len(keys))
            rows = self._db.execute(f"SELECT url FROM urls WHERE key IN ({marks})", keys)  # noqa: S608
            return {row[0] for row in rows}.intersection(urls)

    def trace(self, url: str) -> Trace | None:
        row = self._one(_TRACE, (url_key(url), url))
        if row is None:
            return None
        moments = [datetime.fromtimestamp(value, UTC) if value is not None else None for value in row[8:11]]
        assert moments[0] is not None
        return Trace(
            url=row[0], kind=row[1], site=self._name(row[2]), scope=self._name(row[3]), state=row[4], code=row[5],
            detail=row[6] or "", tries=row[7], added_at=moments[0], settled_at=moments[1], retry_at=moments[2],
            settled_run=self._name(row[11]) if row[11] is not None else None, story_id=row[12], revision=row[13],
            found_in=row[14], kept_in=self._file(row[15]), kept_at=row[16],
            announced=json.loads(row[17]) if row[17] else {},
        )  # fmt: skip

    def _file(self, number: int | None) -> str | None:
        return self._name(number) if number else None if number is None else ""

    def lost(self, run: str, why: str = "", *, lately: bool = False) -> list[Loss]:
        with self._errors():
            asked = {"run": self._known_number(run), "why": why, "lately": lately}
            return [Loss(*row) for row in self._db.execute(_LOST, asked)]

    def health(self, site: str) -> str | None:
        row = self._one("SELECT state FROM health WHERE site = ?", (site,))
        return str(row[0]) if row else None

    def keep_health(self, site: str, state: str) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO health VALUES (?, ?)", (site, state))

    def count_waiting(self, scope: str) -> int:
        sql = "SELECT count(*) FROM urls WHERE scope = ? AND state = 'pending'"
        (urls,) = self._one(sql, (self._known_number(scope),))
        return int(urls)

    def waiting_by_scope(self) -> Mapping[str, int]:
        sql = "SELECT scope, count(*) FROM urls WHERE state = 'pending' GROUP BY scope ORDER BY 2 DESC"
        with self._errors():
            return {self._name(scope): urls for scope, urls in self._db.execute(sql).fetchall()}

    def held(self) -> list[tuple[str, str, int]]:
        with self._errors():
            return self._db.execute(
                "SELECT names.name, coalesce(detail, ''), count(*) FROM urls JOIN names ON names.id = site "
                "WHERE state = 'refused' AND code = 'held' GROUP BY 1, 2 ORDER BY 1, 3 DESC"
            ).fetchall()

    def release_held(self, site: str) -> int:
        with self._transaction() as db:
            return db.execute(
                "UPDATE urls SET state = 'pending', code = NULL, detail = NULL, retry_at = NULL, tries = 0 "
                "WHERE state = 'refused' AND code = 'held' AND site = ?",
                (self._number(site),),
            ).rowcount

    def shapes(self, site: str) -> Mapping[str, int]:
        with self._errors():
            rows = self._db.execute("SELECT shape, urls FROM shapes WHERE site = ?", (site,)).fetchall()
        return dict(rows)

    def learn_shapes(self, site: str, counts: Mapping[str, int]) -> None:
        with self._transaction() as db:
            db.executemany(
                "INSERT INTO shapes VALUES (?, ?, ?) ON CONFLICT (site, shape) DO UPDATE SET urls = excluded.urls",
                [(site, shape, urls) for shape, urls in counts.items()],
            )
