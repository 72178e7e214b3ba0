"""Characters of many lines at once: the same as line by line."""

import re

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.model.characters import (
    BAR,
    COMMA,
    DIGIT,
    LETTER,
    LOWER,
    SPACE,
    UPPER,
    Characters,
    Pieces,
    folded_lines,
)

#: Lines as they come from a page: some text, no line feed; beyond the basic plane a character counts as none.
LINES = st.lists(
    st.text(st.characters(max_codepoint=0xFFFE, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40),
    min_size=1,
    max_size=6,
)
WORDS = Pieces(dict.fromkeys(("abo", "aboard", "ab", "구독", "구독하기")))


@given(LINES)
def test_counts_are_those_of_each_line(lines: list[str]) -> None:
    """Letters, digits, capitals, spaces and commas."""
    found = Characters(lines)
    assert found.count_in_head(LETTER).tolist() == [sum(map(str.isalpha, line)) for line in lines]
    assert found.count_in_head(DIGIT).tolist() == [sum(map(str.isdigit, line)) for line in lines]
    assert found.count_in_head(UPPER).tolist() == [sum(c.isupper() and c.isalnum() for c in line) for line in lines]
    assert found.count(SPACE).tolist() == [line.count(" ") for line in lines]
    assert found.count(COMMA).tolist() == [sum(line.count(sign) for sign in ",、，،፣၊") for line in lines]
    assert found.holds(BAR).tolist() == ["|" in line or "/" in line for line in lines]
    assert found.opens(LOWER).tolist() == [line[0].islower() for line in lines]


@given(LINES)
def test_folding_keeps_letters_and_digits(lines: list[str]) -> None:
    """Each line comes back by itself, without anything but letters and digits, in lower case."""
    assert folded_lines(lines) == [re.sub(r"[\W_]+", "", line).lower() for line in lines]


def test_characters_beyond_the_basic_plane_stay_in_the_folded_text() -> None:
    """A word in letters of another plane is no empty line."""
    assert folded_lines(["𝐀b - c", "d"]) == ["𝐀bc", "d"]


@given(st.lists(st.text("abodr 구독하기", min_size=1, max_size=12), min_size=1, max_size=6))
def test_pieces_are_found_where_they_stand(lines: list[str]) -> None:
    """A line has one of the pieces, however they overlap."""
    found = Characters(lines).lines_with(WORDS).tolist()
    assert found[0] == [any(piece in line for piece in ("abo", "aboard", "ab", "구독", "구독하기")) for line in lines]


def test_a_pattern_is_tried_where_a_piece_stands() -> None:
    """`sign` alone is no invitation, `sign up` is; each group speaks for itself."""
    signs = Pieces({"sign": re.compile("sign.?up")}, {"hope": None, "sign": None})
    lines = ["a sign of hope", "sign up now", "design up here", "nothing"]
    assert Characters(lines).lines_with(signs).tolist() == [[False, True, True, False], [True, True, True, False]]


def test_sentences_end_within_a_line() -> None:
    """A stop before a space ends one; the last one of a line does not count, CJK stops do."""
    assert Characters(["One. Two! Three?", "一。二。", "3.5"]).sentences().tolist() == [2, 2, 0]
