"""Which place an element has in a site's pages, and how lines look: by these, what became of lines on one page says what will on the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newscrawl.extraction.elements import SILENT
from newscrawl.extraction.lines import SourceLine, lower_letters
from newscrawl.extraction.model.features import ends_sentence
from newscrawl.extraction.model.wording import wording
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.prune import names_of

#: A place is named by so many elements at most.
_MAX_LEVELS = 6
_PROSE_CHARS = 80
_LINKED, _SIZES, _STRONG = (0.2, 0.8), (40, 120), 0.8
#: The id of a paragraph is its number, that of a heading its own text.
_NUMBERED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li"))
_NAMES_CHARS = 200
_DIGITS = re.compile(r"\d+")

#: What an element is called: tag and names, without the numbers in them.
Kind = tuple[str, ...]
#: An element and what it stands in.
Place = tuple[Kind, ...]
#: A line's links, length, sentence end, bold type and wording; all the same for the headline, whatever it says.
Look = tuple[int, int, bool, bool, bool]
_HEADLINE: Look = (-1, -1, False, False, False)


def part_place(nodes: Nodes, number: int) -> Place:
    """An element, and what it stands in up to the first that has a name."""
    place = [kind_of(nodes, number)]
    while len(place[-1]) == 1 and place[-1][0] not in ("article", "main", "body") and len(place) < _MAX_LEVELS:
        if nodes.parents[number] < 0:
            break
        number = nodes.parents[number]
        place.append(kind_of(nodes, number))
    return tuple(place)


def place_of(nodes: Nodes, part: int, number: int) -> Place:
    """An element below the article part, and the one that it stands in."""
    if number == part:
        return ()
    above = nodes.parents[number]
    return (kind_of(nodes, number),) if above == part else (kind_of(nodes, number), kind_of(nodes, above))


def kind_of(nodes: Nodes, number: int) -> Kind:
    """What an element is called in all pages of its site."""
    own, tag = nodes.attributes[number], nodes.tags[number]
    if not own or tag in ("html", "body"):  # their names are those of the page
        return (tag,)
    return _named(tag, own.get("class", "")[:_NAMES_CHARS], own.get("id", "")[:_NAMES_CHARS])


@lru_cache(maxsize=16384)
def _named(tag: str, class_: str, identity: str) -> Kind:
    names = names_of((class_, "" if tag in _NUMBERED else identity))
    return (tag, _DIGITS.sub("0", names)) if names else (tag,)


def looks_of(lines: Sequence[SourceLine], title: str) -> list[Look]:
    """How each line looks; longer ones are prose, whatever they say and end with. `title`: the headline, folded."""
    short = [line.text for line in lines if len(line.text) < _SIZES[-1]]
    asks, credits = wording(short) if short else ((), ())
    invites = iter([bool(ask or credit) for ask, credit in zip(asks, credits, strict=True)])
    looks = [_look(line, len(line.text) < _SIZES[-1] and next(invites)) for line in lines]
    headlines = (number for number, line in enumerate(lines) if line.is_heading and lower_letters(line.text) == title)
    for number in headlines:
        looks[number] = _HEADLINE
    return looks


def _look(line: SourceLine, invites: bool) -> Look:
    size = sum(len(line.text) >= least for least in _SIZES)
    ends = size == len(_SIZES) or ends_sentence(line.text)
    return sum(line.linked >= share for share in _LINKED), size, ends, line.strong >= _STRONG, invites


def prose_outside(nodes: Nodes, part: int, passed: Sequence[int]) -> int:
    """Characters of elements that hold a paragraph's worth of text of their own, links left out: those outside the article part, and
    those in its noise elements.
    """
    sizes: dict[int, int] = {}
    for first, last in ((nodes.body, part), (nodes.ends[part], len(nodes.tags)), *((n, nodes.ends[n]) for n in passed)):
        _add_sizes(nodes, first, last, sizes)
    return sum(size for size in sizes.values() if size >= _PROSE_CHARS)


def _add_sizes(nodes: Nodes, number: int, last: int, sizes: dict[int, int]) -> None:
    """Add the characters of their own that some elements have, those of scripts and links left out."""
    while number < last:
        element, above = nodes.elements[number], nodes.parents[number]
        if tail := element.tail:
            sizes[above] = sizes.get(above, 0) + len(tail.strip())
        if nodes.tags[number] in SILENT or nodes.tags[number] == "a":
            number = nodes.ends[number]
            continue
        if text := element.text:
            sizes[number] = sizes.get(number, 0) + len(text.strip())
        number += 1
