"""From the bytes of a feed or sitemap to what can be parsed: unpacked where they are a gzip file, decoded as they
really are. Declarations of encodings lie, so bytes that are valid UTF-8 are UTF-8, whatever is declared.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

_GZIP = b"\x1f\x8b"
#: A server packs the file that was packed already; more is a trap.
_MAX_LAYERS = 2
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
#: References to halves of characters, as software writes them that knows UTF-16 only: one alone is no character.
_HALF = rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7]\d{3});"
_HALVES = re.compile(_HALF + rb"(?:" + _HALF + rb")?")
_NUMBER = re.compile(rb"&#([xX]?)0*([0-9a-fA-F]+);")
_UNBELIEVABLE = frozenset(
    {"idna", "hex", "utf-7", "punycode", "unicode_escape", "raw_unicode_escape", "rot_13", "base64"}
)


class DocumentError(ValueError):
    """The bytes are not the document that was expected."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was served, for a worker to read."""

    feed: bytes
    content_type: str
    """The header, "" if none."""
    url: str
    """Where it was read."""


def unpacked(body: bytes, max_bytes: int) -> bytes:
    """The content of a gzip file (`sitemap.xml.gz`), other bytes as they are.

    A file that ends early gives what there is of it: the entries before the cut are good.

    Raises:
        DocumentError: it is damaged from the start, or larger than `max_bytes` unpacked.
    """
    layers = 0
    while body.startswith(_GZIP):
        layers += 1
        if layers > _MAX_LAYERS:
            raise DocumentError(f"packed more than {_MAX_LAYERS} times")
        body = _gunzipped(body, max_bytes)
    return body


def _gunzipped(body: bytes, max_bytes: int) -> bytes:
    """All members of a gzip file; what follows them, or cannot be read, is left out."""
    content = b""
    while body.startswith(_GZIP):
        decoder = zlib.decompressobj(31)
        try:
            content += decoder.decompress(body, max_bytes + 1 - len(content))
        except zlib.error as error:
            if content:
                break
            raise DocumentError(f"damaged gzip file: {error}") from error
        if len(content) > max_bytes:
            raise DocumentError(f"more than {max_bytes} bytes unpacked")
        body = decoder.unused_data
    return content


def xml_text(body: bytes, content_type: str = "") -> str:
    """The text of an XML or JSON document."""
    while body.startswith(codecs.BOM_UTF8 * 2):
        body = body[3:]
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, errors="replace")
    if b"\0" in body[:4] and len(body) > 4:
        return body.decode("utf-16-be" if body[0] == 0 else "utf-16-le", errors="replace")
    if (text := _nearly_utf8(body)) is not None:
        return text
    declared = (html_body_declared_encoding(body[:1024]), http_content_type_encoding(content_type))
    candidates: tuple[str | None, ...] = (*declared, "cp949", "cp1252")
    for name in candidates:
        text = _decoded(body, name)
        if text is not None:
            return text
    return body.decode(_known(declared) or "utf-8", errors="replace")


def _nearly_utf8(body: bytes) -> str | None:
    """The text of UTF-8 in which hardly a character is broken (cut in two by a limit in bytes); other encodings give none."""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return text if 10 * broken <= len(text) - len(text.encode("ascii", "ignore")) else None


def whole_characters(content: bytes) -> bytes:
    """UTF-8 in which two references to halves of one character (`&#55357;&#56832;`) are that character, other halves blank.

    >>> whole_characters(b"&#55357;&#56832; &#xD83D;").decode()
    '😀  '
    """
    return _HALVES.sub(lambda found: _joined(found.group()), content)


def _joined(references: bytes) -> bytes:
    numbers = [int(digits, 16 if mark else 10) for mark, digits in _NUMBER.findall(references)]
    units = b"".join(number.to_bytes(2, "big") for number in numbers)
    # what only begins like a half (57 400) stays what it is
    if any(not 0xD800 <= number <= 0xDFFF for number in numbers):
        return references
    return units.decode("utf-16-be", errors="ignore").encode() or b" "


def outside_cdata(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The document with everything but its CDATA sections changed; in linear time, also where none of them ends."""
    head, *parts = content.split(b"<![CDATA[")
    changed = [change(head)]
    for part in parts:
        inside, end, outside = part.partition(b"]]>")
        changed += [b"<![CDATA[", inside, end, change(outside)]
    return b"".join(changed)


def _decoded(body: bytes, name: str | None) -> str | None:
    """The text, if the name is that of a text encoding and the bytes fit it."""
    known = _known((name,))
    if known is None:
        return None
    try:
        return body.decode(known)
    except (UnicodeError, LookupError):
        return None


def _known(names: tuple[str | None, ...]) -> str | None:
    # resolve_encoding reads EUC-KR as cp949, Latin-1 as cp1252 and so on, as browsers do
    resolved = (resolve_encoding(name) for name in names if name)
    return next((name for name in resolved if name and name not in _UNBELIEVABLE), None)


def starts_as_html(text: str) -> bool:
    """Whether a document is a web page: what a site sends where its feed used to be."""
    return (
        re.match(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", text[:4000], re.IGNORECASE | re.DOTALL)
        is not None
    )
