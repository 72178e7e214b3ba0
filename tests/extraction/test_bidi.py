"""Marks of direction: those that do something stay."""

import pytest
from lxml import html

from newscrawl import extract
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.trim import trim
from newscrawl.extraction.walk import linearize
from newscrawl.noise import RuleSet
from newscrawl.noise.rules import CutRule
from newscrawl.sites import Layout

LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{RLM}הגשר נפתח{RLM}", "הגשר נפתח"),
        (f"{RLE}הגשר נפתח{PDF}", "הגשר נפתח"),
        (f"{ALM}\u200c{ALM}הגשר נפתח", "הגשר נפתח"),
        (f"{RLE} {RLM}הגשר נפתח {PDF}{LRM}", "הגשר נפתח"),
        (f"הגשר (A7){LRM}, השני", f"הגשר (A7){LRM}, השני"),
        (f"الجسر{ALM} 12{RLM}-13 مايو", f"الجسر{ALM} 12{RLM}-13 مايو"),
        (f"הגשר {LRE}A7 (north){PDF} נפתח", f"הגשר {LRE}A7 (north){PDF} נפתח"),
        (f"{FSI}הגשר{PDI}: {LRI}A7{PDI}", f"{FSI}הגשר{PDI}: {LRI}A7{PDI}"),
        (f"הגשר {LRE}{PDF}נפתח", "הגשר נפתח"),
        (f"הגשר {RLE}נפתח", "הגשר נפתח"),
        (f"הגשר{PDF} נפתח{PDI} היום", "הגשר נפתח היום"),
        (f"הגשר {LRI}A7 {RLO}B{PDI} נפתח", f"הגשר {LRI}A7 B{PDI} נפתח"),
        (f"הגשר {RLE}A{LRI}B{PDF}C נפתח", "הגשר ABC נפתח"),
        (f"The {LRM}bridge{RLM} {RLO}opens{PDF}", "The bridge opens"),
        (f"다리{LRM}가 {FSI}열렸다{PDI}", "다리가 열렸다"),
        ((RLE + LRM) * 200 + "הגשר" + PDF * 150 + " נפתח", "הגשר נפתח"),
    ],
)
def test_marks_stay_where_they_do_something(line, left):
    """Inside of right-to-left text, and in pairs; at the ends of a line, alone, or in text from the left they go."""
    assert fold_space(line) == left
    assert fold_space(left) == left


def test_the_text_and_its_account_are_without_them():
    """Headline and lines of the story; one mark more or less makes no other line."""
    story = [
        f"ביום {day} דנה מועצת העיר בגשר הישן במשך שעות רבות, ורובע {day} הצביע בעד התיקון." for day in range(1, 9)
    ]
    body = "".join(f"<p>{RLE if day % 2 else RLM}{line}{RLM}</p>" for day, line in enumerate(story))
    article = extract(f"<html lang=he><head></head><body><h1>{RLE}הגשר הישן יתוקן{PDF}</h1><article>{body}</article></body></html>", "https://paper.example/1")  # fmt: skip

    assert article.title == "הגשר הישן יתוקן"
    assert article.text.split("\n") == story


def test_what_is_cut_off_a_line_leaves_no_half_of_a_pair():
    """What was opened in the sentence and closed in the piece goes with the piece."""
    rule = CutRule(name="he.sign", why="-", pattern=f"▶.{{1,40}}{PDI}", max_chars=60, fires=(), spares=())
    tree = html.fromstring(f"<body><p>הגשר נפתח.</p><p>הגשר {RLI}ייסגר שוב בחודש מאי. ▶ desk{PDI}</p></body>")
    result = trim(linearize(tree), RuleSet((), (), (rule,)), Layout(name="any", seen="-"))

    assert [line.text for line in result.lines] == ["הגשר נפתח.", "הגשר ייסגר שוב בחודש מאי."]
