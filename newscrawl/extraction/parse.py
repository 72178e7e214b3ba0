"""TEXT -> TREE: one bounded parse. What would keep libxml2 busy for seconds is refused before."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from newscrawl.errors import PageError
from newscrawl.extraction.bombs import pairs, refuse_bombs
from newscrawl.extraction.decode import Decoded

#: `&#146;` and its like name characters of cp1252; browsers read them so, libxml2 does not.
_OLD_REFERENCE = re.compile(rb"&#(1[2-5]\d);")
#: References to what no XML tree may hold, or is a control character in cp1252 too; libxml2 puts it there all the same.
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01]|1(?:27|29|4[134]|57)|6553[45])(?!\d)|[xX]0*(?:[1-8bcefBCEF]|1[\da-fA-F]|7[fF]|8[1dDfF]|9[0dD]|[fF]{3}[eEfF])(?![\da-fA-F]));?"
)
_MANY = 10_000
_ODD_REFERENCE = re.compile(b"(?:%b|%b)" % (_OLD_REFERENCE.pattern, _CONTROL_REFERENCE.pattern))
#: All elements are of one class: lxml.html's own lookup is a Python function, called for every element and every visit.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_DATA_URI = re.compile(rb"data:[\w/+.-]{3,60}(?:;[\w=-]{1,40}){0,3},[A-Za-z0-9+/=%_-]{200,}")


def parse(page: str | Decoded) -> HtmlElement:
    """One parse into an lxml tree, without comments and processing instructions.

    `data:` URIs of more than 200 characters are shortened: pictures in them are never read.

    Raises:
        PageError: `too-complex` where libxml2 would take very long, `not-html` where it finds no element.
    """
    data = page.encode("utf-8", "replace") if isinstance(page, str) else page.data
    refuse_bombs(data)
    if b";base64," in data:
        data = _DATA_URI.sub(b"data:,", data)
    if _has_odd_references(data):
        data = _CONTROL_REFERENCE.sub(b"", _OLD_REFERENCE.sub(_modern, data))
    try:
        tree = document_fromstring(data, parser=_parser(), ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("not-html", str(error)[:80]) from error
    _join_roots(tree)
    return tree


def _has_odd_references(data: bytes) -> bool:
    places = np.flatnonzero(pairs(data, b"&#"))
    if len(places) > _MANY:
        return _ODD_REFERENCE.search(data) is not None
    return any(_ODD_REFERENCE.match(data, place) for place in places.tolist())


@lru_cache(maxsize=1)
def _parser() -> etree.HTMLParser:
    # `huge_tree`: without it libxml2 drops what is nested more than 256 deep; our own limits stand in `nodes.py`
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    parser.set_element_class_lookup(_ELEMENTS)
    return parser


def _join_roots(tree: HtmlElement) -> None:
    """Bring what libxml2 left beside the root into the body: markup after a stray end tag can become a second root."""
    beside = [element for element in tree.itersiblings() if isinstance(element.tag, str)]
    body = tree.find("body")
    for element in beside:
        (tree if body is None else body).extend(list(element) if element.tag == "html" else [element])


def _modern(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1])
    if not 128 <= number <= 159:
        return reference[0]
    return bytes([number]).decode("cp1252", "ignore").encode("utf-8")
