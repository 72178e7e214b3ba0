"""Where an element stands in the page: inside which others, and how far below one whose class or id tells something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from newscrawl.extraction.nodes import Nodes

Array = np.ndarray[Any, Any]

#: What the words of class and id say of an element, by group.
GROUPS: dict[str, str] = {
    "story": "articlebody article-body articletext article-text article-content articlecontent post-content postcontent post-body "
    "entry-content entry story-body storybody story-content story richtext rich-text prose bodytext body-text maintext "
    "content-body body-content paragraph text-block wysiwyg main-content article-main",
    "article": "article post content body main text hentry page-content single",
    "more": "related relation recommend recommended recommendation more popular trending latest most read-next readmore teaser promo "
    "promoted carousel also similar headlines topstories top-stories outbrain taboola also-read next prev previous pager pagination",
    "share": "share sharing social follow facebook twitter kakao whatsapp sns bookmark print toolbar tools actions buttons button",
    "talk": "comment comments disqus respond reply replies discussion forum reviews rating vote poll quiz",
    "ad": "ad ads advert advertisement sponsor sponsored sponsors banner commercial affiliate shop product deal deals cta donate "
    "donation paywall subscription offer",
    "meta": "meta date time timestamp tags tag taxonomy category categories breadcrumb breadcrumbs label labels keywords topics info "
    "byline-date updated published posted source footnote footnotes references notes",
    "picture": "caption figcaption wp-caption credit image img photo photos picture gallery slideshow media video player figure thumbnail "
    "thumb slider",
    "frame": "nav navigation menu navbar header masthead footer sidebar side aside widget widgets modal popup overlay dropdown "
    "offcanvas skip toc sitemap search topbar secondary rail right-rail colophon copyright legal cookie consent hidden screen-reader",
    "letter": "newsletter subscribe signup sign-up register login form mailing email optin opt-in mc-embed alert alerts",
    "box": "box card cards list listing item items module block component grid row col column infobox table callout factbox embed "
    "summary highlights key-points takeaways excerpt abstract lead intro standfirst dek deck subtitle headline title",
}
#: Elements that mean something to what is in them.
PLACES = ("article", "main", "footer", "header", "ul", "ol", "table", "blockquote", "section")
NAMES = ("depth", *(f"in_{place}" for place in PLACES), *(f"near_{group}" for group in GROUPS), "itemprop")
FAR = 12
"""Elements further above than this count as being this far."""

_GROUP = {word: number for number, words in enumerate(GROUPS.values()) for word in words.split()}
_COLUMN = {place: 1 + number for number, place in enumerate(PLACES)}
_FIRST_GROUP = 1 + len(PLACES)
_ITEMPROP = len(NAMES) - 1
_NAMES_CHARS = 300
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_]+")


def places(nodes: Nodes, wanted: Sequence[int]) -> Array:
    """A row of `NAMES` for each element: how deep it lies, how many of each place it is in, how far above each word group
    is named, and whether it declares itself the story.
    """
    levels = _levels(nodes, wanted)
    row_of = {number: row for row, number in enumerate(each for level in levels for each in level)}
    rows = np.zeros((len(row_of) + 1, len(NAMES)), dtype=np.int32)
    rows[-1, _FIRST_GROUP:_ITEMPROP] = FAR
    for level in levels:
        first = row_of[level[0]]
        below = rows[first : first + len(level)]
        below[:] = rows[[row_of.get(nodes.parents[number], -1) for number in level]]
        below[:, 0] += 1
        far = below[:, _FIRST_GROUP:_ITEMPROP]
        np.minimum(far + 1, FAR, out=far)
        for row, number in zip(below, level, strict=True):
            _note(row, nodes.tags[number], nodes.attributes[number])
    return rows[[row_of[number] for number in wanted]]


def _levels(nodes: Nodes, wanted: Sequence[int]) -> list[list[int]]:
    """The elements and all that they stand in, by depth, the root first."""
    depth: dict[int, int] = {-1: -1}
    for number in dict.fromkeys(wanted):
        chain = []
        while number not in depth:
            chain.append(number)
            number = nodes.parents[number]
        depth |= {each: below for below, each in enumerate(reversed(chain), depth[number] + 1)}
    levels: list[list[int]] = [[] for _ in range(max(depth.values()) + 1)]
    for number, deep in depth.items():
        if deep >= 0:
            levels[deep].append(number)
    return levels


def _note(row: Array, tag: str, attributes: Mapping[str, str]) -> None:
    """What an element itself adds to its row."""
    if column := _COLUMN.get(tag):
        row[column] += 1
    if not attributes:
        return
    if named := _named(tag, attributes):
        for group in _members(named):
            row[_FIRST_GROUP + group] = 0
    if attributes.get("itemprop") == "articleBody":
        row[_ITEMPROP] = 1


def _named(tag: str, attributes: Mapping[str, str]) -> int:
    if tag in ("html", "body"):
        return 0
    get = attributes.get
    names = f"{get('class', '')} {get('id', '')} {get('data-component', '')} {get('role', '')}"[:_NAMES_CHARS]
    return _groups(names) if names != "   " else 0


@lru_cache(maxsize=4096)
def _members(named: int) -> tuple[int, ...]:
    return tuple(group for group in range(len(GROUPS)) if named >> group & 1)


@lru_cache(maxsize=16384)
def _groups(names: str) -> int:
    """Bit set of the word groups that class and id name, as words or as pairs of words.

    >>> [name for number, name in enumerate(GROUPS) if _groups("Article_relatedStories__x1 left") >> number & 1]
    ['article', 'more']
    """
    found = 0
    for name in _HUMP.sub(" ", names).lower().split():
        parts = name.split("-")
        pairs = [f"{one}-{other}" for one, other in pairwise(parts)]
        for word in (name, *parts, *pairs):
            if word in _GROUP:
                found |= 1 << _GROUP[word]
    return found
