"""The base of the spiders that start from given addresses: `articles`, `feed`, `sitemap`, `section`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, ClassVar

import scrapy
from scrapy.http import Response

from newscrawl.errors import ConfigError
from newscrawl.ledger.fates import Refused
from newscrawl.spiders.given import Lines, meant, read_lines, without_password
from newscrawl.spiders.news import NewsSpider
from newscrawl.spiders.pages import asked_url
from newscrawl.spiders.urls import UrlError, canonical_url

_BREATH = 50
"""Lines after which everything else in the event loop has its turn: signals, answers, the look at the free space."""


class GivenSpider(NewsSpider):
    """Base of the spiders that start from given addresses, all of one kind."""

    known_arguments: ClassVar[Mapping[str, str]] = {
        "url": "one address, or several separated by white space",
        "urls": "a UTF-8 file with one address per line, - for stdin",
    }
    kind: ClassVar[str]

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        if not given.get("url") and not given.get("urls"):
            raise ConfigError(f"spider {self.name} needs -a url=ADDRESS or -a urls=FILE")
        self._typed = [self._checked(url) for url in str(given.get("url") or "").split()]
        self._listed: Lines | None = read_lines("urls", str(given["urls"])) if given.get("urls") else None

    @staticmethod
    def _checked(url: str) -> str:
        try:
            return canonical_url(url, trackers=True)
        except UrlError as error:
            raise ConfigError(f"-a url={without_password(url)[:200]}: {error}{meant(url)}") from error

    async def start(self) -> AsyncIterator[Any]:
        """A request per address; a bad line of the file is refused under its number, the rest goes on."""
        for url in self._typed:
            for request in self._begin(url):
                yield request
        for number_, line in self._listed or ():
            if number_ % _BREATH == 0:
                await asyncio.sleep(0)
            try:
                url = canonical_url(line, trackers=True)
            except UrlError as error:
                assert self._listed is not None
                yield Refused(
                    without_password(line)[:2000],
                    "bad-url",
                    f"{self._listed.name} line {number_}: {error}{meant(line)}",
                )
                continue
            for request in self._begin(url):
                yield request

    def is_named(self, response: Response) -> bool:
        """Every list was named by the user, or by one that was."""
        return not asked_url(response).endswith("/robots.txt")

    def _begin(self, url: str) -> Iterator[scrapy.Request]:
        if self.kind == "article":
            yield from self.articles(url, "")
        else:
            yield self.request(url, self.kind)
