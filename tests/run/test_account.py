"""The account of a run, made of the ledger's rows."""

from scrapy.settings import Settings

from newscrawl.ledger.base import Tally
from newscrawl.run.account import settings_of, site_counts

ROWS = [
    Tally("a.example", "article", "stored", None, 3),
    Tally("a.example", "article", "known", None, 2),
    Tally("a.example", "article", "unchanged", None, 1),
    Tally("a.example", "article", "refused", "empty", 4),
    Tally("a.example", "article", "failed", "empty", 1),
    Tally("b.example", "article", "waiting", None, 5),
    Tally("b.example", "feed", "expanded", None, 1),
    Tally("c.example", "article", "refused-before", "robots", 2),
]


def test_every_url_is_counted_once_under_its_site():
    """Each site's outcomes add up to what was announced there; list pages are counted elsewhere."""
    sites = site_counts(ROWS, {"a.example": 7})

    assert list(sites) == ["a.example", "b.example", "c.example"]
    assert [site.announced for site in sites.values()] == [11, 5, 2]
    assert all(site.announced == site.settled for site in sites.values())
    assert sites["a.example"].lines_removed == 7


def test_what_an_earlier_run_settled_is_unchanged():
    """`known` and `unchanged` are one column to a reader."""
    assert site_counts(ROWS, {})["a.example"].unchanged == 3


def test_codes_of_refused_and_failed_pages_are_added():
    """The same code may be final for one page and not for another."""
    assert site_counts(ROWS, {})["a.example"].codes == {"empty": 5}


def test_what_an_earlier_run_refused_is_not_unchanged():
    """It was never stored, and this run did not lose it."""
    count = site_counts(ROWS, {})["c.example"]
    assert (count.refused_before, count.codes_before) == (2, {"robots": 2})
    assert (count.unchanged, count.refused, count.codes) == (0, 0, {})


def test_secrets_do_not_get_into_the_account():
    """Names that look like a secret's keep their place and lose their value; classes are named."""
    settings = Settings({"MAIL_PASS": "hunter2", "NEWSCRAWL_TRIES": 3, "BOT_NAME": Settings})
    written = settings_of(settings)

    assert written["MAIL_PASS"] == "***"
    assert written["NEWSCRAWL_TRIES"] == 3
    assert written["BOT_NAME"] == "scrapy.settings.Settings"
