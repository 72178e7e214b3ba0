"""Where the words of the story lead to: its links, by line and place in the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from newscrawl.article import Anchor, Line, Link
from newscrawl.extraction.fields.evidence import WEB
from newscrawl.extraction.lines import SourceLine, fold_space

#: Longer addresses are data, or trackers gone wild.
_URL_CHARS = 2_000
#: What browsers leave out of an address, and what they send in another spelling.
_DROPPED, _SPELLED = re.compile(r"[\t\r\n]"), re.compile(r"[\x00-\x20\x7f]")

#: What a line does not begin with, though its first cell may be empty.
_CELLS = " |"


def with_links(
    lines: Sequence[Line], source: Mapping[int, SourceLine], absolute: Callable[[str], str]
) -> tuple[Line, ...]:
    """The lines of a story with the links in each, but for those whose words were cut out.

    Args:
        lines: as they stay.
        source: the lines of the page that they were made from, by position.
        absolute: makes an address of the page a full one.
    """
    return tuple(
        Line(line.position, line.text, line.form, tuple(_links(line.text, source[line.position], absolute)))
        if line.position in source and source[line.position].anchors
        else line
        for line in lines
    )


def _links(text: str, source: SourceLine, absolute: Callable[[str], str]) -> Iterator[Anchor]:
    cut = 0 if text == source.text else max(0, source.text.find(text))
    for start, words, href in _anchors(source):
        at = start - cut
        if at >= 0 and text.startswith(words, at) and (url := _address(href, absolute)):
            yield Anchor(at, words, url)


def _anchors(source: SourceLine) -> Iterator[tuple[int, str, str]]:
    """Where in the line each link begins, its words, and its `href`; white space is folded as in the line."""
    texts, folded = source.texts, fold_space("".join(source.texts))
    chars, has_words, spaced, behind = len(folded.lstrip(_CELLS)) - len(folded), False, False, 0
    for begin, end, element in source.anchors:
        for raw, is_link in (("".join(texts[behind:begin]), False), ("".join(texts[begin:end]), True)):
            if words := fold_space(raw):
                chars += has_words and (spaced or raw[0].isspace())
                if is_link:
                    yield chars, words, element.get("href") or ""
                chars, has_words, spaced = chars + len(words), True, raw[-1].isspace()
            elif raw:
                spaced = spaced or raw.isspace()
        behind = end


def _address(href: str, absolute: Callable[[str], str]) -> str:
    """The full address that an attribute leads to, as a browser reads it; "" where it leads nowhere, or within the page."""
    href = _DROPPED.sub("", href).strip()
    if not href or href.startswith("#") or len(href) > _URL_CHARS:
        return ""
    path = re.split(r"[?#]", href, maxsplit=1)[0]
    url = absolute(path.replace("\\", "/") + href[len(path) :])
    if not (web := WEB.match(url)):
        return ""
    url = web[1].lower() + url[len(web[1]) :]
    return _SPELLED.sub(lambda found: f"%{ord(found.group()):02X}", url)


def links_of(lines: Sequence[Line]) -> tuple[Link, ...]:
    """The links of all lines, each with the number of its line."""
    return tuple(
        Link(url=url, text=text, line=number, start=start)
        for number, line in enumerate(lines)
        for start, text, url in line.links
    )
