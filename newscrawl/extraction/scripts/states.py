"""The data that a page ships for its scripts: JSON-LD, and the state of Next.js, Nuxt, Arc and others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement

from newscrawl.extraction.fields.jsonld import load
from newscrawl.extraction.scripts.blocks import BODY_KEYS
from newscrawl.extraction.scripts.flight import FLIGHT, MAX_ROWS, MAX_TEXTS, flight, flight_values
from newscrawl.extraction.scripts.javascript import MAX_SCRIPT_CHARS, MIN_CHARS, decoded, loaded

_STATE = re.compile(
    r"(?<!\w)(?:Fusion\.globalContent|__[A-Z][A-Z0-9_]{0,60}__|__\w{0,40}?(?:STATE|DATA|CONTEXT|PROPS|[cC]ontext|Data)\w{0,40}|"
    r"\w{0,40}?(?:[sS]tate|[pP]reload\w{0,20}|[aA]rticle(?:Data|Json)))\s{0,5}=\s{0,5}"
    r"(?:(?=[{\[])|(?P<packed>JSON\.parse\(\s{0,5}(?:decodeURIComponent\(\s{0,5})?)(?=[\"']))"
)
#: A JavaScript string in single quotes; what it holds is JSON's own escapes but for the quotes.
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.){0,5000000})'", re.DOTALL)
#: Attributes in which frameworks hand a page's data to its script.
_DATA_ATTRIBUTES = "//@data-page | //@data-props | //@data-react-props | //@data-initial-state | //astro-island/@props"
#: Elements that hold a page's text for its script.
_HOLDERS = "//textarea/text() | //input[@type='hidden']/@value | //script[contains(@type,'template') or contains(@type,'html') or @type='text/plain']/text()"
MAX_STATES = 20
"""Assignments of one script that are tried."""
#: Of rows that refer to one another, those with such a key are put together, so deep.
_TELLING_KEYS = frozenset((*BODY_KEYS[:8], *BODY_KEYS[-3:]))
_REFERRED_DEPTH = 5


def values(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """Every JSON value that a script of the page holds, and texts that elements keep for its scripts."""
    yield from (("json-ld", load(text)) for script, text in _scripts(tree) if "ld+json" in (script.get("type") or ""))
    yield from states(tree)
    held = (text for text in tree.xpath(_HOLDERS)[:MAX_TEXTS] if MIN_CHARS < len(text) < MAX_SCRIPT_CHARS)
    yield from (("text kept for a script", unescape(text) if "&lt;" in text else str(text)) for text in held)


def _scripts(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    scripts = ((script, script.text or "") for script in tree.iter("script"))
    return ((script, text) for script, text in scripts if 50 < len(text) < MAX_SCRIPT_CHARS)


def states(tree: HtmlElement, telling: Callable[[str], object] = bool) -> Iterator[tuple[str, Any]]:
    """The data that scripts hold which draw the page.

    Args:
        tree: the parsed page.
        telling: whether a text may hold what is looked for; others are not read.
    """
    for script, text in _scripts(tree):
        if "ld+json" in (script.get("type") or "") or not telling(text):
            continue
        if "json" in (script.get("type") or ""):
            value = loaded(text)
            yield script.get("id") or "json script", _referred(value) if script.get("id") == "__NUXT_DATA__" else value
        elif FLIGHT.search(text) is None:
            for state in islice(_STATE.finditer(text), MAX_STATES):
                yield "script state", _unpacked(text, state) if state["packed"] else decoded(text, state.end())
    for value in tree.xpath(_DATA_ATTRIBUTES)[:MAX_STATES]:
        if MIN_CHARS < len(value) < MAX_SCRIPT_CHARS and telling(value):
            yield "data attribute", loaded(value)
    if telling("".join(text for _, text in _scripts(tree) if "__next_f" in text)):
        yield from (("flight", value) for value in flight_values(flight(tree)))


def _unpacked(text: str, state: re.Match[str]) -> Any:
    """The value of `JSON.parse("…")`, also of one whose text is escaped as in an address."""
    inner = decoded(text, state.end())
    if inner is None and (quoted := _SINGLE_QUOTED.match(text, state.end())):
        plain = quoted[1].replace("\\'", "'")
        inner = loaded('"' + re.sub(r'(?<!\\)"', r'\\"', plain) + '"')
    if not isinstance(inner, str):
        return None
    return loaded(unquote(inner) if "decodeURIComponent" in state["packed"] else inner)


def _referred(rows: Any) -> Any:
    """Nuxt's data, in which objects and lists name the rows that hold their values, put together again."""
    if not isinstance(rows, list):
        return rows

    def at(row: Any, depth: int) -> Any:
        value = rows[row] if isinstance(row, int) and not isinstance(row, bool) and 0 <= row < len(rows) else row
        if depth > _REFERRED_DEPTH or not isinstance(value, dict | list):
            return value
        if isinstance(value, dict):
            return {key: at(inner, depth + 1) for key, inner in islice(value.items(), MAX_ROWS)}
        return [at(inner, depth + 1) for inner in islice(value, MAX_ROWS)]

    objects = (number for number, row in enumerate(rows) if isinstance(row, dict) and set(row) & _TELLING_KEYS)
    return [at(number, 0) for number in islice(objects, MAX_STATES)]
