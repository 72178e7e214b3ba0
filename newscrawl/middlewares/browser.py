"""A browser without a network: it draws one page at a time, and whatever the page asks for is asked by us.

Chromium is started so that it can resolve no name and reach no address, loopback included (its proxy does not exist),
and every request of a page is answered from Scrapy's engine. So the address guard, robots.txt, pauses, delays and
size limits hold for what a page loads as they hold for the page itself, and there is one place where they are kept.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl.errors import ConfigError
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.visit import CLOSE_SECONDS, MOST_SECONDS, Drawn, Fetch, Visit

logger = logging.getLogger(__name__)

#: Names under which systems install it, likeliest first.
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)  # fmt: skip
#: Without the bypass entry Chromium would reach loopback past any proxy.
_NO_NETWORK = {"server": "http://none.invalid:9", "bypass": "<-loopback>"}


def find_browser(settings: BaseSettings) -> str:
    """The browser's path.

    Raises:
        ConfigError: the extra or the browser is missing.
    """
    if find_spec("scrapy_playwright") is None:
        raise ConfigError("a profile says `render`, which needs scrapy-playwright: pip install 'newscrawl[render]'")
    named = str(settings.get("NEWSCRAWL_RENDER_BROWSER") or "")
    if named and not shutil.which(named):
        raise ConfigError(f"NEWSCRAWL_RENDER_BROWSER: {named!r} is no program")
    found = next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)
    if found is None:
        raise ConfigError(
            "a profile says `render`, which needs a browser: install chromium (apt-get install chromium), "
            "or say where it is with NEWSCRAWL_RENDER_BROWSER"
        )
    return found


class Browser:
    """One Chromium for a crawl, started with its first page (scrapy-playwright keeps it)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._seconds = settings.getfloat("NEWSCRAWL_RENDER_SECONDS", 20)
        self._most_chars = settings.getint("DOWNLOAD_MAXSIZE")
        self._pages = asyncio.Semaphore(max(1, settings.getint("NEWSCRAWL_RENDER_PAGES", 2)))
        self._starting = asyncio.Lock()
        self._numbers = count(1)
        self._restarts = 0
        self._path = ""
        self._handler: Any = None
        self._name = ""

    def find(self) -> str:
        """The browser's path, looked for once.

        Raises:
            ConfigError: the extra or the browser is missing.
        """
        self._path = self._path or find_browser(self._crawler.settings)
        return self._path

    async def draw(self, response: Response, fetch: Fetch, wait: str | None) -> Drawn:
        """The page of a response after its scripts have run.

        Args:
            response: the page as it was served; the browser is given these bytes.
            fetch: answers what the page asks for.
            wait: CSS of what must be there before the page is read.

        Raises:
            ConfigError: the browser does not start.
            FetchError: `render`, it cannot be drawn, or not in time.
        """
        await self._start()
        async with self._pages:
            while True:
                drawn = await self._draw(Visit(response, fetch), wait)
                if drawn is not None:
                    return drawn

    async def _draw(self, visit: Visit, wait: str | None) -> Drawn | None:
        """The page, or None where the browser was ended meanwhile because of the page beside it."""
        from playwright.async_api import Error as BrowserError

        restarts = self._restarts
        try:
            return await visit.in_time(self._read(visit, wait), self._seconds)
        except (BrowserError, TimeoutError) as error:
            if self._restarts != restarts:
                return None
            raise FetchError.failed("render", _first_line(error)) from error
        finally:
            if not await visit.close() and self._restarts == restarts:
                await self._restart()

    async def _read(self, visit: Visit, wait: str | None) -> Drawn:
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"page {next(self._numbers)}",  # no cookie or storage outlives its page
            "playwright_context_kwargs": {
                "user_agent": str(self._crawler.settings.get("USER_AGENT")),
                "service_workers": "block",
                "accept_downloads": False,
            },
            "playwright_page_init_callback": visit.begin,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": MOST_SECONDS * 1000},
        }
        await self._handler.download_request(Request(visit.url, meta=meta))
        await visit.settle()
        if wait:
            await visit.page.wait_for_selector(wait, state="attached", timeout=MOST_SECONDS * 1000)
            await visit.settle()
        chars = int(await visit.page.evaluate("document.documentElement.outerHTML.length"))
        if chars > self._most_chars:
            raise FetchError.refused("too-large", f"{chars} characters when drawn")
        return Drawn(visit.page.url, await visit.page.content(), self._name)

    async def _start(self) -> None:
        async with self._starting:
            if self._handler is not None:
                return
            path = self.find()
            from playwright.async_api import Error as BrowserError
            from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

            handler = ScrapyPlaywrightDownloadHandler.from_crawler(self._crawler)
            sandbox = self._crawler.settings.getbool("NEWSCRAWL_RENDER_SANDBOX")
            handler.config.launch_options = launch_options(path, sandbox=sandbox)
            # the engine's start, at which it would launch by itself, is over
            await handler._launch()
            try:
                await handler._maybe_launch_browser()
            except BrowserError as error:
                await handler.close()
                raise ConfigError(f"the browser {path} does not start: {_first_line(error)}") from error
            self._name = f"chromium/{handler.browser.version}"
            self._handler = handler

    async def _restart(self) -> None:
        """End a browser that does not let go of a page; the handler starts another for the next one."""
        from playwright.async_api import Error as BrowserError

        logger.warning("The browser does not let go of a page and is started anew")
        self._restarts += 1
        # there is none where it has crashed
        browser = getattr(self._handler, "browser", None)
        if browser is not None:
            with suppress(BrowserError, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await browser.close()

    async def close(self) -> None:
        """End the browser, if there is one."""
        handler, self._handler = self._handler, None
        if handler is not None:
            await handler.close()


def launch_options(path: str, *, sandbox: bool) -> dict[str, Any]:
    """What Playwright starts the browser with."""
    args = [*_ARGUMENTS, *([] if sandbox else ["--no-sandbox"])]
    return {"executable_path": path, "args": args, "proxy": dict(_NO_NETWORK), "chromium_sandbox": sandbox}


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
