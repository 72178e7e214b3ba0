"""newscrawl: the story of a news page, whole and clean, and an account of every line that was taken out.

>>> import newscrawl
>>> newscrawl.PageError("empty").code
'empty'
"""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl._version import __version__
from newscrawl.article import Article, Extraction, Image, Link, Page, Removal, Rights, Structure
from newscrawl.errors import ConfigError, CrawlError, NewscrawlError, PageError, ProfileError, RecordError

if TYPE_CHECKING:
    from newscrawl.noise import Rules
    from newscrawl.output.cursor import Cursor
    from newscrawl.sites import Sites

__all__ = [
    "Article", "ConfigError", "CrawlError", "Cursor", "Extraction", "Image", "Link", "NewscrawlError", "Page", "PageError",
    "ProfileError", "RecordError", "Removal", "Rights", "Structure", "__version__", "crawl", "explain", "extract", "follow", "markdown", "read",
]  # fmt: skip


def extract(
    html: bytes | str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    sites: Sites | None = None,
    rules: Rules | None = None,
) -> Article:
    """The article of a page.

    Args:
        html: the page as served (bytes, best) or already decoded.
        url: where it was read; chooses the site's profile.
        headers: HTTP response headers, lower-case names; help with encoding and rights.
        sites: profiles in force; the built-in ones by default.
        rules: noise rules in force; the built-in ones by default.

    Raises:
        PageError: the page gives no article; its `code` says why.
        TypeError: an argument is of another type.
    """
    return explain(html, url, headers=headers, sites=sites, rules=rules).article


def explain(
    html: bytes | str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    sites: Sites | None = None,
    rules: Rules | None = None,
) -> Extraction:
    """The article of a page and the account of every line of its article part; arguments and errors of `extract`."""
    from newscrawl.extraction import extract_page  # lxml and msgspec: not before they are needed

    _check(html, url, sites, rules)
    page = Page(url=url, html=html, headers={k.lower(): v for k, v in (headers or {}).items()})
    return extract_page(page, sites=sites, rules=rules)


def _check(html: object, url: object, sites: object, rules: object) -> None:
    """What type checkers would have said.

    Raises:
        TypeError: an argument is of another type; says what to give.
    """
    from newscrawl.noise import Rules
    from newscrawl.sites import Sites

    if not isinstance(html, bytes | str):
        hint = (
            ": give its `body`" if hasattr(html, "body") else ": give its `content`" if hasattr(html, "content") else ""
        )
        raise TypeError(f"html must be bytes or str, not {type(html).__name__}{hint}")
    start = html[:8] if isinstance(html, str) else html[:8].decode("latin-1")
    if start.lower().startswith(("http://", "https://")):
        raise TypeError("html is an address, and nothing is fetched here: give the page, as requests.get(url).content")
    if not isinstance(url, str):
        raise TypeError(f"url must be a str, the address at which the page was read, not {type(url).__name__}")
    if not isinstance(sites, Sites | None):
        raise TypeError(f"sites must be what newscrawl.sites.load_sites(FOLDER) gives, not {type(sites).__name__}")
    if not isinstance(rules, Rules | None):
        raise TypeError(f"rules must be what newscrawl.noise.load_rules(FOLDER) gives, not {type(rules).__name__}")


def follow(
    first: Extraction,
    fetch: Callable[[str], Page | bytes | str | None],
    *,
    most: int = 20,
    sites: Sites | None = None,
    rules: Rules | None = None,
) -> Extraction:
    """A story that stands on several pages, as one; what `scrapy crawl` does by itself.

    Args:
        first: its first page; `next_page` says whether there is another one.
        fetch: is given the address of a further page, and returns the page as served, or None where it cannot be had.
        most: after so many pages the story is taken as it is.
        sites: profiles in force; the built-in ones by default.
        rules: noise rules in force; the built-in ones by default.

    Returns:
        All its lines and removals, flagged `joined`; flagged `truncated` where a page is missing.
    """
    from newscrawl.extraction import extract_page
    from newscrawl.extraction.joining import put_together

    if not isinstance(first, Extraction):
        raise TypeError(f"first must be what newscrawl.explain() gives, not {type(first).__name__}")
    asking = put_together(first, most)
    page: Extraction | None = None
    try:
        while True:
            url, number = asking.send(page)
            found = fetch(url)
            page = None
            if found is not None:
                known = replace(_fetched(found, url), number=number, continues=first.article.url)
                with suppress(PageError):
                    page = extract_page(known, sites=sites, rules=rules)
    except StopIteration as end:
        story: Extraction = end.value
        return story


def _fetched(found: object, url: str) -> Page:
    """What `fetch` of `follow` gave, as a page; raises TypeError."""
    if isinstance(found, Page):
        return found
    if isinstance(found, bytes | str):
        return Page(url=url, html=found)
    hint = ""
    if isinstance(found, Coroutine):
        found.close()
        hint = ": it is called and not awaited, so it cannot be async"
    raise TypeError(f"fetch must return a Page, bytes, str or None, not {type(found).__name__}{hint}")


def read(
    path: str | os.PathLike[str],
    *,
    cursor: Cursor | None = None,
    follow: bool = False,
    poll_seconds: float = 1.0,
    latest: bool = False,
) -> Iterator[Article]:
    """The articles that a crawl wrote: of one segment, or of all below a folder, sorted by path; packed ones too.

    Args:
        path: a `.jsonl` file (also `.gz`, `.zst`), a folder of them, or the output folder of a crawl.
        cursor: where to begin; it is moved on with each article, and saved by you. None: at the beginning.
        follow: also give the whole lines of what a running crawl still writes to, and wait for more for ever, also where
            nothing is there yet.
        poll_seconds: how long `follow` waits before it looks again.
        latest: of each story its newest revision only, and none that is gone; begins at the beginning and ends.

    Raises:
        ValueError: `latest` goes with neither `cursor` nor `follow`.
        RecordError: a line is no article; names file and line. Raised while iterating, as is the next.
        OSError: the path cannot be read.
    """
    from newscrawl.output.reader import read as read_articles

    return read_articles(path, cursor=cursor, follow=follow, poll_seconds=poll_seconds, latest=latest)


def crawl(
    spider: str,
    *,
    output: str | os.PathLike[str] = "output",
    settings: Mapping[str, object] | None = None,
    poll_seconds: float = 0.5,
    **arguments: object,
) -> Iterator[Article]:
    """What `scrapy crawl` does, in a process of its own: begins with the first article that is asked for, gives each that it stores.

    Args:
        spider: its name: `site`, `articles`, `feed` …
        output: the output folder. What earlier runs stored there is neither fetched nor given again.
        settings: as `-s`; what they leave out comes from the environment, the project, newscrawl.settings.
        poll_seconds: how long it waits before it looks for more.
        arguments: as `-a`: `site="paper.example", limit=10`.

    Whoever stops asking (`break`) stops the crawl; what is under way is finished and stored, and the next run goes on.

    Raises:
        CrawlError: it ended otherwise than complete; raised behind the last article.
    """
    from pathlib import Path

    from newscrawl.process import crawl as crawl_in_process

    return crawl_in_process(spider, Path(output), settings or {}, arguments, poll_seconds)


def markdown(article: Article, *, links: bool = False) -> str:
    """The article as Markdown: headline, deck, and the story with its sub-headings, quotations, lists and tables, and its links if asked for."""
    from newscrawl.output.markdown import markdown as as_markdown

    return as_markdown(article, links=links)


def __getattr__(name: str) -> object:
    if name == "Cursor":
        from newscrawl.output.cursor import Cursor

        return Cursor
    raise AttributeError(f"module 'newscrawl' has no attribute {name!r}")
