"""Choosing the body."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml.html import document_fromstring

import newscrawl
from newscrawl.errors import PageError
from newscrawl.extraction.body import choose_body
from newscrawl.extraction.by_wording import NO_WORDING, ByWording
from newscrawl.extraction.choice import _links_in_a_row
from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.model.features import Known
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.vouched import (
    alike_sentences,
    doubted_sentences,
    glued_sentences,
    headings,
    listed,
    named_parts,
)
from newscrawl.extraction.walk import linearize
from newscrawl.sites import Layout

GOLDEN = Path(__file__).parents[1] / "golden"

GENERIC = Layout(name="any", seen="-")
SENTENCES = [
    f"On day {n} the council of the harbour town spoke about the old bridge and its repair for hours." for n in range(8)
]


def test_a_layout_names_its_container() -> None:
    """Lines of the container are the story, the rest of the article part is on record."""
    layout = Layout(name="x", seen="-", article=("#page",), body=(".story",))
    tree = document_fromstring(
        "<div id=page><h1>Head</h1><div class=story><p>One.</p><p>Two.</p></div><p>Foot</p></div>"
    )
    body = choose_body(Nodes(tree), {}, layout, Known())

    assert [line.text for line in body.chosen] == ["One.", "Two."]
    assert [(r.text, r.rule) for r in body.removals] == [
        ("Head", "layout.outside-body"),
        ("Foot", "layout.outside-body"),
    ]


def test_several_containers_are_joined_in_page_order() -> None:
    """A story split over two containers is read whole."""
    layout = Layout(name="x", seen="-", body=(".story",))
    tree = document_fromstring("<div><div class=story>One.</div><div>ad</div><div class=story>Two.</div></div>")

    assert [line.text for line in choose_body(Nodes(tree), {}, layout, Known()).chosen] == ["One.", "Two."]


def test_an_unknown_page_is_read() -> None:
    """Without a layout the prose is kept, and every other line is on record."""
    paragraphs = "".join(f"<p>{s}</p>" for s in SENTENCES)
    tree = document_fromstring(
        f"<body><ul><li><a>Home</a></li></ul><article><h1>Bridge</h1>{paragraphs}</article></body>"
    )
    body = choose_body(Nodes(tree), {}, GENERIC, Known())

    assert [line.text for line in body.chosen if line.text in SENTENCES] == SENTENCES


def test_marked_elements_are_not_chosen() -> None:
    """A marked paragraph is removed by its rule even if the engine would take it."""
    paragraphs = "".join(f"<p>{s}</p>" for s in SENTENCES)
    noise = "Subscribe to the letter of the harbour town and read about the old bridge every single day of the week."
    tree = document_fromstring(f"<body><article>{paragraphs}<p id=x>{noise}</p></article></body>")
    body = choose_body(Nodes(tree), {tree.get_element_by_id("x"): Mark("test.x", "why")}, GENERIC, Known())

    assert noise not in [line.text for line in body.chosen]


def test_a_page_without_text_is_no_article() -> None:
    """Where no story is found the page is refused with a code."""
    with pytest.raises(PageError) as caught:
        choose_body(Nodes(document_fromstring("<body><img src=a></body>")), {}, GENERIC, Known())

    assert caught.value.code == "no-article"


def test_a_list_that_a_sentence_announces_is_the_story() -> None:
    """Rows below a colon are kept though they are short; links below one are not."""
    paragraphs = "".join(f"<p>{s}</p>" for s in SENTENCES)
    rows, links = ["semaphore;", "conductor;", "both."], ["Ferry sold", "School opens"]
    listed = "".join(f"<li>{row}</li>" for row in rows)
    linked = "".join(f"<li><a href=/{n}>{text}</a></li>" for n, text in enumerate(links))
    tree = document_fromstring(
        f"<body><article><h1>Bridge</h1>{paragraphs}<p>The council has been given three ways to choose from on Monday:</p></article>"
        f"<div class=col><ul>{listed}</ul></div><div class=col><p>{SENTENCES[0]} See also:</p><ul>{linked}</ul></div></body>"
    )
    chosen = [line.text for line in choose_body(Nodes(tree), {}, GENERIC, Known()).chosen]

    assert [text for text in chosen if text in rows] == rows
    assert not set(links) & set(chosen)


def links_page(links: list[str], tag: str = "p") -> str:
    rows = "".join(f"<{tag}><a href='/{n}'>{text}</a></{tag}>" for n, text in enumerate(links))
    first, last = ("".join(f"<p>{s}</p>" for s in half) for half in (SENTENCES[:4], SENTENCES[4:]))
    return f"<body><article><h1>Bridge</h1>{first}{rows}{last}</article></body>"


TWO_LINKS = [
    "Ferry sold to a baker: what passengers on the island now have to know about it.",
    "Lighthouse for rent: why nobody has wanted to live there for eleven years so far.",
]


def links_in(page: str) -> list[str]:
    lines = linearize(document_fromstring(page).find("body"))
    found = _links_in_a_row(lines, {line.position for line in lines})
    return [line.text for line in lines if line.position in found]


@pytest.mark.parametrize(
    ("links", "tag", "found"), [(TWO_LINKS, "p", TWO_LINKS), (TWO_LINKS[:1], "p", []), (TWO_LINKS, "h2", [])]
)
def test_links_in_a_row_lead_out_of_a_news_story(links: list[str], tag: str, found: list[str]) -> None:
    """Paragraphs of links side by side; one alone may be a sentence, a heading its own anchor."""
    assert links_in(links_page(links, tag)) == found


def test_a_story_that_is_mostly_links_keeps_them() -> None:
    """A list of readings recommended this week is its own story."""
    assert not links_in(links_page([f"{text} {n}" for n in range(8) for text in TWO_LINKS]))


def test_a_last_sentence_stays_although_a_byline_is_glued_to_it() -> None:
    """On a portal that no profile knows, the line that ends in the reporter's address begins with the story's last sentence."""
    html = (GOLDEN / "daum-br-sports" / "page.html").read_text(encoding="utf-8")
    known = ("mArticle", "article_view", "news_view", "tit_view", "dmcf-pid", "dmcf-ptype", "kakaoContent")
    for number, name in enumerate(known):
        html = html.replace(name, f"box{number}")
    html = html.replace('data-tiara-layer="article_body"', "")

    article = newscrawl.extract(html, url="https://portal.example/v/20260503121900118")

    assert article.text.endswith("두 팀은 6월 다온호에서 다시 만난다.")


def test_a_page_nested_too_deep_for_a_reader_is_refused() -> None:
    """Readers of fields go down step by step; where the interpreter allows no more, that is the page's fault."""
    deep = "<p>" + "<span>" * 1400 + SENTENCES[0] + "</p>"
    with pytest.raises(PageError) as caught:
        newscrawl.extract(
            f"<title>The old bridge</title><h1>The old bridge</h1>{deep}", url="https://paper.example/2026/11/23/bridge"
        )
    assert caught.value.code == "too-complex"


@pytest.mark.parametrize(
    ("below", "goes"),
    [
        ("나루터 배 두 척, 세 번 팔렸다", True),
        ("나루터 배 두 척이 세 번 팔렸다.", False),
        (
            "<b>나루터 배 두 척</b>은 지난해 세 번이나 팔렸고, 값은 그때마다 두 배로 뛰었다고 마을 사람들은 말한다. 아무도 까닭을 모른다",
            False,
        ),
    ],
)
def test_a_headline_below_a_label_of_other_stories(below: str, goes: bool) -> None:
    """The label itself was left out; a line of the story right below it stays."""
    story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    lines = linearize(document_fromstring(f"<body>{story}<p>관련기사</p><p>{below}</p></body>").find("body"))
    kept = {line.position for line in lines} - {line.position for line in lines if line.text == "관련기사"}

    found = listed(lines, kept, ByWording(announces=lambda text: text == "관련기사"))

    assert [line.text for line in lines if line.position in found] == ([below] if goes else [])


@pytest.mark.parametrize(
    ("below", "lost", "goes"),
    [
        ("<div><a href='/1'>나루터 배 두 척</a></div><div><a href='/2'>나루다리 난간</a></div>", "나루터 배 두 척", ["나루다리 난간"]),
        ("<div>나루터 배 두 척이 팔렸다.</div><div>나루다리 난간</div>", "", []),
        ("<h3><a href='/1'>나루터 배 두 척</a></h3>", "", ["나루터 배 두 척"]),
        ("<h3>나루터 배 두 척</h3>", "", []),
        (f"<h3><a href='/1'>나루터 배</a></h3><p>{SENTENCES[1]}</p><h3><a href='/2'>나루다리 난간</a></h3>", "", []),
    ],
)  # fmt: skip
def test_headlines_below_a_label_go_on_past_those_that_are_gone(below: str, lost: str, goes: list[str]) -> None:
    """A sentence ends the list; linked headings of a look are sections where one of them stays."""
    story = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 3)
    lines = linearize(
        document_fromstring(f"<body>{story}<p>관련기사</p>{below}<p>{SENTENCES[0]}</p></body>").find("body")
    )
    kept = {line.position for line in lines if line.text not in ("관련기사", lost)}

    found = listed(lines, kept, ByWording(announces=lambda text: text == "관련기사"))

    assert [line.text for line in lines if line.position in found] == goes


@pytest.mark.parametrize(
    ("rows", "probability", "stays"),
    [
        ("<ul><li><a href='#a'>여행수첩</a></li><li><a href='#b'>뱃삯</a></li></ul>", 0.3, True),
        ("<ul><li><a href='#a'>여행수첩</a></li><li><a href='#b'>뱃삯</a></li></ul>", 0.2, False),
        ("<ul><li>여행수첩</li><li>뱃삯</li></ul>", 0.3, False),
    ],
)
def test_a_heading_stays_below_links_that_were_left_out(rows: str, probability: float, stays: bool) -> None:
    """Between the first section's heading and the story above it stands the page's table of contents."""
    page = f"<body><p>{SENTENCES[0]}</p>{rows}<h2>여행수첩</h2><p>{SENTENCES[1]}</p></body>"
    nodes = Nodes(document_fromstring(page))
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    doubted = SimpleNamespace(story=[0.9, 0.1, 0.1, probability, 0.9])
    kept = {lines[0].position, lines[4].position}
    assert (lines[3].position in headings(lines, doubted, kept)) is stays  # type: ignore[arg-type]


def test_who_speaks_next_stays() -> None:
    """The word in brackets above each turn of a broadcast's script belongs to it."""
    turns = "[앵커]|나루다리가 석 달 만에 다시 열립니다.|공사비는 처음 어림한 것의 두 배였습니다.|[기자]|다리 어귀에는 아침부터 주민들이 모였습니다.|모두 난간을 손으로 쓸어 보았습니다."
    tree = document_fromstring(f"<body><div>{'<br><br>'.join(turns.split('|'))}</div></body>")

    assert [line.text for line in choose_body(Nodes(tree), {}, GENERIC, Known("나루다리")).chosen] == turns.split("|")


@pytest.mark.parametrize(
    ("line", "probability", "stays"),
    [
        ("<p><b>Pelham (4-3-3):</b></p>", 0.2, True),
        ("<p>Pelham (4-3-3):</p>", 0.2, False),
        ("<p><b>The ferry goes on</b></p>", 0.3, True),
        ("<p><b>The ferry goes on</b></p>", 0.2, False),
        ("<p><b>What does the ferry cost?</b></p>", 0.3, False),
        ("<p><b>The ferry goes on, come what may.</b></p>", 0.3, False),
        ("<p><b><a href='/x'>The ferry goes on</a></b></p>", 0.3, False),
    ],
)
def test_bold_labels_and_headings_amid_the_story_stay(line: str, probability: float, stays: bool) -> None:
    """What the model doubts, but does not rule out, between two lines of the story; not questions, sentences and links."""
    nodes = Nodes(document_fromstring(f"<body><p>{SENTENCES[0]}</p>{line}<p>{SENTENCES[1]}</p></body>"))
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    doubted = SimpleNamespace(story=[0.9, probability, 0.9])
    kept = {lines[0].position, lines[2].position}
    assert (lines[1].position in headings(lines, doubted, kept)) is stays  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chance", "kept_chance", "stays"), [(0.12, 0.2, True), (0.05, 0.2, False), (0.12, 0.9, False)]
)
def test_a_sentence_stays_where_the_model_doubts_all_of_the_story(
    chance: float, kept_chance: float, stays: bool
) -> None:
    """The first paragraph of a short story is as likely as those that the engine vouches for."""
    nodes = Nodes(
        document_fromstring(f"<body><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div>{SENTENCES[2]}</div></body>")
    )
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    doubted = SimpleNamespace(story=[chance, kept_chance, chance])
    found = doubted_sentences(nodes, lines, doubted, {lines[1].position}, NO_WORDING)  # type: ignore[arg-type]
    assert found - {lines[1].position} == ({lines[0].position} if stays else set())


@pytest.mark.parametrize(("around", "stays"), [(0.1, True), (0.9, False)])
def test_a_heading_stays_where_the_model_doubts_all_of_the_story(around: float, stays: bool) -> None:
    """On short pages it rules out headings as it does the paragraphs that the engine vouches for."""
    nodes = Nodes(document_fromstring(f"<body><p>{SENTENCES[0]}</p><h3>여행수첩</h3><p>{SENTENCES[1]}</p></body>"))
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    doubted = SimpleNamespace(story=[around, 0.05, around])
    kept = {lines[0].position, lines[2].position}
    assert (lines[1].position in headings(lines, doubted, kept)) is stays  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last", "stays"),
    [
        ("기자들이 다리로 몰려들었다.", True),
        ("제보자는 이름을 밝히지 말아 달라고 했다.", True),
        ("무단 전재 및 재배포 금지.", False),
        ("나루터 배 두 척", False),
    ],
)
def test_a_short_last_sentence_stays(last: str, stays: bool) -> None:
    """It looks like the paragraphs above it and says nothing that notices say."""
    story = [
        "해든시가 지난해 12월 통행을 막은 나루다리를 오는 20일 다시 연다. 받침에서 금이 발견된 지 석 달 만이다.",
        "시는 받침 네 곳을 새로 놓고 난간을 모두 바꿨다고 12일 밝혔다. 공사비는 처음 어림한 것의 두 배다.",
        "8톤 넘는 화물차는 5월까지 위쪽 다리로 돌아가야 한다. 버스는 다음 주부터 다리를 건넌다.",
        last,
    ]
    paragraphs = "".join(f"<p>{line}</p>" for line in [*story, "<a href=/1>다른 기사</a>"])
    foot = "<footer><p>해든시 나루로 12 | 발행인 : 이누리</p></footer>"
    page = f"<html lang=ko><body><h1>나루다리 다시 연다</h1><p>입력 2026-03-12 09:15</p><div>{paragraphs}</div>{foot}</body></html>"

    text = newscrawl.extract(page.encode(), url="https://haedeun.example/news/1").text

    assert text.split("\n") == story[: 4 if stays else 3]


@pytest.mark.parametrize(
    ("between", "probability", "stays"),
    [
        ("<div class=x><p>{}</p></div>", 0.2, True),
        ("<div class=t><a href=/x>The ferry in pictures</a></div><div class=x><p>{}</p></div>", 0.2, True),
        ("<div class=t><a href=/x>The ferry in pictures</a></div><div class=x><p>{}</p></div>", 0.05, False),
        ("<div class=t><p>{}</p></div>", 0.2, False),
        ("<p>{}</p>", 0.2, False),
        (
            "<div class=t><a>One</a></div><div class=t><a>Two</a></div><div class=t><a>Three</a></div><div class=x><p>{}</p></div>",
            0.2,
            False,
        ),
    ],
)
def test_a_short_sentence_in_a_box_like_the_others_stays(between: str, probability: float, stays: bool) -> None:
    """Each paragraph stands alone in a box; two other lines may stand between it and the one that it looks like."""
    boxes = "".join(f"<div class=x><p>{line}</p></div>" for line in SENTENCES[:2])
    short = "He laughed at it."
    nodes = Nodes(document_fromstring(f"<body><article>{boxes}{between.format(short)}</article></body>"))
    lines = [line for line in linearize(nodes.elements[nodes.body], nodes=nodes) if line.text]
    kept = {line.position for line in lines if line.text in SENTENCES}
    judged = SimpleNamespace(story=[0.9 if line.position in kept else probability for line in lines])
    found = alike_sentences(nodes, lines, judged, kept, NO_WORDING)  # type: ignore[arg-type]
    assert [line.text for line in lines if line.position in found] == ([short] if stays else [])


def test_short_sentences_of_a_long_story_are_left_to_the_model() -> None:
    """Below a long story as many of them ask for money or point elsewhere."""
    told = [f"On day {day} {SENTENCES[0]}" for day in range(30)]
    paragraphs = "".join(f"<p>{line}</p>" for line in [*told, "Please share this."])
    nodes = Nodes(document_fromstring(f"<body><article>{paragraphs}</article></body>"))
    lines = [line for line in linearize(nodes.elements[nodes.body], nodes=nodes) if line.text]

    def found(story: list[SourceLine]) -> set[int]:
        judged = SimpleNamespace(story=[0.9] * (len(story) - 1) + [0.2])
        kept = {line.position for line in story[:-1]}
        return alike_sentences(nodes, story, judged, kept, NO_WORDING)  # type: ignore[arg-type]

    assert (found(lines), found(lines[-4:])) == (set(), {lines[-1].position})


@pytest.mark.parametrize(
    ("above", "stays"),
    [
        ("HARBOUR TOWN, Ohio - The old bridge will reopen on Monday after two years of work, the county said.", True),
        ("LIVE - The old bridge will reopen on Monday after two years of work, the county says in a statement.", False),
        ("HARBOUR TOWN - Old bridge", False),
    ],
)
def test_the_paragraph_that_opens_with_its_place_stays(above: str, stays: bool) -> None:
    """A report opens with a place in capitals and a dash, also where its first paragraph stands apart."""
    nodes = Nodes(document_fromstring(f"<body><div>{above}</div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></body>"))
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    kept = {line.position for line in lines if line.text in SENTENCES}
    assert (lines[0].position in glued_sentences(lines, kept, NO_WORDING)) is stays


@pytest.mark.parametrize(("name", "stays"), [("itemIntroText", True), ("entry-more", True), ("itemTeaser", False)])
def test_what_is_called_the_first_part_of_a_story_stays(name: str, stays: bool) -> None:
    """Some systems keep a story's first paragraph, or all but that, in an element of its own."""
    body = f"<div><div class={name}><p>He laughed at it.</p></div><div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div></div>"
    nodes = Nodes(document_fromstring(f"<body>{body}</body>"))
    lines = linearize(nodes.elements[nodes.body], nodes=nodes)
    kept = {line.position for line in lines if line.text in SENTENCES}
    judged = SimpleNamespace(story=[0.9 if line.position in kept else 0.2 for line in lines])
    assert (lines[0].position in named_parts(nodes, lines, judged, kept)) is stays  # type: ignore[arg-type]
