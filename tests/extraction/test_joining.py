"""Stories of several pages, put together."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import newscrawl
from newscrawl import Article, Extraction, Page
from newscrawl.report.page import fields_of

URL = "https://paper.example/2026/mills"
TITLE = "The mills of Lower Bexford"


def words(first: int, last: int) -> list[str]:
    """Paragraphs of an invented story."""
    return [
        f"Mill {number} ground its last corn in {1890 + number}, and {number * 3} people of the ward lost their work there."
        for number in range(first, last)
    ]


def html(lines: list[str], following: str = "", *, title: str = TITLE, head: str = "") -> str:
    """One page."""
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    link = f"<link rel=next href='{following}'>" if following else ""
    return f"<html lang=en><head><title>{title}</title>{link}{head}</head><body><h1>{title}</h1><article>{body}</article></body></html>"


def follow(first: str, further: Mapping[str, str | bytes | Page], **options: int) -> Extraction:
    """The story that begins with a page."""
    return newscrawl.follow(newscrawl.explain(first, URL), further.get, **options)


def texts(article: Article) -> list[str]:
    """Its lines."""
    return article.text.split("\n")


def test_lines_and_removals_go_behind_what_is_there() -> None:
    """So whoever merges them by position sees the pages one after the other."""
    notice = "© The Bexford Bell. All rights reserved."
    story = follow(html(words(1, 6), f"{URL}/2"), {f"{URL}/2": html([*words(6, 9), notice])})

    assert texts(story.article) == words(1, 9)
    assert [line.text for line in sorted(story.lines, key=lambda line: line.position)] == words(1, 9)
    assert {line.position for line in story.lines}.isdisjoint(removal.position for removal in story.removals)
    assert story.removals[-1].text == notice and story.removals[-1].position > story.lines[-1].position
    assert story.next_page is None and story.evidence["pages"] == f"{URL}/2"
    assert story.article.content_hash != newscrawl.extract(html(words(1, 6)), URL).content_hash


def test_what_an_earlier_page_said_is_said_once() -> None:
    """At the head and at the end of a page, where all have the same; amid it a line may say the same twice."""
    row = "<h2>What is left</h2>"
    first = [*words(1, 4), row, *words(4, 6)]
    further = [words(1, 2)[0], words(5, 6)[0], *words(6, 8), row, words(2, 3)[0], *words(8, 10), words(3, 4)[0]]
    story = follow(html(first, f"{URL}/2"), {f"{URL}/2": html(further)})

    assert texts(story.article) == [
        *words(1, 4), "What is left", *words(4, 8), "What is left", words(2, 3)[0], *words(8, 10)
    ]  # fmt: skip
    assert [removal.text for removal in story.removals if removal.rule == "page.repeated"] == [
        words(1, 2)[0],
        words(5, 6)[0],
        words(3, 4)[0],
    ]


TIME = "<meta property='article:published_time' content='{}'>"
MORNING, EVENING, DAY = "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z", "2026-11-23"


def second(
    address: str,
    *,
    title: str = TITLE,
    first_title: str = TITLE,
    times: tuple[str, str] = ("", ""),
    head: str = "",
    at: str = "",
) -> Extraction:
    """A story and the page at an address that its first page leads to."""
    first_head, second_head = (TIME.format(time) if time else "" for time in times)
    first = html(words(1, 6), address, title=first_title, head=first_head)
    page = Page(url=at or address, html=html(words(6, 9), title=title, head=second_head + head))
    return newscrawl.follow(newscrawl.explain(first, URL), {address: page}.get)


@pytest.mark.parametrize(
    ("title", "first_title"),
    [
        (f"{TITLE} - Page 2", TITLE),
        (f"{TITLE} (2/3)", f"{TITLE} (1/3)"),
        (f"{TITLE} | Seite 2 von 3", TITLE),
        (f"{TITLE}（2ページ目）", TITLE),
        (f"{TITLE}（2/2 ページ）", f"{TITLE}（1/2 ページ）"),
        (f"{TITLE} 【2】", f"{TITLE} 【1】"),
        (f"{TITLE}: The last miller", TITLE),
    ],
)
def test_pages_add_their_number_to_the_headline(title: str, first_title: str) -> None:
    """Page and story are known by the headline without it."""
    for address in (f"{URL}?page=2", f"{URL}/2", f"{URL}_2"):
        assert texts(second(address, title=title, first_title=first_title).article) == words(1, 9)


@pytest.mark.parametrize("title", ["Mill 2", "The choir of Upper Bexford", "The mill"])
def test_a_page_with_another_headline_is_another_story(title: str) -> None:
    """A mere number may be that of the next story, and this one is whole."""
    story = second(f"{URL}/2", title=title, first_title=TITLE if "choir" in title else "Mill 1")

    assert texts(story.article) == words(1, 6)
    assert story.article.flags == ()


def test_an_address_that_names_a_page_needs_the_headline_or_the_time() -> None:
    """Some pages have a heading of their own; a page that asks for a subscription has neither, and the rest is missing."""
    assert texts(second(f"{URL}?page=2", title="The last miller", times=(MORNING, MORNING)).article) == words(1, 9)
    wall = second(f"{URL}?page=2", title="Become a member")

    assert texts(wall.article) == words(1, 6) and "truncated" in wall.article.flags


@pytest.mark.parametrize(
    ("times", "title", "is_joined"),
    [
        ((MORNING, MORNING), TITLE, True),
        ((MORNING, EVENING), TITLE, False),
        ((MORNING, ""), TITLE, False),
        ((DAY, DAY), TITLE, False),
        (("", ""), TITLE, False),
        ((MORNING, MORNING), "Fire in Hill Street kills three", False),
    ],
)
def test_entries_of_one_name_are_told_by_their_times(times: tuple[str, str], title: str, is_joined: bool) -> None:
    """Blogs give the next entry of the same name the address `…-2`."""
    story = second(f"{URL}-2", title=title, times=times)

    assert texts(story.article) == words(1, 9 if is_joined else 6)
    assert ("joined" in story.article.flags) is is_joined and "truncated" not in story.article.flags


def test_a_page_that_names_the_storys_address_belongs_to_it() -> None:
    """Whatever else it says."""
    canonical = f"<link rel=canonical href='{URL}'>"
    story = second(f"{URL}-2", title="Fire in Hill Street", times=(MORNING, EVENING), head=canonical)

    assert texts(story.article) == words(1, 9)


def test_a_page_that_leads_elsewhere_is_not_of_the_story() -> None:
    """A list, another story, a login page; the story's own first page says that there is no more."""
    for at in (
        "https://paper.example/news?page=2",
        "https://paper.example/2026/other",
        "https://login.example/?page=2",
    ):
        story = second(f"{URL}?page=2", at=at)
        assert texts(story.article) == words(1, 6) and "truncated" in story.article.flags

    first = html(words(1, 6), f"{URL}?page=2")
    story = newscrawl.follow(newscrawl.explain(first, URL), lambda _: Page(url=URL, html=first))
    assert texts(story.article) == words(1, 6) and story.article.flags == ()


def test_a_page_that_shows_the_story_again_with_comments_adds_nothing() -> None:
    """Nor does one of which only the time of reading is another."""
    comments = [
        "I lived beside that mill as a child and remember the wheel.",
        "So do I, it kept us awake at night for years.",
    ]
    first = html([*words(1, 6), "Read 1,201 times."], f"{URL}?page=2")
    story = follow(first, {f"{URL}?page=2": html([*words(1, 6), "Read 1,202 times.", *comments])})

    assert texts(story.article)[:5] == words(1, 6) and "joined" not in story.article.flags
    assert "truncated" not in story.article.flags


def test_a_live_blog_is_taken_as_its_first_page_has_it() -> None:
    """Its older entries move from page to page."""
    live = '<script type=\'application/ld+json\'>{"@type": "LiveBlogPosting", "headline": "The mills", "datePublished": "2026-11-23"}</script>'
    story = follow(html(words(1, 6), f"{URL}?page=2", head=live), {f"{URL}?page=2": html(words(6, 9))})

    assert texts(story.article) == words(1, 6) and {"live", "truncated"} <= set(story.article.flags)


def test_pages_that_count_from_0_are_all_asked_for() -> None:
    """Drupal's second page is `?page=1`, or `?page=0,1` where a page has several pagers."""
    for query in ("?page={}", "?page=0%2C{}"):

        def page(number: int, query: str = query) -> str:
            links = "".join(f"<li><a href='{query.format(n)}'>{n + 1}</a></li>" for n in range(4) if n != number)
            pager = f"<nav class=pager><ul>{links}</ul></nav>" if number < 3 else "<nav class=pager></nav>"
            return html(words(number * 5 + 1, number * 5 + 6)).replace("</article>", f"</article>{pager}")

        pages = {URL + query.format(number): page(number) for number in range(1, 4)}
        assert texts(follow(page(0), pages).article) == words(1, 21)


def test_a_page_that_repeats_the_story_adds_nothing() -> None:
    """Pages of comments do; behind a paywall the rest stays out of reach."""
    first = html(words(1, 6), f"{URL}?page=2")
    assert follow(first, {f"{URL}?page=2": first}).article.flags == ()

    paid = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "The mills", "isAccessibleForFree": false}</script>'
    first = html(words(1, 6), f"{URL}?page=2", head=paid)
    assert "truncated" in follow(first, {f"{URL}?page=2": first}).article.flags


def test_a_page_that_cannot_be_had_leaves_a_flag() -> None:
    """Nothing that was read before is lost."""
    further = html(words(6, 9), f"{URL}?page=3")
    story = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": further})
    refused = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": b""})

    assert texts(story.article) == words(1, 9) and {"joined", "truncated"} <= set(story.article.flags)
    assert texts(refused.article) == words(1, 6) and "truncated" in refused.article.flags


def test_no_more_pages_than_are_wanted() -> None:
    """A story without an end costs as much as is allowed."""
    pages = {f"{URL}?page={n}": html(words(n * 5, n * 5 + 5), f"{URL}?page={n + 1}") for n in range(2, 40)}
    story = follow(html(words(1, 6), f"{URL}?page=2"), pages, most=4)

    assert texts(story.article) == [*words(1, 6), *words(10, 25)]
    assert {"joined", "truncated"} <= set(story.article.flags)


def test_what_the_first_page_does_not_know_is_taken_from_the_others() -> None:
    """Bylines and copyright lines often stand on the last page, pictures on each."""
    pictures = [
        f"<figure><img src='/{n}.jpg' width=800 height=600><figcaption>Mill {n} in spring</figcaption></figure>"
        for n in (1, 2)
    ]
    head = "<meta name=author content='Ada Quill'><meta name=keywords content='mills, bread'>"
    first = html([*words(1, 4), pictures[0], *words(4, 6)], f"{URL}?page=2")
    further = html(
        [*words(6, 8), pictures[1], *words(8, 10), "© 2026 The Bexford Bell. All rights reserved."], head=head
    )
    article = follow(first, {f"{URL}?page=2": further}).article

    assert article.authors == ("Ada Quill",) and set(article.tags) == {"mills", "bread"}
    assert [image.url[-6:] for image in article.images] == ["/1.jpg", "/2.jpg"]
    assert article.rights.notice is not None and "The Bexford Bell" in article.rights.notice


def test_a_page_may_be_given_as_it_was_fetched() -> None:
    """With its headers, which tell its encoding."""
    further = html(
        ["Mill six ground its last corn in a bitter December, said the miller’s daughter Zoë, and nobody came."]
    )
    page = Page(
        url=f"{URL}?page=2", html=further.encode("cp1252"), headers={"content-type": "text/html; charset=windows-1252"}
    )
    story = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": page})

    assert "daughter Zoë" in story.article.text


def test_the_explanation_says_which_pages_were_joined_and_which_is_missing() -> None:
    """Whoever asks where a line comes from finds the page."""
    story = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": html(words(6, 9), f"{URL}?page=3")})
    told = {name: value for name, value, _ in fields_of(story)}

    assert (told["pages"], told["missing page"]) == (f"{URL}?page=2", f"{URL}?page=3")
