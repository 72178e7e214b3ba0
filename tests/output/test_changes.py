"""What differs between two outputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.article import Article, Link, Removal, Structure
from newscrawl.errors import RecordError
from newscrawl.output.changes import NO_RULE, Change, LineChange, changes, line_changes
from newscrawl.output.record import Removals, encode
from newscrawl.output.writer import Entry, Writer

MakeArticle = Callable[..., Article]

CUT = {"rule": "any.tip-off", "text": "Tips: desk@a.example"}


@pytest.mark.parametrize(
    ("old", "new", "taken_old", "taken_new", "found"),
    [
        ("A.\nTips: desk@a.example", "A.", [], [CUT], [LineChange("any.tip-off", True, "Tips: desk@a.example")]),
        ("A.", "A.\nTips: desk@a.example", [CUT], [], [LineChange("any.tip-off", False, "Tips: desk@a.example")]),
        ("A. Tips: desk@a.example", "A.", [], [CUT], [LineChange("any.tip-off", True, "Tips: desk@a.example")]),
        ("A.", "A. Tips: desk@a.example", [CUT], [], [LineChange("any.tip-off", False, "Tips: desk@a.example")]),
        ("A.\nB.", "A.", [], [CUT], [LineChange(NO_RULE, True, "B.")]),
        ("A.\nA.", "A.", [], [], [LineChange(NO_RULE, True, "A.")]),
        ("A.\nB.", "B.\nA.", [], [], []),
    ],
)
def test_a_line_that_came_or_went_names_its_rule(
    old: str, new: str, taken_old: list, taken_new: list, found: list[LineChange]
) -> None:
    """Whole lines and pieces at their ends, in both directions; what no rule accounts for says so."""
    assert list(line_changes(old, new, taken_old, taken_new)) == found


def write(folder: Path, *articles: Article, cut: str = "") -> Path:
    """An output with these articles, each with one removal."""
    writer = Writer(folder, "run1")
    removals = (Removal(rule="any.x", stage="line", text=cut, position=0, why="y"),) if cut else ()
    accounts = [Removals(id=article.id, url=article.url, run_id="run1", removals=removals) for article in articles]
    writer.write([Entry(a.site, encode(a), encode(account)) for a, account in zip(articles, accounts, strict=True)])
    writer.close()
    return folder


def test_articles_are_matched_by_id_and_their_newest_revision_counts(tmp_path: Path, make_article: MakeArticle) -> None:
    """Same ones say nothing, also when fetched at another time; others are added, gone, or changed in named fields."""
    old = write(
        tmp_path / "old",
        make_article("same", fetched_at="2026-01-01T00:00:00+00:00"),
        make_article("gone"),
        make_article("changed", text="Story.\nNoise."),
    )
    new = write(
        tmp_path / "new",
        make_article("same", fetched_at="2026-02-01T00:00:00+00:00", run_id="run2"),
        make_article("added"),
        make_article("changed", text="old"),
        make_article("changed", revision=2, text="Story.", section="Town"),
        cut="Noise.",
    )
    assert sorted(changes(old, new), key=lambda change: change.id) == [
        Change("added", "https://a.example/added", "added"),
        Change(
            "changed",
            "https://a.example/changed",
            "changed",
            ("text", "section"),
            (LineChange("any.x", True, "Noise."),),
        ),
        Change("gone", "https://a.example/gone", "gone"),
    ]


def test_links_and_structure_are_compared_where_the_text_is_the_same(tmp_path: Path, make_article: MakeArticle) -> None:
    """They go by the lines of the text; and a version that did not write them yet has not changed them."""
    there = Link(url="https://b.example/", text="Story", line=0, start=0)
    old = write(
        tmp_path / "old",
        make_article("linked"),
        make_article("headed"),
        make_article("other", text="A."),
        make_article("early"),
    )
    (path,) = (old / "articles").rglob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]) + lines[3].replace(b'"links":[],', b""))
    new = write(
        tmp_path / "new",
        make_article("linked", links=(there,)),
        make_article("headed", structure=Structure(headings=(0,))),
        make_article("other", text="B.", links=(there,)),
        make_article("early", links=(there,)),
    )
    found = {change.id: change.fields for change in changes(old, new)}

    assert b'"links"' not in path.read_bytes().splitlines()[3]
    assert found == {"linked": ("links",), "headed": ("structure",), "other": ("text",)}


@pytest.mark.parametrize("kind", ["articles", "removals"])
@pytest.mark.parametrize(
    "line",
    [b"[]", b'{"id": "x"}', b'{"id": 1, "url": "", "text": "", "removals": []}', b'{"id": "\xff"}', b'{"a": ' * 10_000],
    ids=["list", "too little", "number", "no UTF-8", "deep"],
)
def test_a_broken_line_is_named(tmp_path: Path, make_article: MakeArticle, kind: str, line: bytes) -> None:
    """A line that is no record of ours stops the comparison with its place."""
    old = write(tmp_path / "old", make_article("1"))
    (path,) = (old / kind).rglob("*.jsonl")
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(RecordError, match=r"jsonl:2"):
        list(changes(old, tmp_path / "new"))
