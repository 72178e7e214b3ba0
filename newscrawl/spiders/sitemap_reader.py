"""The entries of a sitemap (index, news, plain, gzip file, plain text) and of robots.txt, streamed.

Entities are never resolved and nothing is loaded: a sitemap cannot make us read a file or another address.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from newscrawl.spiders.documents import DocumentError, unpacked, xml_text
from newscrawl.spiders.entry import Entry

#: The protocol's limits.
MAX_ENTRIES = 50_000
MAX_BYTES = 52_428_800

_ROBOTS_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_ROBOTS_BYTES = 500 * 1024
_SAID = {"loc": "url", "publication_date": "published", "title": "title"}


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names."""

    url: str


def read_sitemap(body: bytes) -> Iterator[Entry | Child]:
    """Entries and, of an index, child sitemaps, in document order, at most `MAX_ENTRIES`.

    What stands before a break in the XML is good and is yielded.

    Raises:
        DocumentError: this is no sitemap (before anything was yielded).
    """
    content = unpacked(body, MAX_BYTES).lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.startswith((b"http://", b"https://")):
        yield from _plain_text(content)
        return
    yielded = 0
    for found in _elements(content):
        yielded += 1
        yield found
        if yielded >= MAX_ENTRIES:
            return
    if not yielded and not re.search(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", content[:20_000]):
        raise DocumentError("no sitemap" if content else "empty")


def _plain_text(content: bytes) -> Iterator[Entry]:
    for line in xml_text(content).splitlines()[:MAX_ENTRIES]:
        if line.strip():
            yield Entry(line.strip())


def _elements(content: bytes) -> Iterator[Entry | Child]:
    events = etree.iterparse(
        io.BytesIO(content),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        for _, element in events:
            found = _read(element)
            if found is not None:
                yield found
            _forget(element)
    except etree.XMLSyntaxError:
        # what came before the break has been yielded; a document that gave nothing is judged by the caller
        return


def _read(element: etree._Element) -> Entry | Child | None:
    """An entry, by the local names of its children: sites get the namespaces wrong in every way."""
    is_child = etree.QName(element).localname == "sitemap"
    said = {"url": "", "title": "", "published": ""}
    news = False
    for part in element.iter(etree.Element):
        name = etree.QName(part).localname
        news = news or name == "news"
        if name in _SAID and not said[_SAID[name]] and _belongs(part, element, name):
            said[_SAID[name]] = (part.text or "").strip()
    if not said["url"]:
        return None
    return Child(said["url"]) if is_child else Entry(**said, news=news)


def _belongs(part: etree._Element, entry: etree._Element, name: str) -> bool:
    """Pictures and videos of an entry have a `loc`, `title` and date of their own."""
    parent = part.getparent()
    if name == "loc":
        return parent is entry
    return parent is not None and etree.QName(parent).localname == "news"


def _forget(element: etree._Element) -> None:
    """Free what has been read, else a large sitemap stays in memory as a tree."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]  # type: ignore[union-attr]


def read_robots(body: bytes) -> list[Child]:
    """The sitemaps that a robots.txt names, in order, each once."""
    text = xml_text(body[:_ROBOTS_BYTES])
    return [Child(url) for url in dict.fromkeys(_ROBOTS_LINE.findall(text))]
