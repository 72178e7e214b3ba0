"""What stands behind a wall (`fates.WALL_CODES`). A wall is a matter of the host and not of one story, so of all the stories
that it hides one asks again, after growing pauses; when that one gets through, the others are due at once.

How often a wall was met is counted for each story that waits for it, whichever of them met it: so every story has the
same number of tries, and a host that goes on announcing stories behind its wall is asked once a pause, not once a story.
"""

from __future__ import annotations

from typing import NamedTuple

from newscrawl.ledger.sqlite_file import SqliteFile
from newscrawl.ledger.sqlite_schema import BEHIND_WALL

PAUSE_SECONDS = 86_400
"""No wall is left alone for longer."""

_OF_WALL = f"{BEHIND_WALL} AND scope = :scope AND host = :host AND code = :code"
_NEXT = f"SELECT max(retry_at) FROM urls WHERE {_OF_WALL} AND retry_at > :now"  # noqa: S608 - constants, here and below
_MET = f"SELECT coalesce(max(tries), 0) FROM urls WHERE {_OF_WALL} AND retry_at <= :now"  # noqa: S608
_MEET = f"""
UPDATE urls SET tries = tries + 1, retry_at = CASE WHEN tries + 1 < :most THEN :later END
WHERE {_OF_WALL} AND retry_at <= :now"""  # noqa: S608
_OPEN = f"UPDATE urls SET state = 'pending', retry_at = NULL WHERE {_OF_WALL} AND retry_at <= :now"  # noqa: S608

#: the newest story of each wall: old ones may be gone from their site
_PROBE = f"""
UPDATE urls SET state = 'pending', retry_at = NULL WHERE id IN (
    SELECT max(id) FROM urls WHERE {BEHIND_WALL} AND scope = :scope AND retry_at <= :now AND NOT EXISTS (
        SELECT 1 FROM urls AS asked WHERE asked.scope = urls.scope AND asked.host = urls.host
            AND asked.state = 'pending' AND asked.code = urls.code)
    GROUP BY host, code)"""  # noqa: S608


class Wall(NamedTuple):
    """Names are numbers of the table `names`."""

    scope: int
    host: int
    code: str


class WallTable(SqliteFile):
    """The part of `Ledger` that is about walls; all methods are called in a transaction."""

    max_tries: int
    retry_seconds: float

    @property
    def _wall_tries(self) -> int:
        """Times that a wall is met before a story is given up: 13 in ten days, where pages are tried five times."""
        return 3 * self.max_tries - 2

    def _meet_wall(self, wall: Wall, tries: int) -> float | None:
        """When a story that has met a wall so many times is tried again; None if it is given up.

        The stories whose time had come have met it as well: they wait for as long as this one.
        """
        asked = {**wall._asdict(), "now": self.clock(), "most": self._wall_tries}
        (later,) = self._db.execute(_NEXT, asked).fetchone()
        if later is None:
            met = max(tries, self._db.execute(_MET, asked).fetchone()[0] + 1)
            later = self.clock() + min(PAUSE_SECONDS, self.retry_seconds * 4.0 ** (met - 1))
            self._db.execute(_MEET, {**asked, "later": later})
        return float(later) if tries < self._wall_tries else None

    def _open_wall(self, wall: Wall) -> None:
        """A story got through: those whose time has come are tried in this run; who has just met the wall is not."""
        self._db.execute(_OPEN, {**wall._asdict(), "now": self.clock()})

    def _probe_walls(self, scope: int | None) -> int:
        """Make one story of each wall whose time has come pending. Returns how many."""
        return self._db.execute(_PROBE, {"scope": scope, "now": self.clock()}).rowcount
