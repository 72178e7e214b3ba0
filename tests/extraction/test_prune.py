"""Which elements are noise."""

from __future__ import annotations

import pytest
from lxml import etree, html

from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.prune import _ways, mark_layout, mark_rules
from newscrawl.noise import NodeRule, RuleSet, load_rules
from newscrawl.sites import Layout
from newscrawl.sites.profile import Remove

PAGE = html.document_fromstring(
    """
    <nav>Home</nav><footer role=contentinfo>Imprint</footer><div role=button>Share</div><button>Print</button>
    <article><h1>Bridge opens</h1><p>It opens<sup><a href='#n1'>[1]</a></sup> on Monday <a href='#n2'>[2]</a>, see
    <a href='/n2'>[3]</a> and <a name='#n2'>[4]</a>.</p><figure><img src=a><figcaption>The bridge.</figcaption></figure></article>
    <div style='display: none'>x</div><p hidden>y</p><span itemprop=author>Jane Doe</span><aside>More | less</aside>
    """
)
SELECTORS = [
    "//a[starts-with(@href,'#')]",
    "//a[starts-with(@href, '#')][starts-with(.,'[')] | //sup[starts-with(.,'[')]",
    "//a[starts-with(@name,'#')]",
    "//aside[.='More | less']",
    '//aside[.="More | less"] | //nav',
    *(rule.select for rule in load_rules().for_language("en").nodes if rule.select),
]


@pytest.mark.parametrize("selector", SELECTORS)
def test_asked_of_single_elements_a_selector_finds_the_same(selector: str) -> None:
    """Rules are tried on elements of a tag or with an attribute; what they take is what the XPath finds in the whole page."""
    rule = NodeRule(name="xx.box", why="A box.", select=selector, max_share=1.0)
    wanted = {each for each in etree.XPath(selector)(PAGE) if isinstance(each, etree._Element)}

    assert set(mark_rules(Nodes(PAGE), RuleSet((rule,), (), ()), {})) == wanted


def test_no_selector_of_ours_searches_the_whole_page() -> None:
    """Each is asked of the elements of one tag, or of those with one attribute: a search of the whole tree for each would cost more than
    all others together.
    """
    rules = load_rules()
    selectors = {rule.select for code in rules.languages for rule in rules.file(code).node if rule.select}

    assert selectors
    assert [selector for selector in selectors if any(way.whole is not None for way in _ways(selector))] == []


@pytest.mark.parametrize(("body", "taken"), [(("article",), ["card", "story"]), ((), ["card"])])
def test_noise_of_another_design_holds_no_large_part(body: tuple[str, ...], taken: list[str]) -> None:
    """A layout that knows where the story stands is trusted; on a page of a new design the same name may be the story's."""
    tree = html.document_fromstring(
        f"<article><div class='box' id=card><p>Read on.</p></div><div class='box' id=story><p>{'The bridge is open. ' * 40}</p></div></article>"
    )
    layout = Layout(name="2026", seen="-", body=body, remove=(Remove(rule="paper.box", select=".box", why="A box."),))

    assert [element.get("id") for element in mark_layout(Nodes(tree), layout)] == taken
