"""When a list page is read again: the arithmetic of rests. Whole crawls stand in tests/spiders/test_incremental.py."""

import pytest

from newscrawl.ledger import Target, Visit
from newscrawl.run.visits import Harvest

HOUR = 3600


def visit(unchanged_for):
    """A page read at a known time, unchanged for so many seconds."""
    return Visit(
        url="https://paper.example/rss.xml",
        reader="x",
        found="y",
        read_at=1_000_000,
        changed_at=1_000_000 - unchanged_for,
    )


@pytest.mark.parametrize(
    ("unchanged_for", "rest"), [(0, 0), (300, 0), (HOUR, 360), (24 * HOUR, 2.4 * HOUR), (1000 * HOUR, 6 * HOUR)]
)
def test_a_page_rests_a_tenth_of_the_time_for_which_it_was_unchanged(unchanged_for, rest):
    """Not at all within minutes, and never longer than the setting says."""
    assert visit(unchanged_for).due_at(6 * HOUR) == 1_000_000 + rest


def test_no_rest_where_the_setting_forbids_it():
    """0 reads every page in every run."""
    assert visit(1000 * HOUR).due_at(0) == 1_000_000


def test_a_harvest_knows_the_same_children_again():
    """Same addresses, same hash; one more, or another order, is a change."""

    def found(*urls):
        harvest = Harvest()
        for url in urls:
            harvest.add(Target(url=url, site="paper.example"))
        return harvest.found

    assert found("https://a.example/1", "https://a.example/2") == found("https://a.example/1", "https://a.example/2")
    assert (
        len(
            {
                found(),
                found("https://a.example/1"),
                found("https://a.example/1", "https://a.example/2"),
                found("https://a.example/2", "https://a.example/1"),
            }
        )
        == 4
    )


def test_a_page_that_was_read_in_the_future_was_never_read():
    """A clock that is set back by seconds is no wrong one."""
    assert visit(0).is_possible(1_000_000 - 5)
    assert not visit(0).is_possible(1_000_000 - HOUR)
