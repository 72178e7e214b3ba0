"""Which pictures of a page are the story's: those between its headline and its end that lead to no other page and show no author.

Pages without a known layout have dozens: menus, other stories' thumbnails, adverts, portraits, most of them without a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.extraction.fields.outline import is_byline, is_elsewhere, text_in
from newscrawl.extraction.nodes import Nodes

#: A lead picture stands so many elements above the headline at most, with a caption so many; so many below the last paragraph.
_ABOVE, _CAPTIONED_ABOVE, _BELOW = 40, 150, 12
_LEVELS, _OPENING_LINES = 8, 2
_BOX_LEVELS, _BOX_ELEMENTS, _CAPTION_CHARS = 3, 60, 400
#: Elements of a paragraph at most; pictures that are looked at.
_WIDE, _MOST = 200, 120
#: Both sides of a thumbnail, in pixels, or the only one that is given.
_SMALL, _TINY = 160, 60
_SIDES = re.compile(r"(?<![\d.])(\d{2,4})[x_×](\d{2,4})(?!\d)")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_PERSON = re.compile(
    r"(?<![a-z])(?:authors?|bio|byline|avatar|profile|portrait|contributors?|journalist|reporter|columnist|autor(?:en|in|es|i)?|auteurs?)(?![a-z])"
)
#: A caption that says who wrote the story, with the portrait of that person.
_SIGNED = re.compile(r"(?:By|Von|Par|Por|Di|Door|Av|Af|Tekst|Text|Texto|Testo):?\s[A-ZÀ-ÞŁŚŠŽČ][^.!?]{2,90}\Z")
_PICTURES = ("img", "amp-img")


def story_pictures(nodes: Nodes, story: Sequence[int], url: str) -> Iterator[etree._Element]:
    """The figures and pictures of a story, in page order.

    Args:
        nodes: the parsed page.
        story: numbers of the elements that hold its lines; at least one.
        url: of the page.
    """
    headline, first, last = _span(nodes, story)
    near = [number for number in nodes.by_tag["figure"] if headline - _CAPTIONED_ABOVE <= number < last][:_MOST]
    framed = [number for number in near if "figure" not in nodes.tags[number + 1 : nodes.ends[number]]]
    figures = [n for n in framed if n >= headline - _ABOVE or _has_caption(nodes.elements[n])]
    shown = [number for tag in _PICTURES for number in nodes.by_tag[tag] if headline <= number < last][:_MOST]
    lines = frozenset(story)
    bare = [n for n in shown if n >= first or caption_beside(nodes, nodes.elements[n], lines)]
    inside = {number for number in bare for outer in framed if nodes.holds(outer, number)}
    for number in sorted({*figures, *bare} - inside):
        if not _is_no_part(nodes.elements[number], url):
            yield nodes.elements[number]


def _span(nodes: Nodes, story: Sequence[int]) -> tuple[int, int, int]:
    """Where the headline stands, where the story begins, and where its pictures end."""
    first = min(story)
    # text that stands in the page's body itself says nothing of where that ends
    end = max(nodes.ends[number] if nodes.ends[number] - number <= _WIDE else number for number in story)
    headline = max((number for number in nodes.by_tag["h1"] if number <= first), default=first)
    return headline, first, end + _BELOW


def opens_with_picture(nodes: Nodes, figures: Sequence[etree._Element], story: Sequence[int]) -> bool:
    """Whether a picture stands above the story or at its beginning."""
    return bool(figures) and nodes.at[figures[0]] < sorted(story)[min(len(story) - 1, _OPENING_LINES)]


def _is_no_part(figure: etree._Element, url: str) -> bool:
    return _is_small(figure) or _is_person(figure) or _is_teaser(figure, url) or is_elsewhere(figure, _LEVELS)


def _is_small(figure: etree._Element) -> bool:
    """Whether a picture is a thumbnail, by its own size or that in its address."""
    picture = _picture(figure)
    if picture is None or _has_caption(figure):
        return False
    sides = [
        int(side) for name in ("width", "height") if (side := picture.get(name) or "").isdecimal() and len(side) < 6
    ]
    if sides:
        return max(sides) <= (_SMALL if len(sides) > 1 else _TINY)
    addresses = (picture.get(name) or "" for name in ("data-src", "src", "data-original", "data-srcset", "srcset"))
    found = _SIDES.findall(next((each for each in addresses if each and not each.startswith("data:")), "")[:500])
    return bool(found) and all(max(int(width), int(height)) <= _SMALL for width, height in found)


def _picture(figure: etree._Element) -> etree._Element | None:
    return figure if figure.tag in _PICTURES else next(figure.iter(*_PICTURES), None)


def _is_person(figure: etree._Element) -> bool:
    """Whether it shows who wrote the story."""
    if any("author" in (link.get("rel") or "").split() for link in figure.iter("a")):
        return True
    around = (figure, *(above for above, _ in zip(figure.iterancestors(), range(3), strict=False)))
    if any(_is_called_person(each) for each in around if each.tag not in ("body", "html", "article")):
        return True
    return figure.tag == "figure" and _SIGNED.match(text_in(figure, 200)) is not None


def _is_called_person(element: etree._Element) -> bool:
    return is_byline(element) or _is_persons_name(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=4096)
def _is_persons_name(by_class: str, by_id: str) -> bool:
    """By class and id; pages repeat theirs, so the answer is remembered."""
    return _PERSON.search(f"{by_class} {by_id}"[:200].lower().replace("_", "-")) is not None


def _is_teaser(figure: etree._Element, url: str) -> bool:
    """Whether it leads to another page, and has no caption of its own, or one that does so as a whole."""
    above = (each for each, _ in zip(figure.iterancestors(), range(_LEVELS), strict=False) if each.tag == "a")
    around = (*above, *(link for link in figure.iter("a") if _picture(link) is not None))
    caption = next(figure.iter("figcaption"), None)
    if caption is None or not _has_caption(figure):
        return any(_leads_away(link.get("href") or "", url) for link in around)
    said = text_in(caption)
    return any(text_in(link) == said and _leads_away(link.get("href") or "", url) for link in caption.iter("a"))


def _has_caption(figure: etree._Element) -> bool:
    caption = next(figure.iter("figcaption"), None)
    return caption is not None and text_in(caption, 200) != ""


def _leads_away(href: str, url: str) -> bool:
    """Whether an address is another page, not a larger picture and not the page itself."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "data:")) or _PICTURE_FILE.search(href):
        return False
    try:
        there, here = urlsplit(href), urlsplit(url)
    except ValueError:
        return False
    return (there.path or "/").rstrip("/") != here.path.rstrip("/") or there.netloc not in ("", here.netloc)


def caption_beside(nodes: Nodes, picture: etree._Element, story: frozenset[int]) -> str:
    """The words that share a picture's box, where no line of the story does and no other picture; "" where none do.

    Args:
        nodes: the parsed page.
        picture: an element of it.
        story: numbers of the elements that hold the story's lines.
    """
    number, box = nodes.at[picture], nodes.at[picture]
    for above, _ in zip(nodes.above(number), range(_BOX_LEVELS), strict=False):
        inside = range(above, nodes.ends[above])
        if (
            len(inside) > _BOX_ELEMENTS
            or not story.isdisjoint(inside)
            or nodes.tags[above] in ("body", "article", "main")
        ):
            break
        if sum(tag in _PICTURES for tag in nodes.tags[above : nodes.ends[above]]) > 1:
            break
        box = above
    text = text_in(nodes.elements[box], _CAPTION_CHARS + 1)
    linked = next(nodes.elements[box].iter("a", "button", "form"), None) is not None
    return "" if linked or len(text) > _CAPTION_CHARS else text
