"""A value of a script as HTML: strings, blocks of editors, elements of a flight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

MAX_DEPTH = 60
_TAG = re.compile(r"<(?:p|br|div|h[2-6]|ul|ol|li|blockquote|figure|table)\b[^>]*>", re.IGNORECASE)
ANY_TAG = re.compile(r"<[^>]{0,500}>")
_TAG_NAME = re.compile("[a-z][a-z0-9]{0,9}")
_MARKUP = re.compile(r"<[a-zA-Z/][^>]{0,500}>|&(?:[a-zA-Z]{2,12}|#\d{2,6});")
BODY_KEYS = (
    "articleBody",
    "content_elements",
    "body",
    "content",
    "text",
    "html",
    "paragraphs",
    "blocks",
    "children",
    "value",
    "data",
    "rendered",
    "components",
    "elements",
    "contentBlocks",
)
_HEADINGS = frozenset(("header", "heading", "subheading", "subtitle", "h2", "h3", "h4", "title"))
_NOT_STORY = frozenset(
    "image gallery video interstitial_link reference raw_html custom_embed oembed_response divider ad advertisement related link_list "
    "newsletter embed author podcast audio button social".split()
)


def as_html(value: Any, depth: int) -> str:
    """A value of a flight as HTML: `["$", tag, key, {"children": …}]` is an element, other lists are their parts."""
    if isinstance(value, str):
        return "" if value.startswith("$") else escape(value, quote=False)
    if not isinstance(value, list) or depth > MAX_DEPTH:
        return ""
    if len(value) < 4 or value[0] != "$" or not isinstance(value[1], str):
        return "".join(as_html(item, depth + 1) for item in value)
    tag = value[1] if _TAG_NAME.fullmatch(value[1]) else "div"
    properties = value[3] if isinstance(value[3], dict) else {}
    inner = as_html(properties.get("children"), depth + 1)
    names = escape(str(properties.get("className") or ""))
    return (
        f'<{tag} class="{names}">{inner}</{tag}>'
        if tag not in ("img", "br", "meta", "link", "input", "hr")
        else f"<{tag}>"
    )


def paragraphs_of(value: Any, depth: int) -> Iterator[str]:
    """The HTML paragraphs of a string, a list of blocks, or a block."""
    if isinstance(value, str):
        yield from _from_text(value)
    elif depth > 8:
        return
    elif isinstance(value, list) and len(value) > 3 and value[0] == "$":
        yield as_html(value, depth)
    elif isinstance(value, list):
        for item in value:
            yield from paragraphs_of(item, depth + 1)
    elif isinstance(value, dict):
        yield from _from_block(value, depth)


def _from_text(text: str) -> Iterator[str]:
    if "&lt;p" in text and not _TAG.search(text):
        text = unescape(text)
    if _TAG.search(text):
        yield f"<div>{text}</div>"
        return
    for line in text.splitlines():
        if line.strip():
            yield f"<p>{line if _MARKUP.search(line) else escape(line, quote=False)}</p>"


def _from_block(block: dict[str, Any], depth: int) -> Iterator[str]:
    kind = str(block.get("type") or block.get("_type") or block.get("__typename") or block.get("kind") or "").lower()
    if kind in _NOT_STORY:
        return
    if kind == "text" and isinstance(block.get("text"), str):
        yield from _from_text(block["text"])
        return
    key = next((key for key in (*BODY_KEYS, "items", "list") if block.get(key)), None)
    if key is None:
        return
    inner = list(paragraphs_of(block[key], depth + 1))
    if kind in _HEADINGS:
        yield f"<h2>{' '.join(ANY_TAG.sub('', text) for text in inner)}</h2>"
    elif kind in ("paragraph", "p", "block", "text"):
        # pieces of one paragraph: runs of text with their marks
        yield "<p>" + "".join(text.removeprefix("<p>").removesuffix("</p>") for text in inner) + "</p>"
    else:
        yield from inner
