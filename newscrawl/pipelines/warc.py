"""How a page becomes a WARC record and where records lie: one gzip member each, appended batch by batch.

A file is `pages/<utc day>-<run id>-<n>.warc.gz.part` while it grows. What a killed run left is cut behind its
last whole record, put aside, and published at the next start.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders

from newscrawl.article import Page
from newscrawl.errors import OutputError
from newscrawl.output.files import PART, append, make_folder, publish, replace
from newscrawl.spiders.warc_reader import ANNOUNCED, CONTINUES, REQUESTED

try:
    from isal import isal_zlib as quick_zlib
except ImportError:  # a machine for which there is no wheel
    quick_zlib = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

_GZIP = zlib.MAX_WBITS | 16
_MEMBER = b"\x1f\x8b\x08"
_WARC = b"WARC/1."
_CHUNK = 1 << 20

_PLAIN = "".join(map(chr, range(0x20, 0x7F)))

#: headers that no longer describe the body: it is kept unpacked
_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})


def record_of(page: Page) -> tuple[bytes, str]:
    """A response record as one gzip member, and its record id (`<urn:uuid:…>`)."""
    body = page.html if isinstance(page.html, bytes) else page.html.encode("utf-8", "replace")
    record_id = uuid4().urn
    head = _http_headers(page, len(body)).to_bytes(encoding="ascii")
    headers = _warc_headers(page, f"<{record_id}>", body, len(head) + len(body))
    packer = _packer()
    pieces = (headers.to_bytes(encoding="utf-8"), head, body, b"\r\n\r\n")
    return b"".join([*map(packer.compress, pieces), packer.flush()]), f"<{record_id}>"


def _warc_headers(page: Page, record_id: str, body: bytes, length: int) -> StatusAndHeaders:
    """Beside what every record says, what a replay cannot know otherwise (`warc_reader`)."""
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    headers = {
        "WARC-Type": "response",
        "WARC-Record-ID": record_id,
        "WARC-Target-URI": page.url,
        "WARC-Date": _date(page),
        "WARC-Payload-Digest": f"sha1:{digest}",
    }
    if page.requested_url and page.requested_url != page.url:
        headers[REQUESTED] = page.requested_url
    if page.continues:
        headers[CONTINUES] = page.continues
    if page.announced:
        headers[ANNOUNCED] = json.dumps(dict(page.announced))
    headers |= {"Content-Type": "application/http; msgtype=response", "Content-Length": str(length)}
    return StatusAndHeaders("", list(headers.items()), protocol="WARC/1.0")


def _packer() -> Any:
    """Intel's deflate packs as tightly as zlib at its first level, in a sixth of the time."""
    maker: Any = quick_zlib
    return zlib.compressobj(1, zlib.DEFLATED, _GZIP) if maker is None else maker.compressobj(2, zlib.DEFLATED, _GZIP)


def _http_headers(page: Page, length: int) -> StatusAndHeaders:
    status = page.http.status if page.http else 200
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    kept = [(name, _one_line(value)) for name, value in page.headers.items() if _is_kept(name)]
    return StatusAndHeaders(f"{status} {phrase}", [*kept, ("content-length", str(length))], protocol="HTTP/1.1")


def _is_kept(name: str) -> bool:
    """Whether a header describes the page as it is kept; a name that is not ASCII is no HTTP."""
    return name.isascii() and name not in _WIRE


def _one_line(value: str) -> str:
    """In ASCII, what is not percent-encoded; warcio's own encoding leaves some values it then breaks on."""
    return quote(" ".join(value.split()), safe=_PLAIN)


def _date(page: Page) -> str:
    when = datetime.fromisoformat(page.fetched_at) if page.fetched_at else datetime.now(UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Record:
    """Where a page is kept."""

    file: str
    offset: int
    id: str

    def __str__(self) -> str:
        """As articles name it."""
        return f"{self.file}#{self.id}"


class WarcFiles:
    """The growing WARC file of one run. Methods block; call them from one thread at a time.

    Args:
        folder: the folder of WARC files; made where absent.
        run_id: part of the names.
        max_bytes: size after which the next file is begun.
    """

    def __init__(self, folder: Path, run_id: str, max_bytes: int) -> None:
        make_folder(folder)
        self._folder, self._run_id, self._max_bytes = folder, run_id, max_bytes
        self._part: Path | None = None
        self._count = 0

    def keep(self, pages: Sequence[Page]) -> list[Record]:
        """Append pages; each is on disk when this returns.

        Raises:
            OutputError: as `append`.
        """
        made = [record_of(page) for page in pages]
        places = self.write([record for record, _ in made])
        return [Record(file, offset, record_id) for (file, offset), (_, record_id) in zip(places, made, strict=True)]

    def write(self, records: Sequence[bytes]) -> list[tuple[str, int]]:
        """Append records; each is on disk when this returns. Returns per record the name its file will have, and where it begins.

        Raises:
            OutputError: as `append`.
        """
        if self._part is None:
            self._count += 1
            day = datetime.now(UTC).date().isoformat()
            self._part = self._folder / f"{day}-{self._run_id}-{self._count:04}.warc.gz{PART}"
        part = self._part
        append(part, b"".join(records))
        end = part.stat().st_size
        if end >= self._max_bytes:
            self.close()
        begins = accumulate(map(len, records), initial=end - sum(map(len, records)))
        return [(part.name.removesuffix(PART), begin) for begin, _ in zip(begins, records, strict=False)]

    def close(self) -> None:
        """Publish the file that grows, if there is one; raises `OutputError`."""
        if self._part is not None:
            publish(self._part)
            self._part = None


def recover(folder: Path, aside: Path) -> int:
    """Publish what killed runs left, cut behind the last whole record; what is cut off is kept in `aside`.

    Returns:
        How many files were published.

    Raises:
        OutputError: the next start goes on.
    """
    parts = sorted(folder.glob(f"*.warc.gz{PART}"))
    for part in parts:
        try:
            _cut(part, aside)
        except OSError as error:
            raise OutputError(f"cannot read {part}: {error.strerror}") from error
        publish(part)
    return len(parts)


def _cut(part: Path, aside: Path) -> None:
    size, end = part.stat().st_size, whole_end(part)
    if end == size:
        return
    make_folder(aside)
    with part.open("rb+") as file:
        file.seek(end)
        replace(aside / f"pages-{part.name}.cut", [file.read()])
        file.truncate(end)
        os.fsync(file.fileno())
    logger.warning("%s: the last %d bytes of a killed run were no whole record; they are kept", part, size - end)


def whole_end(path: Path) -> int:
    """Where the last whole record of a WARC file ends, in bytes; looked for from the end of the file."""
    with path.open("rb") as file:
        for start in _member_starts(file, path.stat().st_size):
            end = _record_end(file, start)
            if end is not None:
                return end
    return 0


def _member_starts(file: BinaryIO, size: int) -> Iterator[int]:
    """Where a gzip member may begin, last first; compressed data may look like a beginning as well."""
    end = size
    while end > 0:
        start = max(0, end - _CHUNK)
        file.seek(start)
        window = file.read(end - start + len(_MEMBER) - 1)
        at = window.rfind(_MEMBER)
        while at >= 0:
            yield start + at
            at = window.rfind(_MEMBER, 0, at + len(_MEMBER) - 1)
        end = start


def _record_end(file: BinaryIO, start: int) -> int | None:
    """The end of the record that begins there; its start where it is torn; None where none begins."""
    file.seek(start)
    unpacker = zlib.decompressobj(wbits=_GZIP)
    head, read = b"", 0
    try:
        while not unpacker.eof and (data := file.read(_CHUNK)):
            read += len(data)
            head = (head + unpacker.decompress(data))[: len(_WARC)]
    except zlib.error:
        return None
    if not _WARC.startswith(head[: len(_WARC)]):
        return None
    return start + read - len(unpacker.unused_data) if unpacker.eof else start
