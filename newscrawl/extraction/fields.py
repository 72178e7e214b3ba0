"""The fields of the record beside the text: who wrote what, where and when.

A layout's selectors win (somebody looked at that site), then what the publisher declares, then the page itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from w3lib.url import canonicalize_url, url_query_cleaner

from newscrawl.article import Image, Page
from newscrawl.extraction.dates import url_date
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.people import people
from newscrawl.extraction.structured import Structured, text_of, types_of
from newscrawl.extraction.times import Candidate, choose
from newscrawl.selectors import select
from newscrawl.sites import Layout, SiteProfile

TRACKERS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid", "dclid", "msclkid", "yclid",
    "igshid", "mc_cid", "mc_eid", "cmpid", "ns_campaign", "ns_mchannel", "ref_src", "at_medium", "at_campaign", "wt_mc", "xtor",
)  # fmt: skip
_SEPARATOR = re.compile(r"\s+[|\-–—:»·•<]+\s+|\s*[|│]\s*|\s*::\s*")
_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "date_published", "parsely-pub-date", "sailthru.date",
              "cxenseparse:recs:publishtime", "og:regdate", "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate",
              "publish-date", "publication_date", "article.published", "dcterms.date", "date", "og:pubdate", "bt:pubdate",
              "article:published", "originalpublicationdate", "citation_publication_date", "article_date_original")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dc.date.modified", "dcterms.modified",
             "lastmod", "revised", "article:modified")  # fmt: skip
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "cxenseparse:author",
                "article:author_name", "citation_author", "twitter:data1")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|writer|reporter|journalist)(?:s|[\s_-]?names?|__name|-link)?(?:$|[\s_-])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:svg|ico|gif)(?:$|\?)|/(?:icons?|logo|sprite|pixel|blank)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """All fields but the text."""

    title: str | None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    publisher: str | None = None
    canonical_url: str
    language: str | None = None
    images: tuple[Image, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    paywalled: str | None = None
    live: bool = False
    flags: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)


def read_fields(
    tree: etree._Element, structured: Structured, profile: SiteProfile, layout: Layout, page: Page
) -> Fields:
    """Read every field; does not change the tree."""
    return _Reader(tree, structured, profile, layout, page).fields()


class _Reader:
    def __init__(
        self, tree: etree._Element, structured: Structured, profile: SiteProfile, layout: Layout, page: Page
    ) -> None:
        self.tree, self.structured, self.profile, self.layout, self.page = tree, structured, profile, layout, page
        self.ld = structured.article
        self.evidence: dict[str, str] = {}

    def fields(self) -> Fields:
        publisher = self._publisher()
        published, modified, flags = self._times()
        language = self._language()
        return Fields(
            title=self._title(publisher),
            subtitle=self._subtitle(),
            authors=self._authors(language),
            section=self._section(),
            tags=self._tags(),
            publisher=publisher,
            canonical_url=self._canonical(),
            language=language,
            images=self._images(),
            published_at=published,
            modified_at=modified,
            paywalled=self._paywalled(),
            live="LiveBlogPosting" in types_of(self.ld),
            flags=flags,
            evidence=self.evidence,
        )

    def _from_layout(self, name: str) -> list[str]:
        """The texts that the layout's selectors for a field find."""
        for selector in getattr(self.layout, name):
            texts = [t for found in select(self.tree, selector) if (t := _text(found))]
            if texts:
                self.evidence[name] = f"profile {selector}"
                return texts
        return []

    def _note(self, name: str, value: str | None, source: str) -> str | None:
        if value:
            self.evidence.setdefault(name, source)
        return value

    # -- headline and deck ---------------------------------------------------------------------------------------

    def _title(self, publisher: str | None) -> str | None:
        own = self._from_layout("title")
        if own:
            return own[0]
        heads = [t for h in self.tree.iter("h1") if (t := _text(h)) and len(t) < 400]
        declared = [
            (source, _strip_site(text, self._site_names(publisher)))
            for source, text in (
                ("json-ld headline", text_of(self.ld.get("headline"))),
                ("meta og:title", self.structured.first("og:title")),
                ("meta twitter:title", self.structured.first("twitter:title")),
                ("title", fold_space(self.tree.findtext(".//title") or "") or None),
            )
            if text
        ]
        for head in heads:
            if any(_alike(head, text) for _, text in declared):
                return self._note("title", head, "h1")
        if len(heads) == 1 and len(heads[0]) > 25 and heads[0] not in self._site_names(publisher):
            return self._note("title", heads[0], "h1")
        for source, text in declared:
            return self._note("title", html.unescape(text), source)
        return next((self._note("title", head, "h1") for head in heads), None)

    def _site_names(self, publisher: str | None) -> set[str]:
        names = {
            publisher,
            self.structured.first("og:site_name"),
            text_of(self.ld.get("publisher")),
            self.profile.publisher,
        }
        host = (urlsplit(self.page.url).hostname or "").removeprefix("www.")
        return {name for name in names if name} | {host, host.split(".")[0]}

    def _subtitle(self) -> str | None:
        for selector in self.layout.subtitle:
            lines = [line for found in select(self.tree, selector) for line in _lines_of(found)]
            if lines:
                self.evidence["subtitle"] = f"profile {selector}"
                return "\n".join(lines)
        return None

    # -- people and press ----------------------------------------------------------------------------------------

    def _authors(self, language: str | None) -> tuple[str, ...]:
        for source, raw in self._author_evidence():
            names = tuple(
                n for n in people(raw, language) if _fold(n) not in {_fold(s) for s in self._site_names(None)}
            )
            if names:
                self.evidence.setdefault("authors", source)
                return names
        return ()

    def _author_evidence(self) -> Iterator[tuple[str, Any]]:
        yield "profile", self._from_layout("authors")
        if self.profile.portal:
            return
        yield "json-ld author", self.ld.get("author")
        for node in self.structured.objects:
            if "Person" in types_of(node) and node.get("name") and not self.ld:
                yield "json-ld Person", node
        for name in _AUTHOR_META:
            values = [v for v in self.structured.meta.get(name, ()) if not v.startswith("http")]
            yield f"meta {name}", values
        yield (
            "rel=author",
            [t for e in self.tree.iter("a") if "author" in (e.get("rel") or "").split() and (t := _text(e))][:5],
        )
        yield "itemprop=author", [t for e in select(self.tree, "//*[@itemprop='author']") if (t := _text(e))][:5]
        yield "byline", self._bylines()

    def _bylines(self) -> list[str]:
        found = []
        for element in self.tree.iter("span", "a", "p", "div", "address", "li", "strong", "em"):
            names = f"{element.get('class') or ''} {element.get('id') or ''}"
            if len(names) > 1 and _BYLINE.search(names) and (text := _text(element)) and len(text) < 100:
                found.append(text)
                break
        return found

    def _publisher(self) -> str | None:
        own = self._from_layout("publisher")
        if own:
            return _press(own[0])
        if self.profile.portal:
            declared = self.structured.first("og:article:author") or self.structured.first("og:site_name")
            return self._note("publisher", _press(declared), "meta og:article:author") if declared else None
        name = (
            self.profile.publisher
            or text_of(self.ld.get("publisher"))
            or self.structured.first("og:site_name", "application-name")
        )
        return self._note("publisher", name, "declared")

    # -- times ---------------------------------------------------------------------------------------------------

    def _times(self) -> tuple[str | None, str | None, tuple[str, ...]]:
        published = choose(self._published(), self.profile.timezone, self.page.fetched_at)
        modified = choose(self._modified(), self.profile.timezone, self.page.fetched_at)
        flags = ("no-zone",) if published and published[0].has_time and not published[0].has_zone else ()
        if published:
            self.evidence["published_at"] = published[1]
        if modified:
            self.evidence["modified_at"] = modified[1]
        return (_iso(published), _iso(modified), flags)

    def _published(self) -> Iterator[Candidate]:
        yield from (Candidate(raw, "profile") for raw in self._from_layout("published"))
        for key in ("datePublished", "dateCreated", "uploadDate"):
            if raw := text_of(self.ld.get(key)):
                yield Candidate(raw, f"json-ld {key}")
        yield from (Candidate(raw, f"meta {name}") for name in _PUBLISHED for raw in self.structured.meta.get(name, ()))
        for node in self.structured.objects:
            if raw := text_of(node.get("datePublished")):
                yield Candidate(raw, "json-ld datePublished")
        for element in select(self.tree, "//*[@itemprop='datePublished']"):
            yield Candidate(
                element.get("datetime") or element.get("content") or _text(element), "itemprop datePublished"
            )
        if day := url_date(self.page.url):
            yield Candidate(day.isoformat(), "url")
        for element in self.tree.iter("time"):
            yield Candidate(element.get("datetime") or _text(element), "time")
        if raw := self.page.announced.get("published"):
            yield Candidate(raw, "announced")
        yield from self._visible_dates()

    def _visible_dates(self) -> Iterator[Candidate]:
        for element in self.tree.iter("span", "p", "div", "li", "dd", "em"):
            names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
            if (
                ("date" in names or "time" in names or "publish" in names)
                and (text := _text(element))
                and len(text) < 80
            ):
                yield Candidate(text, f"text .{names.split()[0] if names.split() else ''}")

    def _modified(self) -> Iterator[Candidate]:
        yield from (Candidate(raw, "profile") for raw in self._from_layout("modified"))
        if raw := text_of(self.ld.get("dateModified")):
            yield Candidate(raw, "json-ld dateModified")
        yield from (Candidate(raw, f"meta {name}") for name in _MODIFIED for raw in self.structured.meta.get(name, ()))

    # -- the rest ------------------------------------------------------------------------------------------------

    def _section(self) -> str | None:
        own = self._from_layout("section")
        raw = (
            own[0]
            if own
            else text_of(self.ld.get("articleSection"))
            or self.structured.first("article:section", "og:article:section")
        )
        return self._note("section", raw, "declared") if raw and not raw.startswith("http") else None

    def _tags(self) -> tuple[str, ...]:
        values: list[Any] = [*self._from_layout("tags")]
        if not values and (declared := self.ld.get("keywords")):
            values = declared if isinstance(declared, list) else [declared]
        if not values:
            values = [*self.structured.meta.get("article:tag", ()), *self.structured.meta.get("news_keywords", ())]
        texts = [text_of(value) for value in values[:100]]
        tags = [part.strip(" #") for text in texts if text for part in re.split(r"[,;]", text)]
        return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= 80))[:50]

    def _canonical(self) -> str:
        url = without_trackers(self.page.url)
        declared = [*self.structured.links.get("canonical", ()), *self.structured.meta.get("og:url", ())]
        for raw in declared:
            full = urljoin(self.page.url, raw)
            parts, own = urlsplit(full), urlsplit(url)
            if (
                parts.scheme in ("http", "https")
                and parts.hostname
                and (len(parts.path) > 1 or len(own.path) <= 1 or parts.query)
            ):
                self.evidence["canonical_url"] = "declared"
                return without_trackers(full)
        return url

    def _language(self) -> str | None:
        if self.profile.language:
            return self.profile.language
        raw = (
            self.tree.get("lang")
            or self.structured.first("og:locale", "content-language", "language")
            or text_of(self.ld.get("inLanguage"))
            or ""
        )
        code = re.fullmatch(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2,4}))?(?:[-_].*)?", raw.strip())
        by_script = _script_language(self._sample())
        if by_script and (code is None or code[1].lower() not in _SAME_SCRIPT[by_script]):
            return by_script
        if code is None:
            return None
        return code[1].lower() + (f"-{code[2].upper() if len(code[2]) == 2 else code[2].title()}" if code[2] else "")

    def _sample(self) -> str:
        texts = (
            t
            for p in self.tree.iter("p", "h1", "h2", "article")
            if (t := "".join(map(str, p.itertext()))[:2000].strip())
        )
        return " ".join(next(texts, "") for _ in range(12))[:4000]

    def _images(self) -> tuple[Image, ...]:
        found = [image for figure in self._figures() if (image := self._image(figure))]
        if not found and (lead := self.structured.first("og:image") or text_of(self.ld.get("thumbnailUrl"))):
            found = [Image(url=urljoin(self.page.url, lead))]
        return tuple({image.url: image for image in reversed(found)}.values())[::-1][:50]

    def _figures(self) -> list[etree._Element]:
        for selector in self.layout.images:
            if elements := [e for e in select(self.tree, selector) if isinstance(e, etree._Element)]:
                return elements
        return [] if self.layout.images else list(self.tree.iter("figure"))[:50]

    def _image(self, figure: etree._Element) -> Image | None:
        picture = next(figure.iter("img"), None)
        if picture is None:
            return None
        source = next(
            (
                v
                for k in ("data-org-src", "data-src", "data-original", "src")
                if (v := picture.get(k)) and not v.startswith("data:")
            ),
            None,
        )
        if not source or _PICTURE.search(source):
            return None
        caption = self._inside(figure, self.layout.caption) or next(
            (t for c in figure.iter("figcaption") if (t := _text(c))), None
        )
        return Image(
            url=urljoin(self.page.url, source), caption=caption, credit=self._inside(figure, self.layout.credit)
        )

    def _inside(self, figure: etree._Element, selectors: tuple[str, ...]) -> str | None:
        return next((t for s in selectors for e in select(figure, s) if (t := _text(e))), None)

    def _paywalled(self) -> str | None:
        free = self.ld.get("isAccessibleForFree")
        if free is False or (isinstance(free, str) and free.lower() == "false"):
            return "json-ld isAccessibleForFree"
        tier = self.structured.first("article:content_tier")
        return "meta article:content_tier" if tier in ("locked", "metered") else None


def without_trackers(url: str) -> str:
    """The URL without tracking parameters and fragment, in one spelling.

    >>> without_trackers("https://X.test/a?utm_source=b&id=1#c")
    'https://x.test/a?id=1'
    """
    try:
        return str(canonicalize_url(url_query_cleaner(url, TRACKERS, remove=True)))
    except ValueError:
        return url


def _text(found: Any) -> str:
    """A match as one line: elements by their text, a picture by its alternative text."""
    if isinstance(found, str):
        return fold_space(found)
    if found.tag == "img":
        return fold_space(found.get("alt") or found.get("title") or "")
    if found.tag == "meta":
        return fold_space(found.get("content") or "")
    return fold_space("".join(found.itertext()))


def _lines_of(found: Any) -> list[str]:
    """The lines of a deck; a `<br>` or a block element parts them."""
    from newscrawl.extraction.lines import linearize

    return [fold_space(found)] if isinstance(found, str) else [line.text for line in linearize(found) if line.text]


def _strip_site(text: str, names: set[str]) -> str:
    """The headline without the site's name at either end."""
    text = html.unescape(text)
    folded = {_fold(name) for name in names}
    for _ in range(3):
        seams = list(_SEPARATOR.finditer(text))
        if not seams:
            break
        head, tail = text[: seams[0].start()], text[seams[-1].end() :]
        if _fold(tail) in folded or (
            len(seams) and any(name and name in _fold(tail) for name in folded) and len(tail) < 40
        ):
            text = text[: seams[-1].start()]
        elif _fold(head) in folded:
            text = text[seams[0].end() :]
        else:
            break
    return text.strip()


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _alike(one: str, other: str) -> bool:
    a, b = _fold(one), _fold(other)
    return bool(a and b) and (
        a == b or (len(b) > 12 and a.startswith(b[: int(len(b) * 0.8)])) or (len(a) > 12 and b.startswith(a))
    )


def _press(declared: str) -> str:
    """The press in a portal's label: `Daum | YTN` and `뉴시스 | 네이버` name it on either side."""
    portals = {"daum", "다음", "네이버", "naver", "네이버뉴스", "다음뉴스", "nate", "네이트"}
    parts = [part.strip() for part in declared.split("|") if part.strip()]
    return next((part for part in parts if _fold(part) not in portals), declared)


def _iso(chosen: tuple[Any, str] | None) -> str | None:
    if chosen is None:
        return None
    moment = chosen[0]
    return str(moment.iso if moment.has_time or moment.has_zone else moment.when.date().isoformat())


_SAME_SCRIPT = {"ko": {"ko"}, "ja": {"ja"}, "zh": {"zh", "ja"}, "ru": {"ru", "uk", "bg", "sr", "be", "mk", "kk"}}


def _script_language(sample: str) -> str | None:
    """The language that the script of a sample gives away; None for scripts that many share."""
    size = max(1, sum(char.isalpha() for char in sample))
    share = {
        "ko": sum("가" <= c <= "힣" for c in sample) / size,
        "ja": sum("぀" <= c <= "ヿ" for c in sample) / size,
        "zh": sum("一" <= c <= "鿿" for c in sample) / size,
        "ru": sum("Ѐ" <= c <= "ӿ" for c in sample) / size,
    }
    if share["ko"] > 0.3 or share["ja"] > 0.15:
        return "ko" if share["ko"] > 0.3 else "ja"
    return next((code for code in ("zh", "ru") if share[code] > 0.5), None)
