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
from newscrawl.selectors import Index, select
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
#: What it opens with; looking here first saves most names the pattern.
_STATE_WORDS = frozenset((
    "has", "have", "no", "not", "non", "with", "without", "show", "shows", "hide", "is", "are", "enable", "enabled", "disable", "disabled",
    "tag", "tags", "category", "author", "page", "single", "support", "supports", "menu", "post", "format", "lang", "locale", "status",
    "theme", "layout", "template", "js",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HASH = re.compile(r"_{2}[A-Za-z0-9_-]{5,8}$|-sc-[a-z0-9]+.*$")  # CSS modules, styled components
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_NO_NAMES = (None, None, None)
_DECLARED = ".//*/@itemprop/parent::*"
_READ = ".//text()[not(parent::script or parent::style or parent::noscript or parent::template)]"


def mark_layout(tree: etree._Element, layout: Layout) -> Marks:
    """The elements that the layout names as noise. A layout is trusted: no bound."""
    marks: Marks = {}
    if not layout.remove:
        return marks
    index = Index(tree)
    for entry in layout.remove:
        mark = Mark(entry.rule, entry.why)
        for element in index.elements(entry.select):
            marks.setdefault(element, mark)
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
    for element, proposed in _named(tree, rules):
        if not _is_marked(element, marks):
            first = next((rule for rule in proposed if page.allows(element, rule)), None)
            if first is not None:
                marks[element] = Mark(first.name, first.why)
    return marks


def _named(tree: etree._Element, rules: RuleSet) -> Iterable[tuple[etree._Element, tuple[NodeRule, ...]]]:
    """Elements for whose names there are rules, in page order. Pages repeat their names, so each is looked up once."""
    known: dict[tuple[str | None, ...], tuple[NodeRule, ...]] = {}
    elements = tree.iter(etree.Element)
    next(elements)
    for element in elements:
        get = element.get
        # the id of a heading is its own text as an anchor ("related-words", "we-are-social")
        key = (get("class"), None if element.tag in _HEADINGS else get("id"), get("role"))
        if key == _NO_NAMES:
            continue
        proposed = known.get(key)
        if proposed is None:
            proposed = known[key] = rules.named(_names(key))
        if proposed and element.tag not in SILENT:
            yield element, proposed


def _is_marked(element: etree._Element, marks: Marks) -> bool:
    """Whether the element or one that it stands in has a mark."""
    return element in marks or any(above in marks for above in element.iterancestors())


def _names(attributes: Iterable[str | None]) -> str:
    """Class, id and role as plain words, ` word word `, bounded; see `_plain`."""
    raw = " ".join(filter(None, attributes))[:_NAMES_CHARS]
    words = " ".join(filter(None, map(_plain, raw.split())))
    return f" {words} " if words else ""


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """A class word in lower case, its parts joined by `-`; "" for one that says what the element has, not what it is.

    >>> _plain("Article_elementPoll__0I_DP"), _plain("relatedArticles"), _plain("article--premium"), _plain("has-newsletter")
    ('article-element-poll', 'related-articles', 'article', '')
    """
    if "_" in word or "--" in word or "-sc-" in word or not word.islower():
        word = _HASH.sub("", word).partition("--")[0]
        word = re.sub("-+", "-", _HUMP.sub("-", word).lower().replace("_", "-"))
    word = word.strip("-")
    return "" if word.partition("-")[0] in _STATE_WORDS and _STATE.fullmatch(word) else word


class _Page:
    """How much text the page has, and where its declared body is: what bounds are measured against."""

    def __init__(self, tree: etree._Element) -> None:
        self._paragraphs = _paragraphs(tree)
        self.prose = sum(self._paragraphs.values())
        self.chars = max(1, _chars(tree)) if self.prose < _STORY_CHARS else 0
        declared = [element for element in select(tree, _DECLARED) if _BODY.search(element.get("itemprop"))]
        self.body = max(declared, key=_chars, default=None)
        self.around = set(self.body.iterancestors()) | {self.body} if self.body is not None else set()

    def allows(self, element: etree._Element, rule: NodeRule) -> bool:
        if element in self.around or not (rule.inline or is_block(element)):
            return False
        if self.prose >= _STORY_CHARS:
            size = self._paragraphs.get
            return sum(size(paragraph, 0) for paragraph in element.iter("p")) <= rule.max_share * self.prose
        return _chars(element) <= rule.max_share * self.chars


def _chars(element: etree._Element) -> int:
    """Characters of text below the element that a reader sees, white space left out roughly."""
    return sum(len(text.strip()) for text in select(element, _READ))


def _paragraphs(tree: etree._Element) -> dict[etree._Element, int]:
    """Characters of the page's long paragraphs: what a story is made of, and menus are not."""
    sizes = ((paragraph, sum(map(len, paragraph.itertext()))) for paragraph in tree.iter("p"))
    return {paragraph: size for paragraph, size in sizes if size >= _PROSE_CHARS}
