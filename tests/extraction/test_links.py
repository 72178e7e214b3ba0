"""Where the words of a story lead to."""

from __future__ import annotations

import pytest

import newscrawl

SAID = "On day {} the council of the harbour town spoke about the old bridge, its repair and what it will cost them."


def links(body: str, head: str = "") -> list[tuple[int, int, str, str]]:
    """Line, start, words and address of each link of a page with this story."""
    html = f"<html><head><title>The bridge</title>{head}</head><body><nav><a href='/n'>News</a></nav><article><h1>The bridge</h1>{body}</article></body></html>"
    article = newscrawl.extract(html, url="https://paper.example/news/bridge")
    lines = article.text.split("\n")
    assert all(lines[link.line][link.start :].startswith(link.text) for link in article.links)
    return [(link.line, link.start, link.text, link.url) for link in article.links]


def story(*paragraphs: str) -> str:
    return "".join(f"<p>{each}</p>" for each in (*paragraphs, *(SAID.format(day) for day in range(1, 6))))


def test_links_have_a_place() -> None:
    """Line and character are those of the text, white space folded; addresses are absolute."""
    body = story(
        "The   mayor\n said <a href='/people/mayor'>what she\n thinks</a> of it, and <b><a href='http://b.example/x?a=1&amp;b=2'>others</a></b> did so the day after that.",
        "Nobody who lives in the town was asked whether the ferry should sail again <a href='../ferry#times'>in winter</a>.",
    )

    assert links(body) == [
        (0, 15, "what she thinks", "https://paper.example/people/mayor"),
        (0, 42, "others", "http://b.example/x?a=1&b=2"),
        (1, 75, "in winter", "https://paper.example/ferry#times"),
    ]


def test_the_base_of_a_page_counts() -> None:
    """Relative addresses stand against `<base>`, as in a browser."""
    found = links(
        story("The mayor said <a href='x'>what she thinks</a> of it on the first day of the month of May."),
        "<base href='https://cdn.example/a/'>",
    )

    assert [url for *_, url in found] == ["https://cdn.example/a/x"]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#notes'>notes</a>", "<a href='javascript:void(0)'>what</a>", "<a href='mailto:a@b.example'>mail</a>", "<a>what</a>",
        "<a href=''>what</a>", "<a href='/x'><img src='/i.png'></a>", "<a href='https://[::x'>what</a>", f"<a href='/{'x' * 3000}'>what</a>",
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_no_link(link: str) -> None:
    """Places of the page itself, scripts, addresses of mails, pictures, what is no address."""
    assert (
        links(story(f"The mayor said {link} of it on the first day of the month of May, and nobody was astonished."))
        == []
    )


def test_words_that_stand_twice() -> None:
    """Each link is found behind the one before it, as a whole word."""
    body = story(
        "The US and the bus <a href='/1'>us</a> company agreed with <a href='/2'>us</a> on a plan that was made for us in the town hall."
    )

    assert [(start, url[-1]) for _, start, _, url in links(body)] == [(19, "1"), (42, "2")]


def test_words_that_stand_before_their_link() -> None:
    """The place is the link's own, also where its words stand in the line, or in one above, without leading anywhere."""
    twice = "The bridge is closed, and so the mayor of the town wrote to the <a href='/1'>bridge</a> company on Monday."
    breaks = "<br><br>".join(
        (
            f"{SAID.format(1)} More is said here.",
            SAID.format(2),
            f"{SAID.format(3)} More is said <a href='/2'>here</a>.",
            SAID.format(4),
        )
    )

    assert [(line, start, url[-1]) for line, start, _, url in links(story(twice))] == [(0, 64, "1")]
    assert [(line, start > len(SAID), url[-1]) for line, start, _, url in links(f"<div>{breaks}</div>")] == [
        (2, True, "2")
    ]


def test_the_links_of_a_line_that_goes() -> None:
    """They are found nowhere else, also where a later line of the same element has the same words."""
    breaks = "<br><br>".join(
        (
            SAID.format(1),
            "[<a href='/ann'>Ann Lund</a>, reporter]",
            f"{SAID.format(2)} So said Ann Lund to <a href='/b'>the board</a>.",
            SAID.format(3),
        )
    )

    assert [(line, words) for line, _, words, _ in links(f"<div>{breaks}</div>")] == [(1, "the board")]


def test_links_in_cells_of_a_table() -> None:
    """Their place counts the bars between the cells."""
    rows = "".join(
        f"<tr><td>Ward {ward}</td><td><a href='/w{ward}'>Ward {ward}</a></td><td>{ward * 371} votes for the bridge</td></tr>"
        for ward in range(1, 6)
    )
    found = links(f"{story()}<table><tr><th>Ward</th><th>Page</th><th>Votes</th></tr>{rows}</table>{story()}")

    assert [(start, words) for _, start, words, _ in found] == [(9, f"Ward {ward}") for ward in range(1, 6)]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://a.example/fo&#10;o", "https://a.example/foo"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("HTTP://a.example/x", "http://a.example/x"),
        ("https:\\\\a.example\\x?a\\b", "https://a.example/x?a\\b"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
    ],
)  # fmt: skip
def test_addresses_as_browsers_read_them(href: str, url: str) -> None:
    """Without line ends, with white space and the other stroke as they are sent."""
    assert [
        each
        for *_, each in links(
            story(f"The mayor said <a href='{href}'>what she thinks</a> of it on the first day of May.")
        )
    ] == [url]


def test_a_saved_page_knows_where_it_stood() -> None:
    """Without an address relative ones stand against the one that it gives itself."""
    said = story("The mayor said <a href='x'>what she thinks</a> of it on the first day of the month of May.")
    html = f"<html><head><link rel=canonical href='https://paper.example/news/bridge'></head><body><article><h1>The bridge</h1>{said}</article></body></html>"

    assert [link.url for link in newscrawl.extract(html, url="").links] == ["https://paper.example/news/x"]


def test_a_broken_base_is_none() -> None:
    """Relative addresses stand against the page's own then, as in a browser."""
    said = story("The mayor said <a href='x'>what she thinks</a> of it on the first day of the month of May.")
    urls = [
        url for base in ("http://[::", "javascript:x", "https://") for *_, url in links(said, f"<base href='{base}'>")
    ]

    assert urls == ["https://paper.example/news/x"] * 3


def test_paragraphs_of_line_breaks() -> None:
    """Lines of one element have their own links."""
    breaks = "<br><br>".join(
        f"{SAID.format(day)} <a href='/{day}'>More of day {day}</a> was said there." for day in range(4)
    )

    assert [(line, url[-1]) for line, _, _, url in links(f"<div>{breaks}</div>")] == [
        (day, str(day)) for day in range(4)
    ]


def test_points_in_points() -> None:
    """A link of an inner list is not one of the point around it too."""
    body = f"""{story()}<ul><li>The first of <a href='/1'>the plans</a> for the bridge that were shown in the town hall<ul>
      <li>with a <a href='/2'>new roof</a> above the whole length of it</li></ul></li></ul>{story()}"""
    found = links(body)

    assert len(found) == len(set(found)) <= 2


def test_what_is_cut_out_takes_its_links_along() -> None:
    """Neither teasers nor a byline glued to a line leave any."""
    body = story(
        "The mayor said that it would be <a href='/ok'>a long summer</a> for the harbour and for all who work in it."
    )
    body += "<div class='related-articles'><h3>Read also</h3><ul><li><a href='/other'>Another bridge is closed</a></li></ul></div>"

    assert [url for *_, url in links(body)] == ["https://paper.example/ok"]


def test_links_of_all_pages_of_a_story() -> None:
    """A joined story counts its lines through."""

    def page(number: int) -> str:
        following = f"<a rel='next' href='/news/bridge?page={number + 1}'>Next page</a>" if number < 2 else ""
        said = "".join(
            f"<p>On page {number} the council said <a href='/{number}{day}'>sentence {day} of the plan</a> for the bridge, and was asked about it by the people.</p>"
            for day in range(4)
        )
        return f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{said}</article><div class='pagination'>{following}</div></body></html>"

    first = newscrawl.explain(page(1), url="https://paper.example/news/bridge")
    whole = newscrawl.follow(first, lambda url: page(2)).article

    assert [(link.line, link.url[-2:]) for link in whole.links] == [
        (number, f"{1 + number // 4}{number % 4}") for number in range(8)
    ]


def test_a_line_that_is_taken_out_later_moves_the_others() -> None:
    """Lines that a site repeats are known in the crawl only; links follow the text."""
    from newscrawl.extraction import with_lines

    html = f"<html><body><article><h1>The bridge</h1>{story(*(f'{SAID.format(day)} <a href=/{day}>So it is</a>.' for day in range(3)))}</article></body></html>"
    read = newscrawl.explain(html, url="https://paper.example/news/bridge")
    fewer = with_lines(read, read.lines[1:], read.removals).article

    assert [(link.line, link.url[-1]) for link in fewer.links] == [(0, "1"), (1, "2")]
