"""What the counts of a source's lines promise, whatever the stories are."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.ledger.line_counts import MOST_LINES, counted, halved, most, pack, unpack

LINES = st.integers(min_value=-(2**63), max_value=2**63 - 1)


@given(st.dictionaries(LINES, st.integers(min_value=1, max_value=65_535), max_size=MOST_LINES))
def test_packing_keeps_every_count(counts: dict[int, int]) -> None:
    """What was packed is unpacked the same."""
    assert unpack(pack(counts)) == counts


@given(st.lists(st.sets(st.integers(min_value=0, max_value=600), max_size=40), max_size=60))
def test_a_count_is_never_too_high_and_too_low_by_a_bounded_share(stories: list[set[int]]) -> None:
    """However many lines there are, each count errs to one side, by at most the lines that came over the lines kept."""
    counts: dict[int, int] = {}
    for lines in stories:
        counts = counted(counts, lines)
    true = Counter(line for lines in stories for line in lines)
    assert len(counts) <= MOST_LINES
    for line, times in true.items():
        assert times - sum(true.values()) / MOST_LINES <= counts.get(line, 0) <= times


def test_furniture_outlives_thousands_of_lines_that_come_once() -> None:
    """A line on every second story keeps nearly its whole count while 40,000 others pass by."""
    counts: dict[int, int] = {}
    for story in range(2000):
        own = range(1000 + 20 * story, 1020 + 20 * story)
        counts = counted(counts, [*own, *([7] if story % 2 else [])])
    assert 0.8 * 1000 <= counts[7] <= 1000


def test_halving_forgets_what_stood_on_one_story() -> None:
    """Shares stay, single lines go."""
    assert halved({1: 1000, 2: 301, 3: 1}) == {1: 500, 2: 150}


def test_of_too_many_lines_the_most_frequent_are_kept() -> None:
    """As when counts of an earlier version are taken over."""
    assert most({line: line for line in range(1, 1001)}).keys() == set(range(1001 - MOST_LINES, 1001))
