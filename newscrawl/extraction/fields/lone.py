"""Headlines that stand in no heading: in bold type, in a larger font, in a cell of their own.

Pages from before style sheets have them so, printed versions and mails, too; `<title>` says there what to look for, or
names nothing but the site.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lxml import etree

from newscrawl.extraction.fields.dates import parse_date
from newscrawl.extraction.fields.outline import is_elsewhere, text_in
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.lines import SourceLine, linearize
from newscrawl.extraction.nodes import Nodes

_HOLDERS = frozenset("b strong big font span div td th p center i em u dt dd blockquote".split())
_MAX_INNER = 6
_MIN_CHARS, _MAX_CHARS = 12, 200
#: A line that begins the story, one that goes on with it, how far above it the headline may stand, how much is compared.
_PROSE_CHARS, _SENTENCE_CHARS, _ABOVE, _COMPARED = 120, 70, 12, 1_500
#: Share of a headline's telling words that the story has too, and how much less a site's name must have; so many are many.
_MIN_SHARED, _LEAD, _MANY = 0.5, 0.2, 6
_LARGE = re.compile(r"\+[1-9]|[4-7]")
_LABEL = re.compile(r"[\w .'’-]{0,30}:|(?:by|von|par|por)\s.{3,60}|[^\w]+.{0,30}", re.IGNORECASE)


def lone(nodes: Nodes, wanted: Collection[str]) -> etree._Element | None:
    """The element that says one of the wanted headlines (folded) and is no link: of the longest the first, outermost."""
    best, longest = None, 0
    for number in range(nodes.body + 1, nodes.ends[nodes.body]):
        if nodes.tags[number] not in _HOLDERS or nodes.ends[number] - number > _MAX_INNER:
            continue
        element = nodes.elements[number]
        if not _MIN_CHARS <= len(text := text_in(element, _MAX_CHARS + 1)) <= _MAX_CHARS:
            continue
        if len(folded := fold(text)) > longest and folded in wanted and not _is_apart(element):
            best, longest = element, len(folded)
    return best


def _is_apart(element: etree._Element) -> bool:
    """Whether it is a link or holds one, or stands in a part of the page about other stories."""
    return element.find(".//a") is not None or _is_linked(element) or is_elsewhere(element)


def _is_linked(element: etree._Element) -> bool:
    return next(element.iterancestors("a"), None) is not None


def emphasised(nodes: Nodes, title: str) -> SourceLine | None:
    """The line in bold or large type above the story that is its headline: it says what `<title>` says in other words,
    or what the story is about while `<title>` does not."""
    lines = [line for line in linearize(nodes.elements[nodes.body], nodes=nodes) if line.text]
    first = next((number for number, line in enumerate(lines) if _is_prose(line)), None)
    if first is None:
        return None
    found = [line for line in lines[max(0, first - _ABOVE) : first] if _may_be_headline(line)]
    story = " ".join(line.text for line in lines[first:] if _is_prose(line, _SENTENCE_CHARS))[:_COMPARED]
    least = max(_MIN_SHARED, _shared(title, story) + _LEAD)
    telling = [line for line in found if _shared(line.text, title) >= _MIN_SHARED or _shared(line.text, story) >= least]
    return max(telling, key=lambda line: _many(line.text, f"{title} {story}"), default=None)


def _is_prose(line: SourceLine, least: int = _PROSE_CHARS) -> bool:
    return len(line.text) >= least and line.linked < 0.5 and line.strong < 0.9


def _may_be_headline(line: SourceLine) -> bool:
    size = len(line.text)
    if not _MIN_CHARS <= size <= _MAX_CHARS or line.linked > 0.3 or not (line.strong >= 0.9 or _is_large(line.element)):
        return False
    return _LABEL.fullmatch(line.text) is None and parse_date(line.text) is None and len(words(line.text)) > 1


def _is_large(element: etree._Element) -> bool:
    """Whether a font element around the line, or all of its text, is set larger than the story."""
    near: Sequence[etree._Element] = [element, *element.iterancestors("font", "big"), *element.iter("font", "big")]
    return any(each.tag == "big" or _LARGE.fullmatch(each.get("size") or "") is not None for each in near[:6])


def _shared(headline: str, story: str) -> float:
    """Share of a headline's telling words that the story has, too."""
    own = words(headline)
    return len(own & words(story)) / max(2, len(own))


def _many(headline: str, story: str) -> int:
    return min(_MANY, len(words(headline) & words(story)))


def words(text: str) -> set[str]:
    """The telling words of a text: those of four letters and more, numbers; pairs of characters where words have no gaps."""
    found = re.findall(r"\w+", text.casefold())
    short = {word[at : at + 2] for word in found if not word.isascii() for at in range(len(word) - 1)}
    return {word for word in found if len(word) > 3 or word.isdigit()} | short
