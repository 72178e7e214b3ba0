"""Stories of several pages, put together."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import newscrawl
from newscrawl import Article, Extraction, Page

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
    """The deck, the last paragraph of the page before; a short line amid the page may say the same twice."""
    row = "<h2>What is left</h2>"
    first = [*words(1, 4), row, *words(4, 6)]
    second = [words(1, 2)[0], words(5, 6)[0], *words(6, 8), row, *words(8, 10)]
    story = follow(html(first, f"{URL}/2"), {f"{URL}/2": html(second)})

    assert texts(story.article) == [
        *words(1, 4), "What is left", *words(4, 8), "What is left", *words(8, 10)
    ]  # fmt: skip
    assert [removal.text for removal in story.removals if removal.rule == "page.repeated"] == [
        words(1, 2)[0],
        words(5, 6)[0],
    ]


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} - Page 2", f"{TITLE} (2/3)", f"{TITLE} | Seite 2 von 3", f"{TITLE}（2ページ目）", f"{TITLE}: The last miller", "2",
    ],
)  # fmt: skip
def test_pages_add_their_number_to_the_headline(title: str) -> None:
    """An address that names a page says enough; one with a mere number is that of the story if the headline is."""
    address = f"{URL}-2" if title.startswith(TITLE) else f"{URL}?page=2"
    story = follow(html(words(1, 6), address), {address: html(words(6, 9), title=title)})

    assert texts(story.article) == words(1, 9)
    assert story.article.title == TITLE


@pytest.mark.parametrize(
    ("title", "published"),
    [("The choir of Upper Bexford", ""), (TITLE, "2026-11-24T06:00:00Z")],
)
def test_another_story_is_not_added(title: str, published: str) -> None:
    """Of another headline, or of another day; then this one is whole."""
    time = "<meta property='article:published_time' content='{}'>"
    first = html(words(1, 6), f"{URL}-2", head=time.format("2026-11-23T06:00:00Z"))
    story = follow(
        first, {f"{URL}-2": html(words(6, 9), title=title, head=time.format(published) if published else "")}
    )

    assert texts(story.article) == words(1, 6)
    assert story.article.flags == ()


def test_a_page_that_repeats_the_story_adds_nothing() -> None:
    """Pages of comments do; behind a paywall the rest stays out of reach."""
    first = html(words(1, 6), f"{URL}?page=2")
    assert follow(first, {f"{URL}?page=2": first}).article.flags == ()

    paid = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "The mills", "isAccessibleForFree": false}</script>'
    first = html(words(1, 6), f"{URL}?page=2", head=paid)
    assert "truncated" in follow(first, {f"{URL}?page=2": first}).article.flags


def test_a_page_that_cannot_be_had_leaves_a_flag() -> None:
    """Nothing that was read before is lost."""
    second = html(words(6, 9), f"{URL}?page=3")
    story = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": second})
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
    second = html(
        [*words(6, 8), pictures[1], *words(8, 10), "© 2026 The Bexford Bell. All rights reserved."], head=head
    )
    article = follow(first, {f"{URL}?page=2": second}).article

    assert article.authors == ("Ada Quill",) and set(article.tags) == {"mills", "bread"}
    assert [image.url[-6:] for image in article.images] == ["/1.jpg", "/2.jpg"]
    assert article.rights.notice is not None and "The Bexford Bell" in article.rights.notice


def test_a_page_may_be_given_as_it_was_fetched() -> None:
    """With its headers, which tell its encoding."""
    second = html(
        ["Mill six ground its last corn in a bitter December, said the miller’s daughter Zoë, and nobody came."]
    )
    page = Page(
        url=f"{URL}?page=2", html=second.encode("cp1252"), headers={"content-type": "text/html; charset=windows-1252"}
    )
    story = follow(html(words(1, 6), f"{URL}?page=2"), {f"{URL}?page=2": page})

    assert "daughter Zoë" in story.article.text
