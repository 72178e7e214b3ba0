"""The tables of the ledger's file, and how a file of an earlier version gets them.

Rows grow by the million, so whatever is looked up at random is small: an address or a text is found by 64 bits of its
hash (and then compared as a whole), and names that stand in many rows (hosts, sites, commands, runs) are numbers.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from functools import lru_cache
from urllib.parse import urlsplit

from newscrawl.ledger import line_counts
from newscrawl.ledger.fates import WALL_CODES

logger = logging.getLogger(__name__)

_PREFIX = re.compile(r"^(?:www|m|mobile|amp)\.")

VERSION = 5

#: which URLs wait for a wall to go; in these words, or SQLite does not know that their index answers it
BEHIND_WALL = f"retry_at IS NOT NULL AND code IN ({', '.join(repr(code) for code in sorted(WALL_CODES))})"

#: `kept_in` is the name of an archive file, 0 where no page was kept, NULL where a version before 4 did not say;
#: what a run was told of is written one behind the other in `heard`, and not beside each URL, wherever that lies; the
#: next run that has the ledger to itself begins with an empty one
TABLES = """
CREATE TABLE IF NOT EXISTS names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS urls (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, url TEXT NOT NULL, host INTEGER NOT NULL, kind TEXT NOT NULL,
    site INTEGER NOT NULL, scope INTEGER NOT NULL, announced TEXT NOT NULL, depth INTEGER NOT NULL,
    rank INTEGER NOT NULL, state TEXT NOT NULL, code TEXT, detail TEXT, tries INTEGER NOT NULL DEFAULT 0,
    settled_run INTEGER, lease_until REAL, retry_at REAL, added_at REAL NOT NULL, settled_at REAL, story INTEGER,
    found_in INTEGER, kept_in INTEGER, kept_at INTEGER);
CREATE TABLE IF NOT EXISTS stories (
    id INTEGER PRIMARY KEY, key INTEGER NOT NULL, name TEXT NOT NULL, url INTEGER NOT NULL, print INTEGER,
    fingerprint TEXT NOT NULL, source_hash TEXT NOT NULL, revision INTEGER NOT NULL, run INTEGER NOT NULL,
    stored_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS intents (id TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS heard (run INTEGER NOT NULL, url INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stories INTEGER NOT NULL, lines BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS health (site TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shapes (site TEXT NOT NULL, shape TEXT NOT NULL, urls INTEGER NOT NULL,
    PRIMARY KEY (site, shape)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits (
    url TEXT PRIMARY KEY, reader TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, found TEXT NOT NULL,
    lists TEXT NOT NULL, read_at REAL NOT NULL, changed_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pauses (host TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
"""

#: what waits, is held or is to be tried again is in an index of its own, which stays as small as that is
INDEXES = f"""
CREATE INDEX IF NOT EXISTS urls_key ON urls (key);
CREATE INDEX IF NOT EXISTS urls_pending ON urls (scope, host, rank, id) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS urls_leased ON urls (scope, host) WHERE state = 'leased';
CREATE INDEX IF NOT EXISTS urls_retry ON urls (scope, retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS urls_walled ON urls (scope, host, code, retry_at) WHERE {BEHIND_WALL};
CREATE INDEX IF NOT EXISTS urls_held ON urls (site) WHERE code = 'held';
CREATE INDEX IF NOT EXISTS stories_key ON stories (key);
CREATE INDEX IF NOT EXISTS stories_print ON stories (print) WHERE print IS NOT NULL;
"""

#: version 1 kept every text where it was used; ids of URLs stay, stories get numbers in the order they were stored
_FROM_1 = """
DROP INDEX urls_open; DROP INDEX urls_seen; DROP INDEX urls_retry; DROP INDEX stories_fingerprint;
ALTER TABLE urls RENAME TO urls_1;
ALTER TABLE stories RENAME TO stories_1;
ALTER TABLE sources RENAME TO sources_1;
{TABLES}
INSERT INTO names (name) SELECT host FROM urls_1 UNION SELECT site FROM urls_1 UNION SELECT scope FROM urls_1
    UNION SELECT settled_run FROM urls_1 WHERE settled_run IS NOT NULL UNION SELECT run FROM stories_1;
INSERT INTO stories (key, name, url, print, fingerprint, source_hash, revision, run, stored_at)
    SELECT text_key(id), id, (SELECT urls_1.id FROM urls_1 WHERE urls_1.url = stories_1.url),
        CASE WHEN fingerprint <> '' THEN text_key(fingerprint) END, fingerprint, source_hash, revision,
        (SELECT names.id FROM names WHERE name = run), stored_at
    FROM stories_1 ORDER BY stored_at;
DROP TABLE stories_1;
CREATE INDEX stories_at ON stories (url);
INSERT INTO urls SELECT id, url_key(url), url, (SELECT names.id FROM names WHERE name = host), kind,
    (SELECT names.id FROM names WHERE name = site), (SELECT names.id FROM names WHERE name = scope), announced, depth,
    rank, state, code, detail, tries, (SELECT names.id FROM names WHERE name = settled_run), lease_until, retry_at, added_at, settled_at,
    (SELECT max(stories.id) FROM stories WHERE stories.url = urls_1.id), NULL, NULL, NULL
    FROM urls_1;
DROP INDEX stories_at;
DROP TABLE urls_1;
INSERT INTO sources SELECT id, name, min(stories, {COUNTED}), coalesce((
        SELECT line_counts(line, min(lines.stories, {COUNTED})) FROM lines WHERE source = sources_1.id), x'')
    FROM sources_1;
DROP TABLE sources_1;
DROP TABLE lines
"""


def make(db: sqlite3.Connection) -> None:
    """Give the open transaction's file the tables of `VERSION`, whatever it had."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 1:
        logger.warning("The ledger is brought to a new form; that takes some minutes for millions of URLs")
        db.create_function("text_key", 1, text_key, deterministic=True)
        db.create_function("url_key", 1, url_key, deterministic=True)
        db.create_aggregate("line_counts", 2, _LineCounts)  # type: ignore[arg-type]
        _run(db, _FROM_1.replace("{TABLES}", TABLES).replace("{COUNTED}", str(line_counts.COUNTED_STORIES)))
    if version == 2:
        db.execute("ALTER TABLE urls ADD COLUMN found_in INTEGER")
    if version in (2, 3):
        db.execute("ALTER TABLE urls ADD COLUMN kept_in INTEGER")
        db.execute("ALTER TABLE urls ADD COLUMN kept_at INTEGER")
    _run(db, TABLES + INDEXES)
    db.execute(f"PRAGMA user_version = {VERSION}")


def _run(db: sqlite3.Connection, script: str) -> None:
    """One statement after the other: `executescript` would commit before it begins."""
    for statement in filter(str.strip, script.split(";")):
        db.execute(statement)


class _LineCounts:
    """Rows of (line, stories), packed."""

    def __init__(self) -> None:
        self._counts: line_counts.Counts = {}

    def step(self, line: int, stories: int) -> None:
        self._counts[line] = stories

    def finalize(self) -> bytes:
        return line_counts.pack(line_counts.most(self._counts))


def text_key(text: str) -> int:
    """64 bits of a text (signed, as SQLite keeps integers)."""
    return int.from_bytes(_hash(text, 8), "big", signed=True)


def url_key(url: str) -> int:
    """64 bits of a URL: 24 of its host without `www.` and the like, 40 of what follows.

    So the URLs of a crawl lie together in the index, and the spellings that one page may have are found by one seek.
    """
    _, slashes, rest = url.partition("//")
    host, _, rest = rest.partition("/") if slashes else ("", "", url)
    return _host_bits(host) << 40 | _path_bits(rest)


@lru_cache(maxsize=10_000)
def _host_bits(host: str) -> int:
    bare = _PREFIX.sub("", host.lower())
    return int.from_bytes(_hash(bare, 3), "big", signed=True)


@lru_cache(maxsize=1_000)
def _path_bits(path: str) -> int:
    return int.from_bytes(_hash(path, 5), "big")


def _hash(text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).digest()


def forget() -> None:
    """Empty the caches of hashes."""
    _host_bits.cache_clear()
    _path_bits.cache_clear()


def host_of(url: str) -> str:
    """Host and port; "" of what is no URL and is only put on record."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
