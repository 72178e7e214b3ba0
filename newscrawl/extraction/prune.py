"""Which elements are noise: the layout's own `remove` entries first, then the node rules of the page's language.

Nothing is deleted here. Elements are marked with rule and reason, so that their lines stay on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree

from newscrawl.extraction.lines import SILENT, Mark, is_block
from newscrawl.noise import NodeRule, RuleSet
from newscrawl.selectors import select
from newscrawl.sites import Layout

Marks = dict[etree._Element, Mark]

_NAMES_CHARS = 400
_BODY = re.compile(r"\barticlebody\b", re.IGNORECASE)
_PROSE_CHARS = 80
#: A page with less prose than this has no story to protect; bounds are then shares of all its text.
_STORY_CHARS = 500
#: Class words that tell what an element has or is allowed to do: the wrapper of a whole story carries them.
_STATE = re.compile(
    r"(?!(?:author|tags?)-(?:box|bio|info|cards?|profile|details?|about|block|footer|list|links?|cloud|items?)$)"
    r"(?:has|have|no|not|non|with|without|show|shows|hide|is|are|enabled?|disabled?|tag|tags|category|author|page|single|"
    r"supports?|menu-item|post-type|format|lang|locale|status|theme|layout|template|js|no-js)-.*"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HASH = re.compile(r"_{2}[A-Za-z0-9_-]{5,8}$|-sc-[a-z0-9]+.*$")  # CSS modules, styled components
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def mark_layout(tree: etree._Element, layout: Layout) -> Marks:
    """The elements that the layout names as noise. A layout is trusted: no bound."""
    marks: Marks = {}
    for entry in layout.remove:
        for element in select(tree, entry.select):
            if isinstance(element, etree._Element):
                marks.setdefault(element, Mark(entry.rule, entry.why))
    return marks


def mark_rules(tree: etree._Element, rules: RuleSet, marks: Marks) -> Marks:
    """`marks` and the elements that node rules propose, each within its bound.

    A rule is held off an element that declares itself the article body, or holds most of one.
    """
    marks = dict(marks)
    page = _Page(tree)
    for rule in rules.nodes:
        if rule.select:
            for element in select(tree, rule.select):
                if isinstance(element, etree._Element) and element not in marks and page.allows(element, rule):
                    marks[element] = Mark(rule.name, rule.why)
    for element in _unmarked(tree, marks):
        for rule in rules.named(_names(element)):
            if page.allows(element, rule):
                marks[element] = Mark(rule.name, rule.why)
                break
    return marks


def _unmarked(tree: etree._Element, marks: Marks) -> Iterable[etree._Element]:
    """Elements below no mark, in page order; marks set while iterating count."""
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if element in marks or element.tag in SILENT:
            walker.skip_subtree()
            continue
        yield element
        if element in marks:
            walker.skip_subtree()


def _names(element: etree._Element) -> str:
    """` class id role ` of an element as plain words, bounded; see `_plain`."""
    get = element.attrib.get
    # the id of a heading is its own text as an anchor ("related-words", "we-are-social")
    anchor = "" if element.tag in _HEADINGS else get("id", "")
    raw = f"{get('class', '')} {anchor} {get('role', '')}"[:_NAMES_CHARS]
    words = [word for word in map(_plain, raw.split()) if word]
    return f" {' '.join(words)} " if words else ""


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """A class word in lower case, its parts joined by `-`; "" for one that says what the element has, not what it is.

    >>> _plain("Article_elementPoll__0I_DP"), _plain("relatedArticles"), _plain("article--premium"), _plain("has-newsletter")
    ('article-element-poll', 'related-articles', 'article', '')
    """
    word = _HASH.sub("", word).partition("--")[0]
    word = re.sub("-+", "-", _HUMP.sub("-", word).lower().replace("_", "-").strip("-"))
    return "" if _STATE.fullmatch(word) else word


class _Page:
    """How much text the page has, and where its declared body is: what bounds are measured against."""

    def __init__(self, tree: etree._Element) -> None:
        self.chars = max(1, _chars(tree))
        self.prose = _prose(tree)
        declared = [
            (element, _chars(element)) for element in tree.iter() if _BODY.search(element.attrib.get("itemprop", ""))
        ]
        self.body = max(declared, key=lambda pair: pair[1], default=(None, 0))[0]
        self.around = set(self.body.iterancestors()) | {self.body} if self.body is not None else set()

    def allows(self, element: etree._Element, rule: NodeRule) -> bool:
        if element in self.around or not (rule.inline or is_block(element)):
            return False
        if self.prose >= _STORY_CHARS:
            return _prose(element) <= rule.max_share * self.prose
        return _chars(element) <= rule.max_share * self.chars


def _chars(element: etree._Element) -> int:
    """Characters of text below the element that a reader sees, white space left out roughly."""
    return sum(
        len(part.text.strip()) if part.text and part.tag not in SILENT else 0 for part in element.iter(etree.Element)
    ) + sum(len(part.tail.strip()) for part in element.iterdescendants() if part.tail)


def _prose(element: etree._Element) -> int:
    """Characters of the element's long paragraphs: what a story is made of, and menus are not."""
    sizes = (sum(len(text) for text in p.itertext()) for p in element.iter("p"))
    return sum(size for size in sizes if size >= _PROSE_CHARS)
