"""A page before its story is chosen: decoded, parsed, its layout and fields read."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawl.article import Page
from newscrawl.extraction.decode import decode
from newscrawl.extraction.fields import Fields, read_fields
from newscrawl.extraction.fields.structured import Structured, read_structured, text_of, types_of
from newscrawl.extraction.model.features import Known, known
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse
from newscrawl.extraction.prints import read_prints
from newscrawl.noise import Rules, RuleSet, load_rules
from newscrawl.sites import Layout, SiteProfile, Sites, load_sites

#: Few Korean sites declare a `NewsArticle`; the person who answers for young readers is named by papers alone.
_PRINTED = ("무단전재", "무단 전재", "청소년보호책임자", "청소년보호 책임자")


@dataclass(frozen=True, slots=True)
class Opened:
    """A page before its story is chosen."""

    page: Page
    tree: HtmlElement
    profile: SiteProfile
    layout: Layout
    fields: Fields
    rules: RuleSet
    """For the page's language."""
    known: Known
    structured: Structured
    nodes: Nodes
    flags: tuple[str, ...] = ()
    """Of the bytes; see `decode.Decoded`."""

    @property
    def is_declared(self) -> bool:
        """Whether the page calls itself an article."""
        return bool(self.structured.article) or self.structured.kind == "article"


def open_page(page: Page, *, sites: Sites | None = None, rules: Rules | None = None) -> Opened:
    """Decode and parse a page, choose its layout, read its fields; arguments and errors as `extract_page`."""
    sites, rules = sites or load_sites(), rules or load_rules()
    decoded = decode(page.html, page.headers.get("content-type"))
    tree = parse(decoded)
    nodes = Nodes(tree)
    profile, layout = sites.choose(page.url, tree, decoded.data)
    structured = read_structured(nodes)
    fields = read_fields(nodes, structured, profile, layout, page)
    language = fields.language or profile.language
    rule_set = rules.for_language(language)
    known_ = _known(page, fields.title, structured, paper=language == "ko" and _is_paper(decoded.text))
    return Opened(page, tree, profile, layout, fields, rule_set, known_, structured, nodes, decoded.flags)


def _is_paper(text: str) -> bool:
    """Whether a page prints what Korean papers must by law, or what all of them write below their stories."""
    return any(map(text.__contains__, _PRINTED))


def _known(page: Page, title: str | None, structured: Structured, *, paper: bool) -> Known:
    """What the page says of its story outside the text."""
    description = structured.first("description", "og:description")
    news = any("News" in kind for kind in types_of(structured.article))
    prints = read_prints(page.announced.get("lines", ""))
    return known(
        title, description, text_of(structured.article.get("articleBody")), news=news, paper=paper, prints=prints
    )
