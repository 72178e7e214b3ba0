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
from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.walk import linearize

_HOLDERS = frozenset("b strong big font span div td th p center i em u dt dd blockquote".split())
_MAX_INNER = 6
_MIN_CHARS, _MAX_CHARS = 12, 200
#: A line that begins the story, one that goes on with it, how far above it the headline may stand, how much is compared.
_PROSE_CHARS, _SENTENCE_CHARS, _ABOVE, _COMPARED = 120, 60, 12, 1_500
_ENDS = re.compile(r"[.。][\"'”’»」)]{0,2}\s*\Z")
#: Share of a headline's telling words that the story has too, and how much less a site's name must have; so many are many.
_MIN_SHARED, _LEAD, _MANY = 0.5, 0.2, 6
_LARGE = re.compile(r"\+[1-9]|[4-7]")
_LABEL = re.compile(r"[\w .'’-]{0,30}:|(?:by|von|par|por)\s.{3,60}|[^\w]+.{0,30}", re.IGNORECASE)


def lone(nodes: Nodes, wanted: Collection[str], kicker: int = 0) -> etree._Element | None:
    """The element that says one of the wanted headlines (folded) and is no link: of the longest the first, outermost.

    Args:
        nodes: of the page.
        wanted: letters and digits of each.
        kicker: how many letters may stand in front of it (`Town: Bridge opens`).
    """
    best, longest = None, 0
    for number in range(nodes.body + 1, nodes.ends[nodes.body]) if wanted else ():
        if nodes.tags[number] not in _HOLDERS or nodes.ends[number] - number > _MAX_INNER:
            continue
        element = nodes.elements[number]
        text = text_in(element, _MAX_CHARS + 1)
        if len(text) > _MAX_CHARS or length(text) < _MIN_CHARS or len(folded := fold(text)) <= longest:
            continue
        if (folded in wanted or (kicker and _ends_so(folded, wanted, kicker))) and not _is_apart(element):
            best, longest = element, len(folded)
    return best


def _ends_so(folded: str, wanted: Collection[str], kicker: int) -> bool:
    return any(length(each) > 15 and folded.endswith(each) and len(folded) <= len(each) + kicker for each in wanted)


def _is_apart(element: etree._Element) -> bool:
    """Whether it is a link or holds one, or stands in a part of the page about other stories."""
    return element.find(".//a") is not None or _is_linked(element) or is_elsewhere(element)


def _is_linked(element: etree._Element) -> bool:
    return next(element.iterancestors("a"), None) is not None


def emphasised(nodes: Nodes, title: str) -> tuple[SourceLine | None, bool]:
    """The line in bold or large type above the story that is its headline, and whether it says what `<title>` says in
    other words; else it says what the story is about while `<title>` does not, or is the one line set large while the story has no
    word of `<title>`."""
    lines = [line for line in linearize(nodes.elements[nodes.body], nodes=nodes) if line.text]
    prose = [number for number, line in enumerate(lines) if _is_prose(line, _SENTENCE_CHARS)]
    first = next((number for number in prose if _is_prose(lines[number])), prose[0] if prose else 0)
    above = lines[max(0, first - _ABOVE) : first]
    found = [line for line in above if _may_be_headline(line) and fold(line.text) != fold(title)]
    story = " ".join(line.text for line in lines[first:] if _is_prose(line, _SENTENCE_CHARS))[:_COMPARED]
    least = max(_MIN_SHARED, _shared(title, story) + _LEAD)
    near = {line.position for line in found if _shared(line.text, title) >= _MIN_SHARED}
    telling = [line for line in found if line.position in near or _shared(line.text, story) >= least]
    best = max(telling, key=lambda line: _many(line.text, f"{title} {story}"), default=None)
    if best is None and not words(title) & words(story):
        large = [line for line in found if _is_large(line.element)]
        best = large[0] if len(large) == 1 else None
    return best, best is not None and _shared(best.text, story) < least


def _is_prose(line: SourceLine, least: int = _PROSE_CHARS) -> bool:
    return length(line.text) >= least and line.linked < 0.5 and line.strong < 0.9 and "@" not in line.text


def _may_be_headline(line: SourceLine) -> bool:
    if (
        length(line.text) < _MIN_CHARS
        or len(line.text) > _MAX_CHARS
        or line.linked > 0.3
        or not (line.strong >= 0.9 or _is_large(line.element))
    ):
        return False
    if _ENDS.search(line.text):
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
