"""What is seen of each line."""

import numpy as np
import pytest
from lxml.html import document_fromstring

from newscrawl.extraction.model import places
from newscrawl.extraction.model.features import GROUPS, NAMES, Known, _density, ends_sentence, features, group_of, known
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.walk import linearize

STORY = "On Monday the council of the harbour town spoke for hours about the old bridge, its repair and the ferry."
HTML = f"""<body><nav class="topMenu"><ul><li><a>Home</a></li><li><a>Weather</a></li></ul></nav>
<article><h1>The bridge</h1><div class="article-body" itemprop="articleBody"><p>{STORY}</p><p>{STORY} Again.</p></div>
<div id="relatedStories" hidden><p><a>Ferry sold</a></p><p>Write to desk@paper.example.</p></div></article></body>"""
NODES = Nodes(document_fromstring(HTML).find("body"))
LINES = linearize(NODES.elements[0], nodes=NODES)
ROWS = features(LINES, known("The bridge", STORY[:40], None, news=True), NODES)


def column(name: str) -> dict[str, float]:
    return dict(zip((line.text for line in LINES), ROWS[:, NAMES.index(name)].tolist(), strict=True))


def test_one_row_per_line_and_one_column_per_name() -> None:
    """The matrix has the shape that the model expects, and only finite numbers."""
    assert ROWS.shape == (len(LINES), len(NAMES))
    assert np.isfinite(ROWS).all()


def test_names_are_distinct_and_each_belongs_to_a_group() -> None:
    """Every column can be named in an explanation."""
    assert len(set(NAMES)) == len(NAMES)
    assert {group_of(name) for name in NAMES} == set(range(len(GROUPS)))


def test_links_and_headline_are_seen() -> None:
    """A linked line and the headline are told from prose."""
    assert column("linked") == {text: float(text in ("Home", "Weather", "Ferry sold")) for text in column("linked")}
    assert [text for text, value in column("is_title").items() if value] == ["The bridge"]


def test_the_declared_description_is_seen() -> None:
    """The line that opens like the page's description is marked."""
    assert column("described")[STORY] == 1
    assert column("described")["Ferry sold"] == 0


def test_class_words_are_seen_from_below() -> None:
    """How far above an element its container names itself."""
    (paragraph,) = [line.node for line in LINES if line.text == "Write to desk@paper.example."]
    row = dict(zip(places.NAMES, places.places(NODES, [paragraph])[0].tolist(), strict=True))

    assert row["near_more"] == 1
    assert row["itemprop"] == 0
    assert row["in_article"] == 1
    assert row["near_talk"] == 12


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The bridge is shut.", True),
        ("The bridge is shut. (Agency)", True),
        ("다리는 닫혔다. [사진=마을신문]", True),
        ("桥已经关闭。(完)", True),
        ("The bridge (1931)", False),
        ("(Agency)", False),
    ],
)
def test_a_bracket_behind_a_sentence_does_not_hide_its_end(text: str, ends: bool) -> None:
    """An agency, a credit or "end" in brackets stands behind the sentence and not in it."""
    nodes = Nodes(document_fromstring(f"<body><p>{text}</p></body>").find("body"))
    row = features(linearize(nodes.elements[0], nodes=nodes), Known(), nodes)[0]

    assert bool(row[NAMES.index("ends")]) is ends


def test_dense_scripts_count_for_more() -> None:
    """A Korean sentence weighs as much as an English one of the same content."""
    nodes = Nodes(
        document_fromstring(
            f"<body><p>{'다리를 고치는 데 드는 돈을 두고 마을 의회가 오래 이야기했다. ' * 3}</p></body>"
        ).find("body")
    )
    lines = linearize(nodes.elements[0], nodes=nodes)
    row = features(lines, Known(), nodes)[0]

    assert 1.3 * len(lines[0].text) < row[NAMES.index("chars")] < 2.3 * len(lines[0].text)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("The old bridge was opened again on Monday.", 1),
        ("نهر القرية القديم يفيض مرة أخرى", 1.25),
        ("גשר הנהר הישן נפתח שוב ביום שני", 1.25),
        ("다리가 다시 열렸다고 마을 사람들이 말했다", 1.9),
    ],
)
def test_scripts_say_more_or_less_in_a_line(text: str, worth: float) -> None:
    """Syllables and words count for more than letters, and so do letters where vowels are not written."""
    assert _density([text]) == pytest.approx(worth, abs=0.1)


@pytest.mark.parametrize(
    "text",
    ["پل دوبارہ کھل گیا۔", "ድልድዩ ተከፈተ።", "Կամուրջը բացվեց։", "สะพานเก่าที่ปิดซ่อมมาสามเดือนจะเปิดให้ประชาชนข้ามอีกครั้งในวันที่ยี่สิบ"],
)
def test_sentences_end_in_many_scripts(text: str) -> None:
    """Full stops look different elsewhere, and Thai has none; a short Thai line is a label."""
    assert ends_sentence(text)
    assert not ends_sentence("ข่าวที่เกี่ยวข้อง")
