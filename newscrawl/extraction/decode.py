"""BYTES -> TEXT: what encoding a page really has, and whether it is a page at all.

Declarations lie, so bytes that are valid UTF-8 are UTF-8; else the first declared encoding that reads without damage
is believed; else the encoding is detected.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

from newscrawl.errors import PageError
from newscrawl.extraction.mojibake import undoubled

MAX_BYTES = 10 * 1024 * 1024
BAD_BYTES, REPLACEMENT = "bad-bytes", "\ufffd"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings that pages are written in, and what browsers read under the name (WHATWG encoding standard: the larger
#: vendor set). What is not here (`idna`, `hex`, `utf-7`, `base64` …) is not believed.
_READ_AS = {
    "utf_8": "utf-8", "utf_16": "utf-16-le", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be",
    "utf_32": "utf-32-le", "utf_32_le": "utf-32-le", "utf_32_be": "utf-32-be",
    "ascii": "cp1252", "iso8859_1": "cp1252", "cp1252": "cp1252", "iso8859_2": "iso8859-2", "iso8859_3": "iso8859-3",
    "iso8859_4": "iso8859-4", "iso8859_5": "iso8859-5", "iso8859_6": "iso8859-6", "iso8859_7": "iso8859-7",
    "iso8859_8": "iso8859-8", "iso8859_9": "cp1254", "iso8859_10": "iso8859-10", "iso8859_11": "cp874", "tis_620": "cp874",
    "iso8859_13": "iso8859-13", "iso8859_14": "iso8859-14", "iso8859_15": "iso8859-15", "iso8859_16": "iso8859-16",
    "cp866": "cp866", "cp874": "cp874", "cp1250": "cp1250", "cp1251": "cp1251", "cp1253": "cp1253", "cp1254": "cp1254",
    "cp1255": "cp1255", "cp1256": "cp1256", "cp1257": "cp1257", "cp1258": "cp1258", "koi8_r": "koi8-r", "koi8_u": "koi8-u",
    "mac_roman": "mac_roman", "mac_cyrillic": "mac_cyrillic", "ptcp154": "ptcp154",
    "euc_kr": "cp949", "cp949": "cp949", "johab": "johab", "iso2022_kr": "iso2022_kr",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932", "shift_jis_2004": "cp932", "shift_jisx0213": "cp932",
    "euc_jp": "euc_jp", "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp", "iso2022_jp": "iso2022_jp",
    "iso2022_jp_1": "iso2022_jp", "iso2022_jp_2": "iso2022_jp",
}  # fmt: skip
#: These read nearly any bytes without an error, so they are checked for mojibake before they are believed.
_LATIN = frozenset({"cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "mac_roman"}) | {
    name for name in _READ_AS.values() if name.startswith("iso8859-") and name[8:] not in ("5", "6", "7", "8")
}
#: Seven-bit encodings are valid UTF-8 on the outside.
_ESCAPED = {"iso2022_jp": b"\x1b$", "iso2022_kr": b"\x1b$", "hz": b"~{"}
_DETECTABLE = (
    "cp949", "gb18030", "big5", "cp932", "euc_jp", "cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp874",
)  # fmt: skip
_KOREAN, _JAPANESE = ("다이는의에을가고한지로기하", 0.1), ("のにはをたがでてとしれさいるかっな", 0.1)
_CHINESE, _CYRILLIC = ("的一是在不了有和人這这中大国國上", 0.02), ("оеаинтсрОЕАИНТСР", 0.4)
#: Characters that make up at least this share of any text in the encoding's script.
_COMMON = {
    "cp949": _KOREAN, "johab": _KOREAN, "cp932": _JAPANESE, "euc_jp": _JAPANESE, "gb18030": _CHINESE,
    "big5hkscs": _CHINESE, "cp1251": _CYRILLIC, "koi8-r": _CYRILLIC, "koi8-u": _CYRILLIC, "cp866": _CYRILLIC,
    "iso8859-5": _CYRILLIC, "mac_cyrillic": _CYRILLIC,
}  # fmt: skip
_BINARY = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"7z\xbc\xaf", b"Rar!",
    b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0", b"OggS", b"ID3", b"wOFF", b"wOF2", b"BZh", b"\xfd7zXZ", b"\x7fELF", b"MZ\x90",
)  # fmt: skip
#: Share of characters that no text has, above which the bytes are no text.
_MAX_CONTROLS = 0.02
_MIN_CONTROLS = 100
_BLANK = bytes.maketrans(b"\x0b\x0c\x1c\x1d\x1e\x1f", b"      ")
_C0 = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f")
#: C1 controls, and U+FFFE and U+FFFF, in UTF-8.
_C1, _NO_CHARACTER = re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xef\xbf[\xbe\xbf]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f]")
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|span|h[1-6]|a|br|table|ul)\b",
    re.IGNORECASE,
)
_OTHER_XML = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<\?[^>]{0,300}\?>\s*|<!--[^>]{0,2000}-->\s*){0,5}"
    r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg|opml|tt)\b",
    re.IGNORECASE,
)
_JSON = re.compile(r"\s*[\[{]\s*[\"{\[\]}\d-]")
_RUN = re.compile(rb"[^<>]+")
_DENSE = re.compile(rb"[\x80-\xff]{2,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text."""

    text: str
    data: bytes
    """The same in UTF-8."""
    encoding: str
    """The encoding it was read in; `str` where it came as text."""
    flags: tuple[str, ...] = ()
    """`bad-bytes`: some could not be read and stand as `REPLACEMENT`."""


def decode(html: bytes | str, content_type: str | None = None) -> Decoded:
    """The page as text, without control characters and lone surrogates.

    Args:
        html: the body as served, at most `MAX_BYTES`.
        content_type: the Content-Type header.

    Raises:
        PageError: `empty`, `not-html` or `too-large`.

    >>> decode("<p>값</p>".encode("cp949"), "text/html; charset=euc-kr").encoding
    'cp949'
    """
    if len(html) > MAX_BYTES:
        raise PageError("too-large", f"{len(html):,} bytes")
    if not html or html.isspace():
        raise PageError("empty")
    read, encoding = (html, "str") if isinstance(html, str) else _read(html, content_type)
    text = undoubled(read.removeprefix("\ufeff"))
    text, data = _without_controls(text, _utf8(html, text) if text is read and encoding == "utf-8" else None)
    _refuse_other_formats(text)
    return Decoded(text, data, encoding, (BAD_BYTES,) if REPLACEMENT in text else ())


def _utf8(html: bytes | str, text: str) -> bytes | None:
    """The page's own bytes, where they are the text as it stands."""
    own = isinstance(html, bytes) and not html.startswith(codecs.BOM_UTF8) and "\ufffd" not in text
    return html if own else None  # type: ignore[return-value]


def _without_controls(text: str, data: bytes | None) -> tuple[str, bytes]:
    """Without lone surrogates and control characters; those that part words (form feed) become spaces. Text and UTF-8.

    Args:
        text: the page.
        data: the same in UTF-8, where somebody has it.

    Raises:
        PageError: `not-html` where that is more than stray characters.
    """
    try:
        data = text.encode("utf-8") if data is None else data
    except UnicodeEncodeError:
        data = text.encode("utf-8", "ignore")
        text = data.decode("utf-8")
    if not _holds_controls(data):  # as nearly all pages, which need not be read once more
        return text, data
    clean = _NO_CHARACTER.sub(b"", _C1.sub(b"", data.translate(_BLANK, _C0)))
    size, text = len(text), clean.decode("utf-8")
    if size - len(text) > max(_MIN_CONTROLS, _MAX_CONTROLS * size):
        raise PageError("not-html", "control characters, as in a binary file")
    return text, clean


def _holds_controls(data: bytes) -> bool:
    """Whether there are control characters other than tab and line ends, or what is no character, in UTF-8."""
    # as numbers: a quarter of the time that patterns take
    codes = np.frombuffer(data, dtype=np.uint8)
    if ((codes < 0x20) & (codes != 9) & (codes != 10) & (codes != 13)).any() or b"\x7f" in data:
        return True
    after = np.flatnonzero(codes[:-1] == 0xC2) + 1
    if (codes[after] < 0xA0).any():
        return True
    after = np.flatnonzero(codes[:-2] == 0xEF) + 1
    return bool(((codes[after] == 0xBF) & (codes[after + 1] >= 0xBE)).any())


def _refuse_other_formats(text: str) -> None:
    if not text or text.isspace():
        raise PageError("empty", "nothing but control characters")
    head = text[:100_000]
    if _OTHER_XML.match(head):
        raise PageError("not-html", "a feed or another XML document")
    if _JSON.match(head) or not _TAG.search(head):
        raise PageError("not-html", "JSON" if _JSON.match(head) else "no HTML tag")
    if text.count("\ufffd") > 0.05 * len(text):
        raise PageError("not-html", "undecodable bytes")


def _read(html: bytes, content_type: str | None) -> tuple[str, str]:
    """Text and the name of the encoding, by the first of: byte order mark, shape, validity, declaration, detection."""
    for bom, name in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(name, "replace"), name
    if html.lstrip()[:8].startswith(_BINARY):
        raise PageError("not-html", f"starts with {html.lstrip()[:8]!r}")
    if wide := _wide(html):
        return html.decode(wide, "replace"), wide
    if any(escape[:1] in html for escape in _ESCAPED.values()):  # one byte is found many times faster than two
        for name in _declared(html, content_type):
            if name in _ESCAPED and _ESCAPED[name] in html:
                return html.decode(name, "replace"), name
    try:
        return html.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _read_legacy(html, list(_declared(html, content_type)))


def _read_legacy(html: bytes, declared: list[str]) -> tuple[str, str]:
    """Not valid UTF-8: UTF-8 with a few stray bytes, else what is declared and fits, else what is detected."""
    text = html.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(map(len, _DENSE.findall(html))) > 20 * bad or (declared[:1] == ["utf-8"] and bad < 4):
        return text, "utf-8"
    for name in declared:
        if name != "utf-8" and (fitting := _fitting(html, name)) is not None:
            return fitting, name
    name = _detect(html)
    return html.decode(name, "replace"), name


def _wide(html: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: markup is ASCII, so most other bytes are zero."""
    head = html[:400]
    zeros = [head[offset::4].count(0) * 16 > len(head) for offset in range(4)]
    shapes = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return shapes.get((zeros[0], zeros[1], zeros[2], zeros[3])) if len(head) >= 8 else None


def _declared(html: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the HTTP header and the page itself name."""
    header = http_content_type_encoding(content_type) if content_type else None
    for name in (header, html_body_declared_encoding(html[:8192])):
        resolved = resolve_encoding(name) if name and name.isascii() else None
        if resolved and (known := _READ_AS.get(resolved.replace("-", "_").lower())):
            # a page that could be searched for its `meta` as ASCII is not UTF-16, whatever that says
            yield "utf-8" if known.startswith(("utf-16", "utf-32")) else known


def _fitting(html: bytes, name: str) -> str | None:
    """The text if the encoding fits: hardly a broken byte, and no mojibake."""
    text = html.decode(name, "replace")
    high = sum(map(len, _DENSE.findall(html)))
    broken = text.count("\ufffd") + len(_CONTROL.findall(text))
    if broken > max(2, len(text) // 5000, high // 200):
        return None
    # letters of Latin scripts stand among ASCII letters; where nearly all are neighbours they are another script's bytes
    if name in _LATIN:
        return None if high > 40 and high > 0.6 * sum(1 for byte in html if byte > 0x9F) else text
    return text if _reads_well(text, name) else None


def _reads_well(text: str, name: str) -> bool:
    """Whether the commonest characters of the script are as common as they should be; too little text passes."""
    common, share = _COMMON.get(name, ("", 0.0))
    letters = sum(1 for char in text if char > "\x7f" and char.isalpha())
    return letters < 30 or sum(map(text.count, common)) >= share * letters


def _detect(html: bytes) -> str:
    from charset_normalizer import from_bytes  # here: seldom needed, slow to import

    sample = b"\n".join(run for run in _RUN.findall(html[:1_000_000]) if not run.isascii())[:20_000]
    best = from_bytes(sample, cp_isolation=list(_DETECTABLE)).best()
    return _READ_AS.get(best.encoding, best.encoding) if best and best.encoding in _DETECTABLE else "cp1252"
