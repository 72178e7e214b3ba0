"""Selectors: fast ways find what the plain ones find."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.selector_index import Index
from newscrawl.selectors import SelectorError, select

_PAGE = html.fromstring(
    """<html><body id="top" class="wide page"><div id="story" class="box  story-box">one<p class="lead">two</p>
    <section><p class="lead late">three</p><em>four</em></section></div>
    <div class="storybox">five<ul><li class="lead">six</li></ul></div><p>seven</p></body></html>"""
)


_INDEX = Index(list(_PAGE.iter()))


@pytest.mark.parametrize(
    "selector",
    [
        "#story", ".lead", "p.lead", ".lead.late", "div p", "#story > p", "#story p", "body#top .lead", "div, .lead", ".none", "p",
        "[class*=story]", "div[class*=story]", "#top [class*=box] .lead", "#story > section > p", "div > p, ul > li", "P.lead",
        "[id*=tor]", "[id^=sto]", "div[class^=box]", "[class^=lead] em, [lang^=x]", "p[class=lead]", "[class='lead late']", "[class*='d l']", "div[id], em", "[class='wide page'] > #story", "[class='a, b'], em",
        "div:not(.box), .late", "p:first-child", "[id]", "//p", "li:has(a), em", ".box > section em",
    ],
)  # fmt: skip
def test_the_index_finds_what_xpath_finds(selector: str) -> None:
    """Simple selectors are answered from the index, others are handed on; the elements are the same, each once."""
    found = _INDEX.elements(selector)
    assert len(found) == len(set(found))
    assert set(found) == set(select(_PAGE, selector))


@pytest.mark.parametrize(
    "selector",
    [
        ".lead, #story", "em, .lead", "#story::attr(class)", ".lead::attr(class)", "p.late::text", "#story::text", "div::text", ".none::text",
        "//div[contains(@class, 'story')]", "//*[contains(@class, 'lead')][not(self::li)]", "//div[contains(@class,'box')]//p",
        "//div[contains(@class, 'story') or @id='top']//*[contains(@class, 'lead')]", "//p[contains(@class, 'lead')][1]",
        "//div[contains(@class, 'story')]/@class", "//*[contains(@class, 'lead')]/@class", "//p[contains(@class, 'late')] | //em",
        "//section[contains(@class, 'box')]", "[class]", "[id]", "div.box::text, p::text", "div::text", "//p[contains(@class, 'lead')][ 1]", "//p[contains(@class, 'lead')][string-length(@class)]", "img.pixel", "img::attr(src)", "img[src='a.png']", "[src]",
    ],
)  # fmt: skip
def test_the_index_selects_what_xpath_selects(selector: str) -> None:
    """Texts, values and elements in page order, also of elements whose attributes nobody asked for."""
    page = html.fromstring(html.tostring(_PAGE) + b"<img class=pixel src=a.png>")
    elements = list(page.iter())
    known = [{} if element.tag == "img" else dict(element.attrib) for element in elements]
    assert Index(elements, known).select(selector) == select(page, selector)


def test_a_class_is_a_whole_word() -> None:
    """`.story` is neither `story-box` nor `storybox`, in both ways to ask."""
    assert select(_PAGE, ".story") == _INDEX.elements(".story") == []
    assert [each.get("class") for each in select(_PAGE, ".story-box")] == ["box  story-box"]


def test_texts_and_attributes() -> None:
    """`::text` and `::attr()` give strings."""
    assert select(_PAGE, "p.late::text") == ["three"]
    assert select(_PAGE, "#story::attr(class)") == ["box  story-box"]


@pytest.mark.parametrize("selector", ["", "p[", "//p[", ":no-such"])
def test_wrong_selectors(selector: str) -> None:
    """What is no selector is refused when it is compiled."""
    with pytest.raises(SelectorError):
        select(_PAGE, selector)
