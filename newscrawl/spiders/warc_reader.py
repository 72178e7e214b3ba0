"""What a WARC file keeps: a list of its article pages, and one page of it, read from its place.

Files of our own and those of others (CC-NEWS) are read alike; whatever is no answer with a web page is passed over.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

logger = logging.getLogger(__name__)

ENDINGS = (".warc.gz", ".warc")
REQUESTED, ANNOUNCED = "Newscrawl-Requested-URI", "Newscrawl-Announced"
"""Headers of our own records: the URL that the ledger knew, and what its source had said of the page, as JSON."""
CONTINUES = "Newscrawl-Continues"
"""Header of our records of a story's further pages: where its first page was asked for."""

_TYPES = ("text/html", "application/xhtml+xml", "")
#: A record that says no address is an AttributeError of warcio's.
_DAMAGED = (ArchiveLoadFailed, EOFError, ValueError, AttributeError)
_SAID_CHARS = 200
_ONE_PIECE = "non-chunked gzip file"
_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins."""

    file: Path
    offset: int

    def __str__(self) -> str:
        return f"{self.offset}@{self.file}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that `str` gave; raises ValueError."""
        offset, _, file = text.partition("@")
        return cls(Path(file), int(offset))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One page of a WARC file."""

    url: str
    """Where it was read."""
    requested: str
    """Where it was asked for."""
    record_id: str
    fetched_at: str
    """WARC-Date, with offset."""
    headers: list[tuple[str, str]] = field(default_factory=list)
    announced: dict[str, str] = field(default_factory=dict)
    continues: str = ""
    """Where the first page of its story was asked for, if it is a further one."""
    body: bytes = b""


def warc_files(path: Path) -> list[Path]:
    """The file itself, or all WARC files below a folder, sorted by name; those that still grow are left out."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.name.endswith(ENDINGS))


def pages(file: Path, damaged: Callable[[str], None] | None = None) -> Iterator[tuple[Place, Kept]]:
    """Every article page of a file, without its body. A file that is damaged is read up to there, and logged.

    Args:
        damaged: is told what is wrong, too.

    Raises:
        OSError: the file cannot be read.
    """
    with file.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                if _is_page(record):
                    yield Place(file, records.get_record_offset()), _kept(record)
        except _DAMAGED as error:
            why = f"damaged, what follows is left out: {_why(error)}"
            logger.error("%s: %s", file, why)
            if damaged is not None:
                damaged(why)


def _why(error: Exception) -> str:
    """What is wrong with a file, in a line; warcio quotes whatever stands there."""
    if isinstance(error, AttributeError):
        return "a record breaks off, or names no address"
    if _ONE_PIECE in str(error):
        return "its records are packed as one piece; `warcio recompress FILE NEW` packs each by itself"
    return " ".join(str(error).split())[:_SAID_CHARS] or type(error).__name__


def read_page(place: Place, max_bytes: int) -> Kept:
    """The page at a place, with its body, unpacked, up to so many bytes.

    Raises:
        OSError: the file cannot be read.
        ValueError: there is no page at that place.
    """
    with place.file.open("rb") as stream:
        stream.seek(place.offset)
        try:
            record = next(iter(ArchiveIterator(stream)), None)
            if record is None or not _is_page(record):
                raise ValueError(f"{place.file}: no page begins at byte {place.offset}")
            return _kept(record, _body(record, max_bytes + 1))
        except (ArchiveLoadFailed, EOFError, AttributeError) as error:
            raise ValueError(f"{place.file}: the record at byte {place.offset} is damaged: {error}") from error


def _is_page(record: ArcWarcRecord) -> bool:
    """Whether the record is a whole, good answer with a web page."""
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _TYPES and str(record.rec_headers.get_header("WARC-Target-URI")).startswith(("http://", "https://"))


def _body(record: ArcWarcRecord, most: int) -> bytes:
    """The page, unpacked, up to so many bytes; as it is kept where it is not packed as its header says."""
    coding = str(record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if coding not in ("br", "zstd"):
        return bytes(record.content_stream().read(most))
    # warcio knows no zstd, and what it asks of brotli's decoder is not there any more
    is_chunked = record.http_headers.get_header("Transfer-Encoding") == "chunked"
    packed = (ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream).read(most)
    try:
        return _unpacked(packed, coding, most)
    except (brotli.error, zstd.ZstdError):
        return bytes(packed)


def _unpacked(packed: bytes, coding: str, most: int) -> bytes:
    """What there is of a packed text, up to so many bytes."""
    if coding == "zstd":
        return bytes(zstd.ZstdDecompressor().decompress(packed, most))
    decoder, pieces, size = brotli.Decompressor(), [], 0
    piece = decoder.process(packed, output_buffer_limit=most)
    while piece:
        pieces.append(piece)
        size += len(piece)
        piece = b"" if size >= most or decoder.is_finished() else decoder.process(b"", output_buffer_limit=most - size)
    return b"".join(pieces)[:most]


def _kept(record: ArcWarcRecord, body: bytes = b"") -> Kept:
    said = record.rec_headers
    url = said.get_header("WARC-Target-URI")
    return Kept(
        url=url,
        requested=said.get_header(REQUESTED) or url,
        record_id=said.get_header("WARC-Record-ID") or "",
        fetched_at=_moment(said.get_header("WARC-Date") or ""),
        headers=[(name, value) for name, value in record.http_headers.headers if name.lower() not in _WIRE],
        announced=_announced(said.get_header(ANNOUNCED)),
        continues=said.get_header(CONTINUES) or "",
        body=body,
    )


def _moment(text: str) -> str:
    """A WARC-Date, which is UTC, with offset; "" for what is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _announced(text: str | None) -> dict[str, str]:
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in said.items()} if isinstance(said, dict) else {}
