"""Which pages are drawn by a browser before they are read, and what these may load: the answer of a site whose profile
says `render` is handed to the browser, and what comes back has the same way before it as any page.

The answer itself is fetched as ever, so redirects, robots.txt, cut bodies and pauses are dealt with when it gets here.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urldefrag

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from newscrawl.errors import ConfigError
from newscrawl.extraction import RENDERED
from newscrawl.ledger.fates import Fate
from newscrawl.middlewares.browser import Browser
from newscrawl.middlewares.downloader import is_stopping
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.run import run_of
from newscrawl.sites.profile import SiteProfile
from newscrawl.spiders.pages import looks_like_html
from newscrawl.spiders.urls import host_of, same_site

logger = logging.getLogger(__name__)

#: What a story can depend on; pictures, films, fonts, frames, beacons and the like are never loaded.
_NEEDED = frozenset({"document", "script", "xhr", "fetch"})
#: Headers of a page's own requests that its server may look for.
_PASSED = ("accept", "content-type", "authorization", "origin", "referer")
#: Bytes of scripts that are kept for the next pages of their sites.
_KEPT_BYTES = 64 * 1024 * 1024
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class RenderMiddleware:
    """Draws pages (downloader middleware, between robots.txt and redirects)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getint("NEWSCRAWL_RENDER_REQUESTS", 40)
        self._browser = Browser(crawler)
        self._scripts = Scripts(_KEPT_BYTES)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads NEWSCRAWL_RENDER_*; the browser is started by the first page that needs it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware._browser.close, signals.engine_stopped)
        return middleware

    def process_request(self, request: Request) -> None:
        """Let the request pass; stop the run where its page is to be drawn and nothing here can."""
        if self._profile(request, request.url) is not None:
            try:
                self._browser.find()
            except ConfigError as error:
                self._stop(error)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as drawn, where its profile wants that.

        Raises:
            FetchError: `render`, or why something that the page needs cannot be had now.
        """
        # only what we draw ourselves says so
        response.headers.pop(RENDERED, None)
        profile = self._profile(request, response.url)
        if profile is None or response.status != 200 or not response.body or not looks_like_html(response):
            return response
        needs = _Needs(self._crawler, profile, response.url, self._most, self._scripts)
        try:
            drawn = await self._browser.draw(response, needs.fetch, profile.render_wait)
        except ConfigError as error:
            self._stop(error)
        if needs.missing is not None:
            raise FetchError(needs.missing)
        self._count("pages")
        return self._page(request, response, drawn)

    def _page(self, request: Request, response: Response, drawn: Any) -> HtmlResponse:
        body = drawn.html.encode("utf-8", "replace")
        if len(body) > self._crawler.settings.getint("DOWNLOAD_MAXSIZE"):
            raise FetchError.refused("too-large", f"{len(body)} bytes when drawn")
        headers = response.headers.copy()
        # the validators are those of the page without what it loads: a 304 would hide every new story of a list
        for name in ("ETag", "Last-Modified", "Content-Encoding", "Content-Length"):
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        # among the headers, so that it goes into the archive and outlives a replay
        headers[RENDERED] = drawn.browser
        url = drawn.url if drawn.url.startswith(("http://", "https://")) else response.url
        return HtmlResponse(
            urldefrag(url).url, headers=headers, body=body, request=request, encoding="utf-8", flags=["rendered"]
        )

    def _profile(self, request: Request, url: str) -> SiteProfile | None:
        """The profile that wants the page at `url` drawn."""
        sites = getattr(self._crawler.spider, "sites", None)
        profile: SiteProfile | None = sites.for_url(url) if sites is not None else None
        return profile if profile is not None and profile.renders(str(request.meta.get("kind"))) else None

    def _stop(self, error: ConfigError) -> None:
        """End the run; the next one, with a browser, takes the URL up again."""
        logger.error("%s", error)
        with suppress(NotConfigured):
            run_of(self._crawler).stop(error)
        raise FetchError.postponed("no browser") from error

    def _count(self, what: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"newscrawl/rendered_{what}")


class PartsMiddleware:
    """Keeps what drawn pages load to the hosts that they may load it from, redirects included (downloader middleware,
    before all others: a host that is not asked for parts is not asked for its robots.txt either, and needs no contact).
    """

    def process_request(self, request: Request) -> None:
        """Let the request pass or raise `FetchError` (`render`)."""
        needs = request.meta.get("part_of")
        if needs is not None and not needs.is_near(request.url):
            raise FetchError.refused("render", f"{request.url[:100]}: no host of this page")


class Scripts:
    """Scripts that were loaded, by address, up to so many bytes: a site's pages share them."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._kept: OrderedDict[str, Response] = OrderedDict()

    def get(self, url: str) -> Response | None:
        """One that was kept."""
        found = self._kept.get(url)
        if found is not None:
            self._kept.move_to_end(url)
        return found

    def keep(self, url: str, response: Response) -> None:
        """Keep one, in place of those that were not asked for longest."""
        if url in self._kept or len(response.body) > self._most:
            return
        self._kept[url] = response
        self._bytes += len(response.body)
        while self._bytes > self._most:
            self._bytes -= len(self._kept.popitem(last=False)[1].body)


class _Needs:
    """What one page loads.

    Attributes:
        missing: why something that it needs cannot be had now; then the page is not whole.
    """

    def __init__(self, crawler: Crawler, profile: SiteProfile, url: str, most: int, scripts: Scripts) -> None:
        self._crawler, self._profile, self._url = crawler, profile, url
        self._left, self._scripts = most, scripts
        self.missing: Fate | None = None

    async def fetch(self, asked: Any) -> Response | None:
        """The answer to one request of the page (Playwright's); None for what it is not given."""
        kind = asked.resource_type
        if kind == "stylesheet":
            # bundlers wait for it, and give up their scripts where it fails
            return Response(asked.url, headers={"Content-Type": "text/css"})
        if not self._is_allowed(asked, kind):
            self._count("blocked")
            return None
        kept = self._scripts.get(asked.url) if kind == "script" else None
        return kept or await self._download(asked, kind)

    def _is_allowed(self, asked: Any, kind: str) -> bool:
        if kind not in _NEEDED or asked.method not in ("GET", "HEAD"):
            return False
        if kind == "document" and asked.frame.parent_frame is not None:
            return False
        return self.is_near(asked.url)

    def is_near(self, url: str) -> bool:
        """Whether the page may load anything from there: from its own site, and the hosts that the profile names."""
        host = host_of(url)
        named = any(host == name or host.endswith("." + name) for name in self._profile.render_hosts)
        return named or same_site(url, self._url)

    async def _download(self, asked: Any, kind: str) -> Response | None:
        if self._left <= 0:
            self.missing = self.missing or Fate("failed", "render", "it loads more than NEWSCRAWL_RENDER_REQUESTS")
            return None
        self._left -= 1
        self._count("requests")
        headers = {name: value for name, value in asked.headers.items() if name in _PASSED or name.startswith("x-")}
        meta = {"kind": "part", "part_of": self}
        request = Request(asked.url, method=asked.method, headers=headers, callback=NO_CALLBACK, meta=meta)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            self._note(getattr(error, "fate", None))
            return None
        # as for robots.txt: whatever a download handler raises says that it could not be had
        except Exception as error:  # noqa: BLE001
            if is_stopping(self._crawler):
                self._note(FetchError.postponed("the run is stopping").fate)
            self._note(Fate("failed", "render", f"{asked.url[:100]}: {type(error).__name__}"))
            return None
        if response.status in _LATER:
            self._note(Fate("failed", "render", f"{asked.url[:100]}: HTTP {response.status}"))
        elif kind == "script" and response.status == 200:
            self._scripts.keep(asked.url, response)
        return response

    def _note(self, fate: Fate | None) -> None:
        """What may be had later makes the page one for later; what is refused for good it has to do without."""
        if fate is not None and fate.outcome == "failed":
            self.missing = self.missing or fate

    def _count(self, what: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"newscrawl/rendered_{what}")
