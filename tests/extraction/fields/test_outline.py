"""One walk over the page."""

import pytest

from newscrawl.extraction.fields.outline import is_elsewhere, read_outline, text_in
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse


def test_what_the_walk_collects() -> None:
    """Headings, microdata, times, bylines, dates, tags, figures and paragraphs, in page order."""
    outline = read_outline(
        Nodes(
            parse(
                '<body><h1>A</h1><h2>B</h2><span itemprop="author name">C</span><time>D</time><div class="postByline">E</div>'
                '<p class="publish-date">F</p><a rel="tag">G</a><figure></figure><a rel="author">H</a></body>'
            )
        )
    )
    assert [spot.text for spot in outline.heads + outline.subheads] == ["A", "B"]
    assert [spot.text for spot in outline.props["author"]] == ["C"]
    assert [spot.text for spot in outline.times] == ["D"]
    assert [spot.text for spot in outline.bylines] == ["E", "H"]
    assert [spot.text for spot in outline.dates] == ["F"]
    assert [spot.text for spot in outline.tags] == ["G"]
    assert (len(outline.figures), len(outline.paragraphs)) == (1, 1)


@pytest.mark.parametrize("name", ["candidate", "sometimes", "authority", "baby-care", "ruby"])
def test_words_that_hold_others_are_no_names(name: str) -> None:
    """`candidate` is no date, `authority` no author."""
    outline = read_outline(Nodes(parse(f'<body><p class="{name}">x</p></body>')))
    assert (outline.bylines, outline.dates) == ([], [])


def test_lists_are_bounded() -> None:
    """A page of thousands of dates keeps the first few."""
    assert len(read_outline(Nodes(parse("<body>" + "<time>1</time>" * 5_000 + "</body>"))).times) == 60


@pytest.mark.parametrize(
    ("html", "elsewhere"),
    [
        ("<aside><p>x</p></aside>", True),
        ("<footer><div><p>x</p></div></footer>", True),
        ('<div class="related-stories"><p>x</p></div>', True),
        ('<div id="comments"><p>x</p></div>', True),
        ('<article class="story"><p>x</p></article>', False),
        ('<div class="scorecards-story"><p>x</p></div>', False),
    ],
)
def test_parts_of_the_page_about_other_stories(html: str, elsewhere: bool) -> None:
    """Known by element or by name."""
    element = parse(f"<body>{html}</body>").find(".//p")
    assert is_elsewhere(element) is elsewhere


def test_text_without_scripts_in_one_line() -> None:
    """Blocks are parted by a space, scripts and styles are silent, the element's tail is not its text."""
    element = parse("<body><div><p>a</p><p>b<b>c</b></p><script>x</script>d</div>e</body>").find(".//div")
    assert text_in(element) == "a bc d"
