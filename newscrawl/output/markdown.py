"""An article as Markdown (CommonMark, with tables): headline, deck, and the story by its structure, for readers that take text with marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from newscrawl.article import Article, Link

CELLS = " | "
#: What CommonMark would take for marks within a line: emphasis, code, links, tags, entities, the end of a heading. GitHub strikes
#: out what stands between two tildes, as in "3~4, 10~20"; a single one is safe.
_INLINE = re.compile(r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[\w/!?])|&(?=#?\w+;)|~(?=[^~]*~)|(?<=\s)#(?=#*\s*$)")
#: An address in a text, without what ends the sentence or the brackets around it.
_ADDRESS = re.compile(
    r"https?://(?:[^\s<>\\()]|\([^\s<>\\()]*\))*(?:[^\s<>\\().,;:!?'\"*_~|\]}’”»…]|\([^\s<>\\()]*\))", re.IGNORECASE
)
_NO_ADDRESS = re.compile(r"[\x00-\x20<>\\\x7f]")
_ENTITY = re.compile(r"&#?\w+;")
#: … and at its head: headings, quotations, points, rules, underlines of headings.
_HEAD = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=][-=\s]*$)")
_COUNT = re.compile(r"(\d{1,9})([.)](?=\s|$))")


def markdown(article: Article, *, links: bool = False) -> str:
    """The article as Markdown; with `links` the words of the story that lead elsewhere do so, those in tables aside.

    >>> from newscrawl.output.markdown import marked
    >>> print(marked(["Dikes", "1. No * was cut", "tea", "milk"], ["heading", "paragraph", "item", "item"]))
    ## Dikes
    <BLANKLINE>
    1\\. No \\* was cut
    <BLANKLINE>
    - tea
    - milk
    """
    numbers, structure = article.text.split("\n"), article.structure
    forms = ["paragraph"] * len(numbers)
    named = {"heading": structure.headings, "quote": structure.quotes, "item": structure.items, "row": structure.rows}
    for form, places in named.items():
        for place in places:
            forms[place] = form
    deck = [f"**{_plain(line)}**" for line in (article.subtitle or "").split("\n") if line]
    return (
        "\n\n".join([f"# {_plain(article.title)}", *deck, marked(numbers, forms, article.links if links else ())])
        + "\n"
    )


def marked(lines: Sequence[str], forms: Sequence[str], links: Sequence[Link] = ()) -> str:
    """Lines as Markdown, given the form of each and the links in them."""
    leading: list[list[Link]] = [[] for _ in lines]
    for link in links:
        if link.line < len(lines):
            leading[link.line].append(link)
    groups = groupby(zip(lines, forms, leading, strict=True), lambda line: line[1])
    return "\n\n".join(
        block for form, group in groups for block in _blocks(form, [(text, those) for text, _, those in group])
    )


def _blocks(form: str, lines: Sequence[tuple[str, Sequence[Link]]]) -> Iterator[str]:
    if form == "item":
        yield "\n".join(f"- {_plain(*line)}" for line in lines)
    elif form == "quote":
        yield "\n>\n".join(f"> {_plain(*line)}" for line in lines)
    elif form == "row":
        yield _table([text for text, _ in lines])
    else:
        mark = "## " if form == "heading" else ""
        yield from (mark + _plain(*line) for line in lines)


def _table(rows: Sequence[str]) -> str:
    """A table whose first row is its head, as Markdown has no other."""
    cells = [row.split(CELLS) for row in rows]
    width = max(map(len, cells))
    head, *rest = [
        "| " + " | ".join(_plain(cell).replace("|", r"\|") for cell in [*row, *[""] * (width - len(row))]) + " |"
        for row in cells
    ]
    return "\n".join([head, "|" + " --- |" * width, *rest])


def _escaped(text: str, signs: Sequence[int], start: int, end: int) -> Iterator[str]:
    """A part of a line with its signs escaped; an address that has some stands in angle brackets, or nobody could copy it."""
    at = start
    for found in _ADDRESS.finditer(text, start, end) if signs else ():
        inside = [sign for sign in signs if found.start() <= sign < found.end()]
        if inside and not _ENTITY.search(found.group()):
            yield from _with_backslashes(text, signs, at, found.start())
            yield f"<{found.group()}>"
            at = found.end()
    yield from _with_backslashes(text, signs, at, end)


def _with_backslashes(text: str, signs: Sequence[int], start: int, end: int) -> Iterator[str]:
    for sign in signs[bisect_left(signs, start) : bisect_left(signs, end)]:
        yield text[start:sign] + "\\"
        start = sign
    yield text[start:end]


def _leading(text: str, links: Sequence[Link]) -> Iterator[str]:
    """The pieces of a line, escaped, with its links."""
    leading, at = list[Link](), 0
    for link in links:
        if link.start >= at and link.text and text.startswith(link.text, link.start):
            leading.append(link)
            at = link.start + len(link.text)
    signs, at = _signs(text, leading), 0
    for link in leading:
        end = link.start + len(link.text)
        yield from _escaped(text, signs, at, link.start)
        yield f"[{''.join(_with_backslashes(text, signs, link.start, end))}](<{_address(link.url)}>)"
        at = end
    yield from _escaped(text, signs, at, len(text))


def _signs(text: str, links: Sequence[Link]) -> list[int]:
    """Where marks would stand in a line: in all of it, in each of its pieces, and before a link, which would be a picture."""
    ends = [0, *(end for link in links for end in (link.start, link.start + len(link.text))), len(text)]
    found = {sign.start() for sign in _INLINE.finditer(text)}
    for start, end in pairwise(ends) if links else ():
        found |= {start + sign.start() for sign in _INLINE.finditer(text[start:end])}
    return sorted(found | {link.start - 1 for link in links if text.startswith("!", max(0, link.start - 1))})


def _address(url: str) -> str:
    """An address as it may stand in angle brackets."""
    url = _ENTITY.sub(lambda found: f"&amp;{found.group()[1:]}", url)
    return _NO_ADDRESS.sub(lambda found: f"%{ord(found.group()):02X}", url)


def _plain(text: str, links: Sequence[Link] = ()) -> str:
    """Text that shows as it is, but for its links."""
    text = "".join(_leading(text, links))
    text = _COUNT.sub(r"\1\\\2", text, count=1) if _COUNT.match(text) else text
    return "\\" + text if _HEAD.match(text) else text
