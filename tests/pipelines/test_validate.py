"""What is refused at the end of the line, and what is only flagged."""

from dataclasses import replace

import pytest

from newscrawl.article import Article, Extraction, Extractor, Removal
from newscrawl.errors import PageError
from newscrawl.pipelines.validate import check, odd_times


def extraction(removals=(), **changes):
    article = Article(
        id="1",
        url="http://paper.example/a",
        canonical_url="http://paper.example/a",
        site="paper.example",
        title="Council meets",
        text="x" * 100,
        content_hash="",
        extractor=Extractor(version="1", profile="default", rules=""),
    )
    return Extraction(article=replace(article, **changes), lines=(), removals=tuple(removals))


def removal(stage, characters):
    return Removal(rule="any.x", stage=stage, text="y" * characters, position=0, why="")


def code_of(value, min_chars=25, max_share=0.8):
    with pytest.raises(PageError) as error:
        check(value, min_chars, max_share)
    return error.value.code


def test_what_is_required():
    """An article needs a headline and as many characters as the setting says."""
    assert code_of(extraction(title=" ")) == "no-title"
    assert code_of(extraction(), min_chars=101) == "too-short"
    check(extraction(), min_chars=100, max_removed_share=0.8)


def test_a_body_that_was_mostly_noise():
    """A page whose body lost more than the share that is plausible is refused; what stood around the body does not count."""
    assert code_of(extraction([removal("line", 500), removal("tail", 10), removal("learn", 10)])) == "implausible"
    check(extraction([removal("node", 5000), removal("body", 5000)]), 25, 0.8)
    check(extraction([removal("line", 399)]), 25, 0.8)


def times(published=None, modified=None, fetched="2026-11-23T09:00:00+00:00"):
    return odd_times(extraction(published_at=published, modified_at=modified, fetched_at=fetched).article)


def test_times_that_can_be():
    """Times before the fetch, without a zone, only a date, or none, are fine; so is a zone's difference."""
    assert times("2026-11-23T17:59:00+09:00", "2026-11-23T18:00:00+09:00") == ()
    assert times("2026-11-24T03:00:00") == ()
    assert times("2026-11-23") == times() == ()
    assert times("2027-01-01T00:00:00+00:00", fetched=None) == ()


def test_times_that_cannot_be():
    """A time more than a day ahead of the fetch is flagged, and so is a change before publication."""
    assert times("2026-11-25T09:00:00+00:00") == ("time-in-future",)
    assert times("2026-11-23T08:00:00+00:00", "2026-11-01T08:00:00+00:00") == ("modified-before-published",)
