"""How many of a site's pages give an article: a change is named over runs of any size, ordinary failures are not."""

import random

import pytest

from newscrawl.health.harvest import Harvest


def known(good=60, bad=1):
    """A site that was seen for a while."""
    harvest = Harvest()
    assert harvest.add(good, bad) == ""
    return harvest


@pytest.mark.parametrize("pages", [1, 3, 10, 20])
def test_pages_without_article_are_named_within_twenty(pages):
    """Whether a run has one page or all of them."""
    harvest = known()
    said = [harvest.add(0, pages) for _ in range(20 // pages)]
    number = 20 // pages * pages
    assert said[-1].startswith(f"{number} of its latest {number} pages gave no article")
    assert harvest.usual < 0.1


@pytest.mark.parametrize("seed", range(10))
def test_ordinary_failures_are_never_named(seed):
    """One page in twelve, in runs of any size, for two thousand pages."""
    chance, harvest, pages = random.Random(seed), Harvest(), 0
    while pages < 2000:
        size = chance.choice((1, 3, 10, 60))
        bad = sum(chance.random() < 1 / 12 for _ in range(size))
        assert harvest.add(size - bad, bad) == ""
        pages += size


def test_good_pages_end_it():
    """And then nothing is left of it."""
    harvest = known()
    assert harvest.add(0, 30) != ""
    assert harvest.add(30, 0) != ""
    assert harvest.add(60, 1) == ""
    assert harvest.doubt == 0


def test_a_site_that_never_gave_articles_is_not_judged():
    """Nothing is known of what is usual there."""
    assert Harvest().add(0, 500) == ""
