"""The story of pages whose text is not in their elements but in a script: JSON-LD, and the state that Next.js, Arc and others ship.

Only asked where the elements hold hardly any story. A value counts as the story where it is prose, and where the page's
own headline stands beside it or its length leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring, tostring

from newscrawl.extraction.lines import lower_letters
from newscrawl.extraction.scripts.blocks import ANY_TAG, BODY_KEYS, MAX_DEPTH, as_html, paragraphs_of
from newscrawl.extraction.scripts.flight import flight, flight_values
from newscrawl.extraction.scripts.javascript import MAX_SCRIPT_CHARS, MIN_CHARS, Literal, literals
from newscrawl.extraction.scripts.states import MAX_STATES, values

_MAX_VALUES = 200_000
_JAVASCRIPT = (None, "", "text/javascript", "application/javascript", "module")
_ALONE = 2.0
"""A story without a headline beside it must be so many times as long as the next one."""
#: What a script calls a string that is the story.
_TELLING_NAME = re.compile(
    r"(?:article|story|news|post|entry)\w{0,12}|(?:main)?(?:body|content|contents|detail|innerHTML)(?:html)?",
    re.IGNORECASE,
)
#: JSON can hold it; libxml2 reads no further than to a lone surrogate.
_NO_MARKUP = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[.!?。！？…؟।۔]['\"”’」]?(?:\s|$)|다\.")
_TITLE_KEYS = ("headline", "title", "headlines", "name", "basic", "headLine", "articleTitle")


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
    wanted = lower_letters(title)
    found = [told for source, value in values(tree) for told in _stories(value, wanted, source)]
    found = found or list(_in_literals(tree, wanted, declared))
    if not found:
        return None
    best = max(found, key=lambda told: (told.titled, told.chars))
    others = [told.chars for told in found if lower_letters(told.markup) != lower_letters(best.markup)]
    if not best.titled and best.chars < _ALONE * max(others, default=0):
        return None
    # the text behind a comment is the comment's own in lxml, and would be lost with it
    parser = HTMLParser(remove_comments=True, remove_pis=True)
    markup = _NO_MARKUP.sub("", best.markup)
    return fragment_fromstring(markup, create_parent="article", parser=parser), best.source


def rendered_flight(tree: HtmlElement) -> HtmlElement | None:
    """The page that the elements of a Next.js flight would make, for pages that are only put together by their script."""
    parts = (as_html(value, 0) for value in flight_values(flight(tree)) if isinstance(value, list))
    markup = "".join(parts)
    if len(ANY_TAG.sub("", markup)) < MIN_CHARS:
        return None
    return document_fromstring(f"<html><body>{markup}</body></html>")


def set_aside(tree: HtmlElement) -> HtmlElement | None:
    """The page that its templates and `noscript` elements hold, for pages whose script puts them in place."""
    parts = tree.xpath(f"//template[string-length() > {MIN_CHARS}] | //noscript[string-length() > {MIN_CHARS}]")
    markup = "".join(tostring(child, encoding="unicode") for part in parts[:MAX_STATES] for child in part)
    if len(ANY_TAG.sub("", markup)) < MIN_CHARS:
        return None
    return document_fromstring(f"<html><body>{markup}</body></html>")


def _in_literals(tree: HtmlElement, wanted: str, declared: bool) -> Iterator[Told]:
    """Stories among the strings of scripts that hold no JSON, if the headline is another one, or their name tells it."""
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") in _JAVASCRIPT and MIN_CHARS < len(text) < MAX_SCRIPT_CHARS:
            strings = list(literals(text))
            titled = any(_is_title(string.text, wanted) for string in strings)
            for string in strings:
                if (titled or (declared and _TELLING_NAME.fullmatch(string.name))) and (
                    told := _of_literal(string, titled)
                ):
                    yield told


def _of_literal(string: Literal, titled: bool) -> Told | None:
    return _told(string.text, titled, "string of a script") if len(string.text) >= MIN_CHARS else None


def _stories(root: Any, wanted: str, source: str) -> Iterator[Told]:
    """Values below `root` that read like a story, each with whether the headline stands in an object around it."""
    stack: list[tuple[Any, bool, int]] = [(root, False, 0)]
    seen = 0
    while stack and seen < _MAX_VALUES:
        value, titled, depth = stack.pop()
        seen += 1
        if isinstance(value, dict):
            titled = is_titled(value, wanted) or (titled and depth < MAX_DEPTH)
            for key in BODY_KEYS:
                if key in value and (told := _told(value[key], titled, source)) is not None:
                    yield told
            children = list(value.values())
        elif isinstance(value, list):
            children = value
        else:
            if depth == 0 and (told := _told(value, False, source)) is not None:
                yield told
            continue
        if depth < MAX_DEPTH:
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
    folded = lower_letters(text[:500])
    return len(folded) > 8 and bool(wanted) and (folded in wanted or wanted in folded)


def _told(value: Any, titled: bool, source: str) -> Told | None:
    """The value as a story; None where it is none."""
    paragraphs = list(paragraphs_of(value, 0))
    prose = [
        text
        for text in (ANY_TAG.sub(" ", paragraph) for paragraph in paragraphs)
        if len(text) >= 40 and _SENTENCE_END.search(text)
    ]
    chars = sum(map(len, prose))
    if chars < MIN_CHARS or chars < 0.6 * sum(len(ANY_TAG.sub("", paragraph)) for paragraph in paragraphs):
        return None
    return Told("".join(paragraphs), chars, titled, source)
