"""What differs between two outputs of the same pages, and which rule made the difference.

Articles are matched by id; of each its newest revision counts. Both sides go through a temporary database on disk,
so that neither has to fit into memory.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from newscrawl.errors import RecordError
from newscrawl.output.files import PART
from newscrawl.output.packing import DAMAGED, open_packed
from newscrawl.output.reader import segments
from newscrawl.output.record import NO_JSON

#: What a reader would call the content; the rest says when and how it was made.
FIELDS = (
    "url", "canonical_url", "site", "publisher", "title", "subtitle", "text", "authors", "section", "tags", "language",
    "published_at", "modified_at", "images", "rights", "flags",
)  # fmt: skip
#: What counts the lines of the text, and so differs with it; told of where the text is the same, and both versions have it.
OF_TEXT = ("structure", "links")

NO_RULE = "(no rule)"
"""Stands for a line that came or went without a rule: the story's body was chosen otherwise, or the page differs."""

Row = Mapping[str, Any]

_BROKEN: tuple[type[Exception], ...] = (*NO_JSON, *DAMAGED)


class _Article(msgspec.Struct):
    """What an article must have to be compared; of other versions it may have other fields."""

    id: str
    url: str
    text: str


class _Removal(msgspec.Struct):
    rule: str
    text: str


class _Account(msgspec.Struct):
    """The same of an account of removals."""

    id: str
    removals: list[_Removal]


_FORMS: dict[str, Any] = {"articles": msgspec.json.Decoder(_Article), "removals": msgspec.json.Decoder(_Account)}


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of a story that is there on one side only, or shorter on one side."""

    rule: str
    """Which rule takes it out on the other side; `NO_RULE` where none does."""
    is_cut: bool
    """True: it was in OLD and is not in NEW. False: the other way round."""
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One article that differs."""

    id: str
    url: str
    kind: str
    """`added`, `gone` or `changed`."""
    fields: tuple[str, ...] = ()
    lines: tuple[LineChange, ...] = ()


def changes(old: Path, new: Path) -> Iterator[Change]:
    """Every article that differs, by id. Each side is an output folder.

    Raises:
        RecordError: a line is no article, or no account of removals.
        OSError: a file cannot be read, or the temporary database cannot be written.
    """
    with (
        tempfile.TemporaryDirectory(prefix="newscrawl-diff-") as place,
        closing(sqlite3.connect(Path(place) / "both.sqlite", isolation_level=None)) as db,
    ):
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for side, folder in (("old", old), ("new", new)):
            for kind in ("articles", "removals"):
                _load(db, f"{side}_{kind}", folder / kind, _FORMS[kind])
        yield from _compare(db)


def _load(db: sqlite3.Connection, table: str, folder: Path, form: msgspec.json.Decoder[Any]) -> None:
    db.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, line BLOB NOT NULL) WITHOUT ROWID")
    db.execute("BEGIN")
    if folder.is_dir():
        for path in segments(folder, live=True).values():
            db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", _lines(path, form))  # noqa: S608 - our own name
    db.execute("COMMIT")


def _lines(path: Path, form: msgspec.json.Decoder[Any]) -> Iterator[tuple[str, bytes]]:
    done = 0
    try:
        with open_packed(path) as lines:
            for line in lines:
                if path.suffix == PART and not line.endswith(b"\n"):
                    return
                yield form.decode(line).id, line
                done += 1
    except _BROKEN as error:
        raise RecordError(str(path), done + 1, str(error)) from error


_COMPARED = """
SELECT a.line, b.line, ra.line, rb.line FROM old_articles a LEFT JOIN new_articles b USING (id)
    LEFT JOIN old_removals ra USING (id) LEFT JOIN new_removals rb USING (id)
UNION ALL
SELECT NULL, b.line, NULL, NULL FROM new_articles b WHERE b.id NOT IN (SELECT id FROM old_articles)"""


def _compare(db: sqlite3.Connection) -> Iterator[Change]:
    for lines in db.execute(_COMPARED):
        before, after, removed_before, removed_after = (_decoded(line) for line in lines)
        if not before or not after:
            there = before or after
            yield Change(there["id"], there["url"], "gone" if before else "added")
            continue
        fields = tuple(_differing(before, after))
        if fields:
            found = line_changes(before["text"], after["text"], _removals(removed_before), _removals(removed_after))
            yield Change(before["id"], after["url"], "changed", fields, tuple(found))


def _differing(before: Row, after: Row) -> Iterator[str]:
    yield from (name for name in FIELDS if before.get(name) != after.get(name))
    if before["text"] == after["text"]:
        yield from (name for name in OF_TEXT if name in before and name in after and before[name] != after[name])


def _decoded(line: bytes | None) -> Row:
    row: Row = msgspec.json.decode(line) if line else {}
    return row


def _removals(account: Row) -> Sequence[Row]:
    found: Sequence[Row] = account.get("removals", ())
    return found


def line_changes(old: str, new: str, taken_old: Sequence[Row], taken_new: Sequence[Row]) -> Iterator[LineChange]:
    """What lines the text lost and gained, each with the rule that takes it out on the other side.

    Args:
        old: text before.
        new: text after.
        taken_old: removals before (`rule`, `text`).
        taken_new: removals after.
    """
    before, after = Counter(old.split("\n")), Counter(new.split("\n"))
    lost, gained = list((before - after).elements()), list((after - before).elements())
    for line in lost:
        if shorter := next((other for other in gained if other in line), ""):
            gained.remove(shorter)
        elif longer := next((other for other in gained if line in other), ""):
            gained.remove(longer)
            yield LineChange(_rule(longer, line, taken_old), False, _without(longer, line))
            continue
        yield LineChange(_rule(line, shorter, taken_new), True, _without(line, shorter))
    yield from (LineChange(_rule(line, "", taken_old), False, line) for line in gained)


def _without(line: str, rest: str) -> str:
    """The pieces of a line around the one that stayed; the line itself where nothing stayed."""
    if not rest:
        return line
    before, _, after = line.partition(rest)
    return " … ".join(piece.strip() for piece in (before, after) if piece.strip()) or line


def _rule(line: str, rest: str, taken: Sequence[Row]) -> str:
    """The rule that took out a line, or the pieces of it around the rest."""
    pieces = set(_without(line, rest).split(" … ")) if rest else {line}
    found = [str(removal["rule"]) for removal in taken if removal["text"] in pieces]
    # a whole line was taken of which another rule had cut an end before, or the other way round
    found += [str(removal["rule"]) for removal in taken if any(piece in removal["text"] for piece in pieces)]
    found += [str(removal["rule"]) for removal in taken if any(removal["text"] in piece for piece in pieces)]
    return found[0] if found else NO_RULE
