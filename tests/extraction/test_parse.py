"""The one parse: what no tree may hold, markup bombs, odd markup."""

import pytest

from newscrawl.errors import PageError
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse


def test_windows_quotes_as_numbers() -> None:
    """`&#146;` is an apostrophe, as browsers have it."""
    assert parse("<html><body><p>It&#146;s open</p></body></html>").findtext(".//p") == "It’s open"


@pytest.mark.parametrize(
    "reference", ["&#1;", "&#x0B;", "&#x1f", "&#127;", "&#x7F;", "&#129;", "&#129", "&#x9D;", "&#65535;", "&#xFFFE;"]
)
def test_references_to_control_characters_go(reference: str) -> None:
    """What no XML tree may hold cannot be brought in by its number either, in text or attributes."""
    paragraph = parse(
        f'<html><body><p style="a{reference} b">It{reference} is open &#39;now&#39;</p></body></html>'
    ).find(".//p")
    assert (paragraph.text, paragraph.get("style")) == ("It is open 'now'", "a b")


_MANY_NAMES = " ".join(f"a{n}" for n in range(20_000))


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{n}=1" for n in range(3000)) + ">x",
        "<p " + " ".join(f"a{n}='<b>'" for n in range(3000)) + ">x",
        "<p " + " ".join(f"a{n}" for n in range(20_000)) + ">x",
        *(
            f"{before}<p {_MANY_NAMES}{behind}>x"
            for before, behind in (
                ("<scripté>", ""),
                ("<style-x>", ""),
                ("<script.x>", ""),
                ("<!-->", ""),
                ("<!--->", ""),
                ("<!--x--!>", ""),
                ('<a ="><i>', '"'),
                ('<a="><i>', '"'),
                ('<a b=="><i>', '"'),
            )
        ),
        "<p>x</p>" + "</b>" * 30_000,
        "<div>" * 5_000 + "x",
    ],
    ids=[
        "attributes",
        "tags in values",
        "names only",
        "no script",
        "no style",
        "no script either",
        "empty comment",
        "short comment",
        "comment with a bang",
        "equals sign first",
        "equals sign in a tag's name",
        "equals sign in a value",
        "ends",
        "depth",
    ],
)
def test_markup_bombs_are_refused(html: str) -> None:
    """What would keep the parser busy is no page for people."""
    with pytest.raises(PageError) as caught:
        Nodes(parse(html))
    assert caught.value.code == "too-complex"


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f'data-{n}="{n} < {n + 1}"' for n in range(300)) + ">x</p>",
        '<p class=”wide">' + "<b>x</b>" * 3000,
        "<script>" + "if (a<b) c(); " * 3000 + "</script><p>x</p>",
        "<!-- " + "<a b c " * 3000 + " --><p>x</p>",
        f"<SCRIPT type=x><p {_MANY_NAMES}></SCRIPT ><p>x</p>",
    ],
    ids=["many attributes", "a typographic quote", "script", "comment", "names in a script"],
)
def test_odd_markup_is_no_bomb(html: str) -> None:
    """What pages hold by mistake or by habit is read."""
    assert parse(html).find(".//p") is not None


def test_nesting_that_old_editors_leave_is_read() -> None:
    """Some hundred levels are ugly, but the text is there."""
    tree = parse("<div>" * 400 + "<p>deep</p>")
    assert tree.findtext(".//p") == "deep"


def test_markup_beside_the_root_is_part_of_the_page():
    """What a stray comment or end tag throws out of the root element is read all the same."""
    tree = parse("<html><body><p>One.</p></body></html><?x?></html><div><p>Two.</p></div>")

    assert [p.text for p in tree.iter("p")] == ["One.", "Two."]
