"""What the lines beside one say of it."""

import numpy as np
import pytest

from newscrawl.extraction.model.beside import from_beside


def test_neighbours_in_the_same_box_pull_a_line_to_their_side() -> None:
    """A doubtful line between paragraphs of the story gains, between links it loses, and with one on each side nothing changes."""
    sides = (3.0, 3.0), (-3.0, -3.0), (3.0, -3.0)
    among_story, among_links, between = (
        from_beside(np.array([before, 0.0, behind, 3.0]), [1, 1, 1, 2])[1] for before, behind in sides
    )

    assert among_story > 0 > among_links
    assert among_story == pytest.approx(-among_links)
    assert between == 0


def test_other_boxes_say_nothing() -> None:
    """Only lines of the same box count, also where a line of another one stands between them."""
    added = from_beside(np.array([3.0, 0.0, 0.0, 0.0]), [1, 2, None, 1])

    assert added[1] == added[2] == 0 < added[3]


def test_what_stands_far_away_says_nothing() -> None:
    """More than four lines away the box is another place."""
    boxes = [1, 2, 3, 4, 5, 1]

    assert from_beside(np.full(6, 3.0), boxes)[-1] == 0
    assert from_beside(np.full(5, 3.0), [1, 2, 3, 4, 1])[-1] > 0


def test_no_neighbour_outweighs_a_line_that_is_sure() -> None:
    """However sure the lines around are, what they add is bounded."""
    added = from_beside(np.array([50.0, -3.0, 50.0]), [1, 1, 1])

    assert -3.0 + added[1] < -2.0


def test_where_nothing_is_likely_nothing_changes() -> None:
    """On a page of which the model takes no line for story, lines do not pull each other down further."""
    assert not from_beside(np.array([-1.0, -2.0, -0.5]), [1, 1, 1]).any()
