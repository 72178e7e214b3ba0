"""What patterns need is kept in a file, which may lag behind the rules but says nothing wrong."""

from __future__ import annotations

import json

from newscrawl.noise import load_rules
from newscrawl.noise.literals import needed
from newscrawl.noise.pieces import kept, key, pieces, render

PATTERNS = list(load_rules().patterns())


def test_the_file_says_what_the_patterns_say() -> None:
    """Whatever stands in the file is what would be read from the pattern."""
    assert [pattern for pattern in PATTERNS if set(pieces(pattern)) != needed(pattern)] == []


def test_the_file_knows_most_patterns() -> None:
    """A rule that is new or changed costs a millisecond; if many are, `python -m newscrawl.noise` writes the file anew."""
    known = [pattern for pattern in PATTERNS if key(pattern) in kept()]

    assert len(known) >= 0.9 * len(PATTERNS)


def test_a_pattern_that_is_not_in_the_file() -> None:
    """It is read when it is looked for, also where it needs nothing."""
    assert pieces("harbour (?:news|talk)letter") == {"harbour "}
    assert set(pieces("[a-z]+")) == set()


def test_a_file_holds_one_pattern_a_line() -> None:
    """Patterns that need nothing stand in it too, so that they need not be read again."""
    text = render(["share", "[a-z]+"])

    assert json.loads(text) == {key("share"): ["share"], key("[a-z]+"): []}
    assert len(text.splitlines()) == 4
