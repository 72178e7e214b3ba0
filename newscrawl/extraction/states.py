"""The story of pages whose text is not in their elements but in a script: JSON-LD, and the state that Next.js, Arc and others ship.

Only asked where the elements hold hardly any story. A value counts as the story where it is prose, and where the page's
own headline stands beside it or its length leaves no doubt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring, tostring

from newscrawl.extraction.fields.jsonld import load
from newscrawl.extraction.javascript import Literal, literals
from newscrawl.extraction.overlay import fold

MIN_CHARS = 300
"""Characters of prose below which a value is no story."""
_MAX_SCRIPT_CHARS = 5_000_000
_MAX_VALUES = 200_000
_MAX_DEPTH = 60
_JAVASCRIPT = (None, "", "text/javascript", "application/javascript", "module")
_ALONE = 2.0
"""A story without a headline beside it must be so many times as long as the next one."""

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
#: What a script calls a string that is the story.
_TELLING_NAME = re.compile(
    r"(?:article|story|news|post|entry)\w{0,12}|(?:main)?(?:body|content|contents|detail|innerHTML)(?:html)?",
    re.IGNORECASE,
)
_MAX_STATES, _MAX_ROWS, _MAX_TEXTS = 20, 500, 50
"""Assignments of one script, and rows and long texts of a flight, that are tried."""
_FLIGHT = re.compile(r"self\.__next_f\.push\(\[1,\s*(?=\")")
_FLIGHT_ROW = re.compile(r"(?:\A|\n)[0-9a-f]{1,8}:(?=[\[{])")
#: A text row of a flight: its length in bytes, then the text.
_FLIGHT_TEXT = re.compile(r"(?:\A|\n|(?<=[}\]\"]))[0-9a-f]{1,8}:T([0-9a-f]{1,8}),")
_TAG = re.compile(r"<(?:p|br|div|h[2-6]|ul|ol|li|blockquote|figure|table)\b[^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]{0,500}>")
#: JSON can hold it; libxml2 reads no further than to a lone surrogate.
_NO_MARKUP = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG_NAME = re.compile("[a-z][a-z0-9]{0,9}")
_MARKUP = re.compile(r"<[a-zA-Z/][^>]{0,500}>|&(?:[a-zA-Z]{2,12}|#\d{2,6});")
_SENTENCE_END = re.compile(r"[.!?。！？…؟।۔]['\"”’」]?(?:\s|$)|다\.")
_BODY_KEYS = (
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
_TITLE_KEYS = ("headline", "title", "headlines", "name", "basic", "headLine", "articleTitle")
#: Of rows that refer to one another, those with such a key are put together, so deep.
_TELLING_KEYS = frozenset((*_BODY_KEYS[:8], *_BODY_KEYS[-3:]))
_REFERRED_DEPTH = 5
_HEADINGS = frozenset(("header", "heading", "subheading", "subtitle", "h2", "h3", "h4", "title"))
_NOT_STORY = frozenset(
    "image gallery video interstitial_link reference raw_html custom_embed oembed_response divider ad advertisement related link_list "
    "newsletter embed author podcast audio button social".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """A value of a script that reads like a story."""

    markup: str
    """Its paragraphs as HTML."""
    chars: int
    titled: bool
    """Whether the page's headline stands beside it."""
    source: str


def story_in_scripts(tree: HtmlElement, title: str, *, declared: bool = False) -> tuple[HtmlElement, str] | None:
    """The story as an element, and the kind of script it was read from; None where no script tells one.

    Args:
        tree: the parsed page, scripts included; not changed.
        title: the page's headline.
        declared: the page calls itself an article; then a string's name may tell that it is the story.
    """
    wanted = fold(title)
    found = [told for source, value in values(tree) for told in _stories(value, wanted, source)]
    found = found or list(_in_literals(tree, wanted, declared))
    if not found:
        return None
    best = max(found, key=lambda told: (told.titled, told.chars))
    others = [told.chars for told in found if fold(told.markup) != fold(best.markup)]
    if not best.titled and best.chars < _ALONE * max(others, default=0):
        return None
    # the text behind a comment is the comment's own in lxml, and would be lost with it
    parser = HTMLParser(remove_comments=True, remove_pis=True)
    markup = _NO_MARKUP.sub("", best.markup)
    return fragment_fromstring(markup, create_parent="article", parser=parser), best.source


def rendered_flight(tree: HtmlElement) -> HtmlElement | None:
    """The page that the elements of a Next.js flight would make, for pages that are only put together by their script."""
    parts = (_as_html(value, 0) for value in _flight_values(_flight(tree)) if isinstance(value, list))
    markup = "".join(parts)
    if len(_ANY_TAG.sub("", markup)) < MIN_CHARS:
        return None
    return document_fromstring(f"<html><body>{markup}</body></html>")


def set_aside(tree: HtmlElement) -> HtmlElement | None:
    """The page that its templates and `noscript` elements hold, for pages whose script puts them in place."""
    parts = tree.xpath(f"//template[string-length() > {MIN_CHARS}] | //noscript[string-length() > {MIN_CHARS}]")
    markup = "".join(tostring(child, encoding="unicode") for part in parts[:_MAX_STATES] for child in part)
    if len(_ANY_TAG.sub("", markup)) < MIN_CHARS:
        return None
    return document_fromstring(f"<html><body>{markup}</body></html>")


def _as_html(value: Any, depth: int) -> str:
    """A value of a flight as HTML: `["$", tag, key, {"children": …}]` is an element, other lists are their parts."""
    if isinstance(value, str):
        return "" if value.startswith("$") else escape(value, quote=False)
    if not isinstance(value, list) or depth > _MAX_DEPTH:
        return ""
    if len(value) < 4 or value[0] != "$" or not isinstance(value[1], str):
        return "".join(_as_html(item, depth + 1) for item in value)
    tag = value[1] if _TAG_NAME.fullmatch(value[1]) else "div"
    properties = value[3] if isinstance(value[3], dict) else {}
    inner = _as_html(properties.get("children"), depth + 1)
    names = escape(str(properties.get("className") or ""))
    return (
        f'<{tag} class="{names}">{inner}</{tag}>'
        if tag not in ("img", "br", "meta", "link", "input", "hr")
        else f"<{tag}>"
    )


def _flight(tree: HtmlElement) -> str:
    """The chunks of a flight, joined."""
    texts = (script.text or "" for script in tree.iter("script"))
    pushed = ((text, found) for text in texts if len(text) < _MAX_SCRIPT_CHARS and (found := _FLIGHT.search(text)))
    return "".join(part for text, found in pushed if isinstance(part := _decoded(text, found.end()), str))


def _in_literals(tree: HtmlElement, wanted: str, declared: bool) -> Iterator[Told]:
    """Stories among the strings of scripts that hold no JSON, if the headline is another one, or their name tells it."""
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") in _JAVASCRIPT and MIN_CHARS < len(text) < _MAX_SCRIPT_CHARS:
            strings = list(literals(text))
            titled = any(_is_title(string.text, wanted) for string in strings)
            for string in strings:
                if (titled or (declared and _TELLING_NAME.fullmatch(string.name))) and (
                    told := _of_literal(string, titled)
                ):
                    yield told


def _of_literal(string: Literal, titled: bool) -> Told | None:
    return _told(string.text, titled, "string of a script") if len(string.text) >= MIN_CHARS else None


def values(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """Every JSON value that a script of the page holds, and texts that elements keep for its scripts."""
    yield from (("json-ld", load(text)) for script, text in _scripts(tree) if "ld+json" in (script.get("type") or ""))
    yield from states(tree)
    held = (text for text in tree.xpath(_HOLDERS)[:_MAX_TEXTS] if MIN_CHARS < len(text) < _MAX_SCRIPT_CHARS)
    yield from (("text kept for a script", unescape(text) if "&lt;" in text else str(text)) for text in held)


def _scripts(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    scripts = ((script, script.text or "") for script in tree.iter("script"))
    return ((script, text) for script, text in scripts if 50 < len(text) < _MAX_SCRIPT_CHARS)


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
            value = _loaded(text)
            yield script.get("id") or "json script", _referred(value) if script.get("id") == "__NUXT_DATA__" else value
        elif _FLIGHT.search(text) is None:
            for state in islice(_STATE.finditer(text), _MAX_STATES):
                yield "script state", _unpacked(text, state) if state["packed"] else _decoded(text, state.end())
    for value in tree.xpath(_DATA_ATTRIBUTES)[:_MAX_STATES]:
        if MIN_CHARS < len(value) < _MAX_SCRIPT_CHARS and telling(value):
            yield "data attribute", _loaded(value)
    if telling("".join(text for _, text in _scripts(tree) if "__next_f" in text)):
        yield from (("flight", value) for value in _flight_values(_flight(tree)))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def _decoded(text: str, at: int) -> Any:
    """The JSON value that starts at a place of a script; None where there is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _unpacked(text: str, state: re.Match[str]) -> Any:
    """The value of `JSON.parse("…")`, also of one whose text is escaped as in an address."""
    inner = _decoded(text, state.end())
    if inner is None and (quoted := _SINGLE_QUOTED.match(text, state.end())):
        plain = quoted[1].replace("\\'", "'")
        inner = _loaded('"' + re.sub(r'(?<!\\)"', r'\\"', plain) + '"')
    if not isinstance(inner, str):
        return None
    return _loaded(unquote(inner) if "decodeURIComponent" in state["packed"] else inner)


def _referred(rows: Any) -> Any:
    """Nuxt's data, in which objects and lists name the rows that hold their values, put together again."""
    if not isinstance(rows, list):
        return rows

    def at(row: Any, depth: int) -> Any:
        value = rows[row] if isinstance(row, int) and not isinstance(row, bool) and 0 <= row < len(rows) else row
        if depth > _REFERRED_DEPTH or not isinstance(value, dict | list):
            return value
        if isinstance(value, dict):
            return {key: at(inner, depth + 1) for key, inner in islice(value.items(), _MAX_ROWS)}
        return [at(inner, depth + 1) for inner in islice(value, _MAX_ROWS)]

    objects = (number for number, row in enumerate(rows) if isinstance(row, dict) and set(row) & _TELLING_KEYS)
    return [at(number, 0) for number in islice(objects, _MAX_STATES)]


def _flight_values(whole: str) -> Iterator[Any]:
    """The rows of a Next.js flight: JSON values, and long texts with their length in bytes ahead."""
    for row in islice(_FLIGHT_ROW.finditer(whole), _MAX_ROWS):
        yield _decoded(whole, row.end())
    long_ones = (row for row in _FLIGHT_TEXT.finditer(whole) if int(row[1], 16) >= MIN_CHARS)
    for row in islice(long_ones, _MAX_TEXTS):
        size = int(row[1], 16)
        yield whole[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")


def _stories(root: Any, wanted: str, source: str) -> Iterator[Told]:
    """Values below `root` that read like a story, each with whether the headline stands in an object around it."""
    stack: list[tuple[Any, bool, int]] = [(root, False, 0)]
    seen = 0
    while stack and seen < _MAX_VALUES:
        value, titled, depth = stack.pop()
        seen += 1
        if isinstance(value, dict):
            titled = is_titled(value, wanted) or (titled and depth < _MAX_DEPTH)
            for key in _BODY_KEYS:
                if key in value and (told := _told(value[key], titled, source)) is not None:
                    yield told
            children = list(value.values())
        elif isinstance(value, list):
            children = value
        else:
            if depth == 0 and (told := _told(value, False, source)) is not None:
                yield told
            continue
        if depth < _MAX_DEPTH:
            stack.extend(
                (child, titled and isinstance(value, dict), depth + 1)
                for child in children
                if isinstance(child, dict | list)
            )


def is_titled(value: dict[str, Any], wanted: str) -> bool:
    """Whether an object has the page's headline, folded, among its fields."""
    for key in _TITLE_KEYS:
        found = value.get(key)
        if isinstance(found, dict):
            found = found.get("basic") or found.get("rendered") or found.get("text")
        if isinstance(found, str) and _is_title(found, wanted):
            return True
    return False


def _is_title(text: str, wanted: str) -> bool:
    folded = fold(text[:500])
    return len(folded) > 8 and bool(wanted) and (folded in wanted or wanted in folded)


def _told(value: Any, titled: bool, source: str) -> Told | None:
    """The value as a story; None where it is none."""
    paragraphs = list(_paragraphs(value, 0))
    prose = [
        text
        for text in (_ANY_TAG.sub(" ", paragraph) for paragraph in paragraphs)
        if len(text) >= 40 and _SENTENCE_END.search(text)
    ]
    chars = sum(map(len, prose))
    if chars < MIN_CHARS or chars < 0.6 * sum(len(_ANY_TAG.sub("", paragraph)) for paragraph in paragraphs):
        return None
    return Told("".join(paragraphs), chars, titled, source)


def _paragraphs(value: Any, depth: int) -> Iterator[str]:
    """The HTML paragraphs of a string, a list of blocks, or a block."""
    if isinstance(value, str):
        yield from _from_text(value)
    elif depth > 8:
        return
    elif isinstance(value, list) and len(value) > 3 and value[0] == "$":
        yield _as_html(value, depth)
    elif isinstance(value, list):
        for item in value:
            yield from _paragraphs(item, depth + 1)
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
    key = next((key for key in (*_BODY_KEYS, "items", "list") if block.get(key)), None)
    if key is None:
        return
    inner = list(_paragraphs(block[key], depth + 1))
    if kind in _HEADINGS:
        yield f"<h2>{' '.join(_ANY_TAG.sub('', text) for text in inner)}</h2>"
    elif kind in ("paragraph", "p", "block", "text"):
        # pieces of one paragraph: runs of text with their marks
        yield "<p>" + "".join(text.removeprefix("<p>").removesuffix("</p>") for text in inner) + "</p>"
    else:
        yield from inner
