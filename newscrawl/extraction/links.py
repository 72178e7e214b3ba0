"""Where the words of the story lead to: its links, by line and place in the line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from newscrawl.article import Anchor, Line, Link
from newscrawl.extraction.elements import HEADINGS, SILENT, is_block
from newscrawl.extraction.lines import SourceLine, fold_space

#: Longer addresses are data, or trackers gone wild.
_URL_CHARS = 2_000
#: An absolute address with a host, which may be a number in brackets.
_WEB = re.compile(r"(https?)(://(?:[^\s/?#\[\]@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#\[\]@:]+)(?:[:/?#]|$))", re.IGNORECASE)
#: What browsers leave out of an address, and what they send in another spelling.
_DROPPED, _SPELLED = re.compile(r"[\t\r\n]"), re.compile(r"[\x00-\x20\x7f]")
#: So far off the place that was counted a link's words may stand: signs that show nothing are folded by the line.
_OFF = 8
_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def with_links(
    lines: Sequence[Line], source: Mapping[int, SourceLine], absolute: Callable[[str], str]
) -> tuple[Line, ...]:
    """The lines of a story with the links in each.

    Args:
        lines: as they stay.
        source: the lines of the page that they were made from, by position.
        absolute: makes an address of the page a full one.
    """
    out: list[Line] = []
    for element, group in groupby(
        lines, key=lambda line: source[line.position].element if line.position in source else None
    ):
        those = list(group)
        has_links = element is not None and any(source[line.position].linked for line in those)
        out += _linked(those, [source[line.position] for line in those], absolute) if has_links else those
    return tuple(out)


def _linked(lines: list[Line], source: list[SourceLine], absolute: Callable[[str], str]) -> list[Line]:
    """Lines of one element with its links, but for those whose words were cut out."""
    found: list[list[Anchor]] = [[] for _ in lines]
    walk = _Walk(source)
    walk.run()
    for number, start, words, href in walk.found:
        if (url := _address(href, absolute)) and (at := _place(lines[number].text, source[number], words, start)) >= 0:
            end = found[number][-1].start + len(found[number][-1].text) if found[number] else 0
            if at >= end:
                found[number].append(Anchor(at, words, url))
    return [
        Line(line.position, line.text, line.form, tuple(links)) if links else line
        for line, links in zip(lines, found, strict=True)
    ]


def _address(href: str, absolute: Callable[[str], str]) -> str:
    """The full address that an attribute leads to, as a browser reads it; "" where it leads nowhere, or within the page."""
    href = _DROPPED.sub("", href).strip()
    if not href or href.startswith("#") or len(href) > _URL_CHARS:
        return ""
    path = re.split(r"[?#]", href, maxsplit=1)[0]
    url = absolute(path.replace("\\", "/") + href[len(path) :])
    if not (web := _WEB.match(url)):
        return ""
    url = web[1].lower() + url[len(web[1]) :]
    return _SPELLED.sub(lambda found: f"%{ord(found.group()):02X}", url)


class _Walk:
    """Through the text of one element, counting the characters of each of its lines, to where its links begin."""

    def __init__(self, source: Sequence[SourceLine]) -> None:
        self.element, self.next = source[0].element, source[0].node
        """The element, and the number of the next one in it."""
        self.starts = [line.start for line in source]
        self.is_row = self.element.tag == "tr"
        self.found: list[tuple[int, int, str, str]] = []
        """Number of the line, character of it, words and `href` of each link."""
        self.line = -1
        """The line that is being counted; -1 in one that does not stay."""
        self.ended = -1
        """The last line that was ended."""
        self.chars, self.spaced = 0, True
        self.href, self.words, self.begun = "", list[str](), 0

    def run(self) -> None:
        walk = etree.iterwalk(self.element, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                if self._enter(element):
                    walk.skip_subtree()
            elif element is not self.element:
                if element.tag == "a":
                    self._end_link()
                self._add(element.tail or "", 2 * self.next)
        self._end_link()

    def _enter(self, element: etree._Element) -> bool:
        """Go into an element; True where nothing in it is text of these lines."""
        number, tag = self.next, element.tag
        if element is not self.element:
            if tag in SILENT:
                self.next += _size(element)
                return True
            if tag == "br" or is_block(element):
                if not self.is_row and not (tag == "br" and self.element.tag in HEADINGS):
                    self._end_line()
                    self.next += _size(element)
                    return True
                self._add(" | " if tag in ("td", "th") and self.chars else " ", 2 * number + 1)
        self.next += 1
        if tag == "a":
            self._end_link()
            self.href = element.get("href") or ""
        self._add(element.text or "", 2 * number + 1)
        return False

    def _add(self, text: str, start: int) -> None:
        if not text or (self.chars == 0 and text.isspace()):
            return
        line = bisect_right(self.starts, start) - 1
        if line > max(self.line, self.ended):
            self._end_line()
            self.line = line
        if self.element.tag == "pre" and len(parts := _EMPTY_LINES.split(text)) > 1:
            text, self.chars, self.spaced = parts[-1], 0, True
        if self.line < 0 or not text:
            return
        words = fold_space(text)
        self.chars += bool(words and self.chars and (self.spaced or text[0].isspace()))
        if self.href:
            self.begun = self.begun if "".join(self.words).strip() else self.chars
            self.words.append(text)
        self.chars += len(words)
        self.spaced = text[-1].isspace() or (self.spaced and not words)

    def _end_line(self) -> None:
        href = self.href
        self._end_link()
        self.ended, self.line = max(self.line, self.ended), -1
        self.chars, self.spaced, self.href = 0, True, href

    def _end_link(self) -> None:
        words = fold_space("".join(self.words))
        if words and self.line >= 0:
            self.found.append((self.line, self.begun, words, self.href))
        self.href, self.words = "", []


def _size(element: etree._Element) -> int:
    return sum(1 for _ in element.iter(etree.Element))


def _place(text: str, source: SourceLine, words: str, start: int) -> int:
    """Where in what is left of a line the words of a link stand that were counted to begin there; -1 where they were cut out."""
    place = start
    if not source.text.startswith(words, start):
        others = [piece for _, piece in source.pieces]
        if any(words in piece for piece in others):
            return -1
        off = _OFF + sum(len(piece) + 1 for piece in others)
        places = _whole(source.text, words, max(0, start - off), start + off + len(words))
        place = min(places, key=lambda at: abs(at - start), default=-1)
    if place >= 0 and text != source.text:
        place -= max(0, source.text.find(text))
    return place if place >= 0 and text.startswith(words, place) else -1


def _whole(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where words stand as whole words in a part of a text."""
    at = text.find(words, start, end)
    while at >= 0:
        after = at + len(words)
        is_begun = at > 0 and text[at - 1].isalnum() and words[0].isalnum() and text[at - 1].isascii()
        is_torn = after < len(text) and text[after].isalnum() and words[-1].isalnum() and text[after].isascii()
        if not is_begun and not is_torn:
            yield at
        at = text.find(words, at + 1, end)


def links_of(lines: Sequence[Line]) -> tuple[Link, ...]:
    """The links of all lines, each with the number of its line."""
    return tuple(
        Link(url=url, text=text, line=number, start=start)
        for number, line in enumerate(lines)
        for start, text, url in line.links
    )
