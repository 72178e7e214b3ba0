"""What a real browser does with a page that we hand it, outside a crawl: `python -m tests.middlewares.drawing SCENE`.

A process of its own, because Scrapy's reactor can be chosen only once.
"""

from __future__ import annotations

import asyncio
import json
import sys

from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred
from twisted.internet.task import react

from newscrawl.middlewares.browser import Browser
from newscrawl.middlewares.fetch_error import FetchError
from newscrawl.middlewares.visit import Visit


def page(script, path="/story", **headers):
    """A page with one script."""
    body = f"<html><body><p>served</p><script>{script}</script></body></html>".encode()
    return HtmlResponse(f"http://paper.example{path}", body=body, headers={"Content-Type": "text/html", **headers})


def a_browser(**values):
    """The browser of a crawl with these settings."""
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.update(values)
    return Browser(get_crawler(settings_dict=dict(settings)))


async def nothing(asked):
    """A web that has nothing."""


async def cookies():
    """What a page's scripts read of two cookies, one of which holds a comma."""
    drawn = await one_page(a_browser(), page("document.title = document.cookie", **{"Set-Cookie": ["a=1, one", "b=2"]}))
    return drawn.html.partition("<title>")[2].partition("</title>")[0]


async def one_page(chromium, response, fetch=nothing):
    """One page, and the browser's end."""
    try:
        return await chromium.draw(response, fetch, None)
    finally:
        await chromium.close()


async def beside_a_stuck_page():
    """A page that waits for its data until the browser is ended because of another one, and how often it asked."""
    chromium = a_browser()
    is_asked, asked = asyncio.Event(), []

    async def never(visit):
        return not visit.url.endswith("/stuck") and await close(visit)

    async def late(request):
        await is_asked.wait()

    async def data(request):
        asked.append(request.url)
        is_asked.set()
        await asyncio.wait([stuck])
        return Response(request.url, body=b"the story")

    close, Visit.close = Visit.close, never
    stuck = asyncio.ensure_future(chromium.draw(page("fetch('/late')", "/stuck"), late, "!"))
    draw = "fetch('/data').then(a => a.text()).then(t => document.body.append(t))"
    drawn = await one_page(chromium, page(draw), data)
    return {"stuck": stuck.exception().fate.code, "whole": "the story" in drawn.html, "asked": len(asked)}


async def given_up_early():
    """What a browser holds of pages whose time is up before they are opened."""
    chromium = a_browser(NEWSCRAWL_RENDER_SECONDS=0.001)
    for _ in range(3):
        try:
            await chromium.draw(page(""), nothing, None)
        except FetchError as error:
            said = error.fate.code
    await asyncio.sleep(1)
    chrome = getattr(chromium._handler, "browser", None)
    held = len(chrome.contexts) if chrome is not None else 0
    await chromium.close()
    return {"said": said, "held": held}


def play(name):
    """Run a scene in Scrapy's event loop and print what it gives."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

    async def scene():
        print(json.dumps(await globals()[name]()))

    react(lambda _: Deferred.fromFuture(asyncio.ensure_future(scene())))


if __name__ == "__main__":
    play(sys.argv[1])
