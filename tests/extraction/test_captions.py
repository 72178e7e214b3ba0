"""Captions that their box gives away."""

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.captions import captions_above_credits, captions_by_pictures, captions_by_signs
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.walk import linearize

LONG = (
    "The old bridge over the river was opened again on Monday after two years of work on its piers, the council said."
)
WORDS = "The mill on the far bank has been empty since the flood of last spring, when its owner, a baker, moved to the coast."
BOX = f"<div><div><img src='a.jpg'></div><div>{WORDS}</div></div>"


def captions_in(block: str, probability: float, *, news: bool) -> list[str]:
    """What is taken for a caption of three paragraphs and a block behind the second, all of which the model keeps."""
    nodes = Nodes(document_fromstring(f"<h1>Bridge opens again</h1><p>{LONG}</p><p>{LONG}</p>{block}<p>{LONG}</p>"))
    lines = linearize(nodes.elements[0], nodes=nodes)
    found = captions_by_pictures(nodes, lines, [probability] * len(lines), {line.position for line in lines}, news=news)
    return [line.text for line in lines if line.position in found]


def test_words_that_share_a_box_with_a_picture_alone_are_its_caption() -> None:
    """A picture and some words in one box, and nothing else; pages that are no news must leave the model in doubt."""
    assert captions_in(BOX, 0.99, news=True) == captions_in(BOX, 0.7, news=False) == [WORDS]
    assert captions_in(BOX, 0.99, news=False) == []


def test_words_behind_a_picture_in_the_same_box_are_its_caption() -> None:
    """All of them stand in one element behind it; a sentence with an icon in it has words of its own, a paragraph is one."""
    caption = f"<div><img src='a.jpg'><span>{WORDS}</span></div>"
    assert captions_in(caption, 0.99, news=True) == [WORDS]
    for story in (
        caption.replace("<span>", "The mill: <span>"),
        caption.replace("div", "p"),
        caption.replace("span", "b"),
    ):
        assert captions_in(story, 0.99, news=True) == []


@pytest.mark.parametrize(
    "block",
    [
        BOX.replace("</div></div>", "</div><p>The council has asked three times who owns it, and had no answer yet.</p></div>"),
        BOX.replace("<div><img src='a.jpg'></div><div>", "<p><img src='a.jpg'>").replace("</div></div>", "</p></div>"),
        BOX.replace("<img src='a.jpg'>", "<img src='a.jpg'><img src='b.jpg'>"),
    ],
    ids=["two paragraphs", "a paragraph that holds the picture", "two pictures"],
)  # fmt: skip
def test_a_box_with_more_than_a_picture_and_its_words_is_the_story(block: str) -> None:
    """Paragraphs beside a picture, and one that opens with it, stay."""
    assert captions_in(block, 0.7, news=True) == []


@pytest.mark.parametrize(
    "block",
    [
        f"<h3>The mill</h3>{BOX}",
        f"<p><strong>The mill</strong></p>{BOX}",
        f"<div><img src='a.jpg'><p>{WORDS}</p></div>",
        f"<div><div><img src='a.jpg'></div><blockquote>{WORDS}</blockquote></div>",
        f"<div><div><img src='a.jpg'></div><div>“{WORDS}”</div></div>",
        f"<div><div><img src='a.jpg'></div><div>„{WORDS}“, sagt die Bäckerin Erika Beispiel.</div></div>",
    ],
    ids=["an entry of a list", "one under a label", "a paragraph like the others", "a quotation", "one in marks", "one with its speaker"],
)  # fmt: skip
@pytest.mark.parametrize("news", [True, False])
def test_paragraphs_and_quotations_may_have_their_picture_in_their_box(block: str, news: bool) -> None:
    """Lists of places show each, editors' blocks hold paragraph and picture, and portraits stand beside what was said."""
    assert captions_in(block, 0.7, news=news) == []


def test_where_every_line_is_a_box_without_a_name_looks_say_nothing() -> None:
    """Then a picture and words in one box are a caption as elsewhere."""
    paragraph = f"<div>{LONG}</div>"
    nodes = Nodes(document_fromstring(f"<h1>Bridge</h1>{paragraph}{paragraph}{BOX}{paragraph}"))
    lines = linearize(nodes.elements[0], nodes=nodes)
    found = captions_by_pictures(nodes, lines, [0.7] * len(lines), {line.position for line in lines}, news=True)

    assert [line.text for line in lines if line.position in found] == [WORDS]


@pytest.mark.parametrize(
    ("below", "taken"),
    [
        ("<p><img src='a.jpg'></p><p>▲ 고갯마루를 넘는 첫차</p>", ["▲ 고갯마루를 넘는 첫차"]),
        ("<p><img src='a.jpg'><br>▲ 고갯마루를 넘는 첫차</p>", ["▲ 고갯마루를 넘는 첫차"]),
        ("<p>▲ 고갯마루를 넘는 첫차</p>", []),
        ("<p><img src='a.jpg'></p><p>▲ 국장 가나다</p><p>▲ 과장 라마바</p>", []),
        ("<p><img src='a.jpg'></p><p>▲ 첫차가 고갯마루를 넘었다.</p>", []),
    ],
    ids=["below", "in one paragraph", "no picture", "a list", "a sentence"],
)
def test_words_that_point_at_the_picture_above(below: str, taken: list[str]) -> None:
    """One line behind such a sign; rows of a list come in numbers."""
    nodes = Nodes(document_fromstring(f"<p>{LONG}</p>{below}<p>{LONG}</p><p>{LONG}</p>"))
    lines = [line for line in linearize(nodes.elements[0], nodes=nodes) if line.text]
    found = captions_by_signs(lines, {line.position for line in lines})
    assert [line.text for line in lines if line.position in found] == taken


def test_a_sign_above_a_pictures_credit() -> None:
    """Such a line is the caption, also where it is a sentence; rows with one sign, above a credit, are none."""
    lines = linearize(
        document_fromstring(
            "<body><p>▲ 새 다리</p><p>ⓒ 홍길동</p><p>물이 빠졌다.</p><p>▲ 나루</p><p>▲ 해든</p><p>ⓒ 홍길동</p></body>"
        )
    )
    taken = {line.position: line.text for line in lines if line.text.startswith("ⓒ")}

    assert [line.text for line in captions_above_credits(lines, taken)] == ["▲ 새 다리"]
    assert captions_above_credits(lines, {}) == []
