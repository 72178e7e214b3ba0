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
    told, thread = ("".join(f"<p>{text}</p>" for text in part) for part in (story, below))
    return found_in(f"<div>{told}</div><div>{thread}</div>")


def found_in(page: str) -> list[str]:
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


ENTRIES = [
    "The river rose by three centimetres before noon, and the ferry stopped at the north pier, the harbour office said.",
    "The ferry left again with forty people on board; nobody was hurt, but the buses were full until the evening.",
    "The river fell by nine centimetres, and the lorries queue on both banks as they did before, says the council.",
]
TOLD = "".join(f"<p>{text}</p>" for text in STORY)


@pytest.mark.parametrize(
    "entry",
    [
        "<div><h2>Ferry stops, take {n}</h2><time>{n} hours ago</time><p>{text}</p></div>",
        "<div><p>Jane Doe, {n} hours ago</p><p>{text}</p></div>",
        "<div><p>{n} March 2026, 10:4{n} GMT</p><p><strong>Ferry stops</strong></p><p>{text}</p></div>",
        "<h3>March {n}, 2026, 10:4{n} am</h3><p>{text}</p>",
        "<p>[속보] 2026년 3월 {n}일 10:4{n}</p><p>{text}</p>",
    ],
    ids=["headings", "one reporter", "dates", "a chronology", "a label"],
)
@pytest.mark.parametrize("box", ["{}", "<section>{}</section>"], ids=["flat", "boxed"])
def test_entries_of_a_live_blog_above_the_form(entry: str, box: str) -> None:
    """Readers may comment on a live blog, too; its entries have times, but no reader's name each."""
    entries = "".join(entry.format(n=n, text=text) for n, text in enumerate(ENTRIES, 1))

    assert found_in(f"<div>{TOLD}</div>{box.format(entries)}<h3>Leave a comment</h3>") == []


@pytest.mark.parametrize("labels", [("Kérdés", "Válasz"), ("질문", "응답"), ("提问", "回复"), ("Ερώτηση", "Απάντηση"), ("Question", "Reply")])  # fmt: skip
@pytest.mark.parametrize("tag", ["h3", "p"])
def test_labels_of_questions_and_answers(labels: tuple[str, str], tag: str) -> None:
    """A word for an answer that stands above the answer is its label."""
    asked = [f"<{tag}>{label}</{tag}><p>{text}</p>" for text in ENTRIES for label in labels]

    assert found_in(f"<div>{TOLD}</div>{''.join(asked)}") == []


def test_comments_that_a_story_quotes() -> None:
    """Under a heading among the story's paragraphs that counts nothing, readers are quoted, and the story goes on."""
    quoted = "".join(f"<p>{name} · 2 hours ago</p><blockquote>{text}</blockquote>" for name, text in zip(("TidalMike", "Harriet P."), WORDS, strict=False))  # fmt: skip

    assert found_in(f"{TOLD}<h2>Comments</h2>{quoted}<p>{ENTRIES[0]}</p>") == []


def test_a_box_of_posts_that_the_story_goes_on_behind() -> None:
    """Readers' comments end a page; what the story shows of others has its paragraphs below."""
    posts = "".join(f"<blockquote><p>{text}</p><p>{name} 10:41 AM · Mar 3, 2026</p></blockquote>" for name, text in zip(("TidalMike", "Harriet P."), WORDS, strict=False))  # fmt: skip
    box, goes_on = f"<div>{posts}</div>", f"<p>{ENTRIES[0]}</p><h3>Leave a comment</h3>"

    assert found_in(f"{TOLD}{box}{goes_on}") == []
    assert found_in(f"{TOLD}<div><h2>Comments</h2>{posts}</div>{goes_on}") == []
    assert found_in(f"{TOLD}{box}<h3>Leave a comment</h3>")


def test_rows_at_the_end_of_a_story() -> None:
    """The last rows of its list are not who wrote the first comment."""
    thread = "".join(f"<div><p>{name}</p><p>2 hours ago</p><p>{text}</p><p>Reply</p></div>" for name, text in zip(("TidalMike", "Harriet P."), WORDS, strict=False))  # fmt: skip

    assert found_in(f"{TOLD}<ul><li>Flour</li><li>Milk</li></ul><div>{thread}</div>")[0] == "TidalMike"


@pytest.mark.parametrize("heading", ["Comments (2)", "2 Kommentare", "Comentarios (2)", "Commentaires : 2", "댓글 2"])
def test_a_heading_that_counts_comments_below_the_story(heading: str) -> None:
    """Names, times and ways to answer may be missing; amid the story such a heading takes nothing."""
    thread = [f"Manolo G.: {WORDS[0]}", f"Ana: {WORDS[1]}"]
    told, below = ("".join(f"<p>{text}</p>" for text in part) for part in (STORY, thread))

    assert found_in(f"<div>{told}</div><div><h2>{heading}</h2>{below}</div>") == [heading, *thread]
    assert found_in(f"<div>{told}<h2>{heading}</h2>{below}</div>") == []


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("Reader Comments", "Article comment by: Mom of four"), ("Comments", "islander wrote on Monday:"), ("Kommentare", "Inselfreund schrieb:"),
        ("Vos réactions", "De : Trombone, le 26/06/2006 à 10:14"), ("Comentarios", "Rosa dice:"),
    ],
)  # fmt: skip
def test_a_heading_and_who_wrote_below_the_story(heading: str, who: str) -> None:
    """Old pages say neither when nor how to answer; a heading above the story's own words stays, and so does one amid them."""
    assert found(heading, who, WORDS[0], who, WORDS[1])[0] == heading
    assert found(heading, WORDS[0], WORDS[1]) == []
    assert found(story=[*STORY, heading, who, *STORY]) == []
