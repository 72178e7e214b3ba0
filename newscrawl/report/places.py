"""Where things stand on all pages of a site: selectors that find the same thing on each of them, made from the names of its elements."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml import etree

from newscrawl.extraction.nodes import Nodes

#: Names that say what an element is; longer ones are made by machines.
_NAME = re.compile(r"-?[A-Za-z_][\w-]{1,59}")
#: Names of one page (`post-48213`) or of a state.
_PASSING = re.compile(
    r"\d{3}|(?:^|[-_])(?:active|current|show|shown|hide|hidden|open|closed|loaded|lazy\w*|is|has|no|not|js|fade\w*|visible|selected)(?:[-_]|$)"
)
#: Names that say how an element looks, in any place of any site.
_LOOKS = re.compile(
    r"-?(?:[mp][trblxyse]?|w|h|min-[wh]|max-[wh]|gap|space-[xy]|z|top|left|right|bottom|inset|order|basis|leading|tracking|opacity|col|cols|row|rows)"
    r"-?(?:\d.*|px|auto|full|screen|fit|min|max|none|prose|content|xs|sm|md|lg|xl)|"
    r"(?:flex|grid|block|inline|relative|absolute|fixed|sticky|static|container|wrapper|row|col|cols?|clearfix|uppercase|italic|bold|truncate|"
    r"float|clear|content|inner|outer|left|right|center|box|item|section|main|body|wrap|full|group|text|image|link|list|title)|"
    r"(?:text|font|bg|border|rounded|shadow|items|justify|self|overflow|object|align|col|row|grid|flex|float|clear|order|d|display|position|leading|tracking|transition|hover|focus|sm|md|lg|xl)[-:].*",
)
#: Names that a build makes: `css-1q2w3e`, `sc-bdVaJa`, `fXGgKj`.
_BUILT = re.compile(
    r"(?:css|sc|jsx|jss|svelte|astro|emotion|styles?|makeStyles)-.*|.*[A-Za-z]\d[A-Za-z].*|"
    # … and what ends with, or is, a number of hexadecimal digits: `__className_e10e47`, `df56fada`
    r"(?:.*[-_])?(?=[a-f]*\d)(?=\d*[a-f])[a-f\d]{6,}|(?=(?:.*[a-z][A-Z]){2})\w{5,8}"
)
#: styled-components names an element twice, `sc-d47814d6-4 YeebQ`: the second name looks like a word.
_STYLED, _STYLE = "sc-", re.compile(r"(?=.*[a-z])(?=.+[A-Z])[A-Za-z]{5,7}")
#: The name that a build puts a hash behind: `Article_slideshow__fbaGO`.
_HASHED = re.compile(r"([A-Za-z][\w-]{4,60}__)(?=[\w-]*[\dA-Z])[\w-]{5,8}")
#: Elements whose bare tag names one place of a page.
_TELLING_TAGS = frozenset("article main h1 figure time".split())
#: Elements that stand everywhere: below another one they are none in particular.
_BOXES = frozenset("div span section a ul ol li button".split())
#: Attributes by which publishers say what an element is.
_SAYING = ("itemprop", "role", "data-testid", "data-component", "property")
#: So far above an element its surroundings are looked at for a name.
_ABOVE = 6


def names_of(nodes: Nodes, number: int) -> Iterator[str]:
    """Selectors for one element by what it is called itself, the plainest first."""
    element, tag = nodes.elements[number], nodes.tags[number]
    identity = element.get("id")
    if identity and _lasts(identity) and not _is_counted(identity):
        yield f"#{identity}"
    words = list(dict.fromkeys((element.get("class") or "").split()))
    classes = [name for name in words if _lasts(name) and not _LOOKS.fullmatch(name)]
    if any(name.startswith(_STYLED) for name in words):
        classes = [name for name in classes if not _STYLE.fullmatch(name)]
    yield from (f"{tag}.{name}" for name in classes)
    yield from (f"{tag}[class*={found[1]}]" for name in words if (found := _HASHED.fullmatch(name)))
    for attribute in _SAYING:
        value = element.get(attribute)
        if value and _lasts(value):
            yield f"{tag}[{attribute}={value}]"
    if tag in _TELLING_TAGS:
        yield tag
    if identity and _lasts(identity) and _is_counted(identity):
        yield f"#{identity}"
    yield from (f"{tag}.{one}.{other}" for place, one in enumerate(classes[:4]) for other in classes[place + 1 : 5])


def ways_to(nodes: Nodes, number: int) -> Iterator[str]:
    """Selectors for one element: what it is called itself, then where it stands in others that have a name."""
    own = list(names_of(nodes, number))
    yield from own
    tag = nodes.tags[number]
    for depth, above in enumerate(islice(nodes.above(number), _ABOVE)):
        tails = own if depth and tag in _BOXES else [*own, tag]
        sign = " " if depth else " > "
        for name in names_of(nodes, above):
            yield from (f"{name}{sign}{tail}" for tail in tails)


def found_by(nodes: Nodes, selector: str) -> list[int]:
    """The elements that a selector finds, by their numbers."""
    return [nodes.at[each] for each in nodes.index.select(selector) if isinstance(each, etree._Element)]


def stands_in(nodes: Nodes, outer: Sequence[int], number: int) -> bool:
    """Whether an element is one of those, or stands in one; they are in page order, and none stands in another."""
    place = bisect_right(outer, number) - 1
    return place >= 0 and nodes.holds(outer[place], number)


def holds_any(nodes: Nodes, number: int, within: Sequence[int]) -> bool:
    """Whether an element is or holds one of those, which are in page order."""
    place = bisect_left(within, number)
    return place < len(within) and nodes.holds(number, within[place])


def outermost(nodes: Nodes, numbers: Iterable[int]) -> list[int]:
    """Those that stand in none of the others, in page order."""
    found: list[int] = []
    for number in sorted(set(numbers)):
        if not found or number >= nodes.ends[found[-1]]:
            found.append(number)
    return found


def _is_counted(identity: str) -> bool:
    """Whether an id has a number at its end: one of several (`ref12`), or one of one (`content1`).

    >>> _is_counted("ref12"), _is_counted("h2-title")
    (True, False)
    """
    return identity[-1:].isdigit()


def _lasts(name: str) -> bool:
    """Whether a name will stand on other pages, and after the site's next build."""
    return bool(_NAME.fullmatch(name)) and not (
        _PASSING.search(name) or _BUILT.fullmatch(name) or _HASHED.fullmatch(name)
    )
