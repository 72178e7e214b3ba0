"""Authors that stand only in a script's data: asked for where neither the page's statements nor its text name one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extraction.fields.people import people
from newscrawl.extraction.lines import lower_letters
from newscrawl.extraction.scripts import is_titled, states

_KEYS = ("credits", "authors", "author", "bylines", "byline", "writers", "reporters", "journalists", "contributors")
#: In these the authors of one article stand, or who wrote it among others who worked on it.
_INNER = ("by", "nodes", "edges", "node", "data", "attributes", "items", "author", "fields", "profile")
_NAMES = ("name", "displayName", "display_name", "fullName", "full_name", "byline", "title", "label")
_GIVEN, _FAMILY = ("firstName", "first_name", "givenName"), ("lastName", "last_name", "familyName")
#: What may stand between an article's headline and its authors.
_WRAPPERS = frozenset(
    ("_embedded", "meta", "metadata", "attributes", "fields", "data", "article", "content", "attribution", "info")
)
_TELLING = re.compile(
    r"\\?[\"'](?:credits|authors?|bylines?|writers|reporters|journalists|contributors)\\?[\"']\s{0,3}:"
)
#: Words that JSON writes as they are.
_PLAIN = re.compile("[a-zA-Z0-9]{3,}")
_MAX_VALUES, _MAX_DEPTH, _MAX_PEOPLE = 20_000, 60, 20


def authors_in_scripts(tree: HtmlElement, title: str, language: str | None) -> tuple[str, ...]:
    """The people whom a script's data names as authors of the article with the page's headline."""
    wanted = lower_letters(title)
    word = max(_PLAIN.findall(title), key=len, default="")

    def telling(text: str) -> bool:
        """Whether it may: reading megabytes of data takes longer than all else that is done for authors."""
        return word in text and _TELLING.search(text) is not None

    for _, value in states(tree, telling) if wanted else ():
        for article in _articles(value, wanted):
            if found := people(list(_stated(article, 0)), language):
                return found
    return ()


def _articles(root: Any, wanted: str) -> Iterator[dict[str, Any]]:
    """The objects below a value that have the headline, outermost first."""
    stack, seen = [(root, 0)], 0
    while stack and seen < _MAX_VALUES:
        value, depth = stack.pop()
        seen += 1
        if isinstance(value, dict):
            if is_titled(value, wanted):
                yield value
            children = list(value.values())
        else:
            children = value if isinstance(value, list) else []
        if depth < _MAX_DEPTH:
            stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, dict | list))


def _stated(article: dict[str, Any], depth: int) -> Iterator[str]:
    """The author strings of an object, or of what wraps them in it."""
    for key in _KEYS:
        if names := list(_names(article.get(key), 0)):
            yield from names
            return
    inner = (value for key, value in article.items() if key in _WRAPPERS and isinstance(value, dict))
    if depth < 2:
        for value in inner:
            yield from _stated(value, depth + 1)


def _names(value: Any, depth: int) -> Iterator[str]:
    """The names in an author's value, whatever its shape."""
    if isinstance(value, str):
        if value.strip() and "://" not in value:
            yield value
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for item in value[:_MAX_PEOPLE]:
            yield from _names(item, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        yield from _of_object(value, depth)


def _of_object(value: dict[str, Any], depth: int) -> Iterator[str]:
    name = next((value[key] for key in _NAMES if isinstance(value.get(key), str) and value[key].strip()), None)
    parts = [next((value[key] for key in keys if isinstance(value.get(key), str)), "") for keys in (_GIVEN, _FAMILY)]
    if name or all(parts):
        yield name or " ".join(parts)
        return
    inner = next((value[key] for key in _INNER if isinstance(value.get(key), dict | list)), None)
    if inner is not None:
        yield from _names(inner, depth + 1)
