"""Which URL is next when hosts are busy, and how much is in hand at once."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import Fate
from newscrawl.run import Run, attach
from newscrawl.run.config import read_config
from newscrawl.scheduler import BATCH, PAUSE_SECONDS, LedgerScheduler

SCOPE = "test"


class Busy:
    """The downloader of an engine: a host that was asked is busy until it is forgotten."""

    def __init__(self):
        self.slots = {}

    def take(self, request):
        self.slots[request.url.split("/")[2]] = SimpleNamespace(active={request}, concurrency=1)


@pytest.fixture
def run(tmp_path):
    """A run of which every URL is leased by hand."""
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.update({"NEWSCRAWL_OUTPUT_DIR": str(tmp_path / "out"), "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    settings.set("TWISTED_REACTOR_ENABLED", False)
    run = Run(read_config(settings), SCOPE)
    attach(run, get_crawler(settings_dict=dict(settings)))
    run.crawler.engine = SimpleNamespace(downloader=Busy(), _slot=None)
    yield run
    run.finish()
    run.close()


def announce(run, hosts, pages):
    """So many pages of each of so many hosts."""
    urls = [f"http://h{host}.example/{page}" for host in range(hosts) for page in range(pages)]
    run.ledger.add([Target(url=url, site="any") for url in urls], SCOPE)


def taken(run, scheduler, most):
    """What is given out until there is nothing more for now."""
    requests = []
    while len(requests) < most and (request := scheduler.next_request()):
        run.crawler.engine.downloader.take(request)
        requests.append(request)
    return requests


def test_hosts_that_are_busy_hold_up_no_others(run):
    """All hosts get their request though those of the first lease are busy and have more that waits."""
    announce(run, hosts=2 * BATCH, pages=3)

    requests = taken(run, LedgerScheduler.from_crawler(run.crawler), 2 * BATCH)

    assert len({request.url.split("/")[2] for request in requests}) == len(requests) > BATCH


def test_no_more_than_the_line_holds(run):
    """Where nothing comes back nothing more is given out, however much waits."""
    announce(run, hosts=10 * BATCH, pages=1)
    room = run.crawler.settings.getint("CONCURRENT_REQUESTS")

    assert len(taken(run, LedgerScheduler.from_crawler(run.crawler), 10 * BATCH)) == run.config.sync_lines + room


def test_the_ledger_is_asked_again_only_when_something_changed(run, monkeypatch):
    """While all that may be leased is out, asking costs no look into the ledger; an ended URL makes room for the next."""

    async def scene():
        announce(run, hosts=1, pages=5)
        scheduler = LedgerScheduler.from_crawler(run.crawler)
        first, second = scheduler.next_request(), scheduler.next_request()
        asked = []
        lease = run.ledger.lease
        monkeypatch.setattr(run.ledger, "lease", lambda *args: asked.append(args) or lease(*args))
        moment = [0.0]
        monkeypatch.setattr("newscrawl.scheduler.time.monotonic", lambda: 1e9 + moment[0])

        assert [scheduler.next_request() for _ in range(5)] == [None] * 5
        assert len(asked) <= 1
        moment[0] += 2 * PAUSE_SECONDS
        run.settle(first.url, Fate("duplicate"))

        assert scheduler.next_request().url not in (first.url, second.url)

    asyncio.run(scene())


def test_what_is_added_to_the_ledger_itself_is_found(run, monkeypatch):
    """A spider that writes into the ledger tells nobody: where nothing waits, the engine is woken to look again."""

    async def scene():
        woken = asyncio.Event()
        monkeypatch.setattr("newscrawl.scheduler.wake", lambda crawler: woken.set())
        monkeypatch.setattr("newscrawl.scheduler.IDLE_SECONDS", 0.05)
        scheduler = LedgerScheduler.from_crawler(run.crawler)

        assert scheduler.next_request() is None
        announce(run, hosts=1, pages=1)
        assert scheduler.next_request() is None
        await asyncio.wait_for(woken.wait(), 60)

        assert scheduler.next_request() is not None

    asyncio.run(scene())
