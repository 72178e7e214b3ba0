"""Who published the article: the press that wrote it, on a portal not the portal; and the names a site goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.structured import fold, text_of
from newscrawl.extraction.fields.urls import split_url

_PORTALS = frozenset(("daum", "다음", "네이버", "naver", "네이버뉴스", "다음뉴스", "nate", "네이트", "네이트뉴스"))
#: Old Korean papers name themselves in the page's title alone.
_TITLED = re.compile(r"[가-힣A-Za-z0-9]{1,8}(?:일보|신문|뉴스|매일|방송|경제|투데이|타임[스즈]|저널|닷컴)")
_TITLE_SEAM = re.compile(r"\s[-|:<]\s|::|\|")
_NAME_SEAM = re.compile(r"\s+[-–—|:<·•»]+\s+|::|\s?\|\s?")
_ADDRESS = re.compile(r"(?:https?:)?//\S+")
_MAX_CHARS = 100
_BEHIND = re.compile(r"（([^（）]{2,40})）(?:\s?[-|–]\s.{1,40})?\Z")


def read_publisher(evidence: Evidence) -> Found | None:
    """The press, by the layout, the portal's label, the profile, or the page's own declaration."""
    own, selector = evidence.selected("publisher")
    if own:
        return Found(press_in(own[0]), selector)
    first = evidence.structured.first
    if evidence.profile.portal:
        label = first("og:article:author") or first("og:site_name")
        return Found(press_in(label), "meta og:article:author") if label else None
    candidates = (
        (evidence.profile.publisher, "profile"),
        (_press_behind_title(evidence), "json-ld author"),
        (text_of(evidence.structured.resolved("publisher")), "json-ld publisher"),
        (first("og:site_name"), "meta og:site_name"),
        (_organization(evidence), "json-ld Organization"),
        (first("application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher"), "meta application-name"),
        (_titled(evidence.structured.title or ""), "title"),
    )
    found = next((Found(name, source) for name, source in candidates if name and _is_name(name)), None)
    return found or _signed_title(evidence)


def _titled(title: str) -> str | None:
    """A paper's name before or behind the headline.

    >>> _titled("예시일보 - 다리 다시 연다"), _titled("다리 다시 연다 < 사회 < 기사본문 - 예시신문"), _titled("다리 - 가짜 뉴스")
    ('예시일보', '예시신문', None)
    """
    parts = [part.strip() for part in _TITLE_SEAM.split(title)]
    return next((part for part in (parts[0], parts[-1]) if len(parts) > 1 and _TITLED.fullmatch(part)), None)


def _signed_title(evidence: Evidence) -> Found | None:
    """The name before or behind the headline in the page's title, where the link to the front page, or the host, says the same: else it may be a section."""
    parts = [part.strip() for part in _NAME_SEAM.split(evidence.structured.title or "")]
    host = fold(_own_label((split_url(evidence.page.url).hostname or "").removeprefix("www.")))
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        said = fold(part)
        if said and _is_name(part) and (said == host or said in map(fold, _front_page_names(evidence))):
            return Found(part, "title and the link to the front page")
    return None


def _front_page_names(evidence: Evidence) -> Iterator[str]:
    """What links to the site's front page say, in words or for a picture."""
    nodes, host = evidence.nodes, split_url(evidence.page.url).hostname
    for number in nodes.by_tag["a"]:
        href = nodes.attributes[number].get("href", "")
        if href == "/" or (href.startswith("http") and _is_front(href, host)):
            link = nodes.elements[number]
            yield " ".join("".join(map(str, link.itertext())).split())
            yield link.get("title") or ""
            yield from (picture.get("alt") or "" for picture in link.iter("img"))


def _is_front(href: str, host: str | None) -> bool:
    parts = split_url(href)
    return bool(host) and parts.hostname == host and parts.path in ("", "/") and not parts.query


def _press_behind_title(evidence: Evidence) -> str | None:
    """The press that a portal declares as author and names behind the headline: `Rain ahead（Example Times） - Portal`."""
    title = evidence.structured.title or ""
    named = _BEHIND.search(title) if "（" in title else None
    author = text_of(evidence.structured.resolved("author")) if named else None
    return author if named and author and fold(author) == fold(named[1]) else None


def press_in(label: str) -> str:
    """The press in a portal's label, which may name the portal on either side.

    >>> press_in("Daum | YTN"), press_in("뉴시스 | 네이버"), press_in("YTN")
    ('YTN', '뉴시스', 'YTN')
    """
    parts = [part.strip() for part in label.split("|") if part.strip()]
    return next((part for part in parts if fold(part) not in _PORTALS), label)


def site_names(evidence: Evidence, publisher: str | None) -> set[str]:
    """What the site calls itself, and its host with and without its ending."""
    names = {
        publisher,
        evidence.profile.publisher,
        text_of(evidence.structured.resolved("publisher")),
        evidence.structured.first("og:site_name"),
        evidence.structured.first("application-name"),
        evidence.structured.first("apple-mobile-web-app-title"),
        _organization(evidence),
    }
    host = (split_url(evidence.page.url).hostname or "").removeprefix("www.")
    return {name for name in names if name} | ({host, _own_label(host)} if host else set())


def _organization(evidence: Evidence) -> str | None:
    """The site's organisation, where just one is declared."""
    named = {
        name
        for node in evidence.structured.objects
        if node.get("@type") in ("Organization", "NewsMediaOrganization", "WebSite")
        and (name := text_of(node.get("name")))
    }
    return named.pop() if len(named) == 1 else None


def _own_label(host: str) -> str:
    """The label of a host that people know it by: the longest before the public endings."""
    labels = host.split(".")[:-1] or [host]
    return max(reversed(labels), key=len)


def _is_name(name: str) -> bool:
    return len(name) <= _MAX_CHARS and not _ADDRESS.match(name)
