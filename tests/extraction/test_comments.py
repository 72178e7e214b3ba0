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
    """Of a forum, what people answered is the page."""
    thread = ["Harriet P.", "2 hours ago", STORY[1], "Reply", "TidalMike", "1 hour ago", STORY[0] + WORDS[0], "Reply"]

    assert found(*thread) == []
    assert found(*thread, story=[]) == []
