"""Every stored story and every line a site repeats: the rows behind `store`, `twin` and `repeats`.

A story, the fate of its URL and the counts of its lines change in one transaction, so that no crash can count
a line twice or settle a URL whose story is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawl.ledger.base import Story, Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.line_counts import COUNTED_STORIES, counted, halved, pack, unpack
from newscrawl.ledger.sqlite_schema import text_key, url_key
from newscrawl.ledger.sqlite_urls import UrlTable

_STORY = """
SELECT stories.name, urls.url, stories.fingerprint, stories.source_hash, stories.revision
FROM stories JOIN urls ON urls.id = stories.url"""
_STORY_AT = _STORY.replace("urls.id = stories.url", "urls.story = stories.id")

_INSERT = """
INSERT INTO stories (url, print, fingerprint, source_hash, revision, run, stored_at, key, name)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_REVISE = """
UPDATE stories SET url = ?, print = ?, fingerprint = ?, source_hash = ?, revision = ?, run = ?, stored_at = ?
WHERE id = ?"""


class StoryTable(UrlTable):
    """The part of `Ledger` that is about stories."""

    def intend(self, stories: Sequence[Story]) -> None:
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO intents VALUES (?, ?)", [(story.id, story.url) for story in stories])

    def store(self, stories: Sequence[Story]) -> None:
        with self._transaction():
            for story in stories:
                fate = Fate("stored", retry_at=story.due_at)
                row = self._leased(story.url, fate)
                self._write_fate(row, fate, self._store(story, row.id))
                self._write_place(row, story.url)

    def adopt(self, story: Story, site: str) -> None:
        known = self.story(story.id)
        with self._transaction():
            url = known.url if known else self._intended(story)
            row = self._find(url)
            if row is None:
                self._add(Target(url=url, site=site), "")
                row = self._find(url)
            assert row is not None
            is_news = known is None or known.revision < story.revision
            self._write_fate(row, Fate("stored"), self._store(story, row.id) if is_news else None)
            if is_news:
                self._write_place(row, story.url)
            self._kept.pop(story.url, None)

    def _intended(self, story: Story) -> str:
        row = self._db.execute("SELECT url FROM intents WHERE id = ?", (story.id,)).fetchone()
        return str(row[0]) if row else story.url

    def _store(self, story: Story, at: int) -> int:
        """Remember a story as that of a URL; both are numbers."""
        row = (at, text_key(story.fingerprint) if story.fingerprint else None, story.fingerprint, story.source_hash,
               story.revision, self._number(self.run_id), self.clock())  # fmt: skip
        key = text_key(story.id)
        known = self._db.execute("SELECT id FROM stories WHERE key = ? AND name = ?", (key, story.id)).fetchone()
        self._db.execute("DELETE FROM intents WHERE id = ?", (story.id,))
        if known is not None:
            self._db.execute(_REVISE, (*row, known[0]))
            return int(known[0])
        self._count(story)
        number = self._db.execute(_INSERT, (*row, key, story.id)).lastrowid
        assert number is not None
        return number

    def _count(self, story: Story) -> None:
        row = self._db.execute("SELECT id, stories, lines FROM sources WHERE name = ?", (story.source,)).fetchone()
        number, stories, counts = (row[0], row[1], unpack(row[2])) if row else (None, 0, {})
        if stories >= COUNTED_STORIES:
            stories, counts = stories // 2, halved(counts)
        packed = pack(counted(counts, story.lines))
        self._db.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", (number, story.source, stories + 1, packed)
        )

    def story(self, id: str) -> Story | None:
        return _story(self._one(f"{_STORY} WHERE stories.key = ? AND stories.name = ?", (text_key(id), id)))

    def story_at(self, url: str) -> Story | None:
        return _story(self._one(f"{_STORY_AT} WHERE urls.key = ? AND urls.url = ?", (url_key(url), url)))

    def bury(self, url: str, revision: int) -> None:
        with self._transaction() as db:
            row = self._find(url)
            if row is None:
                return
            self._write_fate(row, Fate("refused", "gone"))
            # without a hash of its content the story is a new revision if it ever comes back
            db.execute(
                "UPDATE stories SET revision = ?, source_hash = '', fingerprint = '', print = NULL "
                "WHERE id = (SELECT story FROM urls WHERE id = ?) AND revision < ?",
                (revision, row.id, revision),
            )

    def twin(self, fingerprint: str, id: str) -> Story | None:
        if not fingerprint:
            return None
        where = "WHERE stories.print = ? AND stories.fingerprint = ? AND stories.name <> ? LIMIT 1"
        return _story(self._one(f"{_STORY} {where}", (text_key(fingerprint), fingerprint, id)))

    def repeats(self, source: str, lines: Sequence[int]) -> tuple[int, Mapping[int, int]]:
        row = self._one("SELECT stories, lines FROM sources WHERE name = ?", (source,))
        if row is None:
            return 0, {}
        counts = unpack(row[1])
        return row[0], {line: counts[line] for line in lines if line in counts}


def _story(row: tuple[Any, ...] | None) -> Story | None:
    if row is None:
        return None
    return Story(id=row[0], url=row[1], fingerprint=row[2], source_hash=row[3], revision=row[4])
