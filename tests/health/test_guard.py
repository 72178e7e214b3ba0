"""The guard over templates: changes are noticed within twenty pages, unchanged pages never held."""

import random
from dataclasses import replace

import pytest

import newscrawl
from newscrawl.health.guard import LEARNED_PAGES, Sample, SiteHealth, sample_of
from newscrawl.pipelines.learn import Counts, learned
from newscrawl.run.stories import line_hash

FIELDS = ("authors", "published_at", "publisher", "section", "subtitle", "images", "rights")


def page(chance, *, without=(), layout="paper/2025", title="h1.headline", short=1.0, removed=0.0):
    """A page of a paper: always a date and a publisher, mostly an author and pictures, texts of any length."""
    usual = {
        "authors": 0.95,
        "published_at": 1.0,
        "publisher": 1.0,
        "section": 0.99,
        "subtitle": 0.5,
        "images": 0.8,
        "rights": 0.97,
    }
    present = {name for name in FIELDS if name not in without and chance.random() < usual[name]}
    length = int(max(120, chance.lognormvariate(7, 0.6)) * short)
    facts = {f"layout {layout}", f"title-from {title}"}
    if "authors" in present:
        facts.add(f"authors-from {'json-ld author' if chance.random() < 0.3 else 'byline'}")
    return Sample(frozenset(present), frozenset(facts), length, min(0.95, chance.betavariate(2, 8) + removed))


def trained(seed, pages=200):
    """A site that was seen for a while."""
    chance, health = random.Random(seed), SiteHealth()
    for _ in range(pages):
        assert health.look(page(chance)) == ""
    return chance, health


CHANGES = {
    "authors are not found any more": {"without": ("authors",)},
    "dates are not found any more": {"without": ("published_at",)},
    "sections and notices are gone": {"without": ("section", "rights")},
    "the publisher is gone": {"without": ("publisher",)},
    "the profile's layout does not fit any more": {"layout": "default"},
    "another layout, and no authors": {"layout": "default", "without": ("authors",)},
    "the headline is read from elsewhere": {"title": "og:title"},
    "only the first paragraph is found": {"short": 0.08},
    "nearly everything is removed": {"removed": 0.8},
    "everything at once": {"without": FIELDS, "layout": "default", "title": "title", "short": 0.1},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_changed_template_is_noticed_within_twenty_pages(change, seed):
    """Whatever the change takes away."""
    chance, health = trained(seed)
    noticed = [bool(health.look(page(chance, **CHANGES[change]))) for _ in range(20)]
    assert any(noticed)
    assert noticed[-1]


@pytest.mark.parametrize("seed", range(5))
def test_unchanged_pages_are_never_held(seed):
    """Two thousand pages of a site as it is."""
    trained(seed, 2000)


def test_a_series_of_briefs_is_no_change():
    """Three pages in a row without author and picture, and then the usual again."""
    chance, health = trained(4)
    for _ in range(20):
        for _ in range(3):
            assert health.look(page(chance, without=("authors", "images"))) == ""
        for _ in range(12):
            assert health.look(page(chance)) == ""


def test_a_site_is_learned_before_it_is_judged():
    """Whatever the first pages are."""
    chance, health = random.Random(5), SiteHealth()
    for number in range(LEARNED_PAGES):
        assert health.look(page(chance, layout=f"x/{number}", without=FIELDS[: number % 7])) == ""


def test_a_slow_change_of_habits_is_learned():
    """A paper that gives up its decks over months is not a changed template."""
    chance, health = trained(6)
    for step in range(600):
        without = ("subtitle",) if chance.random() < step / 600 else ()
        assert health.look(page(chance, without=without)) == ""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_texts_that_are_somewhat_shorter_are_no_change(seed):
    """A paper whose stories are a quarter shorter from one day to the next has shorter stories."""
    chance, health = trained(seed)
    for _ in range(500):
        assert health.look(page(chance, short=0.75)) == ""


def test_what_is_cut_because_it_repeats_makes_no_page_odd():
    """Length, removals and rules are those of the page, however much is known of the site by then."""
    foot = "More from the harbour is to be read every morning."
    days = "".join(
        f"<p>On day {day} the council spoke for hours about the bridge and the ferry.</p>" for day in range(6)
    )
    html = f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{days}<p>{foot}</p></article></body></html>"
    page_ = newscrawl.explain(html.encode(), url="http://paper.example/2026/11/24/the-bridge")
    cut = learned(page_, Counts(20, {line_hash(foot): 20}))

    assert foot not in cut.article.text
    before, after = sample_of(page_), sample_of(cut)
    assert abs(after.length - before.length) <= 1
    assert (after.lines, after.rules) == (before.lines, before.rules)
    assert after.removed == pytest.approx(before.removed, abs=0.01)


def test_an_alarm_stays_until_somebody_looked():
    """Good pages do not end it; a fixed profile or a new usual does."""
    chance, health = trained(7)
    while not health.look(page(chance, without=("authors",))):
        pass
    assert health.look(page(chance))
    health.resume()
    assert health.look(page(chance)) == ""
    while not health.look(page(chance, without=("authors",))):
        pass
    health.forgive()
    assert all(health.look(page(chance, without=("authors",))) == "" for _ in range(100))


ODD_BY_ITSELF = {
    "paywalled": {"flags": frozenset({"paywalled"})},
    "ending with a name": {"has_bare_edge": True},
    "of one headline": {"title": "Notices"},
    "of tables": {"bare": 0.9},
}


@pytest.mark.parametrize("habit", ODD_BY_ITSELF)
def test_what_a_site_always_was_like_is_not_held(habit):
    """All its pages, or every third one, from the first on."""
    for every in (1, 3):
        chance, health = random.Random(9), SiteHealth()
        for number in range(300):
            odd = ODD_BY_ITSELF[habit] if number % every == 0 else {}
            assert health.look(replace(page(chance), **{"title": f"Story {number}", **odd})) == ""


@pytest.mark.parametrize("habit", ODD_BY_ITSELF)
def test_the_same_is_noticed_where_it_is_new(habit):
    """Within twenty pages."""
    chance, health = random.Random(9), SiteHealth()
    for number in range(200):
        assert health.look(replace(page(chance), title=f"Story {number}")) == ""
    changed = [
        health.look(replace(page(chance), **{"title": f"New {number}", **ODD_BY_ITSELF[habit]})) for number in range(20)
    ]
    assert changed[-1] != ""


def test_after_a_fixed_profile_other_places_are_nothing_new():
    """It reads the same fields from elsewhere, by another layout and with other rules, and judges on."""
    chance, health = trained(8)
    fixed = {"layout": "paper/2027", "title": "h1.new"}
    while not health.look(page(chance, without=("authors",), **fixed)):
        pass
    health.resume()
    assert all(health.look(page(chance, **fixed)) == "" for _ in range(300))
    assert health.look(page(chance, **fixed)) == ""
    assert [health.look(page(chance, without=("authors",), **fixed)) for _ in range(20)][-1] == "no authors"
