"""What a paper says to its readers below a Korean story."""

import pytest
from lxml import html

from newscrawl.extraction.afterwords import afterwords
from newscrawl.extraction.trim import trim
from newscrawl.extraction.walk import linearize
from newscrawl.noise import load_rules
from newscrawl.sites import Layout

LAYOUT = Layout(name="any", seen="-")
PLAIN = [
    "해든시가 나루다리를 오는 20일 다시 연다.",
    "시는 받침 네 곳을 새로 놓았다고 밝혔다.",
    "상인들은 손님이 절반으로 줄었다고 했다.",
    "화물차는 여름까지 큰다리로 돌아가야 한다.",
]
POLITE = [
    "나루다리가 석 달 만에 다시 열립니다.",
    "받침 네 곳이 새로 놓였습니다.",
    "상인들은 손님을 기다립니다.",
    "비는 오늘 밤에 그치겠습니다.",
]
BYLINE = "서하준 기자 seo@saebyeok.example"


def kept(lines: list[str], publisher: str = "새벽일보") -> list[str]:
    tree = html.fromstring("<body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body>")
    fields = {publisher: "publisher"}
    result = trim(linearize(tree), load_rules().for_language("ko"), LAYOUT, fields)
    return [line.text for line in result.lines]


@pytest.mark.parametrize(
    "line",
    [
        "강가의 가게들, 비 그치자 문 열었다는데",
        "다리 하나에 웃고 우는 사람들, 왜?",
        "편집국 직통 031-000-0000",
        "나루 사람들의 이야기는 계속 이어집니다",
        "▣ 다음에는 : 강 건너 시장",
    ],
)
def test_what_stands_behind_the_byline(line: str) -> None:
    """Behind the reporter's address only whole sentences in the story's speech and rows are story."""
    assert kept([*PLAIN, BYLINE, line]) == PLAIN


def test_what_stands_behind_a_broadcasters_byline() -> None:
    """Broadcasters speak politely themselves; what asks something of the viewers is none of their story."""
    assert kept([*POLITE, BYLINE, "다리 하나에 웃고 우는 사람들, 왜?", "강마을 소식을 들려 주세요"]) == POLITE
    assert kept([*POLITE, BYLINE, "다리는 밤에도 열립니다."]) == [*POLITE, "다리는 밤에도 열립니다."]


@pytest.mark.parametrize(
    "line",
    [
        "다리 이름은 주민이 고른다.",
        "1위 해든 6분10초",
        "◇통행 재개 순서",
        "통행량 하루 4200대",
        "※ 기사에 나오는 이름은 모두 가명입니다",
        "주민은 이렇게 말했다. “또 올게요.”",
    ],
)
def test_sentences_and_rows_behind_the_byline_stay(line: str) -> None:
    """A box with figures, or a second piece, may stand below the first one's byline."""
    assert kept([*PLAIN, BYLINE, line]) == [*PLAIN, line]


def test_below_a_byline_at_the_head_all_is_story() -> None:
    """A byline above the sentences closes nothing."""
    assert kept([BYLINE, *PLAIN, "그리고 아무도 없었다는 이야기"]) == [*PLAIN, "그리고 아무도 없었다는 이야기"]


@pytest.mark.parametrize(
    "line",
    [
        "독자 원고 한 편이 글쓴이에게 큰 힘이 됩니다. [원고 보내기]",
        "※ 이웃의 도움이 필요하면 전화할 수 있습니다.",
        "새벽일보는 강가 사람들의 목소리를 듣습니다.",
        "*저희와 함께 걸어 주세요",
    ],
)
def test_a_report_in_plain_speech_does_not_speak_to_readers(line: str) -> None:
    """A polite line with a note's sign, the paper's name or its matters is the paper's own, above the byline, too."""
    assert kept([*PLAIN, line]) == PLAIN
    assert kept([*PLAIN, line, BYLINE]) == PLAIN


@pytest.mark.parametrize(
    "line",
    [
        "“여러분, 포기하지 마세요.”",
        "선생님, 고맙습니다.",
        "▷ 진행자 : 오늘 말씀 고맙습니다.",
        "자세한 내용은 해든시 누리집에서 확인할 수 있습니다.",
        "구독은 끊기 어렵게 설계됐다.",
        "여러분의 저녁은 안녕하십니까.",
    ],
)
def test_polite_lines_of_the_story(line: str) -> None:
    """Quotations, farewells, turns of a talk and what a town tells its people stay."""
    assert kept([*PLAIN, line, BYLINE]) == [*PLAIN, line]


def test_talks_in_polite_speech_have_no_speech_of_their_own() -> None:
    """Where both speeches stand side by side, politeness tells nothing."""
    talk = [PLAIN[0], POLITE[0], PLAIN[1], "저희는 다리를 기다렸습니다."]
    assert kept([*talk, BYLINE]) == talk


def test_short_pieces_tell_nothing() -> None:
    """Two sentences show no speech."""
    tree = html.fromstring(
        "<body>" + "".join(f"<p>{line}</p>" for line in PLAIN[:2]) + "<p>※ 알려 드립니다.</p></body>"
    )
    lines = linearize(tree)
    assert afterwords(lines, [line.text for line in lines], [], [], "") == {}


def test_headlines_behind_the_byline() -> None:
    """Headlines end as sentences do, but without full stop, and have figures below the heading of a list."""
    headlines = ["홈런공 잡은 소년, 20년 뒤 돌아왔다", "3년 만에 웃은 배우, 섬에서 포착"]

    assert kept([*PLAIN, BYLINE, "BEST 추천기사", *headlines]) == PLAIN
    assert kept([*PLAIN, BYLINE, "배 3척, 하루 4번"]) == [*PLAIN, "배 3척, 하루 4번"]
