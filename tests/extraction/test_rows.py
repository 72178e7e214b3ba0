"""Short lines that are the story."""

from collections.abc import Callable

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.rows import (
    rows_alike,
    rows_labelled,
    rows_numbered,
    rows_priced,
    rows_signed,
    scores,
    tables_amid,
    verses,
)
from newscrawl.extraction.walk import linearize

SAID = [f"On day {n} the council of the harbour town spoke about the old bridge and its repair." for n in range(2)]


def silent(_text: str) -> bool:
    return False


def kept_by(rule: Callable[..., set[int]], body: str, story: list[str]) -> list[str]:
    """What a rule adds to the lines of the story that are given."""
    nodes = Nodes(document_fromstring(f"<body><article>{body}</article></body>"))
    lines = linearize(nodes.elements[0], nodes=nodes)
    found = rule(nodes, lines, {line.position for line in lines if line.text in story}, silent)
    return [line.text for line in lines if line.position in found]


POEM = ["새벽은 톱밥 속에", "꺼내면 김이 나는 얼음", "등에 지고", "강을 건넌다"]


def test_short_lines_that_breaks_part_in_the_storys_box_are_a_poem() -> None:
    """It stands beside the paragraphs, or in one of them, or each line is one."""
    for poem in ("<br>".join(POEM), f"<p>{'<br>'.join(POEM)}</p>", "".join(f"<p>{line}</p>" for line in POEM)):
        assert kept_by(verses, f"{poem}<p>{SAID[0]}</p>", SAID) == POEM


@pytest.mark.parametrize(
    "lines",
    [
        POEM[:3],
        [*POEM[:3], "전화 02-000-0000"],
        [*POEM[:3], "주소: 강가로"],
        [*POEM[:3], "<a href='/x'>강을 건넌다</a>"],
        [*POEM[:3], "강을 건너는 일이 곧 살아가는 일임을 시인은 말하지 않고 보여 준다"],
    ],
    ids=["three lines", "a figure", "a label", "a link", "a long line"],
)
def test_what_is_no_poem(lines: list[str]) -> None:
    """Addresses, menus and prose are parted by breaks, too."""
    assert kept_by(verses, f"<p>{'<br>'.join(lines)}</p><p>{SAID[0]}</p>", SAID) == []


def test_a_poem_in_another_box_is_none_of_the_storys() -> None:
    """Menus stand in a box of their own."""
    assert kept_by(verses, f"<p>{SAID[0]}</p><div>{'<br>'.join(POEM)}</div>", SAID) == []


def test_rows_of_one_shape_stay_together() -> None:
    """Below a row that is kept, those with names and figures in the same order are the same list; others are not."""
    lines = linearize(
        document_fromstring("<p>Lake 3-1 River</p><p>Mill 0-0 Ferry</p><p>Likes 0</p><p>Harbour 2-2 Bridge</p>")
    )
    found = rows_alike(lines, {lines[0].position}, silent)
    assert [line.text for line in lines if line.position in found] == ["Mill 0-0 Ferry"]


APPOINTED = ["◇ 승진", "▲국장 가나다 ▲과장 라마바", "◇ 전보"]


def test_rows_behind_list_signs_are_the_story() -> None:
    """Several signs in a row, or two kinds of them."""
    listed = "".join(f"<p>{row}</p>" for row in APPOINTED)
    assert kept_by(rows_signed, f"{listed}<p>{SAID[0]}</p>", SAID) == APPOINTED


@pytest.mark.parametrize(
    "rows",
    [
        ["▲ 다시 여는 다리", "▲ 다리 받침", "▲ 난간을 칠하는 사람들"],
        ["◇ 다리 아래", "▲ 다리 받침"],
        ["▶ 다리 열린다", "▷ 구독하기 ▷ 제보하기", "☞ 더 보기"],
    ],
    ids=["captions", "a heading and a caption", "pointers"],
)
def test_captions_and_pointers_have_such_signs_too(rows: list[str]) -> None:
    """One sign of one kind tells nothing, and arrows lead elsewhere."""
    assert kept_by(rows_signed, "".join(f"<p>{row}</p>" for row in rows) + f"<p>{SAID[0]}</p>", SAID) == []


def test_rows_with_labels_behind_one_sign_are_a_list() -> None:
    """Of captions none has a label and a colon."""
    rows = ["○ 강좌 : 시 쓰기", "○ 기간 : 4월 매주 수요일", "○ 장소 : 3층 강당"]
    assert kept_by(rows_signed, "".join(f"<p>{row}</p>" for row in rows) + f"<p>{SAID[0]}</p>", SAID) == rows


MATCH = ["◇ 전적", "▲ 체육관", "해든(21승 9패) 25 22 25 25 - 3"]


def test_scores_stay_with_what_stands_above_them() -> None:
    """Rows of many figures in the story's own box, and the rows behind signs right above them; without figures they are captions."""
    assert kept_by(scores, f"{SAID[0]}<br>{'<br>'.join(MATCH)}<br>▲ 감독", SAID) == MATCH
    assert kept_by(scores, f"{SAID[0]}<br>{'<br>'.join(MATCH[:2])}", SAID) == []


@pytest.mark.parametrize(
    "row",
    ["전화 02-000-0000, 02-000-0001", "입력 2026.03.12 09:15 수정 10:02", "a1b2c3d4@paper.test", "<a href='/1'>Lake 3-1 4-2</a>"],
    ids=["telephones", "dates", "an address", "a link"],
)  # fmt: skip
def test_what_has_figures_and_is_no_score(row: str) -> None:
    """Pages print figures of other kinds below the story."""
    assert kept_by(scores, f"{SAID[0]}<br>{row}", SAID) == []


def test_scores_in_another_box_are_none_of_the_storys() -> None:
    """Tables of the league stand beside it."""
    assert kept_by(scores, f"<div>{SAID[0]}</div><aside><p>{MATCH[2]}</p></aside>", SAID) == []


def test_the_count_goes_on() -> None:
    """Sub-headings and points behind the next number, of the make of the one that is kept; other counts are other lists."""
    body = "<p><b>① Salt</b></p><p>Long.</p><p><b>② Faces</b></p><p>② plain</p><p><b>④ Water</b></p><div><p><b>③ Rank</b></p></div>"
    nodes = Nodes(document_fromstring(f"<body><article>{body}</article></body>"))
    lines = linearize(nodes.elements[0], nodes=nodes)
    found = rows_numbered(nodes, lines, {lines[0].position})
    assert [line.text for line in lines if line.position in found] == ["② Faces"]


def test_when_and_where_stay_with_the_line_above_them() -> None:
    """Rows behind words for time and place, and their heading in bold type."""
    rows = ["<b>공연 정보</b>", "일시 4월 3~26일", "장소: 해든아트홀", "관람료 3만 원"]
    body = f"<p>{SAID[0]}</p>" + "".join(f"<p>{row}</p>" for row in rows)
    assert kept_by(rows_labelled, body, SAID) == ["공연 정보", *(row for row in rows[1:])]


@pytest.mark.parametrize(
    "rows", [["장소 해든아트홀"], ["장소를 옮겼다", "시간이 없었다"], ["주소: 강가로 12", "전화: 02-000-0000"]]
)
def test_a_row_alone_and_words_of_other_kinds_are_left(rows: list[str]) -> None:
    """A caption says where, too, a sentence goes on behind the word, and imprints have addresses."""
    assert kept_by(rows_labelled, f"<p>{SAID[0]}</p>" + "".join(f"<p>{row}</p>" for row in rows), SAID) == []


def tables_in(body: str, p: float) -> list[str]:
    nodes = Nodes(document_fromstring(f"<body><article>{body}</article></body>"))
    lines = linearize(nodes.elements[0], nodes=nodes)
    kept = {line.position for line in lines if line.text in SAID}
    found = tables_amid(nodes, lines, [p] * len(lines), kept)
    return [line.text for line in lines if line.position in found]


TABLE = "<table><tr><td>오달리</td><td>4812</td></tr><tr><td>남도윤</td><td>4201</td></tr></table>"


def test_a_table_between_two_paragraphs_is_the_story() -> None:
    """It stands side by side with both; not what the model rules out, stands below, or in a box of its own."""
    amid = f"<p>{SAID[0]}</p>{TABLE}<p>{SAID[1]}</p>"
    assert tables_in(amid, 0.2) == ["오달리 | 4812", "남도윤 | 4201"]
    assert tables_in(amid, 0.05) == tables_in(f"<p>{SAID[0]}</p><p>{SAID[1]}</p>{TABLE}", 0.2) == []
    assert tables_in(f"<p>{SAID[0]}</p><div>{TABLE}</div><p>{SAID[1]}</p>", 0.2) == []


PRICES = ["배추 1포기 3980원(-6.0%)", "무 1개 2150원(+1.4%)", "양파 1㎏ 1870원(-3.1%)"]


@pytest.mark.parametrize(
    ("rows", "stay"),
    [(PRICES, PRICES), (PRICES[:2], []), (["추천 3", "댓글 0", "공유 2"], [])],
    ids=["prices", "two", "what readers pressed"],
)
def test_what_things_cost(rows: list[str], stay: list[str]) -> None:
    """Three rows of one shape and two figures below a sentence of their make."""
    assert kept_by(rows_priced, f"<p>{SAID[0]}</p>" + "".join(f"<p>{row}</p>" for row in rows), SAID) == stay


def test_who_plays_where() -> None:
    """A team's line-up stands below its name and formation."""
    rows = ["◆ 해든 FC(4-3-3)", "가나(GK); 다라-마바-사아", "감독: 자차"]
    assert kept_by(scores, f"<p>{SAID[0]}</p>" + "".join(f"<p>{row}</p>" for row in rows), SAID) == rows
