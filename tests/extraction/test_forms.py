"""Which lines of a story are headings, quotations, points of lists and rows of tables."""

from pathlib import Path

import lxml.html

import newscrawl
from newscrawl.article import Line, Structure
from newscrawl.extraction import with_lines
from newscrawl.extraction.forms import forms_of, structure_of
from newscrawl.extraction.walk import linearize

PROSE = "The ferry sails again on Monday, says the harbour master, who has not slept."


def forms(markup):
    """(form, first word) of every line of a story."""
    lines = linearize(lxml.html.fromstring(f"<article>{markup}</article>"))
    kept = [(line, line.text) for line in lines]
    return [f"{form} {text.split()[0]}" for form, (_, text) in zip(forms_of(kept), kept, strict=True)]


def test_elements_say_what_a_line_is():
    """Headings also where a box stands in them, paragraphs of a quotation and of a point too."""
    found = forms(
        f"<h2><span><div>Timetable</div></span></h2><p>{PROSE}</p><blockquote><p>“Never</p><p>Again”</p></blockquote>"
        "<ul><li>Monday</li><li><p>Tuesday</p><p>(if dry)</p></li></ul><table><tr><th>Pier<th>Time<tr><td>North<td>9</table>"
    )

    assert found == [
        "heading Timetable", "paragraph The", "quote “Never", "quote Again”", "item Monday", "item Tuesday", "paragraph (if",
        "row Pier", "row North",
    ]  # fmt: skip


def test_a_bold_line_above_a_paragraph_is_a_heading():
    """As many newsrooms set them; what is a sentence, leads in, stands last or among other bold lines is none."""
    found = forms(
        f"<p><b>Tickets</b></p><p>{PROSE}</p><p><strong>Who pays?</strong></p><p>{PROSE}</p><p><b>Nobody pays.</b></p><p>{PROSE}</p>"
        f"<p><b>Prices:</b></p><p>{PROSE}</p><p><b>Adults</b></p><p><b>Children</b></p><p><b>Notes</b> on it</p><p>{PROSE}</p><p><b>End</b></p>"
    )

    assert [line for line in found if line.startswith("heading")] == [
        "heading Tickets",
        "heading Who",
        "heading Children",
    ]


def test_a_long_sentence_is_no_heading_whatever_its_element():
    """Some set the first paragraph, or all of them, as headings; a long headline without a full stop is one."""
    assert forms(f"<h3>{PROSE} {PROSE}</h3><h3>{' and'.join([PROSE[:-1]] * 2)}</h3><p>{PROSE}</p>") == [
        "paragraph The", "heading The", "paragraph The",
    ]  # fmt: skip


def test_what_wraps_the_story_makes_no_quotation_and_no_list_of_it():
    """Old pages put all of it into a block quote, others into one point of a list."""
    for box in ("blockquote", "li"):
        found = forms(f"<{box}><p>{PROSE}</p><h2>More</h2><p>{PROSE}</p><p>{PROSE}</p></{box}><p>{PROSE}</p>")
        assert found == ["paragraph The", "heading More", "paragraph The", "paragraph The", "paragraph The"]


def test_a_structure_counts_lines_of_the_text():
    """Not lines of the page."""
    lines = [
        Line(3, "Tickets", "heading"),
        Line(9, PROSE),
        Line(11, "One", "item"),
        Line(12, "a | b", "row"),
        Line(20, "“x”", "quote"),
    ]

    assert structure_of(lines) == Structure(headings=(0,), items=(2,), rows=(3,), quotes=(4,))


def test_a_structure_follows_its_lines():
    """What is taken out later, or put behind, moves the numbers of the others."""
    page = Path(__file__).parent.parent / "golden" / "quotes-apart" / "page.html"
    read = newscrawl.explain(
        page.read_bytes(), "https://hillsideradio.example/2026/05/11/the-woman-who-counts-the-swifts/"
    )
    less = with_lines(read, read.lines[1:], read.removals)

    assert (read.article.structure.headings, read.article.structure.quotes) == ((2,), (4,))
    assert (less.article.structure.headings, less.article.structure.quotes) == ((1,), (3,))
