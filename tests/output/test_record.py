"""One value, one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import Article, Link, Removal, Structure
from newscrawl.output.record import Removals, decode, decode_removals, encode

ANY_TEXT = st.text(st.characters())  # lone surrogates and control characters included


def test_a_line_has_every_field_in_order_and_null_for_absent(make_article: Callable[..., Article]) -> None:
    """The keys stand in the order of the dataclass, and what is absent is null."""
    data = json.loads(encode(make_article(publisher=None)))
    assert list(data) == [field.name for field in fields(Article)]
    assert data["publisher"] is None
    assert data["removals"] is None
    assert data["schema_version"] == 1


@given(title=ANY_TEXT, text=ANY_TEXT, rule=ANY_TEXT)
def test_any_text_becomes_one_strict_line(
    make_article: Callable[..., Article], title: str, text: str, rule: str
) -> None:
    """Whatever a page held, the line is one line for every reader and comes back as it was, but for surrogates."""
    article = make_article(title=title, text=text)
    article = replace(article, removed=replace(article.removed, by_rule={rule: 1}))
    line = encode(article)
    assert line.endswith(b"\n")
    assert len(line.decode("utf-8").splitlines()) == 1
    json.loads(line, parse_constant=pytest.fail)
    back = decode(line)
    assert back.text == "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert encode(back) == line


def test_an_article_comes_back_equal(make_article: Callable[..., Article]) -> None:
    """Writing and reading changes nothing."""
    article = make_article(removals=(Removal(rule="any.x", stage="tail", text="x", position=3, why="y"),))
    assert decode(encode(article)) == article


def test_a_line_from_before_the_structure_is_read(make_article: Callable[..., Article]) -> None:
    """It has paragraphs alone, as far as anybody knows; every other field must be there."""
    article = make_article(
        structure=Structure(headings=(1,)), links=(Link(url="https://x.example/", text="x", line=0, start=0),)
    )
    data = json.loads(encode(article))
    del data["structure"], data["links"]
    assert decode(json.dumps(data).encode() + b"\n") == replace(article, structure=Structure(), links=())
    del data["text"]
    with pytest.raises(ValueError, match="missing: text"):
        decode(json.dumps(data).encode() + b"\n")


def test_removals_come_back_equal() -> None:
    """The account of removals is typed too."""
    removal = Removal(rule="ko.tip-off", stage="line", text="제보", position=2, why="why")
    removals = Removals(id="i", url="u", run_id="r", removals=(removal,))
    assert decode_removals(encode(removals)) == removals


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda line: line[:-1], "torn"),
        (lambda line: line[:40] + b"\n", "no JSON"),
        (lambda line: b"[1]\n", "no JSON object"),
        (lambda line: line.replace(b'"schema_version":1', b'"schema_version":2'), "schema version 2"),
        (lambda line: line.replace(b'"language":null,', b""), "missing: language"),
        (lambda line: line.replace(b'"language":null', b'"language":null,"mood":1'), "unknown: mood"),
        (lambda line: line.replace(b'"language":null', b'"language":5'), "language"),
        (lambda line: "다".encode().join([line[:20], b"\xff\xfe\n"]), "no JSON"),
    ],
)
def test_a_line_that_breaks_the_schema_is_refused(
    make_article: Callable[..., Article], change: Callable[[bytes], bytes], problem: str
) -> None:
    """Torn, foreign, incomplete, overfull and mistyped lines are all named as such."""
    line = change(encode(make_article()))
    with pytest.raises(ValueError, match=problem):
        decode(line)
