"""Spider `archive`: pages that lie on disk are read by today's rules, and nothing is fetched."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.article import Page
from newscrawl.errors import ConfigError
from newscrawl.extraction.further import may_be_further
from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import Failed, Refused
from newscrawl.run import run_of
from newscrawl.spiders.entry import Entry
from newscrawl.spiders.given import names_of
from newscrawl.spiders.news import Found, NewsSpider
from newscrawl.spiders.passed import Listing
from newscrawl.spiders.saved_reader import is_saved, saved_page
from newscrawl.spiders.urls import UrlError, canonical_url, host_of
from newscrawl.spiders.warc_reader import ENDINGS, Kept, Place, pages

PLACE = "archive place"
"""Under this name the ledger keeps, with a URL, where its page lies."""

PARTS = "archive parts"
"""Under this name, as JSON, where the further pages of its story lie: address -> place."""

_BATCH = 500
#: Sites without a page that are named.
_NAMED = 5
#: Pages behind a story's first one are kept before so many others are.
_RECENT = 20_000


class ArchiveSpider(NewsSpider):
    """Reads WARC files, those of a crawl (`output/pages`) or others, as CC-NEWS has them, and folders of saved HTML pages.

    Where a URL was kept several times the newest page counts. Into an output folder of its own, the result can be
    compared with the old one (`scrapy diff`); into the same one, `-a again=1` adds a revision where a story changed.
    A saved page was read where whoever saved it says, else stands where its `canonical` or `og:url` says.

    Arguments:
        path: a WARC file or an HTML file, or a folder of them (`.warc.gz`, `.warc`, `.html`, `.htm`, `.html.gz` …).
        base: address of that folder, for HTML files: `https://paper.example/` or, where folders are named after hosts as wget
            does it, `https://`.
        site, sites: only pages of these sites: profiles or hosts separated by commas, or a file of them.
        limit: at most so many pages.
        again: 1 to read also what an earlier run has settled.
        since, until: only stories of these days.

    Example:
        scrapy crawl archive -a path=output/pages -s NEWSCRAWL_OUTPUT_DIR=output-new
        scrapy crawl archive -a path=CC-NEWS-20261101.warc.gz -a site=paper.example,daily.example
        scrapy crawl archive -a path=saved-pages
    """

    name = "archive"
    is_replay = True
    """What it reads stays as it is."""
    known_arguments: ClassVar[Mapping[str, str]] = {
        "path": "a WARC or HTML file, or a folder of them",
        "base": "address under which a folder of HTML files stood, in place of those that the pages name themselves",
        "site": "only pages of these sites: profiles or hosts, separated by commas",
        "sites": "a UTF-8 file with one such name per line, - for stdin",
    }
    #: no handler can reach the network, and nothing of what guards it is needed
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "DOWNLOADER_MIDDLEWARES": {"newscrawl.middlewares.replay.ReplayMiddleware": 1},
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https", "file", "ftp", "s3", "data")),
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
    }

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        if not given.get("path"):
            raise ConfigError("spider archive needs -a path=FILE|FOLDER")
        self._recent: dict[str, Target] = {}
        self._path = Path(str(given["path"])).absolute()
        if not self._path.exists():
            raise ConfigError(f"-a path={given['path']}: there is no such file or folder")
        files = [self._path] if self._path.is_file() else sorted(self._path.rglob("*"))
        self._files = [file for file in files if _is_archive(file) and file.is_file()]
        self._others = Counter(_ending(file) for file in files if not _is_archive(file) and file.is_file())
        if not self._files:
            raise ConfigError(f"-a path={given['path']}: no WARC file (.warc.gz, .warc) and no HTML file")
        self._base = str(given.get("base") or "")
        if self._base and not self._base.lower().startswith(("http://", "https://")):
            raise ConfigError(f"-a base={self._base}: must begin with http:// or https://")
        self._asked = {_host(name): name for name in names_of(given)}
        self._found = set[str]()
        self._saved_as: dict[str, Path] = {}
        self._without_page: list[Refused | Failed] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As every spider."""
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """List all pages first, so that the newest of each URL is known, then let the ledger give them out."""
        run = run_of(self.crawler)
        listing = f"{run.scope} (listing)"
        if self._others:
            said = ", ".join(f"{ending} {files}" for ending, files in self._others.most_common(_NAMED))
            self.logger.warning(
                "%d files in %s are neither HTML nor WARC and are passed over: %s%s",
                self._others.total(), self._path, said, ", …" if len(self._others) > _NAMED else "",
            )  # fmt: skip
        targets = self._targets()
        while batch := await asyncio.to_thread(lambda: list(islice(targets, _BATCH))):
            run.ledger.add(batch, listing)
        run.ledger.hand_over(listing, run.scope)
        if (missing := [name for host, name in self._asked.items() if host not in self._found]) and not self.full:
            said = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
            self.logger.warning(
                "%d of %d sites that were asked for have no page in %s: %s",
                len(missing),
                len(self._asked),
                self._path,
                said,
            )
        for found in self._without_page:
            yield found

    def _targets(self) -> Iterator[Target]:
        for file in self._files:
            if (name := _as_text(file)) != str(file):
                self._without_page.append(Failed(name[:2000], "fetch", "its name is not UTF-8: give it another one"))
                continue
            was_full = self.full
            for place, kept in self._saved(file) if is_saved(file) else pages(file, partial(self._damaged, file)):
                target = self._with_part(place, kept) if kept.continues else self._first(place, kept)
                if target is not None:
                    yield target
            if was_full:  # what its last stories go on with may lie in the next file
                return

    def _damaged(self, file: Path, why: str) -> None:
        """Put on record that the rest of a file was not read."""
        self._without_page.append(Failed(str(file)[:2000], "fetch", why))

    def _saved(self, file: Path) -> Iterator[tuple[Place, Kept]]:
        """The page of an HTML file; one without an address is put on record under its path."""
        folder = self._path if self._path.is_dir() else self._path.parent
        try:
            place, kept = saved_page(file, folder, self._base)
            if (before := self._saved_as.get(kept.url)) is not None:
                same = f"{_as_text(file)} names the same address, {kept.url}; -a base=ADDRESS says where its folder was"
                self._without_page.append(Refused(str(before)[:2000], "bad-url", same))
            self._saved_as[kept.url] = file
            yield place, kept
        except UrlError as error:
            self._without_page.append(Refused(str(file)[:2000], "bad-url", str(error)))
        except OSError as error:
            self._without_page.append(Failed(str(file)[:2000], "fetch", str(error)))

    def _is_wanted(self, url: str) -> bool:
        """Whether it is of a site that was asked for: by its profile, its host, or a domain above that."""
        if not self._asked:
            return True
        labels = host_of(url).split(".")
        names = {self.site_of(url), *(".".join(labels[first:]) for first in range(len(labels)))}
        self._found |= names & self._asked.keys()
        return not names.isdisjoint(self._asked)

    def _why_not(self, url: str, kept: Kept) -> str:
        """Why a page is not read, "" if it is."""
        if not self._is_wanted(url):
            return "site"
        if not self.wanted.has(url):
            return "filter"
        return "" if self.window.holds(Entry(url, changed=kept.fetched_at), url) else "window"

    def _first(self, place: Place, kept: Kept) -> Target | None:
        """A page that is one of its own."""
        if self.full:
            return None
        try:
            url = canonical_url(kept.requested)
        except UrlError:
            self._count("bad_urls")
            return None
        if why := self._why_not(url, kept):
            self.passed.leave(Listing(str(place.file), self.site_of(url), is_named=False), url, why)
            return None
        self._new_articles[self.site_of(url)] += 1
        # pages that were fetched with an earlier copy of it count until there are newer ones
        before = self._recent.pop(kept.requested, None)
        parts = {PARTS: before.announced[PARTS]} if before and PARTS in before.announced else {}
        target = Target(
            url=url,
            site=self.site_of(url),
            announced={PLACE: str(place), **parts},
            again=self.again,
            is_last=may_be_further(url),
        )
        self._recent[kept.requested] = target
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        return target

    def _with_part(self, place: Place, kept: Kept) -> Target | None:
        """The first page of a story once more, now with the place of a further one."""
        target = self._recent.get(kept.continues)
        if target is None:
            return None
        parts = json.loads(target.announced.get(PARTS, "{}")) | {kept.requested: str(place)}
        self._recent[kept.continues] = replace(target, announced={**target.announced, PARTS: json.dumps(parts)})
        return self._recent[kept.continues]

    def parse_article(self, response: Response) -> Iterator[Found]:
        """The page as it was served then."""
        assert response.request is not None
        place: Place = response.request.meta["place"]
        kept: Kept = response.request.meta["kept"]
        for found in super().parse_article(response):
            if isinstance(found, Page) and is_saved(place.file):
                yield replace(found, fetched_at=None)  # nobody knows, and into the crawl's own archive it goes now
            elif isinstance(found, Page) and found.http is not None:
                http = replace(found.http, archive=f"{place.file.name}#{kept.record_id}")
                yield replace(found, fetched_at=kept.fetched_at or None, http=http, announced=kept.announced)
            else:
                yield found


def _host(name: str) -> str:
    """The host of a site as addresses have it, without `www.`; the name of a profile as it is.

    >>> _host("https://www.Bücher.example:8443/"), _host("ndsoft")
    ('xn--bcher-kva.example', 'ndsoft')
    """
    try:
        host = host_of(canonical_url(name if "://" in name else f"https://{name}/"))
    except UrlError:
        host = name.lower()
    return host.removeprefix("www.")


def _as_text(file: Path) -> str:
    """What can be written down of a path; old folders have names in any encoding."""
    return os.fsencode(file).decode("utf-8", "replace")


def _ending(file: Path) -> str:
    """Of a file's name, as it can be written down."""
    return _as_text(Path(file.suffix.lower()[:20])) if file.suffix else "without ending"


def _is_archive(file: Path) -> bool:
    return file.name.endswith(ENDINGS) or is_saved(file)
