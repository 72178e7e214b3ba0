"""Which elements are noise: the layout's own `remove` entries first, then the node rules of the page's language.

Nothing is deleted here. Elements are marked with rule and reason, so that their lines stay on record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from lxml import etree

from newscrawl.extraction.elements import HEADINGS, SILENT, is_block
from newscrawl.extraction.lines import Mark
from newscrawl.extraction.nodes import Nodes
from newscrawl.noise import NodeRule, RuleSet
from newscrawl.selectors import compile_selector, select
from newscrawl.sites import Layout

Marks = dict[etree._Element, Mark]

_NAMES_CHARS = 400
_BODY = re.compile(r"\barticlebody\b", re.IGNORECASE)
_PROSE_CHARS = 80
#: A page with less prose than this has no story to protect; bounds are then shares of all its text.
_STORY_CHARS = 500
#: Noise that another design of the site names may hold at most this share.
_BORROWED_SHARE = 0.2
#: Class words that tell what an element has or is allowed to do: the wrapper of a whole story carries them.
_STATE = re.compile(
    r"(?!(?:author|tags?)-(?:box|bio|info|cards?|profile|details?|about|block|footer|list|links?|cloud|items?)$|page-(?:promos?|list)\b)"
    r"(?:has|have|no|not|non|with|without|show|shows|hide|is|are|enabled?|disabled?|tag|tags|category|author|page|single|"
    r"supports?|menu-item|post-type|format|lang|locale|status|theme|layout|template|js|no-js)-.*"
)
#: What it opens with; looking here first saves most names the pattern.
_STATE_WORDS = frozenset((
    "has", "have", "no", "not", "non", "with", "without", "show", "shows", "hide", "is", "are", "enable", "enabled", "disable", "disabled",
    "tag", "tags", "category", "author", "page", "single", "support", "supports", "menu", "post", "format", "lang", "locale", "status",
    "theme", "layout", "template", "js",
))  # fmt: skip
_HASH = re.compile(r"_{2}[A-Za-z0-9_-]{5,8}$|-sc-[a-z0-9]+.*$")  # CSS modules, styled components
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

#: One axis and not `.//text()`, for which libxml2 compares all with all where ten thousand texts lie side by side.
_READ = "./descendant::text()[not(parent::script or parent::style or parent::noscript or parent::template)]"


def mark_layout(nodes: Nodes, layout: Layout) -> Marks:
    """The elements that the layout names as noise. A layout is trusted, without bound; one that does not know where the story
    stands has what was noise in another design, which holds no large part of the story."""
    marks: Marks = {}
    if not layout.remove:
        return marks
    page = None if layout.body else _Page(nodes)
    for entry in layout.remove:
        mark = Mark(entry.rule, entry.why)
        for element in nodes.index.elements(entry.select):
            if page is None or page.holds_little(nodes.at[element], _BORROWED_SHARE):
                marks.setdefault(element, mark)
    return marks


def mark_rules(nodes: Nodes, rules: RuleSet, marks: Marks) -> Marks:
    """`marks` and the elements that node rules propose, each within its bound.

    A rule is held off an element that declares itself the article body, or holds most of one.
    """
    marks = dict(marks)
    page = _Page(nodes)
    _mark_selected(nodes, rules, page, marks)
    _mark_named(nodes, rules, page, marks, range(1, len(nodes.tags)))
    return marks


def mark_part(nodes: Nodes, rules: RuleSet, part: int) -> Marks | None:
    """The elements below one that node rules propose; None where it stands in such an element itself."""
    marks: Marks = {}
    page = _Page(nodes)
    for number in (part, *nodes.above(part)):
        _mark_named(nodes, rules, page, marks, range(max(1, number), number + 1))
    _mark_selected(nodes, rules, page, marks)
    if any(nodes.elements[number] in marks for number in (part, *nodes.above(part))):
        return None
    _mark_named(nodes, rules, page, marks, range(part + 1, nodes.ends[part]))
    return marks


def _mark_selected(nodes: Nodes, rules: RuleSet, page: _Page, marks: Marks) -> None:
    for rule in rules.nodes:
        if rule.select:
            for element in page.found(rule.select):
                if element not in marks and page.allows(nodes.at[element], rule):
                    marks[element] = Mark(rule.name, rule.why)


def _mark_named(nodes: Nodes, rules: RuleSet, page: _Page, marks: Marks, numbers: range) -> None:
    """Mark elements for whose names there are rules, in page order, and leave out what stands in marked ones."""
    elements, tags, ends, attributes = nodes.elements, nodes.tags, nodes.ends, nodes.attributes
    number, size = numbers.start, numbers.stop
    while number < size:
        element = elements[number]
        if element in marks:
            number = ends[number]
            continue
        if own := attributes[number]:
            get = own.get
            # the id of a heading is its own text as an anchor ("related-words", "we-are-social")
            identity = None if tags[number] in HEADINGS else get("id")
            names = get("class")
            if names is not None and len(names) > _NAMES_CHARS:  # what is remembered shall be short
                names = names[:_NAMES_CHARS]
            proposed = _proposed(rules, names, identity and identity[:_NAMES_CHARS], get("role"))
            if proposed and tags[number] not in SILENT:
                first = next((rule for rule in proposed if page.allows(number, rule)), None)
                if first is not None:
                    marks[element] = Mark(first.name, first.why)
                    number = ends[number]
                    continue
        number += 1


@lru_cache(maxsize=16384)
def _proposed(rules: RuleSet, *names: str | None) -> tuple[NodeRule, ...]:
    """The rules for what an element is called; pages repeat their names, and sites theirs, so the answer is remembered."""
    return rules.named(names_of(names)) if any(names) else ()


def names_of(attributes: Iterable[str | None]) -> str:
    """Class, id and role as plain words, ` word word `, bounded; see `_plain`."""
    raw = " ".join(filter(None, attributes))[:_NAMES_CHARS]
    words = " ".join(filter(None, map(_plain, raw.split())))
    return f" {words} " if words else ""


@lru_cache(maxsize=16384)
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

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._until = _paragraphs(nodes)
        self.prose = self._until[-1]
        self.chars = max(1, _chars(nodes.elements[0])) if self.prose < _STORY_CHARS else 0
        declared = [number for number in nodes.having["itemprop"] if _BODY.search(nodes.attributes[number]["itemprop"])]
        body = max(declared, key=lambda number: _chars(nodes.elements[number]), default=None)
        self.around = {body, *nodes.above(body)} if body is not None else set()

    def found(self, selector: str) -> list[etree._Element]:
        """The elements that a selector finds; of the whole tree only what cannot be asked of single elements."""
        out: list[etree._Element] = []
        for way in _ways(selector):
            out += self._found(way)
        return out

    def _found(self, way: _Way) -> Iterable[etree._Element]:
        elements, attributes = self.nodes.elements, self.nodes.attributes
        if way.whole is not None:
            every: Any = way.whole(elements[0])
            return (each for each in every if isinstance(each, etree._Element))
        if way.tag:
            found = [elements[number] for number in self.nodes.by_tag[way.tag]]
            if way.opening:
                name, opening = way.opening
                found = [element for element in found if (element.get(name) or "").startswith(opening)]
        else:
            name = way.attribute
            numbers = self.nodes.having[name]
            found = [elements[n] for n in numbers if way.value is None or way.value(attributes[n][name])]
        return (element for element in found if way.test is None or way.test(element))

    def allows(self, number: int, rule: NodeRule) -> bool:
        """Whether a rule may take an element."""
        return (rule.inline or is_block(self.nodes.elements[number])) and self.holds_little(number, rule.max_share)

    def holds_little(self, number: int, share: float) -> bool:
        """Whether an element holds at most this share of the page's text, and not its declared body."""
        if number in self.around:
            return False
        if self.prose >= _STORY_CHARS:
            held = self._until[self.nodes.ends[number]] - self._until[number]
            return held <= share * self.prose
        return _chars(self.nodes.elements[number]) <= share * self.chars


class _Way(NamedTuple):
    """One branch of a selector: the elements of one tag, or with one attribute, that pass a test."""

    tag: str = ""
    opening: tuple[str, str] | None = None
    """An attribute and how its value begins, where that is the first thing asked: told many times as fast as by libxml2."""
    attribute: str = ""
    value: Callable[[str], bool] | None = None
    """What the attribute's value must pass."""
    test: etree.XPath | None = None
    whole: etree.XPath | None = None
    """What is not of that form is asked of the whole tree."""


#: Attributes by which rules look for elements.
_ASKED = frozenset(("role", "hidden", "style", "itemprop", "data-nosnippet"))
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_OPENING = re.compile(r"\[starts-with\(@([a-z-]+), ?'([^']+)'\)\]")
_BY_TAG = re.compile(r"//([a-z][\w-]*)(\[.*)?", re.DOTALL)
_BY_ATTRIBUTE = re.compile(r"//\*/@([a-z-]+)((?:\[[^\]]*\])*)(?:/\.\.|/parent::\*(\[.*)?)", re.DOTALL)


@lru_cache(maxsize=256)
def _ways(selector: str) -> tuple[_Way, ...]:
    """The branches of an XPath."""
    branches = selector.split(" | ")
    if all(branch.startswith("//") and _is_complete(_QUOTED.sub("", branch)) for branch in branches):
        return tuple(map(_way, branches))
    return (_Way(whole=compile_selector(selector)),)


def _is_complete(branch: str) -> bool:
    """Whether a branch, its quoted texts left out, is one, and not half of what was parted within brackets or quotes."""
    return branch.count("[") == branch.count("]") and not {"'", '"'} & set(branch)


def _way(branch: str) -> _Way:
    if found := _BY_TAG.fullmatch(branch):
        opening = _OPENING.match(found[2] or "")
        test = _holds(f"self::*{found[2]}") if found[2] else None
        return _Way(tag=found[1], opening=(opening[1], opening[2]) if opening else None, test=test)
    found = _BY_ATTRIBUTE.fullmatch(branch)
    if found and found[1] in _ASKED and "::" not in found[2]:
        return _Way(
            attribute=found[1],
            value=_value_test(found[1], found[2]) if found[2] else None,
            test=_holds(f"self::*{found[3]}") if found[3] else None,
        )
    return _Way(whole=compile_selector(branch))


def _holds(path: str) -> etree.XPath:
    return etree.XPath(f"boolean({path})")


#: libxml2 reads references to these where lxml makes no attribute of them.
_NO_XML = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))


def _value_test(name: str, predicates: str) -> Callable[[str], bool]:
    """Whether an attribute's value passes; pages repeat theirs, so the answer is remembered."""
    test = _holds(f"@{name}{predicates}")

    @lru_cache(maxsize=4096)
    def passes(value: str) -> bool:
        return bool(test(etree.Element("any", {name: value.translate(_NO_XML)})))

    return passes


def _chars(element: etree._Element) -> int:
    """Characters of text below the element that a reader sees, white space left out roughly."""
    return sum(len(text.strip()) for text in select(element, _READ))


def _paragraphs(nodes: Nodes) -> list[int]:
    """For each element, the characters of the page's long paragraphs before it: what a story is made of, and menus are not."""
    sizes = [0] * (len(nodes.tags) + 1)
    for number in nodes.by_tag["p"]:
        if (size := sum(map(len, nodes.elements[number].itertext()))) >= _PROSE_CHARS:
            sizes[number + 1] = size
    return list(accumulate(sizes))
