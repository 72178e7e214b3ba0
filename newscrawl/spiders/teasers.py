"""Which links of a page are the headlines of teasers: each in a box of its own, with the day of its story beside it.

Menus, services and people have headings and boxes, too; what has a day is news, or an event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import islice

from lxml import etree
from scrapy.http import TextResponse
from scrapy.utils.response import get_base_url

from newscrawl.extraction.elements import HEADINGS
from newscrawl.extraction.fields.dates import parse_date
from newscrawl.spiders.link_reader import MAX_LINKS, headline_like
from newscrawl.spiders.urls import UrlError, canonical_url

_HEADING = " or ".join(f"self::h{level}" for level in range(1, 7))
_HEADED = etree.XPath(f"boolean(ancestor::*[{_HEADING}] or .//*[{_HEADING}])")
_FAR, _DEEP, _TEXTS = 6, 50, 60
#: So much of a box is looked at; boxes of thousands of elements may stand in one another.
_STEPS = 500
_DAY_CHARS = range(6, 41)


def dated_teasers(response: TextResponse) -> set[str]:
    """The URLs of links that are headings, or hold one, with a day in the largest box that leads to no other headline."""
    links = [link.root for link in islice(response.xpath("//a[@href]"), MAX_LINKS) if headline_like(_said(link.root))]
    leads = _leads(links)
    has_day = cache(_has_day)  # thousands of links of one address may share a box
    found = set()
    for link in links:
        box = _own_box(link, leads)
        if box is not None and _HEADED(link) and has_day(box):
            with suppress(UrlError):
                found.add(canonical_url(link.get("href", ""), get_base_url(response)))
    return found


def _said(link: etree._Element) -> str:
    return " ".join("".join(map(str, link.itertext())).split())


def _leads(links: Iterable[etree._Element]) -> dict[etree._Element, set[str | None]]:
    """Whither the headlines in each element lead; two are as good as many."""
    found: dict[etree._Element, set[str | None]] = {}
    for link in links:
        for above in islice(link.iterancestors(), _DEEP):
            within = found.setdefault(above, set())
            if len(within) < 2:
                within.add(link.get("href"))
    return found


def _own_box(link: etree._Element, leads: Mapping[etree._Element, Collection[str | None]]) -> etree._Element | None:
    box = None
    for above in islice(link.iterancestors(), _FAR):
        if above.tag in ("body", "html") or len(leads[above]) > 1:
            return box
        box = above
    return box


def _has_day(box: etree._Element) -> bool:
    return any(map(parse_date, _days(box)))


def _days(box: etree._Element) -> Iterator[str]:
    """What may be a day: what machines are told, and short texts outside of headings."""
    for found in islice(filter(None, _texts(box)), _TEXTS):
        text = " ".join(found.split())
        if len(text) in _DAY_CHARS and any(map(str.isdigit, text)):
            yield text


def _texts(box: etree._Element) -> Iterator[str | None]:
    """Values of `datetime`, and texts outside of headings, in page order."""
    headings = sum(above.tag in HEADINGS for above in box.iterancestors())
    for event, element in islice(etree.iterwalk(box, events=("start", "end", "comment", "pi")), _STEPS):
        if event == "start":
            headings += element.tag in HEADINGS
            yield element.get("datetime")
            yield None if headings else element.text
        else:
            headings -= element.tag in HEADINGS
            yield None if headings or element is box else element.tail
