"""JSON-LD as found in the wild: read with tolerance, flattened, references resolved; all of it within bounds.

Publishers write it by template, so raw line breaks, stray commas, comment wrappers and quotes in quotes are common.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

Node = dict[str, Any]

_MAX_CHARS = 2_000_000
_MAX_DEPTH = 12
_MAX_NODES = 2_000
_MAX_BLOCKS = 20
_OPENING = re.compile(r"(?:(?://|/\*)?\s?(?:<!--|<!\[CDATA\[)\s?(?:\*/|//)?\s*)+")
_CLOSING = re.compile(r"(?:(?://|/\*)?\s?(?:-->|\]\]>)\s?(?:\*/)?\s*)+;?\Z")
_WRAPPER_CHARS = 60
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?![\\"/bfnrtu])')
#: Control characters as JSON can write them; no other part of a page may hold one, and many a database takes none.
_CONTROL_ESCAPE = re.compile(r"(?<!\\)\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])")
#: Half a character of UTF-16, and a whole one, which stays.
_SURROGATE_ESCAPE = re.compile(
    r"(?<!\\)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
#: What is worth saving from an object that is no JSON.
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleSection|inLanguage|url|isAccessibleForFree)"\s*:\s*"([^"\n]{1,400})"\s*[,}\n]'
)
_SALVAGE_AUTHOR = re.compile(
    r'"author"\s*:\s*[\[{\s]*(?:"@type"\s*:\s*"\w+"\s*,\s*)?(?:"name"\s*:\s*)?"([^"\n@]{2,200})"'
)
_SALVAGE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w*(?:Article|Posting))"')
#: Keys below which objects that describe the page itself are looked for.
_BELOW = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "itemListElement",
    "item",
    "liveBlogUpdate",
    "isPartOf",
)
#: Below these stand other articles.
_OTHERS = frozenset({"itemListElement", "item", "hasPart", "liveBlogUpdate", "isPartOf"})
#: What templates make of a value that is not there.
NOTHING = frozenset(("null", "undefined", "None", "NaN", "[object Object]"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def read_blocks(blocks: Iterable[str]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """All objects of the page's JSON-LD blocks, flattened.

    Returns:
        Those that may describe the page, and those that stand in its lists (other articles, updates).
    """
    own: list[Node] = []
    others: list[Node] = []
    budget = _MAX_CHARS
    for raw in blocks:
        budget -= len(raw)
        if budget < 0:
            break
        for value in load(raw):
            for node, is_other in _flatten(value, 0, False):
                if len(own) + len(others) >= _MAX_NODES:
                    return tuple(own), tuple(others)
                (others if is_other else own).append(node)
    return tuple(own), tuple(others)


def load(raw: str) -> list[Any]:
    """The values of one block; empty where nothing can be read.

    >>> load('<!-- {"a": "x\\ny",} -->')
    [{'a': 'x\\ny'}]
    """
    if "\\u00" in raw:
        raw = _CONTROL_ESCAPE.sub("", raw)
    try:
        return [msgspec.json.decode(raw)]
    except (ValueError, RecursionError):
        pass
    text = _SURROGATE_ESCAPE.sub(r"\1", _unwrapped(raw.strip(" \t\r\n;")))
    if text.startswith(("{&", "[&", "[{&")):
        text = html.unescape(text)
    for attempt in (text, _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub("", text))):
        values = _values(attempt)
        if values:
            return values
    return _salvage(text)


def _unwrapped(text: str) -> str:
    """The block without comment and CDATA marks at its ends."""
    head, rest = text[:_WRAPPER_CHARS], text[_WRAPPER_CHARS:]
    text = _OPENING.sub("", head, count=1) + rest if _OPENING.match(head) else text
    tail = text[-_WRAPPER_CHARS:]
    return (text[: len(text) - len(tail)] + _CLOSING.sub("", tail)).strip()


def _values(text: str) -> list[Any]:
    """One value or several side by side; what follows the last readable one is left."""
    decoder, position = json.JSONDecoder(strict=False), 0
    values: list[Any] = []
    while position < len(text) and len(values) < _MAX_BLOCKS:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1
    return values


def _salvage(text: str) -> list[Any]:
    """The telling pairs of an object that no parser reads (quotes within quotes, mostly)."""
    kind = _SALVAGE_TYPE.search(text)
    if kind is None:
        return []
    node: Node = {"@type": kind[1]}
    for key, value in _SALVAGE.findall(text[kind.start() :]):
        node.setdefault(key, value.replace("\\/", "/").replace('\\"', '"'))
    if author := _SALVAGE_AUTHOR.search(text, kind.start()):
        node["author"] = author[1]
    return [node]


def _flatten(value: Any, depth: int, is_other: bool) -> Iterator[tuple[Node, bool]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value[:_MAX_NODES]:
            yield from _flatten(entry, depth + 1, is_other)
    elif isinstance(value, dict):
        yield value, is_other
        for key in _BELOW:
            if isinstance(below := value.get(key), dict | list):
                yield from _flatten(below, depth + 1, is_other or key in _OTHERS)


def types_of(node: Node) -> set[str]:
    """The `@type`s of an object, without the schema.org prefix.

    >>> types_of({"@type": ["https://schema.org/NewsArticle"]})
    {'NewsArticle'}
    """
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {k.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for k in kinds if isinstance(k, str)}


def resolve(value: Any, named: dict[str, Node]) -> Any:
    """The value with objects that are mere references (`{"@id": …}`) replaced by what they refer to, lists included."""
    if isinstance(value, list):
        return [resolve(entry, named) for entry in value[:_MAX_NODES]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return {**named.get(value["@id"], {}), **value}
    return value


def text_of(value: Any) -> str | None:
    """A JSON-LD value as plain text: entities resolved, tags gone, white space folded; None where there is none.

    >>> text_of({"@value": "Caf&amp;eacute; <b>open</b>"})
    'Café open'
    """
    for _ in range(_MAX_DEPTH):
        if isinstance(value, list):
            value = next((entry for entry in value if entry), None)
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("headline")
        else:
            break
    if not isinstance(value, str) or value in NOTHING:
        return None
    text = html.unescape(html.unescape(value)) if "&" in value else value
    return " ".join((_TAG.sub(" ", text) if "<" in text else text).split()) or None
