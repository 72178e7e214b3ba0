"""What a folder of saved pages holds: HTML files as browsers, wget and other extractors' folders have them, and under which
address each of them was read.
"""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

from w3lib.encoding import html_body_declared_encoding

from newscrawl.spiders import mhtml
from newscrawl.spiders.urls import UrlError, canonical_url, is_front_page
from newscrawl.spiders.warc_reader import Kept, Place

ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", *mhtml.ENDINGS)

#: The heads of some pages hold that much of style sheets and scripts.
_HEAD_BYTES = 500_000
#: What browsers, SingleFile and HTTrack leave in a page that they save.
_SAVED = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*|Mirrored from (?=\S+ by HTTrack))([^\s<>]{1,2000})"
)
_TAG = re.compile(rb"<(?:link|meta)\s[^<>]{1,3000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def is_saved(file: Path) -> bool:
    """Whether a file is a saved page by its name."""
    return file.name.lower().endswith(ENDINGS)


def _folder(base: str) -> str:
    """The address of a folder with the slash at its end that people leave out."""
    return base if base.endswith("/") or "?" in base else base + "/"


def saved_page(file: Path, folder: Path, base: str = "") -> tuple[Place, Kept]:
    """The page of a file, without its body.

    Args:
        file: the saved page.
        folder: the folder that was asked for.
        base: address of that folder; "" to go by what each page says of itself.

    Raises:
        UrlError: it says no address, or one that is none.
        OSError: the file cannot be read.
    """
    if base:
        url = _folder(base) + quote(file.relative_to(folder).as_posix().removesuffix(".gz"))
    elif mhtml.is_mhtml(file):
        page = mhtml.read_mhtml(file)
        url = page.url if page.url.startswith(("http://", "https://")) else _declared(page.body[:_HEAD_BYTES])
    else:
        url = _declared(_bytes(file, _HEAD_BYTES))
    if not url:
        raise UrlError("the page names no address of its own; -a base=ADDRESS says where its folder was")
    url = canonical_url(url)
    return Place(file, 0), Kept(url=url, requested=url, record_id="", fetched_at="")


def read_saved(place: Place, url: str, max_bytes: int) -> Kept:
    """The page of a file with its body, up to so many bytes; `url` is the address that it has. Raises OSError."""
    if mhtml.is_mhtml(place.file):
        page = mhtml.read_mhtml(place.file)
        headers = [("Content-Type", page.content_type)] if page.content_type else []
        return Kept(
            url=url, requested=url, record_id="", fetched_at="", headers=headers, body=page.body[: max_bytes + 1]
        )
    return Kept(url=url, requested=url, record_id="", fetched_at="", body=_bytes(place.file, max_bytes + 1))


def _bytes(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as plain:
            packed: IO[bytes] = gzip.GzipFile(fileobj=plain) if file.suffix.lower() == ".gz" else plain  # type: ignore[assignment]
            return packed.read(most)
    except (EOFError, zlib.error) as error:
        raise OSError(f"{file}: damaged: {error}") from error


def _declared(head: bytes) -> str:
    """Where a page was read, as whoever saved it noted; else where it says that it stands. "" for neither."""
    charset = html_body_declared_encoding(head) or "cp1252"
    if saved := _SAVED.search(head):
        address = _text(saved[1], charset)
        return address if "://" in address else f"http://{address}"
    addresses = list(_addresses(head, charset))
    # editing systems that are set up wrongly declare the front page on every page
    return next((address for address in addresses if not is_front_page(address)), next(iter(addresses), ""))


def _text(raw: bytes, charset: str) -> str:
    """UTF-8, if it can be; else as the page declares it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(charset, "replace")


def _addresses(head: bytes, charset: str) -> Iterator[str]:
    declared = [_attributes(tag, charset) for tag in _TAG.findall(head)]
    yield from (
        said["href"]
        for said in declared
        if "canonical" in said.get("rel", "").lower().split() and _is_whole(said.get("href"))
    )
    yield from (
        said["content"]
        for said in declared
        if "og:url" in (said.get("property"), said.get("name")) and _is_whole(said.get("content"))
    )


def _is_whole(address: str | None) -> bool:
    return address is not None and address.strip().lower().startswith(("http://", "https://"))


def _attributes(tag: bytes, charset: str) -> dict[str, str]:
    return {
        name.decode().lower(): html.unescape(_text(double or single or bare, charset))
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }
