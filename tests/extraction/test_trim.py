"""Trimming the story."""

import pytest
from lxml import html

from newscrawl.extraction.glued import is_glued, is_whole, opens_glued
from newscrawl.extraction.trim import Trimmed, trim
from newscrawl.extraction.walk import linearize
from newscrawl.noise import LineRule, RuleSet, load_rules
from newscrawl.sites import Layout

LAYOUT = Layout(name="any", seen="-")
STORY = ["시장은 월요일에 새 다리를 열었다.", "주민들은 오래 기다렸다고 말했다."]


def trimmed(lines: list[str], language: str = "ko") -> Trimmed:
    tree = html.fromstring("<body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body>")
    return trim(linearize(tree), load_rules().for_language(language), LAYOUT)


def kept(lines: list[str], language: str = "ko") -> list[str]:
    return [line.text for line in trimmed(lines, language).lines]


def test_the_end_is_trimmed_upwards() -> None:
    """Byline, tip-off and copyright go from the end, one after the other."""
    noise = ["홍길동 기자 hong@example.test", "▶제보는 카톡 okjebo", "ⓒ 예시일보, 무단전재 및 재배포 금지"]
    result = trimmed(STORY + noise)

    assert [line.text for line in result.lines] == STORY
    assert sorted(r.text for r in result.removals) == sorted(noise)


def test_cuts_reach_the_first_sentence_below_what_stays_above_it() -> None:
    """Who speaks does not hide the dateline of the first sentence; that of the second stays."""
    dateline = "(예시=예시통신) 홍길동 기자 = "

    assert kept(["[앵커]", dateline + STORY[0], STORY[1]]) == ["[앵커]", *STORY]
    assert kept([STORY[0], dateline + STORY[1]]) == [STORY[0], dateline + STORY[1]]


@pytest.mark.parametrize("byline", ["(예시=예시통신) 홍길동 기자 = ", "[예시일보 홍길동 기자] "])
def test_short_lines_above_the_dateline_are_a_deck(byline: str) -> None:
    """Up to three of them; more, or sentences, are the story, of which the dateline is a part."""
    deck = ["- 받침 네 곳 새로 놓아", "- 화물차는 5월까지 우회"]
    verses = ["강가에 앉아", "물을 보면", "물도 나를", "보는 봄"]

    assert kept([*deck, byline + STORY[0], STORY[1]]) == STORY
    assert kept([*deck, byline.strip(), *STORY])[-2:] == STORY
    assert kept([*verses, byline + STORY[0], STORY[1]]) == [*verses, *STORY]
    assert kept([*STORY, byline + "다리를 건넜다."])[:2] == STORY
    assert kept(["◇ 다리 열려", byline + STORY[0], "◇ 배 멈춰", STORY[1]])[0] == "◇ 다리 열려"


def test_notes_of_the_editors_behind_a_dateline() -> None:
    """What is left of a line is looked at again once the dateline is cut off it."""
    note = "[편집자주] 강을 따라 걷는 이야기를 세 번에 나눠 싣는다."

    assert kept([f"[예시일보 홍길동 기자] {note}", *STORY]) == STORY


def test_what_only_points_elsewhere_between_the_newsrooms_lines() -> None:
    """Between byline and copyright an unknown pointer goes; behind a byline amid the story, or in front of it, it stays."""
    byline, notice = "홍길동 기자 hong@example.test", "ⓒ 예시일보, 무단전재 및 재배포 금지"
    pointers = ["▶ 강가의 여름을 함께 만듭니다", "자세히 https://example.test/a/b"]

    assert kept([*STORY, byline, *pointers, notice]) == STORY
    assert kept([*STORY, *pointers, byline, notice]) == [*STORY, *pointers]
    assert kept([*STORY, byline, "▶ 김가나 : 다리를 건넜습니다", notice]) == [*STORY, "▶ 김가나 : 다리를 건넜습니다"]
    assert kept([*STORY, byline, "◇ 약력 ▲1961년 예시 출생", notice]) == [*STORY, "◇ 약력 ▲1961년 예시 출생"]
    assert kept([byline, STORY[0], "▶ 강변 둔치", notice]) == [STORY[0], "▶ 강변 둔치"]


def test_a_slogan_below_the_reporters_address() -> None:
    """A few words that say nothing of anybody; figures, labels and list signs do, and so does a sentence."""
    byline = "홍길동 기자 hong@example.test"

    assert kept([*STORY, byline, "진실엔 그늘이 없다"]) == STORY
    assert kept([*STORY, byline, "◇ 수상자 명단"])[-1] == "◇ 수상자 명단"
    assert kept([*STORY, byline, "다리를 건넜다."])[-1] == "다리를 건넜다."


def test_headlines_behind_a_sign_below_the_story() -> None:
    """Several with quotations, ellipses or labels in brackets; rows and turns of a talk open with the same sign."""
    heads = ["▶“남편이 절로 갔다” 아내의 반전", "▶[영상] 염소가 탄 지하철", "▶월급쟁이가 섬 사는 법"]
    rows = ["▶강변…12명", "▶둔치 = 9명", "▶교각…3명"]
    turns = ["▶ 홍길동 : “건넜습니다”", "▶ 김가나 : “기다렸어요”"]
    prizes = ["▶대상 ‘강을 건너’ 홍길동", "▶우수상 ‘물꼬’ 김가나"]

    assert kept([*STORY, *heads, "ⓒ 예시일보, 무단전재 및 재배포 금지"]) == STORY
    assert kept([*STORY, *rows]) == [*STORY, *rows]
    assert kept([*STORY, *turns]) == [*STORY, *turns]
    assert kept([*STORY, *prizes]) == [*STORY, *prizes]
    assert kept([*STORY, "▶ 왜 다리를 놓았나?", "▶ “그래야 건너니까.”"])[2:] == [
        "▶ 왜 다리를 놓았나?",
        "▶ “그래야 건너니까.”",
    ]


def test_a_deck_is_known_by_its_wording() -> None:
    """Short lines with an ellipsis within one of them above a long sentence; poems and rows are none."""
    sentence = "해든시가 지난해 12월 통행을 막은 나루다리를 오는 20일 다시 연다고 12일 밝혔다."

    assert kept(["[사람과 일]", "밤에 얼린 얼음, 낮에 쓴다", "전기료 반으로…석 달이면 본전", sentence, STORY[0]]) == [
        sentence,
        STORY[0],
    ]
    for lines in (
        ["강가에 앉아…", "물을 보면", sentence],
        ["재료 소금…약간", "물: 두 컵", sentence],
        ["[앵커]", "얼음…물", sentence],
    ):
        assert kept([*lines, STORY[0]]) == [*lines, STORY[0]]


def test_signatures_of_columns() -> None:
    """A name and an office in brackets below, or behind a bar above; in a list of people each part is headed so."""
    assert kept([*STORY, "[홍길동 예시문학관 관장]"]) == STORY
    assert kept(["홍길동 | 소설가", *STORY]) == STORY
    people = ["홍길동 | 소설가", STORY[0], "김가나 | 시인", STORY[1]]
    assert kept(people) == people
    assert kept([*STORY, "[홍길동/예시시장]"]) == [*STORY, "[홍길동/예시시장]"]


def test_lines_below_what_stays_at_the_start_are_left() -> None:
    """Rules for whole lines at the start stop at the first line that stays, whatever it is."""
    assert kept(["나루터의 봄", "[받침 네 곳 새로 놓고]", *STORY]) == ["나루터의 봄", "[받침 네 곳 새로 놓고]", *STORY]


def test_a_line_of_the_story_stops_the_end() -> None:
    """A rule for the end does not reach above a line of the story."""
    rule = LineRule(name="ko.sign", why="-", pattern="▶.*", where="end", fires=(), spares=())
    tree = html.fromstring("<body><p>▶ sign</p><p>The story.</p><p>▶ sign</p></body>")
    result = trim(linearize(tree), RuleSet((), (rule,), ()), LAYOUT)

    assert [line.text for line in result.lines] == ["▶ sign", "The story."]


def test_glued_noise_leaves_the_sentence() -> None:
    """Byline and e-mail behind the last sentence are cut, the sentence stays."""
    result = trimmed([STORY[0], "그는 웃었다. 홍길동 기자 hong@example.test"])

    assert [line.text for line in result.lines] == [STORY[0], "그는 웃었다."]
    assert {r.stage for r in result.removals} == {"tail"}


def test_nothing_is_lost_between_text_and_account() -> None:
    """What is kept and what is removed give back every line."""
    lines = [*STORY, "그는 웃었다. 홍길동 기자 hong@example.test", "(끝)"]
    result = trimmed(lines)
    whole = {line.position: line.text for line in result.lines}
    for removal in reversed(result.removals):
        whole[removal.position] = (whole.get(removal.position, "") + " " + removal.text).strip()

    assert [whole[i] for i in sorted(whole)] == lines


def test_a_related_heading_takes_what_follows() -> None:
    """A heading of other stories near the end takes the list below it."""
    story = [f"The council voted on bridge number {n} on Monday after a long debate in the hall." for n in range(4)]
    lines = [*story, "Related Articles", "Ferry sails again", "Mayor opens school"]

    assert kept(lines, "en") == story


def test_the_last_line_is_never_taken() -> None:
    """A story of one line stays, whatever it looks like."""
    assert kept(["ⓒ 예시일보, 무단전재 및 재배포 금지"]) == ["ⓒ 예시일보, 무단전재 및 재배포 금지"]


@pytest.mark.parametrize(
    "line",
    ["▶ 김가나 : 그렇습니다.", "■ 시장은 무엇을 했나", "△총무과장 1명", "[앵커]", "최초 제보자와 증인이 나왔다."],
)
def test_look_alikes_survive(line: str) -> None:
    """Interview turns, list heads, appointments, speaker tags and prose about tip-offs are content."""
    assert kept([*STORY, line]) == [*STORY, line]


def test_a_cut_leaves_no_half_word_and_no_open_bracket() -> None:
    """A cut inside a word or a bracket is refused."""
    assert not is_whole("holiday", (4, 7), "tail")
    assert not is_whole("He left (with a@b.test)", (14, 23), "tail")
    assert is_whole("He left. a@b.test", (8, 17), "tail")


def test_rows_behind_signs_stay_above_a_byline() -> None:
    """A list of appointments is signed below; labels and roles above a byline go."""
    tree = html.fromstring("<body><p>◇ 승진</p><p>△ 국장 가나다</p><p>홍길동 기자</p><p>새 다리를 열었다.</p></body>")
    result = trim(linearize(tree), load_rules().for_language("ko"), LAYOUT, {"홍길동 기자": "byline"})
    assert [line.text for line in result.lines] == ["◇ 승진", "△ 국장 가나다", "새 다리를 열었다."]


def test_a_headline_below_a_menu_of_links_goes_with_it() -> None:
    """Links do not count among the few lines at whose head the headline is looked for; where all of a page was taken, it stands below its menu."""
    menu = [f"<a href='/{n}'>가나 {n}</a>" for n in range(9)]
    tree = html.fromstring("<body>" + "".join(f"<p>{line}</p>" for line in [*menu, "새 다리", STORY[0]]) + "</body>")
    result = trim(linearize(tree), load_rules().for_language("ko"), LAYOUT, {"새 다리": "title"})
    assert [line.text for line in result.lines] == [STORY[0]]


def test_a_headline_repeated_in_the_body_goes() -> None:
    """A line at the head that stands in a field of the record is taken, with the field's name as rule."""
    tree = html.fromstring("<body><p>Bridge opens</p><p>By Ann Lee</p><p>The bridge opened.</p><p>All came.</p></body>")
    result = trim(linearize(tree), load_rules().for_language("en"), LAYOUT, {"Bridge opens!": "title"})

    assert [line.text for line in result.lines] == ["The bridge opened.", "All came."]
    assert [r.rule for r in result.removals] == ["field.title", "en.byline"]


def test_a_pull_quote_is_told_once() -> None:
    """A line that stood in the story already goes; short refrains stay."""
    said = "“Nobody has asked the people who cross the bridge on foot each day,” she said."
    lines = [
        said,
        "The council went on with its meeting until late at night.",
        "No.",
        said,
        "The mayor then closed it.",
        "No.",
    ]

    assert kept(lines, "en") == [lines[0], lines[1], "No.", lines[4], "No."]


FERRY = [
    "The ferryman has rowed the same forty yards since 1971, and he has never learned to swim.",
    "“I know every stone,” he said. “Some of them I know by name, and I greet them when the water is low.”",
    "The council will decide in May what becomes of the boat, the hut and the bell.",
]


def texts_of(parts: list[str]) -> list[str]:
    """What stays of a page that is put together from elements."""
    tree = html.fromstring("<body><article>" + "".join(parts) + "</article></body>")
    return [line.text for line in trim(linearize(tree), load_rules().for_language("en"), LAYOUT).lines]


@pytest.mark.parametrize(
    "pulled",
    [
        "<div><blockquote>Some of them I know by name, and I greet them when the water is low</blockquote><div>Adam Ferryman</div></div>",
        "<div><p>Some of them I know by name, and I greet them when the water is low.</p></div>",
        "<blockquote><p>Some of them I know by name, and I greet them when the water is low</p><footer>Said by Adam Ferryman</footer></blockquote>",
        "<aside><p>and he has never learned to swim.</p><cite>Adam Ferryman</cite></aside>",
    ],
)
def test_a_sentence_of_the_story_in_a_box_of_its_own_is_a_pull_quote(pulled: str) -> None:
    """Before or behind the paragraph that holds it, whatever the box is called; who said so goes with it."""
    said = [f"<p>{line}</p>" for line in FERRY]
    assert texts_of([said[0], pulled, said[1], said[2]]) == FERRY
    assert texts_of([*said[:2], pulled, said[2]]) == FERRY


@pytest.mark.parametrize(
    "line",
    [
        "<h3>Some of them I know by name</h3>",
        "<p><b>Some of them I know by name</b></p>",
        "<div class='crosshead'>Some of them I know by name</div>",
        "<ul><li>and he has never learned to swim.</li><li>The bell.</li></ul>",
        "<p>I greet them when the water is low.</p>",
        "<blockquote>Some of them I have given a name, and I greet them on Sundays.</blockquote>",
    ],
)
def test_what_a_paragraph_says_as_well_may_be_said_twice(line: str) -> None:
    """Sub-headings, rows and paragraphs repeat words of the story; another quotation is no pull quote."""
    found = texts_of([f"<p>{FERRY[0]}</p>", line, f"<p>{FERRY[1]}</p>", f"<p>{FERRY[2]}</p>"])
    assert [each for each in found if each not in FERRY] == list(html.fromstring(f"<div>{line}</div>").itertext())


def test_a_section_of_the_story_is_no_teaser() -> None:
    """What a heading such as "Further reading" takes ends at a sub-heading that is no link."""
    story = [f"The council voted on bridge number {n} on Monday after a long debate in the hall." for n in range(4)]
    page = f"<p>{story[0]}</p><h2>Further reading</h2><p><a>Ferry sails again</a></p><h2>A second bridge</h2><p>{story[1]}</p><p>{story[2]}</p>"
    lines = linearize(html.fromstring(f"<body>{page}</body>"))
    result = trim(lines, load_rules().for_language("en"), LAYOUT)

    assert [line.text for line in result.lines] == [story[0], "A second bridge", story[1], story[2]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ko", "두 팀은 다시 만난다. 홍길동 기자 hong@example.test", True),
        ("ko", "강물이 모두 빠졌다.▶제보는 카톡 okjebo", True),
        ("en", "The vote is on Monday. desk@example.test", True),
        ("ko", "두 팀은 다시 만난다.홍길동 기자 hong@example.test<저작권자 ⓒ 마을신문, 무단전재 및 재배포 금지>", True),
        ("ko", "홍길동 기자 hong@example.test<저작권자 ⓒ 마을신문, 무단전재 및 재배포 금지>", False),
        ("ko", "홍길동 기자 hong@example.test", False),
        ("ko", "두 팀은 다시 만난다.", False),
        ("en", "Write to us at desk@example.test", False),
        ("en", "A view of the town. (Photo by Jane Doe)", False),
    ],
)
def test_a_sentence_with_noise_glued_to_it(language: str, text: str, expected: bool) -> None:
    """A byline, an address or a notice behind a sentence; not alone, and not a caption with its credit."""
    assert is_glued(text, load_rules().for_language(language)) is expected


PROSE = ["Die Brücke ist seit Montag wieder offen, sagte die Stadt.", "Die Leute haben lange darauf gewartet."]
CAPTION = "Die alte Brücke am Morgen. Foto: Erika Beispiel"


def of_html(body: str, language: str = "de") -> list[str]:
    return [
        line.text
        for line in trim(
            linearize(html.fromstring(f"<body>{body}</body>")), load_rules().for_language(language), LAYOUT
        ).lines
    ]


@pytest.mark.parametrize(
    "picture",
    [
        f"<p><img src='a.jpg'>{CAPTION}</p>",
        f"<div><img src='a.jpg'></div><p>{CAPTION}</p>",
        f"<p><a href='a.jpg'><img src='a.jpg'></a></p><p><em>{CAPTION}</em></p>",
    ],
)
def test_a_line_with_a_credit_below_a_picture_is_its_caption(picture: str) -> None:
    """A paragraph that holds a picture or stands right below one, and ends with a credit, goes as a whole."""
    assert of_html(f"<p>{PROSE[0]}</p>{picture}<p>{PROSE[1]}</p>") == PROSE


def test_elsewhere_only_the_credit_goes() -> None:
    """Without a picture above it the sentence before the credit may be the story's."""
    body = f"<p>{PROSE[0]}</p><div>{PROSE[1]}<img src='a.jpg'></div><p>{CAPTION}</p>"

    assert of_html(body)[-1] == "Die alte Brücke am Morgen."


def test_the_author_s_name_as_signature_goes() -> None:
    """The last line is the author's name and nothing else; a sentence that begins with it stays."""
    lines = [*PROSE, "Die Glocke schlägt wieder.", "Erika Beispiel war dabei.", "ERIKA BEISPIEL"]
    tree = html.fromstring("<body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body>")
    result = trim(linearize(tree), load_rules().for_language("de"), LAYOUT, {"Erika Beispiel": "authors"})

    assert [line.text for line in result.lines] == lines[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[예시풋볼] 홍길동 기자 = 두 팀은 다시 만난다.", True),
        ("(예시=예시통신) 홍길동 기자 = 시장은 “고맙다”고 말했다.", True),
        ("두 팀은 다시 만난다.", False),
        ("[예시=홍길동 기자] 예시구단 김가나", False),
        ("(예시=예시통신) 홍길동 기자 = 16일 시민들이 구호를 외치고 있다. 2026.7.16 hong@example.test", False),
    ],
)
def test_a_sentence_with_a_dateline_in_front_of_it(text: str, expected: bool) -> None:
    """A caption may have a dateline, too; then its credit stands behind it."""
    assert opens_glued(text, load_rules().for_language("ko")) is expected


@pytest.mark.parametrize(
    ("heading", "stays"),
    [
        ("<h2>Tools for millers</h2>", False),
        ("<h3>Learn more in our series:</h3>", False),
        ("<h2>Tools for millers</h2><h3>Stones and sieves</h3>", False),
        ("<h3>The mill is sold.</h3>", True),
        ("<h2>And what do you think?</h2>", True),
    ],
)
def test_a_heading_with_nothing_below_it_goes(heading: str, stays: bool) -> None:
    """It headed what was taken out; a sentence may be the story's last."""
    story = "".join(f"<p>On day {day} the mill of the ward ground corn and was sold.</p>" for day in range(5))
    tree = html.fromstring(f"<body>{story}{heading}</body>")
    found = trim(linearize(tree), load_rules().for_language("en"), LAYOUT)

    assert len(found.lines) == 5 + stays
    assert {removal.rule for removal in found.removals} == (set() if stays else {"any.last-heading"})


def test_a_passage_that_stands_twice_goes_with_its_short_lines() -> None:
    """Copies for small screens; the labels of two lists may be the same."""
    story = [
        "The mill of the first ward ground corn for forty bakers until the spring of that year, and was sold to a brewer of the same ward.",
        "What is left",
        "Two stones and a wheel are what is left of the second mill, which burned down in a storm a hundred years ago this winter, as old people in the ward still say.",
        "What is new",
    ]
    result = trimmed(
        [*story, *story[:3], "What is left", "A third mill was never built, though the town had asked for it."], "en"
    )

    assert [line.text for line in result.lines] == [
        *story,
        "What is left",
        "A third mill was never built, though the town had asked for it.",
    ]
    assert [removal.text for removal in result.removals] == story[:3]


SAID = [
    f"On day {day} the council said that the bridge would be open again before the summer, and thanked its builders."
    for day in range(8)
]
CARD = "<div class='c'><h3><a href='/{0}'>Headline number {0} of the paper</a></h3><p>What the {0}th of these stories says in one whole sentence.</p></div>"


def below_heading(box: str, story: int = 8) -> list[str]:
    """The lines that stay of a story with a box below it, without those of the story."""
    said = SAID[:story]
    tree = html.fromstring(f"<body><article>{''.join(f'<p>{each}</p>' for each in said)}</article>{box}</body>")
    return [
        line.text
        for line in trim(linearize(tree), load_rules().for_language("en"), LAYOUT).lines
        if line.text not in said
    ]


def test_cards_below_the_heading_of_their_box_go_whole() -> None:
    """Where a box is headed by "More from", the sentences below its headlines tell of other stories too."""
    cards = "".join(CARD.format(number) for number in range(3))

    assert below_heading(f"<section><h2>More from The Gazette</h2><div>{cards}</div></section>") == []


@pytest.mark.parametrize(
    "box, story",
    [
        (f"<section><h2>More from The Gazette</h2><div>{CARD.format(1)}</div></section>", 8),
        (f"<section><h2>More from The Gazette</h2><div>{CARD.format(1)}{CARD.format(2)}</div></section>", 1),
        (f"<h2>More from The Gazette</h2>{CARD.format(1)}{CARD.format(2)}", 8),
        ("<section><h2>Read more</h2><h3>How it was built</h3><p>It took eight years to build, and nobody was hurt in all that time.</p>"
         "<h3>What it costs</h3><p>Two crowns for each who crosses it on foot, and three for those who ride.</p></section>", 8),
    ],
    ids=["one-headline", "most-of-the-page", "no-box", "no-links"],
)  # fmt: skip
def test_other_boxes_below_such_a_heading_keep_their_sentences(box: str, story: int) -> None:
    """One headline alone, a page that has little else, a heading beside the story's own lines, headings that lead nowhere."""
    assert [line for line in below_heading(box, story) if line.endswith(".")]


def test_rows_with_labels_of_credits_are_rows() -> None:
    """A list may say what the screen is; a label of its own names who took the picture."""
    rows = ["▲화면: 17인치", "▲무게: 990g"]

    assert kept([STORY[0], *rows, STORY[1]]) == [STORY[0], *rows, STORY[1]]
    assert kept([STORY[0], "▲사진: 예시시", STORY[1]]) == STORY
