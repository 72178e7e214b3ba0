"""A crawl that is killed at random moments, twenty-five times."""

from newscrawl.output.verify import Verification
from tests.crash.audit import audit
from tests.crash.killing import SETTINGS, kill_often
from tests.newssite.server import NewsSite

KILLS = 25


def test_a_crawl_that_is_killed_again_and_again_loses_doubles_and_tears_nothing(tmp_path):
    """Every story is stored once, every line is whole, ledger and files agree, and few pages are fetched again."""
    with NewsSite(stories=400) as site:
        killing = kill_often(site, tmp_path / "out", KILLS, seed=20261124)
        found = audit(tmp_path / "out", site.urls)

    assert (killing.exit_code, killing.log) == (0, "")
    assert found.faults == ()
    assert [str(problem) for problem in Verification(tmp_path / "out").problems()] == []
    assert killing.kills == KILLS
    assert killing.refetched_per_kill <= SETTINGS["CONCURRENT_REQUESTS"] + SETTINGS["NEWSCRAWL_SYNC_LINES"]
