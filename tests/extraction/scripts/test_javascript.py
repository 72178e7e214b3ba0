"""The strings of a script."""

import pytest

from newscrawl.extraction.scripts.javascript import Literal, literals


def test_strings_of_every_kind() -> None:
    """Quotes of three kinds, escapes, concatenation and lists; comments and addresses are told apart."""
    script = """
        /* don't */ var a = 'It\\'s', b = "\\u201cx\\u201d" + `y
z`; // it's
        page({url: "https://paper.example/x", list: ['one', 'two'], end: 'ok'})
    """

    assert list(literals(script)) == [
        Literal("a", "It's"),
        Literal("b", "“x”y\nz"),
        Literal("url", "https://paper.example/x"),
        Literal("list", "one\ntwo"),
        Literal("end", "ok"),
    ]


@pytest.mark.parametrize("seed", ["'", '"', "`", "'\\", '"\\', "`\\", "/*", "//", "'+", "a:'", "'\n"])
def test_hostile_scripts_are_read_once(seed: str) -> None:
    """A script in which everything is left open is passed over: read again from each quote, this one would take minutes."""
    script = seed * (400_000 // len(seed))

    assert sum(len(found.text) for found in literals(script)) <= len(script)
