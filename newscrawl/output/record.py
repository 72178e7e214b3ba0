"""One value, one line: how an article and its removals become JSON, and how a line becomes an article again.

Every line is complete JSON in UTF-8 without NaN and lone surrogates, and has no character at which a reader
could break it in two but the line feed at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import msgspec

from newscrawl.article import SCHEMA_VERSION, Article, Extraction, Removal

#: What msgspec raises for bytes that are no JSON, or not of the form that was asked for.
NO_JSON: tuple[type[Exception], ...] = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder()

#: what `str.splitlines` (and many a reader) takes for the end of a line, and JSON does not escape by itself
_LINE_ENDS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"), (b"\xc2\x85", b"\\u0085"))
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Removals:
    """What was taken out of one article: one line of the removals files."""

    id: str
    """Of the article."""
    url: str
    """Of the article."""
    run_id: str | None
    removals: tuple[Removal, ...]
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A story that was published and is not there any more: one line of the tombstone files."""

    id: str
    """Of the article."""
    revision: int
    """One more than that of the article's last line."""
    url: str
    """Where it was looked for."""
    site: str
    reason: str
    """What was found instead: `http-404`, `http-410`, or `front-page` (a redirect there)."""
    gone_at: str
    """When it was missed for the second time, ISO 8601 with offset."""
    run_id: str
    schema_version: int = SCHEMA_VERSION


_Record = TypeVar("_Record", Article, Removals, Tombstone)
_NAMES = {type_: frozenset(field.name for field in fields(type_)) for type_ in (Article, Removals, Tombstone)}
#: Lines that were written before these fields were there are read all the same.
_LATER = frozenset({"structure", "links"})


def removals_of(extraction: Extraction) -> Removals:
    """The account of an extraction, for the removals file."""
    article = extraction.article
    return Removals(id=article.id, url=article.url, run_id=article.run_id, removals=extraction.removals)


def encode(value: Article | Removals | Tombstone) -> bytes:
    """One line of JSON, line feed included. Lone surrogates become U+FFFD."""
    try:
        line = _ENCODER.encode(value)
    except UnicodeEncodeError:
        line = _ENCODER.encode(without_surrogates(msgspec.to_builtins(value)))
    for raw, escaped in _LINE_ENDS:
        line = line.replace(raw, escaped)
    return line + b"\n"


def without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {without_surrogates(key): without_surrogates(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_surrogates(entry) for entry in value]
    return value


def decode(line: bytes) -> Article:
    """The article of a line.

    Raises:
        ValueError: what is wrong with the line (`RecordError` is raised by who knows file and number).
    """
    return _decode(line, Article)


def decode_removals(line: bytes) -> Removals:
    """The removals of a line; raises as `decode` does."""
    return _decode(line, Removals)


def decode_tombstone(line: bytes) -> Tombstone:
    """The tombstone of a line; raises as `decode` does."""
    return _decode(line, Tombstone)


def _decode(line: bytes, type_: type[_Record]) -> _Record:
    if not line.endswith(b"\n"):
        raise ValueError("the line has no end: it was torn while being written")
    try:
        data = _DECODER.decode(line)
    except NO_JSON as error:
        raise ValueError(f"no JSON: {error}") from error
    _check_names(data, type_)
    try:
        return msgspec.convert(data, type_)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _check_names(data: object, type_: type[Article] | type[Removals] | type[Tombstone]) -> None:
    if not isinstance(data, dict):
        raise ValueError("no JSON object")
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"schema version {data.get('schema_version')!r}, expected {SCHEMA_VERSION}")
    names = _NAMES[type_]
    if missing := names - data.keys() - _LATER:
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    if unknown := data.keys() - names:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
