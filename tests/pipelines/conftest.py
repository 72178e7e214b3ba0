"""A real run in a folder of its own, leased URLs, and pages with invented stories."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.article import Http, Page
from newscrawl.extraction import extract_page
from newscrawl.ledger.base import Target
from newscrawl.pipelines.extract import Extract
from newscrawl.pipelines.line import Line
from newscrawl.run import Run, attach
from newscrawl.run.config import read_config

SCOPE = "test"


class ExtractHere(Extract):
    """The stage `extract` without workers, which take a second to start; what they do is tested elsewhere."""

    _workers = None  # the run is told of them

    def __init__(self, config, stats):
        pass

    async def open_spider(self):
        pass

    async def process_item(self, page):
        return extract_page(page)

    async def close_spider(self):
        pass


STAGES = ("archive.Archive", ExtractHere, "dedupe.Dedupe", "learn.Learn", "validate.Validate", "write.Write")
WITH_WORKERS = tuple("extract.Extract" if stage is ExtractHere else stage for stage in STAGES)


def story(number=1, paragraphs=4):
    """Paragraphs of an invented story; another number is another story."""
    return [
        f"On day {number * 100 + i} the council of Lower Bexford met for the {number}th time, heard {i + 2} speakers "
        f"on the footbridge at mile {number + i}, and put off its vote until the river has fallen by {i + 1} feet."
        for i in range(paragraphs)
    ]


def html(number=1, *, title=None, lines=None, canonical=None):
    """A plain news page around a story."""
    paragraphs = "".join(f"<p>{line}</p>" for line in (lines or story(number)))
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    title = title or f"Council meets for the {number}th time"
    return (
        f"<html lang=en><head><title>{title}</title>{link}</head><body><h1>{title}</h1>"
        f"<article>{paragraphs}</article></body></html>"
    )


def page(url, number=1, **kwargs):
    """What a spider yields for an article page."""
    body = html(number, **kwargs).encode()
    return Page(
        url=url,
        html=body,
        headers={"content-type": "text/html; charset=utf-8"},
        requested_url=url,
        fetched_at="2026-11-23T09:00:00+00:00",
        http=Http(status=200, content_type="text/html; charset=utf-8", bytes=len(body)),
    )


@pytest.fixture
def open_run(tmp_path):
    """`open_run(NAME=value, …)` ends the run before and begins one with these NEWSCRAWL_ settings in `tmp_path / "out"`."""
    runs = []

    def end():
        if runs:
            runs[-1].finish()
            runs.pop().close()

    def start(stages=STAGES, **changes):
        end()
        settings = Settings()
        settings.setmodule("newscrawl.settings")
        fast = {"OUTPUT_DIR": str(tmp_path / "out"), "EXTRACT_PROCESSES": 1, "SYNC_SECONDS": 0.02, **changes}
        settings.update({f"NEWSCRAWL_{name}": value for name, value in fast.items()})
        settings.set("TWISTED_REACTOR_ENABLED", False)
        names = [f"newscrawl.pipelines.{stage}" if isinstance(stage, str) else stage for stage in stages]
        settings.set("ITEM_PIPELINES", {name: place for place, name in enumerate(names)})
        run = Run(read_config(settings), SCOPE)
        attach(run, get_crawler(settings_dict=dict(settings)))
        runs.append(run)
        return run

    yield start
    end()


def lease(run, *urls, again=False):
    """Announce URLs and take them as a scheduler would."""
    run.ledger.add([Target(url=url, site="paper.example", again=again) for url in urls], SCOPE)
    for taken in run.ledger.lease(SCOPE, 1000, 1000):
        run.held[taken.url] = taken


def send(run, *items, in_turn=False):
    """Lead items down a line, all at once or in turn; what came out of each, or its exception."""

    async def lead():
        line = Line.from_crawler(run.crawler)
        await line.open_spider_async()
        try:
            if in_turn:
                return [await _outcome(line, item) for item in items]
            return await asyncio.gather(*(_outcome(line, item) for item in items))
        finally:
            await line.close_spider_async()

    return asyncio.run(asyncio.wait_for(lead(), 300))


async def _outcome(line, item):
    try:
        return await line.process_item_async(item)
    except DropItem as dropped:
        return dropped


def fates(run):
    """What the ledger says became of the article URLs: outcome and code -> URLs."""
    return {f"{row.outcome}:{row.code}" if row.code else row.outcome: row.urls for row in run.ledger.tally(SCOPE)}


@pytest.fixture
def line():
    """The functions of this file, for tests that use several of them."""
    return SimpleNamespace(page=page, lease=lease, send=send, fates=fates, story=story)
