"""Readers' comments below a story that nothing but their shape gives away."""

import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.comments import comments_below
from newscrawl.extraction.walk import linearize

STORY = [
    "The old bridge over the river was opened again on Monday after two years of work on its piers, the council said.",
    "“I shall reply to every letter,” said the mayor. Two hundred came in the first week, most of them about the lamps.",
]
WORDS = ["We stood on the quay and watched.", "This council has lost the plot.", "You have never crossed it."]


def found(*below: str, story: list[str] = STORY) -> list[str]:
    """What is taken for comments where every line of the page is kept."""
    page = "".join(f"<p>{text}</p>" for text in (*story, *below))
    lines = linearize(document_fromstring(f"<html><body>{page}</body></html>"))
    taken = comments_below(lines, {line.position for line in lines})
    return [line.text for line in lines if line.position in taken]


@pytest.mark.parametrize(
    ("when", "reply"),
    [
        ("2 hours ago", "Reply"), ("vor 3 Stunden", "Antworten"), ("il y a 2 jours", "Répondre"), ("hace 5 minutos", "Responder"),
        ("2 ore fa", "Rispondi"), ("3 uur geleden", "Beantwoorden"), ("för 2 timmar sedan", "Svara"), ("5 часов назад", "Ответить"),
        ("2 godziny temu", "Odpowiedz"), ("3 saat önce", "Yanıtla"), ("2 giờ trước", "Trả lời"), ("3시간 전", "답글"),
        ("2時間前", "返信"), ("3小时前", "回复"), ("March 3, 2026 at 10:41 am", "Like · Reply · 12"),
    ],
)  # fmt: skip
def test_from_the_first_name_to_the_last_way_to_answer(when: str, reply: str) -> None:
    """Who wrote when, what, and a way to answer: two of them are a thread."""
    thread = ["Harriet P.", when, WORDS[0], reply, "TidalMike", when, WORDS[1], reply]

    assert found(*thread, "Tides and weather") == thread


@pytest.mark.parametrize(("heading", "when"), [("3 comments", "1 hour ago"), ("Kommentare (3)", "vor 1 Stunde"), ("댓글 3", "1시간 전"), ("评论", "1小时前")])  # fmt: skip
def test_all_below_a_heading_that_counts_them(heading: str, when: str) -> None:
    """Below a heading of comments with a time under it, nothing else of the story comes."""
    thread = [heading, "Harriet P.", when, WORDS[0], "TidalMike", when, WORDS[1]]

    assert found(*thread) == thread


def test_a_comment_of_several_paragraphs_begins_with_its_writer() -> None:
    """Its earlier paragraphs are not taken for the story's end."""
    thread = ["Harriet P.", "March 3, 2026 at 10:41 am", *WORDS, "Reply", "TidalMike", WORDS[0], "Reply"]

    assert found(*thread) == thread


@pytest.mark.parametrize(
    "below",
    [
        ["Reply", WORDS[0]],
        ["Question", WORDS[0], "Reply:", WORDS[1], "Question", WORDS[2], "Reply:", WORDS[0]],
        ["Comments", WORDS[0], WORDS[1]],
        ["2 hours ago", WORDS[0], "1 hour ago", WORDS[1]],
    ],
    ids=["one alone", "questions and answers", "a heading of the story", "entries of a live blog"],
)
def test_what_looks_like_a_thread_and_is_none(below: list[str]) -> None:
    """One sign alone, labels with a colon, and times without answers stay."""
    assert found(*below) == []


def test_a_page_that_is_a_thread_keeps_it() -> None:
    """In a forum the first words are somebody's, too, and may be answered."""
    post = ["Harriet P.", "2 hours ago", *STORY, "Reply"]
    answer = ["TidalMike", "1 hour ago", STORY[0] + WORDS[0], "Reply"]

    assert found(*post, *answer, story=[]) == []


@pytest.mark.parametrize(
    ("form", "when"),
    [("Leave a Reply", "March 3, 2026 at 10:41 am"), ("Schreibe einen Kommentar", "3. März 2026 um 10:41 Uhr"), ("Laisser un commentaire", "3 mars 2026 à 10h41"), ("댓글 남기기", "2026년 3월 3일, 10:41"), ("发表评论", "2026年3月3日 10:41")],
)  # fmt: skip
def test_names_and_times_above_the_form(form: str, when: str) -> None:
    """Above the form for comments, two names with their times are comments, in one line or two."""
    one_line = [f"Harriet P. | {when}", WORDS[0], f"TidalMike | {when}", WORDS[1]]
    two_lines = ["Harriet P.", when, WORDS[0], "TidalMike", when, WORDS[1]]

    assert found(*one_line, form) == one_line
    assert found(*two_lines, form) == two_lines


@pytest.mark.parametrize(
    "heading", ["3 thoughts on “The bridge”", "2 Gedanken zu „Die Brücke“", "“다리”의 3개의 댓글", "《老橋》有3条评论"]
)
def test_headings_that_name_the_story(heading: str) -> None:
    """A weblog's heading of the comments repeats the headline."""
    thread = [heading, "Harriet P. says:", "March 3, 2026 at 10:41 am", WORDS[0]]

    assert found(*thread) == thread


def test_a_form_without_comments_takes_nothing() -> None:
    """The story's own time, and the hours of a live blog, are nobody's comments."""
    assert found("Published 3 March 2026 10:41", "Leave a comment") == []
    assert found("10:41", WORDS[0], "10:58", WORDS[1], "Leave a Reply") == []


def test_a_count_above_the_story_is_passed_over() -> None:
    """A link to the comments beside the date does not hide those below."""
    thread = ["2 comments", "Harriet P.", "1 hour ago", WORDS[0], "TidalMike", "1 hour ago", WORDS[1]]

    assert found(*thread, story=["2 comments", "3 March 2026 10:41", *STORY]) == thread
