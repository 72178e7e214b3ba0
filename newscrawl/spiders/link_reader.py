"""Which links of a page lead to articles, by the shape of their address and their text.

A profile's own pattern decides where there is one; this is for sites that nobody has described.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from parsel import Selector
from scrapy.http import TextResponse
from scrapy.utils.response import get_base_url

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


def _links(response: TextResponse) -> Iterator[tuple[str, str]]:
    for link in response.xpath("//a[@href] | //area[@href]"):
        yield link.attrib["href"], _text(link)


def _text(link: Selector) -> str:
    """What a reader sees of a link; a picture's alternative text where that is all."""
    seen = " ".join("".join(link.xpath(".//text()").getall()).split())
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
    strong = _DATED.search(parts.path) is not None or _numbered(parts.path, parts.query)
    slug = _SLUG.search(parts.path.rstrip("/").rpartition("/")[2]) is not None
    if text is None:
        return strong or slug
    return _headline_like(text) if strong or slug else False


def _numbered(path: str, query: str) -> bool:
    """A long number in the last part of the path, or as the value of a parameter named like one."""
    folders = path.rstrip("/").split("/")
    if _LONG_ID.search(folders[-1]):
        return True
    return any(
        _LONG_ID.search(value) and _NUMBER_KEYS.fullmatch(key) for key, value in parse_qsl(query, max_num_fields=None)
    )


def _headline_like(text: str) -> bool:
    """Long enough for a headline: characters of CJK scripts say more each."""
    return len(text) + len(_CJK.findall(text)) >= 15
