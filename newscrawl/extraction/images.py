"""The pictures of the story, each with its caption and the credit that is often glued to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newscrawl.article import Image
from newscrawl.extraction.evidence import Evidence, shown
from newscrawl.extraction.outline import is_elsewhere, text_in
from newscrawl.extraction.structured import text_of

_MAX_IMAGES = 50
_MAX_CAPTION = 1_000
_NO_PICTURE = re.compile(
    r"\.(?:svg|ico)(?:$|\?)|/(?:icons?|logos?|sprites?|pixel|blank|spacer|placeholder|avatars?|emoji)(?=[/._-]|$)|1x1|transparent\.|blank\.(?:gif|png)",
    re.IGNORECASE,
)
_SOURCES = (
    "data-org-src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-src-large",
    "data-original-src",
    "src",
)
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_CREDIT_NAME = re.compile(
    r"(?<![a-z])(?:credits?|photo-?credit|copyright|photographer|image-?source|bildquelle|quelle|fotograf|autor-?foto|rights)(?![a-z])"
)
#: A credit at the end of a caption, by its opening word or sign.
_CREDIT = re.compile(
    r"\s*(?:[(\[［（]\s*)?(?:(?:photo(?:graph|s)?|image|picture|credit|foto|bild|crédits?|fotografía|imagen|写真|撮影|图|图片|图源|사진|이미지|자료)"
    r"(?:\s?(?:by|credit|courtesy(?: of)?|source|von|de|par|di|제공|출처))?\s?[:=：＝©|/]\s?|photo(?:graph)?s?\sby\s|(?:image )?courtesy\sof\s|©\s?|ⓒ\s?)"
    r"(?P<credit>[^()\[\]]{2,120}?)\s*[)\]］）]?\s*\Z",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"[\s/(\[|]*(?P<credit>(?:[A-Z][\w.'’ -]{1,40}/)?(?:AP|AFP|Reuters|Getty Images|dpa|EPA|Shutterstock|iStock|Bloomberg|Alamy|PA|Imago|imago images|picture alliance|"
    r"연합뉴스|뉴시스|뉴스1|게티이미지(?:뱅크)?|Xinhua|共同|新华社)(?:/[\w.'’ -]{1,40}| via [\w ]{2,30}| Photo)?)[)\]]?\s*\Z"
)


def read_images(evidence: Evidence) -> tuple[Image, ...]:
    """The pictures in page order, each once; the declared lead picture where the page shows none."""
    found: dict[str, Image] = {}
    for figure in _figures(evidence):
        image = _image(evidence, figure)
        if image and (image.url not in found or (image.caption and not found[image.url].caption)):
            found[image.url] = image
    if not found and (lead := _lead(evidence)):
        found[lead] = Image(url=lead)
    return tuple(found.values())[:_MAX_IMAGES]


def _lead(evidence: Evidence) -> str | None:
    declared = evidence.ld.get("image")
    first = declared[0] if isinstance(declared, list) and declared else declared
    own = first.get("url") or first.get("contentUrl") if isinstance(first, dict) else first
    raw = evidence.structured.first("og:image", "og:image:url", "twitter:image") or text_of(own)
    return evidence.absolute(raw) if raw and not _NO_PICTURE.search(raw) else None


def _figures(evidence: Evidence) -> Iterator[etree._Element]:
    if evidence.layout.images:
        yield from evidence.elements(evidence.layout.images)
        return
    for spot in evidence.outline.figures:
        if not is_elsewhere(spot.element, 8):
            yield spot.element


def _image(evidence: Evidence, figure: etree._Element) -> Image | None:
    picture = figure if figure.tag == "img" else next(figure.iter("img", "amp-img"), None)
    source = _source(picture, figure) if picture is not None else None
    if not source or _NO_PICTURE.search(source):
        return None
    caption, credit = _caption(evidence, figure)
    return Image(url=evidence.absolute(source), caption=caption, credit=credit)


def _source(picture: etree._Element, figure: etree._Element) -> str | None:
    """The picture's address: lazy loaders keep it beside `src`, some only in a set of sizes."""
    for name in _SOURCES:
        if (value := (picture.get(name) or "").strip()) and not value.startswith("data:"):
            return value
    for element in (picture, *figure.iter("source")):
        for name in _SETS:
            if largest := _largest(element.get(name) or ""):
                return largest
    return None


def _largest(sizes: str) -> str | None:
    """The last address of a `srcset`, which by custom is the largest.

    >>> _largest("/a.jpg 320w, /b.jpg 1200w")
    '/b.jpg'
    """
    last = sizes.strip().rstrip(",").rpartition(", ")[2].split()
    return last[0] if last and not last[0].startswith("data:") else None


def _caption(evidence: Evidence, figure: etree._Element) -> tuple[str | None, str | None]:
    caption = next((text for e in evidence.elements(evidence.layout.caption, figure) if (text := shown(e))), None)
    credit = next((text for e in evidence.elements(evidence.layout.credit, figure) if (text := shown(e))), None)
    if not evidence.layout.caption:
        caption, named = _figcaption(figure)
        credit = credit or named
    if caption and credit is None:
        caption, credit = split_credit(caption)
    return (caption[:_MAX_CAPTION] if caption else None), credit


def _figcaption(figure: etree._Element) -> tuple[str | None, str | None]:
    """The caption's text without the element in it that is named as the credit, and that."""
    box = next(figure.iter("figcaption"), None)
    if box is None:
        return None, None
    whole = text_in(box)
    for element in box.iterdescendants():
        credit = text_in(element) if isinstance(element.tag, str) and _CREDIT_NAME.search(_names(element)) else ""
        if credit and credit in whole:
            return whole.replace(credit, " ", 1).strip(" |/–—-") or None, _bare(credit)
    return whole or None, None


def _names(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('itemprop', '')}"[:200].lower().replace("_", "-")


def _bare(credit: str) -> str:
    found = _CREDIT.fullmatch(credit)
    return found["credit"].strip() if found else credit


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """Caption and credit, where the caption ends with one.

    >>> split_credit("A bridge in the rain. Photo: Ann Example")
    ('A bridge in the rain.', 'Ann Example')
    >>> split_credit("비 내리는 다리 [사진=연합뉴스]")
    ('비 내리는 다리', '연합뉴스')
    >>> split_credit("A photo of a bridge: the old one")
    ('A photo of a bridge: the old one', None)
    """
    tail = caption[-160:]
    found = _CREDIT.search(tail) or _AGENCY.search(tail)
    if not found or not found["credit"].strip():
        return caption, None
    head = caption[: len(caption) - len(tail) + found.start()].rstrip(" |/–—-(")
    return head or None, found["credit"].strip(" .")
