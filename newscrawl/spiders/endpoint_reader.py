"""The entries of a JSON endpoint: what pages with endless scrolling load, as a profile describes it.

[[sources.endpoints]]
url = "https://paper.example/api/list?page={page}"
pages = 2
items = "data.articles"
link = "https://paper.example/view/{id}"       # or the name of the key that holds it: "url"
title = "headline"
published = "date"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.documents import DocumentError, xml_text
from newscrawl.spiders.entry import Entry

_JSONP = re.compile(r"^[\s;]*[\w$.]{1,60}\(")
_FIELD = re.compile(r"\{([\w.]+)\}")


def read_endpoint(body: bytes, content_type: str, endpoint: Endpoint) -> list[Entry]:
    """The entries that have an address, in their order.

    Raises:
        DocumentError: this is no JSON, or holds no list where the profile says.
    """
    items = _at(_parsed(xml_text(body, content_type)), endpoint.items)
    if isinstance(items, dict):
        items = list(items.values())
    if not isinstance(items, list):
        raise DocumentError(f"no list at {endpoint.items or 'the top'!r}")
    return list(_entries(items, endpoint))


def _parsed(text: str) -> Any:
    """JSON, or what a script would be handed (`callback({…});`)."""
    text = text.lstrip("\ufeff")
    if wrapped := _JSONP.match(text):
        text = text[wrapped.end() :].rstrip().rstrip(";").rstrip().removesuffix(")")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"no JSON: {error}"[:200]) from error


def _entries(items: list[Any], endpoint: Endpoint) -> Iterator[Entry]:
    for item in items:
        url = _filled(item, endpoint.link) if "{" in endpoint.link else _text(item, endpoint.link)
        if url:
            yield Entry(url, _text(item, endpoint.title), _text(item, endpoint.published), news=True)


def _filled(item: Any, template: str) -> str:
    """The template with the item's values; "" where one of them is missing."""
    values = {name: _text(item, name) for name in _FIELD.findall(template)}
    return _FIELD.sub(lambda found: values[found[1]], template) if all(values.values()) else ""


def _text(item: Any, path: str) -> str:
    value = _at(item, path) if path else None
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _at(value: Any, path: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    for key in filter(None, path.split(".")):
        if isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value
