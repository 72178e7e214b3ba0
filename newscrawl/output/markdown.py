"""An article as Markdown (CommonMark, with tables): headline, deck, and the story by its structure, for readers that take text with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from newscrawl.article import Article

CELLS = " | "
#: What CommonMark would take for marks within a line: emphasis, code, links, tags, entities, the end of a heading. GitHub strikes
#: out what stands between two tildes, as in "3~4, 10~20"; a single one is safe.
_INLINE = re.compile(
    r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[\w/!?])|&(?=#?\w+;)|~(?=[^~]*~)|(?<=\s)#(?=#*\s*$)"
)
#: An address in a text, without what ends the sentence or the brackets around it.
_ADDRESS = re.compile(
    r"https?://(?:[^\s<>\\()]|\([^\s<>\\()]*\))*(?:[^\s<>\\().,;:!?'\"*_~|\]}’”»…]|\([^\s<>\\()]*\))", re.IGNORECASE
)
_ENTITY = re.compile(r"&#?\w+;")
#: … and at its head: headings, quotations, points, rules, underlines of headings.
_HEAD = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=][-=\s]*$)")
_COUNT = re.compile(r"(\d{1,9})([.)](?=\s|$))")


def markdown(article: Article) -> str:
    """The article as Markdown.

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
    return "\n\n".join([f"# {_plain(article.title)}", *deck, marked(numbers, forms)]) + "\n"


def marked(lines: Sequence[str], forms: Sequence[str]) -> str:
    """Lines as Markdown, given the form of each."""
    groups = groupby(zip(lines, forms, strict=True), lambda pair: pair[1])
    return "\n\n".join(block for form, group in groups for block in _blocks(form, [text for text, _ in group]))


def _blocks(form: str, lines: Sequence[str]) -> Iterator[str]:
    if form == "item":
        yield "\n".join(f"- {_plain(line)}" for line in lines)
    elif form == "quote":
        yield "\n>\n".join(f"> {_plain(line)}" for line in lines)
    elif form == "row":
        yield _table(lines)
    else:
        mark = "## " if form == "heading" else ""
        yield from (mark + _plain(line) for line in lines)


def _table(rows: Sequence[str]) -> str:
    """A table whose first row is its head, as Markdown has no other."""
    cells = [row.split(CELLS) for row in rows]
    width = max(map(len, cells))
    head, *rest = [
        "| " + " | ".join(_plain(cell).replace("|", r"\|") for cell in [*row, *[""] * (width - len(row))]) + " |"
        for row in cells
    ]
    return "\n".join([head, "|" + " --- |" * width, *rest])


def _escaped(text: str) -> Iterator[str]:
    """The pieces of a line with its signs escaped; an address that has some stands in angle brackets, or nobody could copy it."""
    signs = [found.start() for found in _INLINE.finditer(text)]
    at = 0
    for found in _ADDRESS.finditer(text) if signs else ():
        inside = [sign for sign in signs if found.start() <= sign < found.end()]
        if inside and not _ENTITY.search(found.group()):
            yield from _with_backslashes(text, signs, at, found.start())
            yield f"<{found.group()}>"
            at = found.end()
    yield from _with_backslashes(text, signs, at, len(text))


def _with_backslashes(text: str, signs: Sequence[int], start: int, end: int) -> Iterator[str]:
    for sign in signs:
        if start <= sign < end:
            yield text[start:sign] + "\\"
            start = sign
    yield text[start:end]


def _plain(text: str) -> str:
    """Text that shows as it is."""
    text = "".join(_escaped(text))
    text = _COUNT.sub(r"\1\\\2", text, count=1) if _COUNT.match(text) else text
    return "\\" + text if _HEAD.match(text) else text
