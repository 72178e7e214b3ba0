"""Selectors as data files write them: CSS with Scrapy's `::text` and `::attr(name)`, or XPath.

A string that starts with `/`, `./` or `(` is XPath; everything else is CSS, translated by parsel.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

XPATH_STARTS = ("/", "./", "(")


class SelectorError(ValueError):
    """The selector is no valid CSS or XPath."""


@lru_cache(maxsize=4096)
def compile_selector(selector: str) -> etree.XPath:
    """Compile once, use on any lxml tree.

    Raises:
        SelectorError: with the parser's own words.

    >>> tree = etree.HTML("<p class=a>one</p>")
    >>> select(tree, "p.a::attr(class)")
    ['a']
    """
    xpath = _to_xpath(selector)
    try:
        return etree.XPath(xpath, smart_strings=False)
    except (etree.XPathError, ValueError) as error:  # the latter for control characters
        raise SelectorError(f"{selector!r} is no valid selector: {error}") from error


def _to_xpath(selector: str) -> str:
    if not selector.strip():
        raise SelectorError("a selector may not be empty")
    if selector.startswith(XPATH_STARTS):
        return selector
    # here and not above: parsel costs a tenth of a second, which `import newscrawl` need not pay
    from cssselect import SelectorError as CssError
    from parsel.csstranslator import HTMLTranslator

    try:
        return _quickened(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))
    except CssError as error:
        raise SelectorError(f"{selector!r} is no valid selector: {error}") from error


_BY_ID = re.compile(r"descendant-or-self::\*\[@id = ('[^']*')\]")
_BY_CLASS = re.compile(
    r"descendant-or-self::\*\[@class and contains\(@class, ('[^']*')\)"
    r" and contains\(concat\(' ', normalize-space\(@class\), ' '\), ('[^']*')\)\]"
)


def _quickened(xpath: str) -> str:
    """The same elements by way of their attributes, which libxml2 finds three times as fast as it tests every element.

    >>> _quickened("descendant-or-self::*[@id = 'story']")
    "descendant-or-self::*/@id[. = 'story']/parent::*"
    """
    if found := _BY_ID.fullmatch(xpath):
        return f"descendant-or-self::*/@id[. = {found[1]}]/parent::*"
    if found := _BY_CLASS.fullmatch(xpath):
        holds = f"contains(concat(' ', normalize-space(.), ' '), {found[2]})"
        return f"descendant-or-self::*/@class[contains(., {found[1]}) and {holds}]/parent::*"
    return xpath


def select(tree: etree._Element, selector: str) -> list[Any]:
    """All matches in page order: elements, or strings for `::text`, `::attr()` and `/@name`."""
    found = compile_selector(selector)(tree)
    return found if isinstance(found, list) else [found]
