"""Lines of a page."""

from newscrawl.extraction.lines import fold_space


def test_invisible_characters_go() -> None:
    """Zero-width characters and soft hyphens go; letters stay in the normalization form they were written in."""
    assert fold_space("a\u200bb\u00adc  \u00a0d e\u0301") == "abc d e\u0301"
