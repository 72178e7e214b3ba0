"""One page in the browser: its requests are answered, its end is waited for, and it is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.http import Response

#: Seconds without a request after which a page is taken to be complete.
_QUIET_SECONDS = 0.5
#: Seconds after which a page is given up whatever it waits for.
MOST_SECONDS = 600
#: Seconds in which a browser must have let go of a page.
CLOSE_SECONDS = 5
_STEP_SECONDS = 0.05
#: Headers that describe the bytes on the wire, or lead elsewhere.
_WIRE = frozenset({b"content-encoding", b"content-length", b"transfer-encoding", b"connection", b"refresh", b"link"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a reader would see it."""

    url: str
    html: str
    browser: str
    """Name and version."""


Fetch = Callable[[Any], Awaitable[Response | None]]
"""What a request of the page (Playwright's) is answered with; None: it is not answered."""


class Visit:
    """One page in the browser: answers its requests, and knows when it has settled."""

    def __init__(self, response: Response, fetch: Fetch) -> None:
        self.url = response.url
        self.page: Any = None
        self._response, self._fetch = response, fetch
        self._is_served = False
        self._pending = 0
        self._last = 0.0

    async def begin(self, page: Any, request: Request) -> None:
        """Take over the page's requests: the route that was set last is asked first.

        It is called again, with another page, where the browser was lost on the way to the first one.
        """
        self.page = page
        self._is_served = False
        self._last = _now()
        await page.route("**", self._route)

    async def _route(self, route: Any) -> None:
        from playwright.async_api import Error as BrowserError

        self._pending += 1
        try:
            answer = self._response if self._is_own(route.request) else await self._fetch(route.request)
            if answer is None:
                await route.abort()
            else:
                await route.fulfill(status=answer.status, headers=_headers(answer), body=answer.body)
        except BrowserError:
            pass  # the page is gone, or has gone elsewhere: nobody waits for the answer
        finally:
            self._pending -= 1
            self._last = _now()

    def _is_own(self, request: Any) -> bool:
        """Whether this is the page's own address, asked for the first time."""
        if self._is_served or not request.is_navigation_request() or request.frame.parent_frame is not None:
            return False
        self._is_served = True
        return True

    async def settle(self) -> None:
        """Wait until the page asks for nothing any more."""
        while self._pending or _now() - self._last < _QUIET_SECONDS:
            await asyncio.sleep(_STEP_SECONDS)

    async def in_time(self, reading: Coroutine[Any, Any, Drawn], seconds: float) -> Drawn:
        """What a reading of the page gives.

        Raises:
            TimeoutError: it takes longer than so many seconds, without the time in which the page waits for answers.
        """
        task = asyncio.ensure_future(reading)
        used, ends = 0.0, _now() + MOST_SECONDS
        try:
            while not task.done():
                await asyncio.wait([task], timeout=_STEP_SECONDS)
                used += 0 if self._pending else _STEP_SECONDS
                if used > seconds or _now() > ends:
                    raise TimeoutError(f"not drawn after {used:.0f} s, beside waiting for what it loads")
            return task.result()
        finally:
            task.cancel()

    async def close(self) -> bool:
        """Forget the page, with all that it stored; False for one that is busy for ever, or that was given up while it
        was being opened, so that nobody knows what the browser holds of it.
        """
        from playwright.async_api import Error as BrowserError

        if self.page is None:
            return False
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.page.context.close()
        except TimeoutError:
            return False
        except BrowserError:
            pass  # it has crashed, or the browser has
        return True


def _now() -> float:
    return asyncio.get_running_loop().time()


def _headers(response: Response) -> dict[str, str]:
    """As Playwright takes them: cookies may hold commas, so it parts them at line feeds."""
    return {
        name.decode("latin-1"): ("\n" if name.lower() == b"set-cookie" else ", ").join(
            value.decode("latin-1") for value in values
        )
        for name, values in response.headers.items()
        if name.lower() not in _WIRE
    }
