"""Profiles drafted from pages: what they name, and that pages are read with them as without."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from newscrawl.article import Page
from newscrawl.extraction import extract_page
from newscrawl.noise import load_rules
from newscrawl.report.draft_pages import Read, read_all
from newscrawl.report.drafts import Draft, differences, drafted
from newscrawl.report.places import ways_to
from newscrawl.report.profile_text import profile_text
from newscrawl.report.url_shapes import article_patterns, site_of
from newscrawl.sites import load_profile, load_sites, with_profile, without_profiles

DEFAULT, RULES = without_profiles(load_sites()), load_rules()
SUBJECTS = ("ferry", "harbour", "market", "library", "theatre", "station")


def sentences(subject: str, number: int) -> Iterator[str]:
    """Paragraphs of an invented story."""
    for day in range(4 + number):
        yield (
            f"On day {day + 1} the council of Lindholm said that the {subject} would stay open until the end of the season, and that the "
            f"{day + 3} people who work there had been told so by letter before the meeting began in the evening."
        )


def page(number: int, *, more: str = "", design: str = "old") -> Page:
    """One page of a paper that nobody knows, in one of its designs."""
    subject = SUBJECTS[number]
    story = "\n".join(f"<p>{each}</p>" for each in sentences(subject, number))
    inside = f"""<figure class="pic"><img src="/img/{number}.jpg" width="800" height="500"><figcaption>The {subject} in spring.</figcaption></figure>
      {story}
      <div class="promo-links css-1q2w3e"><strong>More on this</strong><ul><li><a href="/news/2026/0{number + 1}/other-{number}31">Mayor opens the {subject} fair</a></li>
      <li><a href="/news/2026/0{number + 1}/other-{number}32">Lindholm wins the cup</a></li></ul></div>{more}"""
    if design == "old":
        body = f"""<div class="meta-line"><span class="writer-name">Ann Lund</span> <span class="when">{number + 1} March 2026, 9.15</span></div>
          <div id="story-{number}88" class="story-text col-8">{inside}</div>"""
    else:
        body = f'<div class="Story_text__a1B2c" data-testid="story-body">{inside}</div>'
    html = f"""<html lang="en"><head><title>The {subject} stays open</title><meta property="og:site_name" content="Lindholm Gazette"></head><body>
      <header><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav></header>
      <main class="page active"><div class="article-wrap"><h1 class="story-head">The {subject} stays open</h1>
      <p class="story-deck">Council keeps its word: a year of talks about the {subject} ends well.</p>{body}</div>
      <aside class="side-list"><h3>Most read</h3><ul><li><a href="/a">Rain in Lindholm</a></li><li><a href="/b">New bus lines</a></li></ul></aside></main>
      <footer>© 2026 Lindholm Gazette</footer></body></html>"""
    return Page(url=f"https://www.gazette.example/news/2026/0{number + 1}/{subject}-{number}10", html=html)


def read(pages: Sequence[Page]) -> list[Read]:
    reads, useless = read_all(pages, DEFAULT, RULES)
    assert useless == []
    return reads


def draft_of(pages: Sequence[Page]) -> Draft:
    draft = drafted(read(pages))
    assert draft is not None
    return draft


def changes(draft: Draft) -> list[list[str]]:
    return [each for _, each in differences(draft.profile, draft.held, DEFAULT, RULES)]


def test_a_draft_names_what_all_pages_have_in_common() -> None:
    """Body, headline, deck and noise by the names that stand on every page, none by that of one page, a state, a look or a build."""
    draft = draft_of([page(number) for number in range(3)])
    (layout,) = draft.profile.layouts

    assert (draft.profile.name, draft.profile.hosts, draft.profile.language) == (
        "gazette.example",
        ("gazette.example",),
        "en",
    )
    assert (layout.body, layout.mark, layout.article) == (
        ("div.story-text",),
        ("div.story-text",),
        ("div.article-wrap",),
    )
    assert layout.title in (("h1",), ("h1.story-head",))
    assert layout.subtitle == ("p.story-deck",)
    assert layout.authors == ("span.writer-name",)
    assert [entry.select for entry in layout.remove if "promo" in entry.select] == ["div.story-text div.promo-links"]
    assert changes(draft) == [[], [], []]


def test_a_draft_reads_pages_that_it_has_not_seen() -> None:
    """The next page of the site is read by its layout, and as without it."""
    draft = draft_of([page(number) for number in range(3)])
    unseen = page(4)
    with_it = extract_page(unseen, sites=with_profile(DEFAULT, draft.profile), rules=RULES).article
    without = extract_page(unseen, sites=DEFAULT, rules=RULES).article

    assert with_it.extractor.profile == "gazette.example/2026"
    assert (with_it.text, with_it.title, with_it.subtitle, with_it.authors) == (
        without.text,
        without.title,
        without.subtitle,
        without.authors,
    )
    assert with_it.text.split("\n") == list(sentences("theatre", 4))


def test_the_file_is_a_profile(tmp_path: Path) -> None:
    """What is printed is read again as the same profile, and says where a selector is not on all pages."""
    box = '<div class="tip-box"><p>Do you know more? Write to the desk at desk@gazette.example.</p></div>'
    draft = draft_of([page(0), page(1, more=box), page(2)])
    file = tmp_path / "gazette.example.toml"
    file.write_text(profile_text(draft), encoding="utf-8")

    assert load_profile(file) == draft.profile
    assert [line for line in profile_text(draft).split("\n") if "tip-box" in line and "# on 1 of 3 pages" in line]
    assert tomllib.loads(profile_text(draft))["url"]["article"] == list(draft.profile.url.article)


def test_each_design_has_a_layout() -> None:
    """The newest first; a class with a build's hash is told by what stands before it, or by what the publisher calls it."""
    pages = [page(0), page(1), page(3, design="new"), page(4, design="new"), page(5, design="new")]
    draft = draft_of(pages)
    bodies = [layout.body[0] for layout in draft.profile.layouts]

    assert sorted(bodies) == ["div.story-text", "div[class*=Story_text__]"] or sorted(bodies) == [
        "div.story-text",
        "div[data-testid=story-body]",
    ]
    assert sorted(len(reads) for reads in draft.pages.values()) == [2, 3]
    assert changes(draft) == [[]] * 5


def test_a_story_of_line_breaks_keeps_its_noise_apart() -> None:
    """Where all paragraphs stand in one element, a box in it is still no story."""
    pages = []
    for number in range(3):
        made = page(number)
        html = (
            str(made.html)
            .replace("<p>On day", "On day")
            .replace("began in the evening.</p>", "began in the evening.<br><br>")
        )
        pages.append(Page(url=made.url, html=html))
    draft = draft_of(pages)

    assert [layout.body for layout in draft.profile.layouts] == [("div.story-text",)]
    assert changes(draft) == [[], [], []]


def test_nothing_is_drafted_where_nothing_has_a_name() -> None:
    """Pages without names give no profile instead of one that fits by chance."""
    html = "<html><body>{}</body></html>"
    paragraphs = "".join(f"<div>{each}</div>" for each in sentences("mill", 5))
    bare = Page(
        url="https://bare.example/1", html=html.format(f"<div><h3>The mill stays</h3><div>{paragraphs}</div></div>")
    )

    assert drafted(read([bare])) is None


def test_what_changes_is_told() -> None:
    """A line that the profile would let in stands behind a plus, one that it would lose behind a minus."""
    line = "<div>Newsletter: every morning at seven the gazette writes to you what matters in Lindholm.</div>"
    pages = [page(0), page(1), page(2, more=line)]
    draft = draft_of(pages)
    told = [each for _, each in differences(draft.profile, draft.held, DEFAULT, RULES) for each in each]

    assert all(each.startswith("+ ") for each in told)
    assert told == [] or "Newsletter" in told[0]


def test_pages_that_are_no_articles_are_told() -> None:
    """They are of no use, and stop nothing."""
    reads, useless = read_all([page(0), Page(url="https://www.gazette.example/x", html="<p>Gone</p>")], DEFAULT, RULES)

    assert len(reads) == 1
    assert useless[0].startswith("https://www.gazette.example/x: no article: ")


@pytest.mark.parametrize(
    "name",
    [
        "post-48213",
        "active",
        "is-open",
        "css-1q2w3e",
        "sc-bdVaJa",
        "fXGgKj",
        "mt-4",
        "col-8",
        "text-center",
        "md:flex",
        "2x",
        "container",
        "__className_e10e47",
        "df56fada",
        "sc-d47814d6-4 YeebQ",
    ],
)
def test_names_that_do_not_last_are_not_used(name: str) -> None:
    """Of one page, of a state, of a look, of a build."""
    (made,) = read([Page(url="https://paper.example/1", html=str(page(0).html).replace("col-8", name))])
    number = next(n for n, own in enumerate(made.opened.nodes.attributes) if "story-text" in own.get("class", ""))

    assert not [way for way in ways_to(made.opened.nodes, number) if any(each in way for each in name.split())]
    assert "div.story-text" in list(ways_to(made.opened.nodes, number))


@pytest.mark.parametrize(
    "urls, pattern, others",
    [
        (["https://a.example/news/2026/11/12/bridge-1", "https://a.example/news/2026/10/02/mayor-22"],
         r"/news/\d{4}/\d{2}/\d{2}/[^/?#]*\d{1,}", ["https://a.example/tag/bridge"]),
        (["https://a.example/view/20261112", "https://www.a.example/view/20261011"], r"/view/\d{8}", ["https://a.example/view/x"]),
        (["http://127.0.0.1:8000/news/11", "http://127.0.0.1:8000/news/22"], r"/news/\d{2}", ["http://127.0.0.1:8000/tag/11"]),
        (["https://a.example/뉴스/11", "https://a.example/뉴스/22"], r"/[^/?#]+/\d{2}", ["https://a.example/뉴스/x"]),
        (["https://a.example/story/bridge", "https://a.example/story/mayor"], r"/story/[^/?#]+", ["https://a.example/tag/x"]),
        (["https://a.example/world/story-2026-11-12", "https://a.example/town/other-2026-01-02"],
         r"/[^/?#]+/[^/?#]*\d{4}-\d{2}-\d{2}", ["https://a.example/world/"]),
    ],
)  # fmt: skip
def test_addresses_have_a_shape(urls: list[str], pattern: str, others: list[str]) -> None:
    """What all have in common stays, numbers become digits, what is told in words may be any."""
    import re

    (made,) = article_patterns(urls)

    host = r"127\.0\.0\.1(?::\d+)?" if "127" in urls[0] else r"a\.example"
    assert made == rf"^https?://(?:[\w-]+\.)*{host}" + pattern
    assert all(re.search(made, url) for url in urls)
    assert not any(re.search(made, url) for url in others)


@pytest.mark.parametrize(
    "urls",
    [
        ["https://a.example/x/1"],
        ["https://a.example/1", "https://a.example/x/2"],
        ["https://a.example/x", "https://b.test/x"],
        ["https://a.example/world/bridge", "https://a.example/town/mayor"],
    ],
)
def test_addresses_without_a_shape(urls: list[str]) -> None:
    """One address, addresses of different depth, words alone, and other sites' say nothing."""
    assert article_patterns(urls) == []


def test_the_site_of_several_hosts_is_their_domain() -> None:
    """Editions under one name share a profile."""
    assert site_of(["https://www.paper.example/1", "https://paper.example/2"]) == "paper.example"
    assert site_of(["https://de.paper.example/1", "https://en.paper.example/2"]) == "paper.example"


def test_the_shape_of_addresses_in_other_letters() -> None:
    """Such a host is asked for under another name than the page gives."""
    import re

    (made,) = article_patterns([f"https://신문.example/news/{number}" for number in (11, 22)])

    assert re.search(made, "https://xn--z92b13l.example/news/33")


@pytest.mark.parametrize(
    "urls",
    [
        ["https://a.co.uk/1", "https://b.co.uk/2"],
        ["https://a.example/1", "https://b.test/2"],
        ["http://127.0.0.1/1", "http://127.1.0.1/2"],
        ["http://[::1]:8000/1"],
    ],
)
def test_what_is_no_one_site(urls: list[str]) -> None:
    """Ends that everybody may use make no site, nor do numbers; and a profile cannot name every host."""
    assert site_of(urls) == ""


def test_what_a_page_counts_is_no_name() -> None:
    """The next page has as many notes as it has: none of their ids is taken out, and what that lets in is told."""
    notes = "".join(
        f'<div id="note{number}"><a href="/n/{number}">Read about note {number}</a></div>' for number in range(3)
    )
    pages = [page(0), page(1, more=notes), page(2)]
    draft = draft_of(pages)

    assert "note1" not in profile_text(draft)


def test_pages_of_many_boxes_are_drafted_at_once() -> None:
    """Boxes with a name of their own give so many entries that a person can look at them."""
    pages = []
    for number in range(3):
        words = [f"{first}{second}{third}" for first in "bdfgk" for second in "aeiou" for third in ("lm", "rn", "st")]
        boxes = [f'<div class="{word}-{"abc"[number]}"><a href="/{word}">Shop now</a></div>' for word in words]
        story = "".join(
            f"<p>{each.replace('council', 'council and the people')}</p>" for each in sentences("ferry", 40)
        )
        pages.append(page(number, more=story + "".join(boxes)))
    draft = draft_of(pages)

    assert max(len(layout.remove) for layout in draft.profile.layouts) <= 40
