"""Labelled pages as other makers would have built them: names hashed or gone, HTML without its newer elements, nothing declared.

Pages of today name their parts (`class="related-links"`), pages of other times and tools do not. What is learned on the first alone does
not hold for the second, so the model is trained on both, and `quality.py --plain WAY` measures both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from lxml import etree, html

from newscrawl.extraction.decode import decode

Tree = html.HtmlElement

#: Attributes that say something other than what a part is called.
_KEPT = frozenset("href src content name property type charset http-equiv rel style".split())
_BOXES = frozenset("article main section aside nav header footer figure figcaption".split())


def hashed(tree: Tree) -> None:
    """Class names and ids as a build tool makes them: alike where they were alike, and meaning nothing."""
    for element in tree.iter(etree.Element):
        names, own = element.get("class"), element.get("id")
        _keep_only(element, _KEPT)
        if names:
            element.set("class", " ".join(map(_hash, names.split())))
        if own:
            element.set("id", _hash(own))


def nameless(tree: Tree) -> None:
    """No class names, ids or roles."""
    for element in tree.iter(etree.Element):
        _keep_only(element, _KEPT - {"style"})


def boxes(tree: Tree) -> None:
    """Nameless, and every box a `div`."""
    nameless(tree)
    for element in tree.iter(*_BOXES):
        element.tag = "div"


def undeclared(tree: Tree) -> None:
    """Nameless boxes, and a page that says nothing of itself: no `meta`, no JSON-LD."""
    boxes(tree)
    for element in list(tree.iter("meta", "script")):
        if element.getparent() is not None:
            element.drop_tree()


def divs(tree: Tree) -> None:
    """Nameless boxes, and every paragraph one too."""
    boxes(tree)
    for element in tree.iter("p"):
        element.tag = "div"


def breaks(tree: Tree) -> None:
    """Nameless boxes, and paragraphs parted by line breaks alone."""
    boxes(tree)
    for element in list(tree.iter("p")):
        element.extend([html.Element("br"), html.Element("br")])
        element.drop_tag()


#: way -> share of the pages that are changed this way for training
SHARES: dict[str, float] = {
    "hashed": 0.3, "nameless": 0.15, "boxes": 0.1, "undeclared": 0.15, "divs": 0.15, "breaks": 0.15,
}  # fmt: skip
WAYS: dict[str, Callable[[Tree], None]] = {
    "hashed": hashed, "nameless": nameless, "boxes": boxes, "undeclared": undeclared, "divs": divs, "breaks": breaks,
}  # fmt: skip


def plain(page: bytes, way: str) -> bytes:
    """The page changed in one of `WAYS`, as UTF-8."""
    tree = html.document_fromstring(decode(page).data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    WAYS[way](tree)
    for element in tree.xpath("//meta[@charset or translate(@http-equiv, 'CONTEYP', 'conteyp') = 'content-type']"):
        element.drop_tree()
    head = tree.find("head")
    (tree if head is None else head).insert(0, html.Element("meta", charset="utf-8"))
    return etree.tostring(tree, encoding="utf-8", method="html", doctype="<!DOCTYPE html>")


def way_of(page_id: str) -> str:
    """The way in which a page is changed for training: always the same for a page, by `SHARES` among many."""
    place = int(hashlib.md5(page_id.encode(), usedforsecurity=False).hexdigest()[:8], 16) / 2**32
    for way, share in SHARES.items():
        place -= share
        if place < 0:
            return way
    return next(iter(SHARES))


def _keep_only(element: etree._Element, names: frozenset[str]) -> None:
    for name in [name for name in element.attrib if name not in names]:
        del element.attrib[name]


def _hash(name: str) -> str:
    return "c" + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:6]
