"""What stands around the headline."""

from newscrawl.extraction.fields.header import find_headline, read_header

STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"


def test_pieces_below_and_above_until_the_story_runs(evidence_of) -> None:
    """Short texts around the headline in order of nearness; what follows the second paragraph is out of reach."""
    outline = evidence_of(
        body=f"<nav>Menu</nav><div>Town</div><h1>Bridge</h1><div>Ada Muster</div><div>May 3</div>{STORY}{STORY}<div>More</div>"
    ).outline
    header = read_header(find_headline(outline, "Bridge"))
    assert [piece.text for piece in header if piece.below][:2] == ["Ada Muster", "May 3"]
    assert [piece.text for piece in header if not piece.below] == ["Town"]
    assert "More" not in [piece.text for piece in header]


def test_the_headline_is_the_heading_that_says_it(evidence_of) -> None:
    """Of several headings the one that says the title is the headline, wherever it stands."""
    outline = evidence_of(body="<h1>Harbour Gazette</h1><h2>Bridge opens again today</h2>").outline
    assert find_headline(outline, "Bridge opens again today").tag == "h2"


def test_no_heading_no_header(evidence_of) -> None:
    """A page without headings has nothing around a headline."""
    assert read_header(find_headline(evidence_of(body=STORY).outline, "Bridge")) == ()


def test_work_is_bounded(evidence_of) -> None:
    """A page of thousands of short pieces is not read to its end."""
    outline = evidence_of(body="<h1>Bridge</h1>" + "<div>x</div>" * 5_000).outline
    assert len(read_header(find_headline(outline, "Bridge"))) <= 60
