"""Reading segments back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import newscrawl.output
from newscrawl.article import Article
from newscrawl.errors import RecordError
from newscrawl.output.record import encode

MakeArticle = Callable[..., Article]


def ids(path: Path) -> list[str]:
    return [article.id for article in newscrawl.output.read(path)]


def test_a_folder_is_read_in_order_without_what_is_still_written(tmp_path: Path, make_article: MakeArticle) -> None:
    """Finished segments are read sorted by path; parts are left alone."""
    for name, id in (("b/1.jsonl", "b1"), ("a/2.jsonl", "a2"), ("a/1.jsonl", "a1"), ("a/3.jsonl.part", "a3")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(encode(make_article(id)))
    assert ids(tmp_path) == ["a1", "a2", "b1"]


def test_a_part_gives_its_whole_lines(tmp_path: Path, make_article: MakeArticle) -> None:
    """A file that a run still writes to is read up to its last whole line."""
    part = tmp_path / "x.jsonl.part"
    part.write_bytes(encode(make_article("1")) + encode(make_article("2"))[:50])
    assert ids(part) == ["1"]


def test_a_broken_line_is_named(tmp_path: Path, make_article: MakeArticle) -> None:
    """The error says which line of which file is broken, after the good ones were given."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(encode(make_article("1")) + b"{}\n" + encode(make_article("3")))
    articles = newscrawl.output.read(path)
    assert next(articles).id == "1"
    with pytest.raises(RecordError) as caught:
        next(articles)
    assert (caught.value.file, caught.value.line) == (str(path), 2)
    assert "schema version" in caught.value.problem


def test_a_torn_end_of_a_finished_segment_is_an_error(tmp_path: Path, make_article: MakeArticle) -> None:
    """Only a part may end in a torn line."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(encode(make_article())[:-1])
    with pytest.raises(RecordError, match=r"x\.jsonl:1: .*torn"):
        ids(path)
