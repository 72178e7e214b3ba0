"""What robots.txt allows, read as RFC 9309 says: no file (4xx) allows everything, a file that cannot be had now
(5xx, 429, no answer) forbids everything for now. Scrapy's own middleware takes both for permission.
"""

from __future__ import annotations

import logging
import time
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.python import to_unicode
from twisted.internet.defer import Deferred

from newscrawl.errors import LedgerError
from newscrawl.ledger.fates import Fate
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.robots_kept import KeptFiles
from newscrawl.middlewares.robots_says import RobotsSays, read_says
from newscrawl.middlewares.tdm import PATH, TdmFiles
from newscrawl.run import run_of

logger = logging.getLogger(__name__)

#: RFC 9309, 2.5: at least so much must be read. Beyond it the parser would block the crawl (8.5 MB took 7.8 s).
MAX_BYTES = 500 * 1024

#: After so many seconds a robots.txt that could not be had is asked for again.
_TRY_AGAIN_SECONDS = 600

#: The host itself cannot be reached: its pages are counted under that reason rather than under robots.txt.
_HOST_ERRORS = ((CannotResolveHostError, "dns"), (DownloadConnectionRefusedError, "connect"))
_HOST_CODES = frozenset({"address", "tls", "host-down", "postponed"})


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's RobotsTxtMiddleware with RFC 9309's reading of missing and unavailable files."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unavailable: dict[str, tuple[float, Fate]] = {}
        self._files = KeptFiles(lambda file: build_from_crawler(self._parserimpl, crawler, file))
        self._says: dict[str, RobotsSays] = {}
        self._tdm = TdmFiles(crawler) if crawler.settings.getbool("NEWSCRAWL_TDMREP") else None
        self._wanted: dict[str, Response | None] = {}
        """Answers that a spider waits for, by site."""
        self._max_delay = crawler.settings.getfloat("NEWSCRAWL_CRAWL_DELAY_MAX_SECONDS", 60)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads ROBOTSTXT_OBEY, ROBOTSTXT_USER_AGENT, ROBOTSTXT_PARSER and USER_AGENT."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:  # type: ignore[override]
        """Let an allowed request pass; a spider that reads robots.txt for its sitemaps gets the answer that is here.

        Raises:
            FetchError: `robots` (refused), `robots-unavailable` (failed), or why the host cannot be reached.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return None
        if urlparse_cached(request).path == "/robots.txt":
            return await self._answer_for(request)
        self._forget_old(_site(request))
        parser = await self.robot_parser(request)
        if _site(request) in self._unavailable:
            raise FetchError(self._unavailable[_site(request)][1])
        if parser is not None and not parser.allowed(request.url, self._agent(request)):
            self._stats.inc_value("robotstxt/forbidden")
            raise FetchError.refused("robots", "robots.txt forbids it")
        if request.meta.get("kind") == "article":
            request.meta["robots_says"] = await self._said(request, parser)
        return None

    async def _answer_for(self, request: Request) -> Response | None:
        """What the host said of robots.txt when it was asked for the rules, once; None where that was not just now."""
        site = _site(request)
        if site in self._parsers:
            return None
        self._wanted[site] = None
        await self.robot_parser(request)
        answer = self._wanted.pop(site)
        if answer is None:
            return None
        if _is_same(request, answer):
            return answer.replace(request=request, status=304, body=b"")
        return answer.replace(request=request)

    async def _said(self, request: Request, parser: RobotParser | None) -> str:
        """What the host's files say of AI and of text and data mining, one statement a line."""
        site = _site(request)
        robots = self._says[site].of(request.url) if site in self._says else ""
        if self._tdm is None or (parser is not None and not parser.allowed(site + PATH, self._agent(request))):
            return robots
        try:
            reserved = await self._tdm.of(site, request.url)
        except LedgerError as error:
            run_of(self.crawler).stop(error)
            raise FetchError.postponed("the run is stopping") from error
        return "\n".join(filter(None, (robots, reserved)))

    def _agent(self, request: Request) -> str | bytes:
        own = request.headers.get(b"User-Agent", self._default_useragent)
        return self._robotstxt_useragent or own or b"*"

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's scheme, host and port; None where there are none.

        Scrapy's method keys by host alone and takes whatever answer comes; several requests wait for one download.
        """
        site = _site(request)
        if site not in self._parsers:
            waiting: Deferred[RobotParser | None] = Deferred()
            self._parsers[site] = waiting
            self._stats.inc_value("robotstxt/request_count")
            parser = await self._download(site, request)
            self._parsers[site] = None  # from now on it is in `_files`, if there is one
            waiting.callback(parser)
        known = self._parsers[site]
        return await maybe_deferred_to_future(known) if isinstance(known, Deferred) else self._files.of(site)

    async def _download(self, site: str, request: Request) -> RobotParser | None:
        robots = Request(
            f"{site}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(robots)
        except IgnoreRequest as error:
            self._note_failure(site, error)
            return None
        # as Scrapy does: whatever a download handler raises says that the file could not be had
        except Exception as error:  # noqa: BLE001
            self._note_failure(site, error)
            return None
        return self._read(site, response, request)

    def _read(self, site: str, response: Response, request: Request) -> RobotParser | None:
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            self._note(site, Fate("failed", "robots-unavailable", f"HTTP status {response.status}"))
            return None
        if site in self._wanted:
            self._wanted[site] = response
        if response.status >= 300:
            return None
        parser = self._files.keep(site, response.body[:MAX_BYTES])
        says = read_says(response.body[:MAX_BYTES].decode("utf-8", errors="replace"))
        if says is not None:
            self._says[site] = says
        self._slow_down(site, parser, request)
        return parser

    def _slow_down(self, site: str, parser: RobotParser, request: Request) -> None:
        """Keep the pause between two requests that the file asks for (`Crawl-delay`), and send one at a time then."""
        rules = getattr(parser, "rp", None)
        asked = rules.crawl_delay(to_unicode(self._agent(request))) if rules is not None else None
        if not asked or asked <= 0 or self.crawler.engine is None:
            return
        delay = min(float(asked), self._max_delay)
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        current = downloader.per_slot_settings.get(key, {}).get(
            "delay", self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        )
        if delay <= current:
            return
        self._stats.inc_value("newscrawl/crawl_delays")
        logger.info("%s/robots.txt asks for %.0f s between two requests", site, delay)
        downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "randomize_delay": False}
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.delay, slot.concurrency, slot.randomize_delay = delay, 1, False

    def _note_failure(self, site: str, error: Exception) -> None:
        """RFC 9309, 2.3.1.2: endless redirects are a missing file; everything else is one that cannot be had now."""
        self._stats.inc_value(f"robotstxt/exception_count/{type(error).__name__}")
        if "max redirections" not in str(error):
            self._note(site, _fate(error))

    def _note(self, site: str, fate: Fate) -> None:
        logger.info("%s/robots.txt cannot be had, nothing is fetched there for now: %s", site, fate)
        self._unavailable[site] = (time.monotonic(), fate)

    def _forget_old(self, site: str) -> None:
        since = self._unavailable.get(site)
        if since and time.monotonic() - since[0] > _TRY_AGAIN_SECONDS:
            del self._unavailable[site]
            self._parsers.pop(site, None)


def _fate(error: Exception) -> Fate:
    own = error.fate if isinstance(error, FetchError) else None
    if own and own.code in _HOST_CODES:
        return own
    code = next((code for kind, code in _HOST_ERRORS if isinstance(error, kind)), "robots-unavailable")
    detail = f"{type(error).__name__}: {error}"[:200]
    return Fate("failed", code, detail, retry_at=own.retry_at if own else None)


def _is_same(request: Request, answer: Response) -> bool:
    """Whether the answer is the one that a conditional request was made after, as its host would say."""
    asked = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    told = [(request.headers.get(condition), answer.headers.get(name)) for condition, name in asked]
    return any(wanted is not None and wanted == found for wanted, found in told)


def _site(request: Request) -> str:
    url = urlparse_cached(request)
    return f"{url.scheme}://{url.netloc}"
