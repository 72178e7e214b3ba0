"""Learned layouts: the same text either way, and nothing recalled that was not seen before."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from newscrawl import extraction
from newscrawl.article import RECALLED, Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction import LearnedLayouts, extract_page, learned
from newscrawl.extraction.learned import CHECKED, MAX_DIFFERENCES, MIN_PAGES, TRIALS, UNLEARNED, LearnedLayout
from newscrawl.noise import load_rules

_PLACES = (
    "harbour",
    "market",
    "mill",
    "ferry",
    "orchard",
    "library",
    "weir",
    "chapel",
    "quarry",
    "tower",
    "school",
    "bridge",
)
_DONE = ("was painted", "is to be moved", "has new windows", "lost its roof", "found a buyer", "opens on Sundays")


def prose(number: int) -> str:
    """A sentence that no other number has."""
    place, done = _PLACES[number % len(_PLACES)], _DONE[number % len(_DONE)]
    return (
        f"The old {place} beside road {number} {done} after the council had talked about it for {number % 7 + 2} evenings, "
        f"and the people who live there say that they had not expected it before the spring of next year."
    )


def page(number: int, *, paragraphs: int = 6, within: str = "", beside: str = "", head: str = "") -> Page:
    """A page of one site: `within` stands in its story, `beside` next to it."""
    title = f"Road {number}: the {_PLACES[number % len(_PLACES)]} is not what it was"
    story = "".join(f"<p>{prose(100 * number + each)}</p>" for each in range(paragraphs))
    html = f"""<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">{head}</head><body>
    <nav><a href="/">Home</a> <a href="/town">Town</a></nav>
    <article class="story"><h1>{title}</h1><p class="by">By Ada Example</p><div class="text">{story}{within}</div>
    <ul class="more"><li><a href="/a">The mill turns again</a></li><li><a href="/b">Who owns the weir?</a></li></ul></article>
    {beside}<div class="foot"><p>Harbour Gazette, Quay 1</p></div></body></html>"""
    return Page(url=f"https://gazette.example/town/{number}", html=html)


@pytest.fixture
def site() -> LearnedLayouts:
    """A memory of a site that has passed its trials."""
    memory = LearnedLayouts()
    for number in range(1, 40):
        extract_page(page(number), learned=memory)
    return memory


def is_recalled(extraction: Extraction) -> bool:
    return extraction.evidence.get("text") == RECALLED


def lines(extraction: Extraction) -> list[tuple[int, str]]:
    """All lines of the article part in page order."""
    return sorted([(each.position, each.text) for each in (*extraction.lines, *extraction.removals)])


def next_recalled(memory: LearnedLayouts, make: Callable[[int], Page]) -> Extraction:
    """What a page gives when no check is due."""
    return next(filter(is_recalled, (extract_page(make(number), learned=memory) for number in range(50, 55))))


def read_the_full_way(memory: LearnedLayouts, odd: Page) -> None:
    """The page gives what it gives by itself, and is not recalled."""
    found = extract_page(odd, learned=memory)
    assert not is_recalled(found)
    assert found.article == extract_page(odd).article


def test_a_known_layout_is_recalled(site: LearnedLayouts) -> None:
    """The same record, the same lines kept, the same lines gone; only the reasons name the pages before."""
    found = next_recalled(site, page)
    number = int(found.article.url.rsplit("/", 1)[1])
    full = extract_page(page(number))

    assert found.article == replace(full.article, removed=found.article.removed)
    assert found.article.removed.lines == full.article.removed.lines
    assert lines(found) == lines(full)
    assert any("last pages" in removal.why for removal in found.removals)


def test_nothing_is_learned_of_a_site_with_two_pages() -> None:
    """Learning would cost more than it brings."""
    memory, rules = LearnedLayouts(), load_rules().for_language("en")
    for number in range(UNLEARNED):
        extract_page(page(number), learned=memory)
    layout = memory.of("gazette.example", rules)
    assert (layout.met, layout.pages, layout.looks) == (UNLEARNED, 0, {})

    extract_page(page(UNLEARNED), learned=memory)
    assert layout.pages == 1


def test_a_site_is_not_recalled_before_its_trials() -> None:
    """First pages are learned from, the next are read both ways, and one in ten always is."""
    memory = LearnedLayouts()
    recalled = [is_recalled(extract_page(page(number), learned=memory)) for number in range(1, 60)]
    first = recalled.index(True)
    assert first >= UNLEARNED + MIN_PAGES + TRIALS
    assert recalled[first:].count(False) == len(recalled[first:]) // CHECKED + bool(recalled[-1:] == [False])


@pytest.mark.parametrize(
    "odd",
    [
        {"within": "<p><a href='/x'>The other road that nobody wants to talk about any more</a></p>"},
        {"within": "<h4>A sub-heading</h4>"},
        {"within": "<div class='box'><p>What the council said in the spring stands in a box of its own.</p></div>"},
        {"within": "<table><tr><td>Road 1</td><td>12</td></tr><tr><td>Road 2</td><td>14</td></tr></table>"},
        {"within": "<p>Sign up to our newsletter</p>"},
        {"within": "<p>30 days ago</p>"},
        {"beside": "<div class='second'>" + "<br>".join(map(prose, range(9))) + "</div>"},
        {"beside": "".join(f"<div class='second'><p>{prose(each)}</p></div>" for each in range(9))},
    ],
    ids=["link", "heading", "box", "table", "invitation", "scrap", "second story in lines", "second story"],
)
def test_what_is_new_is_read_the_full_way(site: LearnedLayouts, odd: dict[str, object]) -> None:
    """A page with anything that was not seen before is read as if nothing was known."""
    assert next_recalled(site, page)
    read_the_full_way(site, page(60, **odd))  # type: ignore[arg-type]


def test_the_publisher_has_the_last_word(site: LearnedLayouts) -> None:
    """A page that declares a shorter story than its elements hold is read the full way."""
    declared = " ".join(prose(6000 + each) for each in range(4))
    headline = "Road 60: the harbour is not what it was"
    story = {"@type": "NewsArticle", "headline": headline, "articleBody": declared}
    script = f'<script type="application/ld+json">{json.dumps(story)}</script>'
    read_the_full_way(site, page(60, head=script))


def test_a_teaser_of_a_story_in_a_script(site: LearnedLayouts) -> None:
    """A short text is compared with what the page's scripts hold."""
    story = {"headline": "Road 60: the harbour is not what it was", "body": "\n\n".join(map(prose, range(6000, 6008)))}
    script = f"<script>window.__INITIAL_STATE__ = {json.dumps({'article': story})};</script>"
    teaser = page(60, paragraphs=1, beside=script)
    assert len(extract_page(teaser).lines) > 1
    read_the_full_way(site, teaser)


def test_another_design_is_read_the_full_way(site: LearnedLayouts) -> None:
    """A page without the element that held the stories is read as if nothing was known."""

    old = page(60)
    read_the_full_way(site, replace(old, html=str(old.html).replace('class="story"', 'class="tale"')))


def test_lines_that_ended_differently_are_known_to_nobody() -> None:
    """A place whose lines stay on some pages and go on others is not recalled."""
    memory = LearnedLayouts()
    odd = '<p class="note">Ada Example writes about roads</p>'
    for number in range(1, 30):
        extract_page(page(number, within=odd), learned=memory)
    layout = next(iter(memory._sites.values()))
    assert layout.looks
    for endings in layout.looks.values():
        endings.kept, endings.left_out = 3, 3
    assert not is_recalled(extract_page(page(31, within=odd), learned=memory))


def quoting(number: int) -> Page:
    """A page with a quote in a place of its own."""
    return page(number, within=f"<blockquote class='say'><p>{prose(number)}</p></blockquote>")


def test_a_site_that_differs_begins_anew() -> None:
    """A check that finds another text costs the site what was learned; after some of them it is left alone."""
    memory, numbers = LearnedLayouts(), itertools.count(1)
    extract_page(quoting(next(numbers)), learned=memory)
    (layout,) = memory._sites.values()
    for differences in range(1, MAX_DIFFERENCES + 1):
        while not is_recalled(extract_page(quoting(next(numbers)), learned=memory)):
            assert layout.pages < 40
        for kind, endings in (*layout.looks.items(), *layout.places.items()):
            if "say" in str(kind):  # as if quotes had gone on the pages before
                endings.kept, endings.left_out, endings.mark = 0, endings.kept, learned.OUTSIDE
        for _ in range(CHECKED):
            extract_page(quoting(next(numbers)), learned=memory)
        assert layout.differences == differences
    for _ in range(30):
        assert not is_recalled(extract_page(quoting(next(numbers)), learned=memory))


def test_a_page_that_the_full_way_refuses_is_a_difference(
    site: LearnedLayouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the full way refuses and the memory would not is found by a check, too."""
    (layout,) = site._sites.values()

    def refuse(_: object) -> None:
        raise PageError("no-article")

    monkeypatch.setattr(extraction, "_full_body", refuse)
    for number in range(60, 60 + CHECKED):
        with contextlib.suppress(PageError):
            extract_page(page(number), learned=site)
    assert layout.differences == 1


def test_authors_are_those_of_the_page() -> None:
    """A line is put on record under the rule that it matches itself, so whom it names is not lost."""
    memory = LearnedLayouts()

    def signed(number: int, words: str) -> Page:
        made = page(number, within=f'<p class="sign">{words}</p>')
        return replace(made, html=str(made.html).replace('<p class="by">By Ada Example</p>', ""))

    for number in range(1, 40):
        extract_page(signed(number, "(Reporting by Ada Sample)"), learned=memory)
    for number, words in enumerate(
        ("By Bertha Sample", "Written by Bertha Sample", "(Reporting by Bertha Sample)"), 50
    ):
        odd = signed(number, words)
        assert extract_page(odd, learned=memory).article.authors == extract_page(odd).article.authors


def test_rows_of_tables_are_never_recalled() -> None:
    """The full way takes a row now and then, so pages with tables go it."""
    memory = LearnedLayouts()
    table = "<table><tr><td>Road</td><td>Houses</td></tr><tr><td>Road 1</td><td>12</td></tr></table>"
    assert not any(is_recalled(extract_page(page(number, within=table), learned=memory)) for number in range(1, 50))


def test_two_articles_on_a_page(site: LearnedLayouts) -> None:
    """Where two elements may be the article part, the full way decides."""
    other = f'<article class="story"><h1>Another road</h1><div class="text"><p>{prose(7)}</p></div></article>'
    read_the_full_way(site, page(60, beside=other))


def test_a_page_of_thousands_of_kinds_is_not_learned(site: LearnedLayouts) -> None:
    """What is remembered of a site is bounded by size, whatever its pages hold."""
    (layout,) = site._sites.values()
    before = len(layout.looks)
    extract_page(
        page(60, within="".join(f'<p class="k{chr(97 + n % 26) * (n // 26 + 1)}">{prose(n)}</p>' for n in range(1200))),
        learned=site,
    )
    assert len(layout.looks) == before


def test_no_more_sites_than_fit() -> None:
    """Of more sites than the memory holds, the one that was read longest ago is forgotten."""
    memory, rules = LearnedLayouts(), load_rules().for_language("en")
    first = memory.of("first.example", rules)
    for number in range(learned.MAX_SITES - 1):
        memory.of(f"{number}.example", rules)
    assert memory.of("first.example", rules) is first
    memory.of("one-more.example", rules)
    assert memory.of("first.example", rules) is first
    assert len(memory._sites) == learned.MAX_SITES


def test_a_site_that_is_never_recalled_is_seldom_tried() -> None:
    """After some pages in a row that could not be recalled, only each fourth is tried."""
    tried = []

    class Counting(LearnedLayout):
        def _recalled(self, *_: object) -> None:
            tried.append(self.missed)

    layout = Counting(pages=MIN_PAGES)
    for _ in range(48):
        assert layout.recall(None, None, None) is None  # type: ignore[arg-type]
    assert tried == [*range(8), *range(8, 48, 4)]
