"""Lines of a page."""

from newscrawl.extraction.lines import fold_space


def test_invisible_characters_go() -> None:
    """Zero-width characters and soft hyphens go; letters stay in the normalization form they were written in."""
    assert fold_space("a\u200bb\u00adc  \u00a0d e\u0301") == "abc d e\u0301"


def test_a_non_joiner_stays_where_it_is_spelling() -> None:
    """Persian and Indic words are written with it; in other scripts, and at the end of a word, nobody sees it."""
    assert fold_space("خبر می\u200cشود و کتاب\u200cها\u200c باز") == "خبر می\u200cشود و کتاب\u200cها باز"
    assert fold_space("ক্\u200cষ \u200cBrü\u200ccke 다\u200c리") == "ক্\u200cষ Brücke 다리"
