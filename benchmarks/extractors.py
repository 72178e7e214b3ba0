"""newscrawl and its peers under one face: bytes and URL in, what they read out. A peer that is not installed is left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Read:
    """What an extractor read of a page."""

    text: str = ""
    title: str | None = None
    authors: Sequence[str] = ()
    published: str | datetime | None = None


Extractor = Callable[[bytes, str], Read]


def newscrawl_() -> Extractor:
    import newscrawl

    def run(raw: bytes, url: str) -> Read:
        article = newscrawl.extract(raw, url=url)
        return Read(article.text, article.title, article.authors, article.published_at)

    return run


def trafilatura_(**options: bool) -> Callable[[], Extractor]:
    def build() -> Extractor:
        import trafilatura

        def run(raw: bytes, url: str) -> Read:
            found = trafilatura.bare_extraction(
                raw, url=url or None, include_comments=False, with_metadata=True, **options
            )
            if found is None:
                return Read()
            return Read(found.text or "", found.title, (found.author or "").split(";"), found.date)

        return run

    return build


def newspaper4k() -> Extractor:
    import newspaper

    def run(raw: bytes, url: str) -> Read:
        article = newspaper.Article(url or "https://unknown.invalid/", fetch_images=False)
        article.download(input_html=_decoded(raw))
        article.parse()
        return Read(article.text, article.title, article.authors, article.publish_date)

    return run


def readability() -> Extractor:
    from lxml import html
    from readability import Document

    def run(raw: bytes, url: str) -> Read:
        document = Document(_decoded(raw))
        return Read("\n".join(html.fromstring(document.summary(html_partial=True)).itertext()), document.short_title())

    return run


def resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def run(raw: bytes, url: str) -> Read:
        tree = HTMLTree.parse(bytes_to_str(raw, detect_encoding(raw)))
        return Read(extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False))

    return run


def parse_only() -> Extractor:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8")

    def run(raw: bytes, url: str) -> Read:
        html.document_fromstring(raw, parser=parser)
        return Read()

    return run


ALL: dict[str, Callable[[], Extractor]] = {
    "newscrawl": newscrawl_,
    "trafilatura": trafilatura_(),
    "trafilatura-fast": trafilatura_(fast=True),
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
}


def build(names: Sequence[str]) -> dict[str, Extractor]:
    """The named extractors that are installed here."""
    out = {}
    for name in names:
        try:
            out[name] = ALL[name]()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return out


def _decoded(raw: bytes) -> str:
    from w3lib.encoding import html_to_unicode

    return html_to_unicode(None, raw)[1]
