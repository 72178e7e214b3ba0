"""The entries of a feed: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by hand, broken as they may be.

feedparser is given bytes in a file object, never a name (it would open it), and is told to leave the stories' markup
alone: nothing of it is used, and sanitising it takes most of the time (a feed of 14 MB: 44 s, without it 2 s).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import feedparser  # type: ignore[import-untyped]

from newscrawl.spiders.documents import (
    DocumentError,
    outside_cdata,
    starts_as_html,
    unpacked,
    whole_characters,
    xml_text,
)
from newscrawl.spiders.entry import Entry

#: What lies behind it is left out: feeds are newest first, and a parse must not stop the crawl for seconds.
MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 5_000
_MAX_UNPACKED_BYTES = 20 * 1024 * 1024

#: Where an entry begins; the parser reads all there are, whatever is asked of it.
_BEGIN = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)

_ROOT = re.compile(r"<\?xml\b|<(?:\w{1,20}:)?(?:rss|rdf|feed|channel)\b", re.IGNORECASE)

#: A parameter that begins like an entity (`?id=1&copy=2`), outside CDATA: the parser would read © there.
_BARE_AMPERSAND = re.compile(rb"&(?=[a-zA-Z]\w{0,30}=)")

#: Long addresses are wrapped; the parser takes out the line end and leaves the blanks of the next line's front.
_LINK = re.compile(rb"<link>[^<]{1,2000}</link>")
_WRAP = re.compile(rb"[ \t]*[\r\n]+[ \t]*")

#: What feedparser has been seen to raise on hostile input, instead of setting its `bozo` flag.
_PARSER_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)


def read_feed(body: bytes, content_type: str, url: str) -> list[Entry]:
    """All entries that have an address, in feed order.

    Args:
        body: as served, content coding undone.
        content_type: the Content-Type header, "" if none.
        url: where the feed was read; relative links stand against it.

    Raises:
        DocumentError: this is no feed.
    """
    text = xml_text(unpacked(body, _MAX_UNPACKED_BYTES)[:MAX_BYTES], content_type)
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return list(_json_entries(text))[:MAX_ENTRIES]
    feed = _parsed(text, url)
    dated = "published" if str(feed.get("version", "")).startswith("atom") else "updated"
    return [entry for entry in (_entry(found, dated) for found in feed.entries[:MAX_ENTRIES]) if entry.url]


def _parsed(text: str, url: str) -> Any:
    if starts_as_html(text):
        raise DocumentError("an HTML page")
    # warnings of the site's software, blank lines and the like in front of the feed
    start = _ROOT.search(text[:20_000])
    if start is None:
        raise DocumentError("no RSS, RDF, Atom or JSON Feed" if text.strip() else "empty")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    behind = next(islice(_BEGIN.finditer(text), MAX_ENTRIES, None), None)
    content = text[start.start() : behind.start() if behind else None].encode("utf-8", errors="replace")
    source = io.BytesIO(outside_cdata(whole_characters(content), _mended))
    try:
        feed = feedparser.parse(source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _PARSER_ERRORS as error:
        raise DocumentError(f"unreadable: {type(error).__name__}: {error}"[:200]) from error
    if not feed.get("version") and not feed.entries:
        raise DocumentError("no RSS, RDF, Atom or JSON Feed")
    return feed


def _mended(part: bytes) -> bytes:
    part = _BARE_AMPERSAND.sub(b"&amp;", part)
    return _LINK.sub(lambda found: _WRAP.sub(b"", found.group()), part)


def _entry(found: Mapping[str, Any], dated: str) -> Entry:
    """One entry; `dated` is the key of its time where it has no `published`: RDF's `dc:date` is called `updated`."""
    # by index: feedparser's get() answers one date for another
    published = next((found[key] for key in ("published", dated) if key in found), "")
    return Entry(_address(found), str(found.get("title") or ""), str(published or ""), text=_story(found), news=True)


def _story(found: Mapping[str, Any]) -> str:
    """The longest of the texts that an entry carries; many feeds give the whole story as its description."""
    texts = (found.get("summary"), *(content.get("value") for content in found.get("content", ())))
    return max((text for text in texts if isinstance(text, str)), key=len, default="")


def _address(found: Mapping[str, Any]) -> str:
    """The page of an entry: what FeedBurner redirects to, else the first link, else any that leads to a page, else its name."""
    links = found.get("links", ())
    # `link` is the last of several
    named = (link.get("href", "") for link in links if link.get("rel") == "alternate" and _is_page(link))
    address = found.get("feedburner_origlink") or next(filter(None, named), "") or found.get("link") or ""
    if not address:
        pages = (link.get("href", "") for link in links if link.get("rel") in ("related", "via", None))
        address = next(pages, "") or _address_or_none(str(found.get("id") or ""))
    return str(address).strip()


def _is_page(link: Mapping[str, Any]) -> bool:
    return "html" in str(link.get("type") or "html")


def _address_or_none(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _json_entries(text: str) -> Iterator[Entry]:
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"no JSON: {error}"[:200]) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DocumentError("JSON, but no JSON Feed")
    for item in items:
        if isinstance(item, dict):
            address = _text(item, "url") or _text(item, "external_url") or _web_id(item)
            if address:
                story = _text(item, "content_html") or _text(item, "content_text")
                yield Entry(address, _text(item, "title"), _text(item, "date_published"), text=story, news=True)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _web_id(item: Mapping[str, Any]) -> str:
    return _address_or_none(_text(item, "id"))
