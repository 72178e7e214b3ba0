"""Stored stories that are fetched again, and stories that are gone."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy.settings import Settings

from newscrawl.ledger import Fate
from newscrawl.ledger.base import Story, Target
from newscrawl.output.tombstones import read_tombstones
from newscrawl.run import Run
from newscrawl.run.config import read_config
from newscrawl.run.revisits import Revisits, gone_why, next_visit
from newscrawl.sites import load_sites

URL = "https://a.example/1"
GONE = Fate("refused", "http-error", "HTTP 404")


@pytest.fixture
def begin(tmp_path):
    """`begin(HOURS)` starts a run in the folder of the test, which the one before has left."""
    open_runs = []

    def start(*hours):
        end()
        settings = Settings()
        settings.setmodule("newscrawl.settings")
        settings.set("NEWSCRAWL_OUTPUT_DIR", str(tmp_path))
        settings.set("NEWSCRAWL_MIN_FREE_MB", 0)
        settings.set("NEWSCRAWL_REFETCH_HOURS", list(hours))
        run = Run(read_config(settings), "articles")
        run.ledger.add([Target(url=URL, site="a.example", again=True)], run.scope)
        run.held = {lease.url: lease for lease in run.ledger.lease(run.scope, 10, 10)}
        open_runs.append(run)
        return run

    def end():
        if open_runs:
            open_runs[-1].finish()
            open_runs.pop().close()

    start.end = end
    yield start
    end()


def store(run):
    """Settle the URL as a stored story."""
    run.ledger.store([Story(id="id1", url=URL, fingerprint="", source_hash="a-b-c-d", source="a.example")])
    run.settled(URL, Fate("stored"))


def test_a_story_is_buried_when_it_is_missed_twice(begin, tmp_path):
    """The first time it waits, the second time there is one line, and the third time nothing more is said."""
    store(begin())
    first = begin()
    first.settle(URL, GONE)
    assert list(read_tombstones(tmp_path)) == []
    assert first.fates == {"failed:gone": 1}
    second = begin()
    second.settle(URL, GONE)
    begin().settle(URL, GONE)
    begin.end()

    (grave,) = read_tombstones(tmp_path)
    assert (grave.id, grave.revision, grave.reason, grave.url) == ("id1", 2, "http-404", URL)


def test_a_story_that_comes_back_in_between_is_not_buried(begin, tmp_path):
    """Missed, there again, missed again: that is once in a row."""
    store(begin())
    begin().settle(URL, GONE)
    begin().settle(URL, Fate("unchanged"))
    begin().settle(URL, GONE)
    begin.end()
    assert list(read_tombstones(tmp_path)) == []


def test_a_page_that_never_was_a_story_is_just_missing(begin):
    """Only what was stored can vanish."""
    run = begin()
    run.settle(URL, GONE)
    assert run.fates == {"refused:http-error": 1}


def test_a_kill_between_the_line_and_the_ledger_buries_once(begin, tmp_path):
    """The next start finds the line, and the ledger learns of it."""
    store(begin())
    begin().settle(URL, GONE)
    dying = begin()
    dying.ledger.bury = lambda url, revision: None
    dying.settle(URL, GONE)
    dying.tombstones.close = list
    assert begin().held == {}
    begin().settle(URL, GONE)
    begin.end()
    assert len(list(read_tombstones(tmp_path))) == 1


@pytest.mark.parametrize(
    ("fate", "why"),
    [
        (Fate("refused", "http-error", "HTTP 404"), "http-404"),
        (Fate("failed", "http-error", "HTTP status 410"), "http-410"),
        (Fate("refused", "list-page", "redirected to the front page"), "front-page"),
        (Fate("failed", "http-error", "HTTP 403"), None),
        (Fate("refused", "list-page", "many links"), None),
        (Fate("stored"), None),
    ],
)
def test_what_counts_as_gone(fate, why):
    """404, 410 and a redirect to the front page; a refusal or another page does not."""
    assert gone_why(fate) == why


def test_a_story_is_visited_at_its_ages_and_then_no_more():
    """The next age that is not past decides, whatever was missed."""
    announced = datetime(2026, 3, 1, tzinfo=UTC)
    visits = [next_visit(announced, announced + timedelta(hours=age), (24, 1, 6)) for age in (0, 1, 7, 24)]
    assert [visit and (visit - announced) / timedelta(hours=1) for visit in visits] == [1, 6, 24, None]


def test_nothing_is_visited_again_by_default(begin):
    """Without ages a stored page is done with."""
    run = begin()
    assert run.revisits.due(run.held[URL]) is None
    store(run)
    assert begin().ledger.revive("articles") == 0


def test_an_unchanged_page_waits_for_its_next_age(begin):
    """It is due then, and not before."""
    run = begin(0.5)
    run.settle(URL, Fate("unchanged"))
    assert run.ledger.revive(run.scope) == 0
    run.ledger.clock = lambda: datetime.now(UTC).timestamp() + 1801
    assert run.ledger.revive(run.scope) == 1


def test_a_profile_decides_before_the_setting(tmp_path):
    """A site that is known has ages of its own."""
    (tmp_path / "a.example.toml").write_text(
        'name = "a.example"\nhosts = ["a.example"]\nlayouts_from = "v.daum.net"\nrefetch_hours = [2]\n'
    )
    policy = Revisits(load_sites(tmp_path), (5,))
    now = datetime.now(UTC)
    leases = [type("Lease", (), {"url": url, "announced_at": now.timestamp()}) for url in (URL, "https://b.example/1")]
    assert [round((policy.due(lease) - now) / timedelta(hours=1)) for lease in leases] == [2, 5]
