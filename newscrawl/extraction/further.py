"""Whether a page is one from the middle of a story and says so only by its address and its pager, without naming where the story begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urljoin

from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.paging import (
    COMMENTS,
    DIGITS,
    FAR_AROUND,
    LAST_MARK,
    PAGE_KEY,
    Address,
    address_of,
    may_be_a_namesake,
    names_of,
)

_FIRST = re.compile(r"[\W_]*0?1[\W_]*")
_FIRST_CHARS = 10
#: What stands before the last number of an address that ends with a day or a month.
_DATED = re.compile(r"(?:19|20)\d\d(?:[/-]\d{1,2})?\Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST = 99


def is_further(nodes: Nodes, url: str, title: str = "") -> bool:
    """Whether the address has a page number above 1, and a link that says "1" leads to the same address without it, or with a 1.

    A number alone says nothing: stories end with days, with numbers that blogs give to entries of one name, and with their place
    in an issue (`/ausgabe/45/3`, the other stories of which are linked as 1 and 2).
    """
    own = address_of(url)
    beginnings = frozenset(_beginnings(own, url, title)) if own is not None else frozenset()
    return bool(beginnings) and any(_leads_back(nodes, number, url, beginnings) for number in nodes.by_tag["a"])


def may_be_further(url: str) -> bool:
    """Whether an address may be that of a page behind the first one of a story, by its number."""
    own = address_of(url)
    return own is not None and next(_beginnings(own, url), None) is not None


def _beginnings(own: Address, url: str, title: str = "") -> Iterator[Address]:
    """Where a story may begin of which this is a further page; of an address that counts with bare numbers from 1 its headline tells."""
    mark = LAST_MARK.search(own.stem)
    if mark and int(mark["number"]) > 1 and mark.start() > 1 and not may_be_a_namesake(url):
        bare = own.stem[: mark.start()]
        if mark["word"] or not _DATED.search(bare):
            yield from (replace(own, stem=bare, extension=ending) for ending in (own.extension, ""))
            if mark["word"] or mark.group()[0] != "/" or not title or _is_headed(bare, title):
                yield replace(own, stem=f"{own.stem[: mark.start('number')]}1")
    for key, value in own.parameters:
        others = tuple(pair for pair in own.parameters if pair[0] != key)
        is_page = PAGE_KEY.fullmatch(key) and value.isdecimal() and len(value) < DIGITS and 1 < int(value) <= _MOST
        if is_page and (others or len(own.stem) > 1):  # blogs number their entries: `/?p=2`
            yield replace(own, parameters=others)
            yield replace(own, parameters=tuple(sorted((*others, (key, "1")))))


def _is_headed(stem: str, title: str) -> bool:
    """Whether the end of a path is made of the words of a headline: then what is counted behind it are pages, and no stories."""
    words = frozenset(_WORD.findall(stem.rpartition("/")[2].lower()))
    return len(words) > 1 and 2 * len(words.intersection(_WORD.findall(title.lower()))) >= len(words)


def _leads_back(nodes: Nodes, number: int, url: str, beginnings: frozenset[Address]) -> bool:
    said = fold_space("".join(islice(map(str, nodes.elements[number].itertext()), _FIRST_CHARS)))
    if len(said) > _FIRST_CHARS or _FIRST.fullmatch(said) is None:
        return False
    href = nodes.attributes[number].get("href", "").strip()
    if "#" in href:  # a note, or so many comments
        return False
    try:
        leads = address_of(urljoin(url, href))
    except ValueError:  # it is no address
        return False
    around = (number, *islice(nodes.above(number), FAR_AROUND))
    return leads in beginnings and not any(COMMENTS.search(names_of(nodes, each)) for each in around)
