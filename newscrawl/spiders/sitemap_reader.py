"""The entries of a sitemap (index, news, plain, gzip file, plain text) and of robots.txt, streamed.

Entities are never resolved and nothing is loaded: a sitemap cannot make us read a file or another address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from itertools import islice

from lxml import etree

from newscrawl.spiders.documents import DocumentError, outside_cdata, unpacked, whole_characters, xml_text
from newscrawl.spiders.entry import Entry

#: The protocol's limits.
MAX_ENTRIES = 50_000
MAX_BYTES = 52_428_800

#: A sitemap of as many entries as may be, with ten pictures each, has less markup; what is read while others wait has a bound.
_MAX_MARKS = 4_000_000

_ROBOTS_LINE = re.compile(r"[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE)
_ROBOTS_BYTES = 500 * 1024
_CHUNK_BYTES = 1 << 16
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,10};)")
_BARE_LESS = re.compile(rb"<(?![A-Za-z_/!?])")
#: Entities that XML does not know, and that headlines are full of.
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,9});")
#: Control characters, and references to halves of characters, which lxml takes in and cannot hand out.
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2};|&#0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]);"
)
_SAID = {"loc": "url", "publication_date": "published", "title": "title", "lastmod": "changed"}


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names."""

    url: str
    changed: str = ""
    """When it last changed, in the source's own words."""


def read_sitemap(body: bytes) -> Iterator[Entry | Child]:
    """Entries and, of an index, child sitemaps, in document order, at most `MAX_ENTRIES`.

    What stands before a break in the XML is good and is yielded.

    Raises:
        DocumentError: this is no sitemap (before anything was yielded).
    """
    content = _utf8(unpacked(body, MAX_BYTES)).lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.count(b"<") + content.count(b"&") > _MAX_MARKS:
        raise DocumentError(f"more than {_MAX_MARKS:,} tags and entities")
    if content.startswith((b"http://", b"https://")):
        yield from _plain_text(content)
        return
    # from the root on: no DOCTYPE, no declared encoding (the bytes are UTF-8 now), no warnings of the site's software
    root = _ROOT.search(content[:20_000])
    if root is None:
        raise DocumentError("no sitemap" if content else "empty")
    yield from islice(_elements(content, root.start()), MAX_ENTRIES)


def _utf8(content: bytes) -> bytes:
    """The content in UTF-8, whatever it declares."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return xml_text(content).encode("utf-8", errors="replace")
    return content if b"\0" not in content[:4] else xml_text(content).encode("utf-8", errors="replace")


def _plain_text(content: bytes) -> Iterator[Entry]:
    for line in content.decode("utf-8", errors="replace").splitlines()[:MAX_ENTRIES]:
        if line.strip():
            yield Entry(line.strip())


def _elements(content: bytes, start: int) -> Iterator[Entry | Child]:
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
    )
    clean = outside_cdata(_CONTROL.sub(b" ", whole_characters(content[start:])), _mended)
    # it is never closed: what the end of the document cut in two is no entry
    for position in range(0, len(clean), _CHUNK_BYTES):
        try:
            parser.feed(clean[position : position + _CHUNK_BYTES])
        except etree.XMLSyntaxError:
            yield from _entries(parser)
            return
        try:
            yield from _entries(parser)
        except UnicodeDecodeError:
            return


def _mended(part: bytes) -> bytes:
    """Markup with what people write by hand made XML: a bare `&` or `<`, an entity of HTML."""
    part = _BARE_LESS.sub(b"&lt;", _BARE_AMPERSAND.sub(b"&amp;", part))
    return _ENTITY.sub(lambda found: html5.get(found[1].decode() + ";", found[0].decode()).encode(), part)


def _entries(parser: etree.XMLPullParser) -> Iterator[Entry | Child]:
    for _, element in parser.read_events():
        if not isinstance(element, etree._Element):
            continue
        name = _local(element)
        if name in ("url", "sitemap"):
            found = _read(element, name)
            if found is not None:
                yield found
            _forget(element)


def _local(element: etree._Element) -> str:
    """The name without its namespace, declared or not: sites get them wrong in every way."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _read(element: etree._Element, kind: str) -> Entry | Child | None:
    said = dict.fromkeys(_SAID.values(), "")
    news = False
    for part in element.iter(etree.Element):
        name = _local(part)
        news = news or name == "news"
        if name in _SAID and not said[_SAID[name]] and _belongs(part, element, name):
            said[_SAID[name]] = (part.text or "").strip()
    # escaped twice
    said["url"] = said["url"].replace("&amp;", "&")
    if not said["url"]:
        return None
    return Child(said["url"], said["changed"]) if kind == "sitemap" else Entry(**said, news=news)


def _belongs(part: etree._Element, entry: etree._Element, name: str) -> bool:
    """Pictures and videos of an entry have a `loc`, `title` and date of their own."""
    parent = part.getparent()
    if name in ("loc", "lastmod"):
        return parent is entry
    return parent is not None and _local(parent) == "news"


def _forget(element: etree._Element) -> None:
    """Free what has been read, else a large sitemap stays in memory as a tree."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]  # type: ignore[union-attr]


def read_robots(body: bytes) -> list[Child]:
    """The sitemaps that a robots.txt names, in order, each once."""
    lines = map(_ROBOTS_LINE.match, xml_text(body[:_ROBOTS_BYTES]).splitlines())
    return [Child(url) for url in dict.fromkeys(line[1] for line in lines if line)]
