"""A pattern is tried only where a piece of text stands that it needs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.noise import load_rules
from newscrawl.noise.literals import Literals, needed

_NAMES = [rule.names for rule in load_rules().for_language("ko").nodes if rule.names]
_INDEX = Literals(_NAMES)


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("news-?letters?", {"letter"}),
        ("(?:share|widget)-?(?:bar|box)", {"share", "widget"}),
        ("ads?(?:-[a-z]+)*", {"ad"}),
        ("[a-z]+", set()),
        ("(?:poll|[a-z]{2})", set()),
        ("(?:poll){0,2}x", {"x"}),
        (" top bar ", {" top bar "}),
        (r"sign\sup(?: now)?", {"sign up"}),
        (r"(?:\s|by)[:|]", {":", "|"}),
    ],
)
def test_needed_pieces(pattern: str, pieces: set[str]) -> None:
    """Of what every match must hold, the most telling part is chosen; optional parts and character classes tell nothing."""
    assert needed(pattern) == pieces


@given(
    st.lists(
        st.sampled_from(["share", "-", "box", "ad", "ads", "news", "letter", "related", " ", "nav", "x", "wp", "caption", "info", "1"]),
        max_size=12,
    )
)  # fmt: skip
def test_nothing_that_matches_is_left_out(parts: list[str]) -> None:
    """For any class names, every rule whose pattern matches is among those that are tried."""
    text = f" {''.join(parts)} "
    matching = [number for number, names in enumerate(_NAMES) if re.search(names, text)]
    assert set(matching) <= set(_INDEX.tried(text))


def test_most_patterns_are_not_tried() -> None:
    """A name that speaks of none of them is tried with none."""
    assert _INDEX.tried(" xq7 zz ") == set()


def test_patterns_that_need_nothing_are_always_tried() -> None:
    """A pattern without a piece to look for stands among those tried for every text."""
    assert Literals(["[a-z]", "share"]).tried("xx") == {0}
    assert Literals(["[a-z]", "share"]).tried("a-share") == {0, 1}
