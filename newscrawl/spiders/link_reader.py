"""Which links of a page lead to articles, by the shape of their address and their text.

A profile's own pattern decides where there is one; this is for sites that nobody has described.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy.http import TextResponse
from scrapy.utils.response import get_base_url

from newscrawl.errors import PageError
from newscrawl.extraction import bombs
from newscrawl.spiders.urls import UrlError, canonical_url, same_site

MAX_LINKS = 5_000

#: Folders of pages that list or serve something else. courlan's filters drop `/archives/<number>` too, which is how
#: many WordPress papers address their articles.
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies|ia)|kategorie|authors?|writers?|reporters?|journalists?|users?|members?|profile|my(?:page)?"
    r"|search|suche|recherche|login|logout|signin|signup|join|register|account|subscri(?:be|ption)s?|newsletters?|abo|about(?:-us)?"
    r"|company|contact|kontakt|help|faq|privacy|terms|policy|policies|impressum|imprint|legal|advert(?:ise|ising)?|jobs?|careers?"
    r"|galler(?:y|ies)|photos?|fotos?|fotostrecken?|bildergalerien?|slideshows?|videos?|podcasts?|webtoons?"
    r"|shop|store|events?|rss|feeds?|sitemap|print|comments?|cart|download|archives?(?!/\d{5})|pages?|wp-(?:admin|content|includes|json|login))"
    r"(?:/[^/]*)?/?(?:\.\w{2,5})?$|/(?:wp-(?:admin|content|includes|json)|cdn-cgi|_next|static|assets)/"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|m4a|avi|mov|xml|rss|atom|json|css|js|hwp|docx?|xlsx?|pptx?|apk|ico)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?/(?!\d{1,2}/?$)[^/]+"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,}|/(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[-/][^/]+"
)
_LONG_ID = re.compile(r"\d{5,}")
_SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+){3,}")
_NUMBER_KEYS = re.compile(
    r"(?:.*(?:idx|aid|artid|article|news|docid|storyid|contents?|key|serial).*|id|no|seq|num|p|uid|code)", re.IGNORECASE
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def refuse_bombs(response: TextResponse) -> None:
    """Look at the markup before it is parsed: a list is read while others wait.

    Raises:
        PageError: `too-complex`, for what no list of stories has.
    """
    markup = response.text.encode("utf-8", "replace")
    if markup.count(b"<a") > 4 * MAX_LINKS:
        raise PageError("too-complex", f"more than {4 * MAX_LINKS:,} links")
    bombs.refuse_bombs(markup)


def article_links(response: TextResponse) -> Iterator[tuple[str, str]]:
    """(URL, longest link text) for every link of the page to its own site, in page order, each URL once."""
    texts: dict[str, str] = {}
    for address, text in _links(response):
        try:
            url = canonical_url(address, get_base_url(response))
        except UrlError:
            continue
        if url in texts or (len(texts) < MAX_LINKS and same_site(url, response.url)):
            texts[url] = max(texts.get(url, ""), text, key=len)
    yield from texts.items()


#: Boxes whose links lead to no story of the list: menus, footers, clouds of tags, rows of authors.
_FURNITURE = (
    "ancestor::nav or ancestor::aside or ancestor::footer[not(ancestor::article)]"
    " or ancestor::*[@role='navigation' or @role='menu' or @role='contentinfo' or @role='complementary']"
    r" or ancestor::*[not(self::body or self::html)][re:test(@class, '(^|\s)([a-z]+[-_])?"
    r"(nav|navi|navbar|navigation|menu|footer|breadcrumbs?|tag-?cloud|tags|authors?|autoren|autores)(\s|$)', 'i')]"
)


def without_furniture(response: TextResponse) -> set[str]:
    """The URLs of all links that stand outside of menus, footers and the like."""
    found = set()
    for address in response.xpath(f"//a[@href][not({_FURNITURE})]/@href").getall()[:MAX_LINKS]:
        with suppress(UrlError):
            found.add(canonical_url(address, get_base_url(response)))
    return found


_PAGE_KEYS = re.compile(r"p|pg|paged?|page_?(?:no|num|index|number)|current_?page|cpage", re.IGNORECASE)
_PAGE_PATH = re.compile(r"/page/(\d{1,4})(?=/|$)", re.IGNORECASE)


def next_page(response: TextResponse) -> str | None:
    """The list's next page: what `rel=next` names, else the link that differs in the page's number only."""
    declared = response.xpath("//link[@rel='next']/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href").get()
    wanted = _page_of(response.url) + 1
    found = [declared] if declared else (address for address, _ in _links(response))
    for address in found:
        try:
            url = canonical_url(address, get_base_url(response))
        except UrlError:
            continue
        if same_site(url, response.url) and (declared or _follows(url, response.url, wanted)):
            return url if url != response.url else None
    return None


def _follows(url: str, current: str, wanted: int) -> bool:
    return _page_of(url) == wanted and _without_page(url) == _without_page(current)


def _page_of(url: str) -> int:
    """The number of a list's page, 1 where none is named."""
    parts = urlsplit(url)
    numbers = [value for key, value in parse_qsl(parts.query) if _PAGE_KEYS.fullmatch(key)] + _PAGE_PATH.findall(
        parts.path
    )
    return next((int(number) for number in numbers if number.isascii() and number.isdigit()), 1)


def _without_page(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    parts = urlsplit(url)
    kept = (pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _PAGE_KEYS.fullmatch(pair[0]))
    return _PAGE_PATH.sub("", parts.path).rstrip("/"), tuple(sorted(kept))


def _links(response: TextResponse) -> Iterator[tuple[str, str]]:
    for link in response.xpath("//a[@href] | //area[@href]"):
        yield link.attrib["href"], _text(link)


def _text(link: Selector) -> str:
    """What a reader sees of a link; a picture's alternative text where that is all."""
    seen = " ".join("".join(link.xpath("descendant::text()").getall()).split())
    return seen or " ".join((link.attrib.get("title") or link.xpath(".//img/@alt").get("")).split())


def looks_like_article(url: str, text: str | None = None) -> bool:
    """Whether an address (and the text of a link to it, where there is one) is that of an article.

    >>> looks_like_article("https://example.org/2026/11/23/rates-rise")
    True
    >>> looks_like_article("https://example.org/news/articleView.html?idxno=401223")
    True
    >>> looks_like_article("https://example.org/politics/")
    False
    """
    parts = urlsplit(url)
    if _NOT_ARTICLES.search(parts.path):
        return False
    strong = is_strong(url)
    slug = _SLUG.search(parts.path.rstrip("/").rpartition("/")[2]) is not None
    if not strong and not slug:
        return False
    return text is None or headline_like(text)


def is_strong(url: str) -> bool:
    """Whether the address alone says that this is an article: a date or a long number, not just a slug."""
    parts = urlsplit(url)
    return _DATED.search(parts.path) is not None or _numbered(parts.path, parts.query)


def is_listed_folder(url: str) -> bool:
    """Whether the address is that of a page that lists or serves something else, whatever a site's other pages are."""
    return _NOT_ARTICLES.search(urlsplit(url).path) is not None


def _numbered(path: str, query: str) -> bool:
    """A long number in the last part of the path, or as the value of a parameter named like one."""
    folders = path.rstrip("/").split("/")
    if _LONG_ID.search(folders[-1]):
        return True
    return any(
        _LONG_ID.search(value) and _NUMBER_KEYS.fullmatch(key) for key, value in parse_qsl(query, max_num_fields=None)
    )


def headline_like(text: str) -> bool:
    """Long enough for a headline."""
    return headline_length(text) >= 15


def headline_length(text: str) -> int:
    """Characters, those of CJK scripts twice: they say more each."""
    return len(text) + len(_CJK.findall(text))
