"""What stands amid the story and is told by that alone."""

from collections.abc import Callable

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.amid import entry_headings, lone_links, rows_alike, rows_amid, rows_signed, verses
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.walk import linearize

SAID = [f"On day {n} the council of the harbour town spoke about the old bridge and its repair." for n in range(4)]
LINK = "<p><a href='/x'>{}</a></p>"


def lines_of(body: str) -> list[SourceLine]:
    return linearize(document_fromstring(f"<body><article>{body}</article></body>"))


def live(clocks: list[str]) -> str:
    return "".join(f"<div><span>{time}</span><h3>Entry {n}</h3><p>{SAID[n]}</p></div>" for n, time in enumerate(clocks))


@pytest.mark.parametrize(
    ("clocks", "found"),
    [
        (["20:41 Uhr", "20:10 Uhr", "19:32 Uhr"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["21h14", "20h52", "20h31"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["9:40 p.m. EST", "9:05 p.m. EST", "8:30 p.m. EST"], ["Entry 0", "Entry 1", "Entry 2"]),
        (["20:41 Uhr", "Anzeige", "Politik"], []),
        (["2", "3", "4"], []),
    ],
)
def test_headings_of_live_entries(clocks: list[str], found: list[str]) -> None:
    """A heading between a time of day and the story is an entry's, where there are several; one time alone is the page's own."""
    lines = lines_of(live(clocks))
    kept = {line.position for line in lines if line.text in SAID}
    assert [line.text for line in lines if line.position in entry_headings(lines, kept)] == found


def rows(body: str, probability: float = 0.4) -> list[str]:
    lines = lines_of(body)
    kept = {line.position for line in lines if line.text in SAID}
    return [line.text for line in lines if line.position in rows_amid(lines, [probability] * len(lines), kept)]


LIST = "<ul><li>Oats</li><li>Butter</li></ul>"


def test_rows_between_two_paragraphs_are_the_story() -> None:
    """The list stands side by side with the paragraphs, and they go on behind it."""
    assert rows(f"<p>{SAID[0]}</p>{LIST}<p>{SAID[1]}</p>") == ["Oats", "Butter"]


@pytest.mark.parametrize(
    ("body", "probability"),
    [
        (f"<p>{SAID[0]}</p>{LIST}<p>{SAID[1]}</p>", 0.02),
        (f"<p>{SAID[0]}</p><p>{SAID[1]}</p>{LIST}", 0.4),
        (f"<p>{SAID[0]}</p><div>{LIST}</div><p>{SAID[1]}</p>", 0.4),
        (f"<p>{SAID[0]}</p><ul><li><a href='/a'>Ferry saved</a></li><li>Oats</li></ul><p>{SAID[1]}</p>", 0.4),
    ],
)
def test_other_lists_are_left_to_the_model(body: str, probability: float) -> None:
    """What it rules out, what stands below the story, in a box of its own, or leads elsewhere."""
    assert rows(body, probability) == []


def links(body: str) -> list[str]:
    lines = lines_of(body)
    return [line.text for line in lines if line.position in lone_links(lines, {line.position for line in lines})]


@pytest.mark.parametrize(
    "teaser",
    [
        LINK.format("The bridges that nobody counts: “It is a lottery”"),
        "<p><b>Auch lecker: </b><a href='/x'>Birnenkuchen mit Streuseln</a></p>",
    ],
)
def test_a_paragraph_that_is_a_link_is_a_teaser(teaser: str) -> None:
    """A headline, also one that ends in a quotation or stands behind a label, between two paragraphs."""
    story = "".join(f"<p>{said}</p>" for said in SAID)
    found = "".join(map(str, document_fromstring(teaser).itertext()))
    assert links(f"{story}{teaser}<p>{SAID[0]}</p>") == [found]


@pytest.mark.parametrize(
    "line",
    [
        LINK.format("The minutes of the council are here for all to read."),
        LINK.format("The plan"),
        LINK.format("https://www.example.test/council/minutes"),
        "<h2><a href='#top'>The bridges that nobody ever counts</a></h2>",
        "<p>The law: <a href='/x'>nobody may cross</a> the bridge on foot</p>",
        "<p>Read <a href='/x'>the bridges that nobody ever counts</a></p>",
    ],
)
def test_links_that_are_the_story(line: str) -> None:
    """Sentences, names, addresses, headings that link to themselves, links within words."""
    story = "".join(f"<p>{said}</p>" for said in SAID)
    assert links(f"{story}{line}<p>{SAID[0]}</p>") == []


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
    """It stands beside the paragraphs, or in one of them."""
    for poem in ("<br>".join(POEM), f"<p>{'<br>'.join(POEM)}</p>"):
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
    lines = lines_of("<p>Lake 3-1 River</p><p>Mill 0-0 Ferry</p><p>Likes 0</p><p>Harbour 2-2 Bridge</p>")
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
