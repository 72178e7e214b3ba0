"""Is a file of kept pages whole? Each record is unpacked, measured and hashed; what is wrong is named with its place.

A record is a gzip member of its own, so behind a damaged one the next can be found. The pages themselves are not
understood here.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newscrawl.output.files import PART

FOLDER = "pages"
"""Where they are, below the output folder."""
ENDING = ".warc.gz"

_GZIP = zlib.MAX_WBITS | 16
_MEMBER = b"\x1f\x8b\x08"
_WARC = b"WARC/1."
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that is whole."""

    offset: int
    """Where it begins, in bytes."""
    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong at a place."""

    offset: int
    what: str


def archive_files(folder: Path) -> list[Path]:
    """The files of an output folder, those that still grow as well; sorted by name."""
    files = (folder / FOLDER).glob(f"*{ENDING}*")
    return sorted(path for path in files if path.name.endswith((ENDING, ENDING + PART)))


def final_name(path: Path) -> str:
    """The name that articles know a file by."""
    return path.name.removesuffix(PART)


def records(path: Path) -> Iterator[Kept | Damage]:
    """Every record of a file in order. The torn end of a file that still grows is no damage.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        at = 0
        while True:
            try:
                data, end = _unpacked(file, at)
            except EOFError as error:
                if path.suffix != PART:
                    yield Damage(at, str(error))
                end = _next(file, at + 1)
            except zlib.error as error:
                yield Damage(at, f"the record is damaged: {error}")
                end = _next(file, at + 1)
            else:
                if end == at:
                    return
                yield _judged(data, at)
            at = end


def _unpacked(file: BinaryIO, start: int) -> tuple[bytes, int]:
    """The member that begins there and where it ends; nothing at the end of the file."""
    file.seek(start)
    unpacker = zlib.decompressobj(wbits=_GZIP)
    pieces, read = [], 0
    while not unpacker.eof:
        data = file.read(_CHUNK)
        if not data and not read:
            return b"", start
        if not data:
            raise EOFError(f"the file ends in the middle of a record, after {read} bytes of it")
        read += len(data)
        pieces.append(unpacker.decompress(data))
    return b"".join(pieces), start + read - len(unpacker.unused_data)


def _next(file: BinaryIO, start: int) -> int:
    """Where the next record begins, or the file ends."""
    while True:
        file.seek(start)
        window = file.read(_CHUNK)
        at = window.find(_MEMBER)
        while at >= 0:
            if _begins(file, start + at):
                return start + at
            at = window.find(_MEMBER, at + 1)
        if len(window) < _CHUNK:
            return start + len(window)
        start += _CHUNK - len(_MEMBER) + 1


def _begins(file: BinaryIO, start: int) -> bool:
    """Whether a record begins there; packed data may look like it."""
    file.seek(start)
    try:
        return zlib.decompressobj(wbits=_GZIP).decompress(file.read(_CHUNK), len(_WARC)) == _WARC
    except zlib.error:
        return False


def _judged(data: bytes, at: int) -> Kept | Damage:
    head, _, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not first.encode().startswith(_WARC):
        return Damage(at, "no WARC record begins here")
    said = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    wrong = _wrong(said, rest)
    return Damage(at, wrong) if wrong else Kept(at, said.get("warc-record-id", ""), said.get("warc-target-uri", ""))


def _wrong(said: dict[str, str], rest: bytes) -> str | None:
    """What the head of a record says that is not so."""
    block, end = rest[:-4], rest[-4:]
    if end != b"\r\n\r\n" or said.get("content-length") != str(len(block)):
        return f"the record has {len(block)} bytes and says {said.get('content-length')}"
    if not _is_hash_of(said.get("warc-block-digest"), block):
        return "the record has another content than its WARC-Block-Digest"
    if not _is_hash_of(said.get("warc-payload-digest"), block.partition(b"\r\n\r\n")[2]):
        return "the page has another content than its WARC-Payload-Digest"
    return None


def _is_hash_of(said: str | None, data: bytes) -> bool:
    """Whether a digest, if there is one that we know, is that of the data."""
    name, _, value = (said or "").partition(":")
    if name.lower() != "sha1":
        return True
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode() == value.upper()
