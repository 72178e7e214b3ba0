"""The stories as they stand now."""

from pathlib import Path

import pytest

import newscrawl
from newscrawl.errors import RecordError
from newscrawl.output.latest import Latest
from newscrawl.output.record import Tombstone, encode


@pytest.fixture
def output(tmp_path, make_article):
    """A folder in which four stories were written, two revised, one lost, and one lost and found again."""

    def write(file, *records):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(b"".join(map(encode, records)))

    def grave(id, revision):
        return Tombstone(id=id, revision=revision, url="https://a.example/", site="a.example", reason="http-410", gone_at="2026-03-09T00:00:00+00:00", run_id="r")  # fmt: skip

    one = [make_article(id) for id in ("kept", "revised", "lost", "found")]
    write("articles/a.example/1.jsonl", *one)
    write("articles/a.example/2.jsonl", make_article("revised", revision=2), make_article("lost", revision=2))
    write("articles/a.example/3.jsonl", make_article("found", revision=3))
    write("articles/a.example/4.jsonl.part", make_article("kept", revision=2))
    write("tombstones/a.example/2.jsonl", grave("found", 2), grave("lost", 3))
    return tmp_path


def names(articles):
    return [(article.id, article.revision) for article in articles]


def test_each_story_comes_once_as_it_stands(output):
    """Its newest revision, where that stands; none that is gone, and again one that came back. What is still written waits."""
    latest = Latest(output)

    assert names(latest) == [("kept", 1), ("revised", 2), ("found", 3)]
    assert (latest.older, latest.gone) == (3, 1)
    assert names(newscrawl.read(output, latest=True)) == [("kept", 1), ("revised", 2), ("found", 3)]


def test_a_file_or_folder_of_articles_will_do(output):
    """A single segment knows of itself alone; the folder of articles is that of its output."""
    assert names(Latest(output / "articles")) == names(Latest(output))
    assert names(Latest(output / "articles" / "a.example" / "2.jsonl")) == [("revised", 2), ("lost", 2)]


def test_it_ends_and_begins_at_the_beginning(output):
    """So neither a cursor nor waiting for more makes sense."""
    for more in ({"cursor": newscrawl.Cursor()}, {"follow": True}):
        with pytest.raises(ValueError, match="latest=True"):
            next(newscrawl.read(output, latest=True, **more))


def test_a_broken_line_and_a_missing_folder_are_named(output):
    """As for every reader; nothing is given before all lines were seen."""
    (output / "articles/a.example/3.jsonl").write_bytes(b"{}\n")
    with pytest.raises(RecordError, match=r"3\.jsonl:1"):
        next(iter(Latest(output)))
    with pytest.raises(FileNotFoundError):
        list(Latest(output / "nowhere"))


def test_an_output_folder_without_articles_is_empty(tmp_path):
    """A first crawl that found nothing is no error."""
    Path(tmp_path / "ledger.sqlite").touch()

    assert list(Latest(tmp_path)) == []
