"""The deck, and what only looks like one."""

import pytest

from newscrawl.extraction.fields.decks import opens_story

STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"
DECK = "Two years of work are over, and the ferries may rest at last."


def test_an_element_named_as_deck(fields_of) -> None:
    """An element by the headline that is named as a deck is the deck."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><p class="article__standfirst">{DECK}</p><div class="article-body">{STORY}</div>'
    )
    assert fields.subtitle == DECK


def test_the_description_shown_below_the_headline(fields_of) -> None:
    """What the page gives as its description is the deck, if it stands by the headline."""
    fields = fields_of(
        f'<meta name="description" content="{DECK}">', f"<h1>Bridge opens again</h1><h2>{DECK}</h2><div>{STORY}</div>"
    )
    assert fields.subtitle == DECK


def test_a_description_that_is_not_shown_is_no_deck(fields_of) -> None:
    """A description for search engines alone is not the editor's deck."""
    assert (
        fields_of(f'<meta name="description" content="{DECK}">', f"<h1>Bridge opens again</h1>{STORY}").subtitle is None
    )


def test_the_story_s_first_paragraph_is_no_deck(fields_of) -> None:
    """Inside the story's own container nothing is a deck, even if the description repeats it."""
    body = f'<h1>Bridge opens again</h1><div itemprop="articleBody"><p>{DECK}</p>{STORY}</div>'
    assert fields_of(f'<meta name="description" content="{DECK}">', body).subtitle is None


def test_a_first_paragraph_whose_words_stand_in_an_element_of_their_own_is_no_deck(fields_of) -> None:
    """Its box looks like those of the paragraphs below, whatever stands in it."""
    more = "The bridge over the inner harbour opened on Monday after two years of work on its piers."
    body = f"<h1>Bridge opens again</h1><div><div><br><span>{DECK}</span></div><div>{more}</div><div>{more}</div></div>"
    assert fields_of(f'<meta name="description" content="{DECK}">', body).subtitle is None


def test_a_first_paragraph_with_a_break_in_it_is_no_deck(fields_of) -> None:
    """A break that parts the dateline from the first sentence makes no deck of the sentence."""
    more = "The bridge over the inner harbour opened on Monday after two years of work on its piers."
    body = f"<h1>Bridge opens again</h1><div><div>[Courier]<br>{DECK}</div><div>{more}</div><div>{more}</div></div>"
    assert fields_of(f'<meta name="description" content="{DECK}">', body).subtitle is None


def test_a_byline_is_no_deck(fields_of) -> None:
    """A short line by the headline without the name of a deck is none."""
    assert (
        fields_of(
            body=f'<h1>Bridge opens again</h1><p class="byline">By Ada Muster, reporting from the harbour</p>{STORY}'
        ).subtitle
        is None
    )


def test_a_picture_credit_is_no_deck(fields_of) -> None:
    """Whose the lead picture is stands below the headline, too."""
    body = f'<h1>Bridge opens again</h1><div class="lead-text">Ada van Muster//Getty Images</div><div>{STORY}</div>'
    assert fields_of(body=body).subtitle is None


def test_a_byline_in_a_box_called_lead_is_no_deck(fields_of) -> None:
    """Public radio's pages call the whole head of a story its lead."""
    head = "<h1>Bridge opens again</h1><div class='ArtP-byline'>Example Radio | By Ada Muster</div>"
    assert (
        fields_of(body=f'<div class="ArtP-lead">{head}</div><div class="ArtP-articleBody">{STORY}</div>').subtitle
        is None
    )


def test_an_opening_paragraph_called_intro_is_no_deck(fields_of) -> None:
    """Tabloids call the first paragraph an intro; it stands in the story's container, however that is spelt."""
    body = f'<h1>Bridge opens again</h1><div class="article__content"><p class="article__content--intro">{DECK}</p>{STORY}</div>'
    assert fields_of(body=body).subtitle is None


def test_a_break_in_a_heading_parts_the_lines_of_a_deck(fields_of) -> None:
    """Clauses that a `<br>` parts are lines, in a heading as elsewhere."""
    body = f'<h1>Bridge opens again</h1><h4 class="standfirst">Two years of work<br>Ferries may rest</h4>{STORY}'
    assert fields_of(body=body).subtitle == "Two years of work\nFerries may rest"


@pytest.mark.parametrize(
    "text",
    [
        "LAKE TOWN (AP) — The bridge opened on Monday.",
        "LAKE TOWN, March 3 (Reuters) - The bridge opened on Monday.",
        "Lake Town (dpa/xy) - Die Brücke ist wieder offen.",
        "(AFP) - Le pont est ouvert.",
        "LAKE TOWN — The bridge opened on Monday.",
        "(호수=한빛통신) 홍길동 기자 = 다리가 다시 열렸다.",
        "[호수=한빛시스] 다리가 다시 열렸다.",
        "【湖=例通信】橋が開いた。",
        "新华社湖城3月3日电 大桥通车。",
    ],
)
def test_a_dateline_opens_the_story(text: str, fields_of) -> None:
    """A text that opens with a dateline is the first paragraph, whatever its element is called."""
    assert opens_story(text)
    assert fields_of(body=f'<h1>Bridge opens again</h1><p class="standfirst">{text * 2}</p>{STORY}').subtitle is None


@pytest.mark.parametrize(
    "text",
    [
        "Ferries (and their crews) may rest at last.",
        "The UN agency (UNEP) – its boats and its people – praised the bridge.",
        "WHO experts say — once more — that bridges are safe.",
        "BRIDGES are safe, say the engineers who built them.",
        "EXCLUSIVE — The bridge opens on Monday, papers show.",
        "다리가 다시 열렸다 (호수에서)",
    ],
)
def test_a_bracket_or_a_dash_alone_is_no_dateline(text: str) -> None:
    """Decks have brackets, dashes and capitals, too."""
    assert not opens_story(text)


def test_a_container_named_for_its_lead_holds_the_story(fields_of) -> None:
    """A name for a deck on the element that holds all paragraphs makes none of them the deck."""
    body = f'<h1>Bridge opens again</h1><div class="content with-lead"><p class="first">{DECK}</p>{STORY * 5}</div>'
    assert fields_of(body=body).subtitle is None


def test_a_deck_as_the_page_writes_it_in_its_language(fields_of) -> None:
    """Decks named in Czech or Danish, behind a dash in Korean, behind the paper's letters in Vietnamese."""
    for name, deck in (
        ("perex", "Dva roky čekali lidé na svůj most, ve čtvrtek se dočkali."),
        ("manchet", "Lastbiler må vente, geder skal have klokke."),
        ("sapo", "ABC - Cây cầu cũ mở lại cho người dân từ sáng thứ năm."),
        ("x1", "- 받침 네 곳 새로 놓아…화물차는 5월까지 우회"),
    ):
        body = f'<div><h1>Bridge opens again</h1><p class="{name}">{deck}</p></div><div class="text">{STORY}</div>'
        assert fields_of(body=body).subtitle == deck


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("[인사] 해든시", ["▲ 도시안전국장 가나다"]),
        ("해든시 새 국장들", ["▲도시안전국장 가나다 ▲총무과장 라마바"]),
        ("다리 다시 연다", ["해든시가 다리를 다시 연다.", "- 받침 네 곳 새로 놓고 난간 교체"]),
    ],
    ids=["a list by its title", "several signs", "below a sentence"],
)
def test_rows_of_a_list_are_no_deck(fields_of, title: str, rows: list[str]) -> None:
    """Decks stand behind the same signs."""
    body = f"<h1>{title}</h1>" + "".join(f"<p>{row}</p>" for row in rows) + STORY
    assert fields_of(body=body).subtitle is None


def test_a_title_may_go_on_with_the_deck(fields_of) -> None:
    """A deck that the page's title repeats behind the headline is no second headline."""
    head = f"<title>Bridge opens again. {DECK} | by Ada Muster</title>"
    body = f'<h1>Bridge opens again</h1><h2 class="subtitle">{DECK}</h2>{STORY}'
    assert fields_of(head, body).subtitle == DECK
