"""The story as Markdown shows the same text, whatever signs stand in it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl.output.markdown import marked

markdown_it = pytest.importorskip("markdown_it", reason="comes with rich")

SIGNS = st.text('ab1.)#>-+=*_`[]()<>&;~!\\|:/ "é한', min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
WORDS = ["http://x.example/a_b_c", "snake_case", "_so_", "**so**", "1. May", "2026", "- so", "&amp;", "<b>", "===", "~~no~~", "[a](b)", "#1", "# 1", "C #", "a __so__.py", "(https://x.example/_a/b_/c).", "https://x.example/Foo_(bar) ~", "_http://x.example/~a/*b*/c_", "http://x.example/_a?b&amp;c_d_e", "https://x.example/[a]_b"]  # fmt: skip
LINES = st.one_of(SIGNS.filter(bool), st.sampled_from(WORDS))


def read(text):
    """(kind of block, its text) as a reader of CommonMark sees them."""
    open_, found = [], []
    for token in markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            kinds = [kind for kind in open_ if kind in ("heading", "blockquote", "list_item", "th", "td")]
            children = [child for child in token.children or () if child.markup != "autolink"]
            shown = "".join(child.content for child in children)
            assert {child.type for child in children} <= {"text", "text_special"}, token.content
            found.append((kinds[-1] if kinds else "paragraph", shown))
        elif token.nesting == 1:
            open_.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            open_.pop()
        else:
            raise AssertionError(f"{token.type}: {text!r}")
    return found


@settings(max_examples=300, deadline=None)
@example([("__so__", "paragraph"), ("-- --", "paragraph"), ("C #", "heading")])
@given(st.lists(st.tuples(LINES, st.sampled_from(["paragraph", "heading", "quote", "item"])), min_size=1, max_size=6))
def test_every_line_shows_as_it_is(lines):
    """No sign of the text becomes a mark, and each line stays a block of its form."""
    names = {"paragraph": "paragraph", "heading": "heading", "quote": "blockquote", "item": "list_item"}

    assert read(marked(*zip(*lines, strict=True))) == [(names[form], text) for text, form in lines]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("See https://x.example/a_b_c.", "See https://x.example/a_b_c."),
        ("See https://x.example/_next/a_/b, or _so_", r"See <https://x.example/_next/a_/b>, or \_so\_"),
        ("(https://wiki.example/Boat_(film))", "(<https://wiki.example/Boat_(film)>)"),
        ("https://x.example/~anna/ and ~bo", "<https://x.example/~anna/> and ~bo"),
    ],
)
def test_an_address_can_be_copied(text, written):
    """It has no backslash in it; where its signs would be taken for marks it stands in angle brackets."""
    assert marked([text], ["paragraph"]) == written
    assert read(written) == [("paragraph", text)]


def test_rows_become_a_table():
    """The first is its head; rows of fewer cells are filled up, a bar in a cell stays one."""
    found = read(marked(["Party | Seats", "Drainage|Alliance | 11", "Others"], ["row"] * 3))

    assert found == [("th", "Party"), ("th", "Seats"), ("td", "Drainage|Alliance"), ("td", "11"), ("td", "Others"), ("td", "")]  # fmt: skip


def test_a_number_sign_at_the_end_of_a_heading_stays():
    """It would be taken for the heading's own closing mark."""
    assert read(marked(["Draw in group #", "Who is ##"], ["heading"] * 2)) == [("heading", "Draw in group #"), ("heading", "Who is ##")]  # fmt: skip


def test_tildes_between_numbers_strike_nothing_out():
    """A single pair is enough for GitHub's dialect; Korean and Japanese write ranges so. One alone pairs with nothing."""
    assert marked(["From 3~4 to 10~20", "Some ~50"], ["paragraph"] * 2) == "From 3\\~4 to 10~20\n\nSome ~50"


def test_an_article_begins_with_headline_and_deck(make_article):
    """Then the story; a deck of two lines is two."""
    article = make_article(
        title="Ferry *sails*", subtitle="Monday\nat last", text="It sails.\nTickets\nThey cost.", structure=newscrawl.Structure(headings=(1,))
    )  # fmt: skip

    assert (
        newscrawl.markdown(article)
        == "# Ferry \\*sails\\*\n\n**Monday**\n\n**at last**\n\nIt sails.\n\n## Tickets\n\nThey cost.\n"
    )


@pytest.mark.parametrize(
    ("text", "links", "written"),
    [
        ("The mayor said so.", [("mayor", "https://x.example/_m_")], "The [mayor](<https://x.example/_m_>) said so."),
        ("*The* mayor", [("*The*", "https://x.example/a b>c")], r"[\*The\*](<https://x.example/a%20b%3Ec>) mayor"),
        ("1. May", [("May", "https://x.example/")], r"1\. [May](<https://x.example/>)"),
        ("See [here] now", [("[here]", "https://x.example/")], r"See [\[here\]](<https://x.example/>) now"),
        (
            "Look!Here",
            [("Here", "https://x.example/?a=1&copy;=2")],
            r"Look\![Here](<https://x.example/?a=1&amp;copy;=2>)",
        ),
        ("3~4 or so, 5~6", [("or", "https://x.example/")], r"3\~4 [or](<https://x.example/>) so, 5~6"),
    ],
)
def test_links_lead_where_they_did(text, links, written):
    """Where they are asked for; else their words stand as all others do."""
    those = tuple(newscrawl.Link(url=url, text=words, line=0, start=text.index(words)) for words, url in links)

    assert marked([text], ["paragraph"], those) == written
    tokens = markdown_it.MarkdownIt("commonmark").parse(written)[1].children
    assert "".join(token.content for token in tokens) == text
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"]


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=3, max_size=9), st.data())
def test_words_with_links_show_as_they_are(words, data):
    """Wherever links stand, the line shows the same text, and as many links as it has lead to their addresses."""
    text = " ".join(words) if data.draw(st.booleans()) else "".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = [
        (start, end)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if text[start:end].strip() == text[start:end]
    ]
    url = data.draw(
        st.sampled_from(["https://x.example/a_b", "https://x.example/?a=1&copy;=2", "https://x.example/(a)*b*"])
    )
    those = tuple(newscrawl.Link(url=url, text=text[start:end], line=0, start=start) for start, end in spans)
    _, inline, _ = (
        markdown_it.MarkdownIt("commonmark").enable("strikethrough").parse(marked([text], ["paragraph"], those))
    )
    leading = [
        token.attrs["href"] for token in inline.children if token.type == "link_open" and token.markup != "autolink"
    ]

    assert "".join(token.content for token in inline.children) == text
    assert leading == [url] * len(spans)


def test_links_are_asked_for(make_article):
    """An article's own are left out unless somebody wants them; those of tables are."""
    link = newscrawl.Link(url="https://x.example/", text="sails", line=0, start=3)
    article = make_article(
        title="Ferry",
        subtitle=None,
        text="It sails.\nA | B",
        structure=newscrawl.Structure(rows=(1,)),
        links=(link, newscrawl.Link(url="https://x.example/", text="B", line=1, start=4)),
    )

    assert "[sails](<https://x.example/>)" in newscrawl.markdown(article, links=True)
    assert "x.example" not in newscrawl.markdown(article)
    assert newscrawl.markdown(article, links=True).count("x.example") == 1
