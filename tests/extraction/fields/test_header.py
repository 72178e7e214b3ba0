"""What stands around the headline."""

from newscrawl.extraction.fields.header import find_headline, read_header

STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"


def test_pieces_below_and_above_until_the_story_runs(evidence_of) -> None:
    """Short texts around the headline in order of nearness; what follows the second paragraph is out of reach."""
    page = evidence_of(
        body=f"<nav>Menu</nav><div>Town</div><h1>Bridge</h1><div>Ada Muster</div><div>May 3</div>{STORY}{STORY}<div>More</div>"
    )
    header = read_header(find_headline(page.outline, page.nodes, "Bridge"))
    assert [piece.text for piece in header if piece.below][:2] == ["Ada Muster", "May 3"]
    assert [piece.text for piece in header if not piece.below] == ["Town"]
    assert "More" not in [piece.text for piece in header]


def test_the_headline_is_the_heading_that_says_it(evidence_of) -> None:
    """Of several headings the one that says the title is the headline, wherever it stands."""
    page = evidence_of(body="<h1>Harbour Gazette</h1><h2>Bridge opens again today</h2>")
    assert find_headline(page.outline, page.nodes, "Bridge opens again today").tag == "h2"


def test_no_heading_no_header(evidence_of) -> None:
    """A page without headings has nothing around a headline."""
    page = evidence_of(body=STORY)
    assert read_header(find_headline(page.outline, page.nodes, "Bridge")) == ()


def test_work_is_bounded(evidence_of) -> None:
    """A page of thousands of short pieces is not read to its end."""
    page = evidence_of(body="<h1>Bridge</h1>" + "<div>x</div>" * 5_000)
    assert len(read_header(find_headline(page.outline, page.nodes, "Bridge"))) <= 60


def test_line_breaks_part_pieces(evidence_of) -> None:
    """Bare text between line breaks is a piece of its own, links in it and all; headings stay one line."""
    page = evidence_of(
        body=f'<div><h2>Bridge<br>opens</h2>By <a href="/staff/ada">Ada Muster</a><br>Staff Writer<br><br>{STORY}</div>'
    )
    header = read_header(find_headline(page.outline, page.nodes, "Bridge opens"))
    assert [piece.text for piece in header][:2] == ["By Ada Muster", "Staff Writer"]
    assert header[0].element.find("a") is not None


def test_captions_are_no_pieces(evidence_of) -> None:
    """Who took the picture below the headline did not write the story."""
    page = evidence_of(
        body=f'<h1>Bridge</h1><div class="photo-caption">By Ben Beispiel</div><p>By Ada Muster</p>{STORY}'
    )
    header = read_header(find_headline(page.outline, page.nodes, "Bridge"))
    assert header[0].text == "By Ada Muster"


def test_a_hostile_cell_is_bounded(evidence_of) -> None:
    """Thousands of line breaks, and inline elements within each other, are not read to their end."""
    page = evidence_of(body="<h1>Bridge</h1><div>" + "<i>x<br>" * 300 + "x<br>" * 20_000 + "</div>")
    assert len(read_header(find_headline(page.outline, page.nodes, "Bridge"))) <= 60
