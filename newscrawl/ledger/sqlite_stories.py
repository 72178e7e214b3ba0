"""Every stored story and every line a site repeats: the rows behind `store`, `twin` and `repeats`.

A story, the fate of its URL and the counts of its lines change in one transaction, so that no crash can count
a line twice or settle a URL whose story is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawl.ledger.base import Fate, Story, Target
from newscrawl.ledger.sqlite_urls import UrlTable


class StoryTable(UrlTable):
    """The part of `Ledger` that is about stories."""

    def intend(self, stories: Sequence[Story]) -> None:
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO intents VALUES (?, ?)", [(story.id, story.url) for story in stories])

    def store(self, stories: Sequence[Story]) -> None:
        with self._transaction():
            for story in stories:
                self._settle(story.url, Fate("stored", retry_at=story.due_at))
                self._store(story)

    def adopt(self, story: Story, site: str) -> None:
        known = self.story(story.id)
        with self._transaction():
            url = known.url if known else self._intended(story)
            if not self._write_fate(url, Fate("stored"), leased=False):
                self._add(Target(url=url, site=site), "")
                self._write_fate(url, Fate("stored"), leased=False)
            if known is None or known.revision < story.revision:
                self._store(story, url)

    def _intended(self, story: Story) -> str:
        row = self._db.execute("SELECT url FROM intents WHERE id = ?", (story.id,)).fetchone()
        return str(row[0]) if row else story.url

    def _store(self, story: Story, url: str | None = None) -> None:
        known = self._db.execute("SELECT revision FROM stories WHERE id = ?", (story.id,)).fetchone()
        self._db.execute(
            "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                story.id, url or story.url, story.fingerprint, story.source_hash, story.revision,
                self.run_id, self.clock(),
            ),
        )  # fmt: skip
        self._db.execute("DELETE FROM intents WHERE id = ?", (story.id,))
        if known is None:
            self._count(story)

    def _count(self, story: Story) -> None:
        (source,) = self._db.execute(
            "INSERT INTO sources (name, stories) VALUES (?, 1) "
            "ON CONFLICT (name) DO UPDATE SET stories = stories + 1 RETURNING id",
            (story.source,),
        ).fetchone()
        self._db.executemany(
            "INSERT INTO lines VALUES (?, ?, 1) ON CONFLICT (source, line) DO UPDATE SET stories = stories + 1",
            [(source, line) for line in story.lines],
        )

    def story(self, id: str) -> Story | None:
        return _story(self._one("SELECT id, url, fingerprint, source_hash, revision FROM stories WHERE id = ?", (id,)))

    def story_at(self, url: str) -> Story | None:
        return _story(
            self._one("SELECT id, url, fingerprint, source_hash, revision FROM stories WHERE url = ? LIMIT 1", (url,))
        )

    def bury(self, url: str, revision: int) -> None:
        with self._transaction() as db:
            self._write_fate(url, Fate("refused", "gone"), leased=False)
            # without a hash of its content the story is a new revision if it ever comes back
            db.execute(
                "UPDATE stories SET revision = ?, source_hash = '', fingerprint = '' WHERE url = ? AND revision < ?",
                (revision, url, revision),
            )

    def twin(self, fingerprint: str, id: str) -> Story | None:
        return _story(
            self._one(
                "SELECT id, url, fingerprint, source_hash, revision FROM stories "
                "WHERE fingerprint = ? AND fingerprint <> '' AND id <> ? LIMIT 1",
                (fingerprint, id),
            )
        )

    def repeats(self, source: str, lines: Sequence[int]) -> tuple[int, Mapping[int, int]]:
        known = self._one("SELECT id, stories FROM sources WHERE name = ?", (source,))
        if known is None:
            return 0, {}
        counts = {}
        for line in lines:
            row = self._one("SELECT stories FROM lines WHERE source = ? AND line = ?", (known[0], line))
            if row is not None:
                counts[line] = row[0]
        return known[1], counts


def _story(row: tuple[Any, ...] | None) -> Story | None:
    if row is None:
        return None
    return Story(id=row[0], url=row[1], fingerprint=row[2], source_hash=row[3], revision=row[4])
