"""From elements to lines."""

import pytest
from lxml import html

from newscrawl.extraction.lines import Mark
from newscrawl.extraction.parse import parse
from newscrawl.extraction.walk import linearize


def texts(markup: str) -> list[str]:
    return [line.text for line in linearize(html.fromstring(f"<body>{markup}</body>"))]


def test_blocks_and_breaks_part_lines() -> None:
    """Block elements and `<br>` end a line; inline elements do not."""
    assert texts("<p>One <b>bold</b> word</p>two<br>three<div>four</div>five") == [
        "One bold word", "two", "three", "four", "five",
    ]  # fmt: skip


def test_a_heading_stays_one_line() -> None:
    """A `<br>` inside a heading is a space."""
    assert texts("<h2>First<br>second</h2>") == ["First second"]


def test_a_row_of_data_is_one_line() -> None:
    """A table row is one line, its cells parted by a bar."""
    assert texts("<table><tr><td>Home</td><td>3</td></tr><tr><td>Away</td><td>1</td></tr></table>") == [
        "Home | 3", "Away | 1",
    ]  # fmt: skip


def test_a_layout_table_is_no_data() -> None:
    """A cell that holds a whole story is read line by line."""
    story = "A long sentence of the story. " * 12
    assert texts(f"<table><tr><td>{story}<br>Next.</td><td>x</td></tr></table>")[1] == "Next."


def test_a_row_of_stories_and_menus_is_no_data() -> None:
    """Short as it is, a cell with empty lines or a rule is layout; an empty cell beside another parts nothing."""
    story = "<td>One.<br><br>Two.<br><br>Three.</td>"
    assert texts(f"<table><tr>{story}<td>Menu</td></tr></table>") == ["One.", "Two.", "Three.", "Menu"]
    assert texts("<table><tr><td>One.<hr>Two.</td><td>Menu</td></tr></table>") == ["One.", "Two.", "Menu"]
    assert texts("<table><tr><td> </td><td><div>One</div><div>Two</div></td></tr></table>") == ["One", "Two"]
    assert texts("<table><tr><td>11<br>12<br>13<br>14<br>15</td><td>knots</td></tr></table>") == [
        "11 12 13 14 15 | knots"
    ]


def test_scripts_and_styles_are_silent() -> None:
    """What no reader sees is no line, and the text behind it is."""
    assert texts("<script>var a</script>seen<style>p{}</style> too") == ["seen too"]


def test_a_marked_block_keeps_its_lines_apart() -> None:
    """Lines in a marked element carry the mark; the lines around do not."""
    tree = html.fromstring("<body><p>a</p><div id=x><p>b</p>c</div>d</body>")
    mark = Mark("test.x", "why")
    lines = linearize(tree, {tree.get_element_by_id("x"): mark})

    assert [(line.text, line.mark) for line in lines] == [("a", None), ("b", mark), ("c", mark), ("d", None)]


def test_a_marked_word_leaves_the_sentence_whole() -> None:
    """An inline element that is noise becomes a piece of its line, not a new line."""
    tree = html.fromstring("<body><p>One <span id=x>zoom</span>two</p></body>")
    (line,) = linearize(tree, {tree.get_element_by_id("x"): Mark("test.x", "why")})

    assert line.text == "One two"
    assert [text for _, text in line.pieces] == ["zoom"]


def test_the_innermost_mark_names_the_reason() -> None:
    """A marked element inside a marked one gives its lines its own mark."""
    tree = html.fromstring("<body><div id=x><p>a</p><div id=y>b</div><p>c</p></div>d</body>")
    outer, inner = Mark("test.x", "why"), Mark("test.y", "why")
    lines = linearize(tree, {tree.get_element_by_id("x"): outer, tree.get_element_by_id("y"): inner})

    assert [(line.text, line.mark) for line in lines] == [("a", outer), ("b", inner), ("c", outer), ("d", None)]


def test_containers_say_what_is_inside() -> None:
    """Only lines below a container count as inside."""
    tree = html.fromstring("<body>a<div id=x><p>b</p></div>c</body>")
    lines = linearize(tree, containers=[tree.get_element_by_id("x")])

    assert [(line.text, line.inside) for line in lines] == [("a", False), ("b", True), ("c", False)]


def test_positions_count_all_lines() -> None:
    """Positions are 0, 1, 2 … over kept and marked lines alike."""
    tree = html.fromstring("<body><p>a</p><p id=x>b</p><p>c</p></body>")

    assert [line.position for line in linearize(tree, {tree.get_element_by_id("x"): Mark("t.x", "")})] == [0, 1, 2]


def test_links_are_measured() -> None:
    """`linked` is the share of a line's characters that are link text."""
    (line,) = linearize(html.fromstring("<body><p><a>abcd</a>efgh</p></body>"))

    assert line.linked == 0.5


@pytest.mark.parametrize("name", ["div", "x-box"])
def test_deep_nesting_is_no_recursion(name: str) -> None:
    """A thousand nested elements are walked without recursion, those of unknown names too."""
    tree = parse("<body>" + f"<{name}>" * 1000 + "deep" + f"</{name}>" * 1000)

    assert [line.text for line in linearize(tree)] == ["deep"]


def test_words_of_unknown_names_stay_in_their_sentence() -> None:
    """Ruby parts and elements that HTML does not know part no line inside a paragraph; outside they are boxes."""
    markup = "<p>The <rb>old</rb><rt>(aged)</rt> <x-tip>bridge</x-tip> is shut.</p><x-card>One.</x-card><x-card>Two.</x-card>"

    assert texts(markup) == ["The old(aged) bridge is shut.", "One.", "Two."]


def test_empty_lines_part_the_paragraphs_of_a_mail() -> None:
    """In preformatted prose an empty line ends a paragraph; program code stays one line."""
    mail = "<pre>The bridge\nis shut.\n \n<i>It</i> opens\nin May.\n</pre>"
    code = "<pre>// Says it. Twice.\nsay(it);\n\nsay(it);</pre>"

    assert texts(mail) == ["The bridge is shut.", "It opens in May."]
    assert texts(code) == ["// Says it. Twice. say(it); say(it);"]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<div><span><div><img src=a></div><em>The bridge.</em></span>It opened.<br>Late.</div>", ["The bridge.", "It opened.", "Late."]),
        ("<div><span><img src=a><em>The bridge</em></span> opened.</div>", ["The bridge opened."]),
        ("<div>It <span><b>opened</b> <i>on</i></span> Monday.</div>", ["It opened on Monday."]),
    ],
)  # fmt: skip
def test_a_picture_in_a_block_makes_a_box_of_what_holds_it(markup: str, wanted: list[str]) -> None:
    """The words beside the picture are no part of the sentence behind it; an icon in a sentence is."""
    assert texts(markup) == wanted
