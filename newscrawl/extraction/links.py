"""Where the words of the story lead to: its links, by line and place in the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from newscrawl.article import Anchor, Line, Link
from newscrawl.extraction.lines import SourceLine, fold_space

#: Longer addresses are data, or trackers gone wild.
_URL_CHARS = 2_000
#: An absolute address with a host, which may be a number in brackets.
_WEB = re.compile(r"https?://(?:[^\s/?#\[\]@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#\[\]@:]+)(?:[:/?#]|$)")


def with_links(
    lines: Sequence[Line], source: Mapping[int, SourceLine], absolute: Callable[[str], str]
) -> tuple[Line, ...]:
    """The lines of a story with the links in each.

    Args:
        lines: as they stay.
        source: the lines of the page that they were made from, by position.
        absolute: makes an address of the page a full one.
    """
    elements = {source[line.position].element for line in lines if line.position in source}
    out: list[Line] = []
    for element, group in groupby(
        lines, key=lambda line: source[line.position].element if line.position in source else None
    ):
        those = list(group)
        has_links = element is not None and any(source[line.position].linked for line in those)
        out += _linked(those, element, elements, absolute) if element is not None and has_links else those
    return tuple(out)


def _linked(
    lines: list[Line], element: etree._Element, elements: set[etree._Element], absolute: Callable[[str], str]
) -> list[Line]:
    """Lines of one element: each link stands behind the one before it, and nowhere where its words were cut out."""
    place, start = 0, 0
    found: list[list[Anchor]] = [[] for _ in lines]
    for words, url in _anchors(element, elements, absolute):
        for number in range(place, len(lines)):
            at = _find(lines[number].text, words, start if number == place else 0)
            if at >= 0:
                found[number].append(Anchor(at, words, url))
                place, start = number, at + len(words)
                break
    return [
        Line(line.position, line.text, line.form, tuple(links)) if links else line
        for line, links in zip(lines, found, strict=True)
    ]


def _anchors(
    element: etree._Element, elements: set[etree._Element], absolute: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Words and address of each link of an element that stands in none of the story's other elements."""
    for anchor in element.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith("#") or len(href) > _URL_CHARS or not _is_own(anchor, element, elements):
            continue
        text = "".join(map(str, anchor.itertext())) if len(anchor) else anchor.text or ""
        words, url = fold_space(text), absolute(href)
        if words and _WEB.match(url):
            yield words, url


def _is_own(anchor: etree._Element, element: etree._Element, elements: set[etree._Element]) -> bool:
    if anchor is element:
        return True
    for above in anchor.iterancestors():
        if above in elements:
            return above is element
    return False


def _find(text: str, words: str, start: int) -> int:
    """Where words stand in a text as whole words; -1 where they do not."""
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        is_begun = at > 0 and text[at - 1].isalnum() and words[0].isalnum() and text[at - 1].isascii()
        is_torn = end < len(text) and text[end].isalnum() and words[-1].isalnum() and text[end].isascii()
        if not is_begun and not is_torn:
            return at
        at = text.find(words, at + 1)
    return -1


def links_of(lines: Sequence[Line]) -> tuple[Link, ...]:
    """The links of all lines, each with the number of its line."""
    return tuple(
        Link(url=url, text=text, line=number, start=start)
        for number, line in enumerate(lines)
        for start, text, url in line.links
    )
