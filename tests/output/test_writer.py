"""Segments: where lines go, and when they are published."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.article import Article
from newscrawl.errors import OutputError
from newscrawl.output.reader import read
from newscrawl.output.record import Removals, encode
from newscrawl.output.recovery import recover
from newscrawl.output.writer import Entry, Rotation, Writer

MakeArticle = Callable[..., Article]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def entry(article: Article) -> Entry:
    removals = Removals(id=article.id, url=article.url, run_id="run1", removals=())
    return Entry(article.site, encode(article), encode(removals))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_each_site_and_day_has_its_segment(tmp_path: Path, make_article: MakeArticle) -> None:
    """Lines go to the folder of their site and the file of their UTC day, parts until the run closes."""
    clock = Clock()
    writer = Writer(tmp_path, "run1", now=clock)
    writer.write([entry(make_article("1")), entry(make_article("2", site="b.example"))])
    clock.now += timedelta(minutes=2)
    old = writer.rotate()
    writer.write([entry(make_article("3"))])
    names = ["a.example/2026-03-01-run1-0001", "a.example/2026-03-02-run1-0002", "b.example/2026-03-01-run1-0001"]
    both = [f"{kind}/{name}.jsonl" for kind in ("articles", "removals") for name in names]
    assert {name.removesuffix(".part") for name in files(tmp_path)} == set(both)
    assert [name for name in files(tmp_path) if not name.endswith(".part")] == [
        f"{kind}/{name}.jsonl" for kind in ("articles", "removals") for name in (names[0], names[2])
    ]
    segments = [*old, *writer.close()]
    assert files(tmp_path) == both
    assert sorted(segment.file for segment in segments) == both
    for segment in segments:
        data = (tmp_path / segment.file).read_bytes()
        assert (segment.lines, segment.bytes) == (1, len(data))
        assert segment.sha256 == hashlib.sha256(data).hexdigest()
    assert writer.lines == 3


def test_a_site_cannot_name_a_place_outside(tmp_path: Path, make_article: MakeArticle) -> None:
    """A hostile site name stays below the output folder."""
    root = tmp_path / "out"
    writer = Writer(root, "run1")
    writer.write([entry(make_article(site="../../escaped"))])
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_unwritable_folder_is_an_error(tmp_path: Path, make_article: MakeArticle) -> None:
    """A file where a folder must be made is reported."""
    (tmp_path / "removals").write_text("in the way")
    with pytest.raises(OutputError, match="removals"):
        Writer(tmp_path, "run1").write([entry(make_article())])


def die(folder: Path, entries: list[Entry], torn: bytes) -> Path:
    """Write as a run that is killed in the middle of its next article line."""
    Writer(folder, "run1", now=Clock()).write(entries)
    part = folder / "articles/a.example/2026-03-01-run1-0001.jsonl.part"
    with part.open("ab") as file:
        file.write(torn)
    return part


def test_what_a_killed_run_wrote_is_taken_over(tmp_path: Path, make_article: MakeArticle) -> None:
    """Whole lines are adopted and published; the torn tail and the removals of its article go aside."""
    articles = [make_article("1"), make_article("2")]
    part = die(tmp_path, [entry(article) for article in articles], encode(make_article("3"))[:70])
    with (tmp_path / "removals/a.example" / part.name).open("ab") as file:
        file.write(entry(make_article("3")).removals)
    adopted: list[str] = []
    segments = recover(tmp_path, lambda article: adopted.append(article.id), bool)
    assert adopted == ["1", "2"]
    assert [article.id for article in read(tmp_path / "articles")] == ["1", "2"]
    assert [segment.lines for segment in segments] == [2, 2]
    cut = {path.name: path.read_bytes() for path in (tmp_path / "quarantine").iterdir()}
    assert cut == {
        f"articles-a.example-{part.name}.cut": encode(make_article("3"))[:70],
        f"removals-a.example-{part.name}.cut": entry(make_article("3")).removals,
    }
    assert not list(tmp_path.rglob("*.part"))


def test_a_broken_line_in_the_middle_goes_aside_alone(tmp_path: Path, make_article: MakeArticle) -> None:
    """Damage in one line costs that line only."""
    part = die(tmp_path, [entry(make_article(id)) for id in "123"], b"")
    lines = part.read_bytes().splitlines(keepends=True)
    part.write_bytes(lines[0] + b"\0\0\0\n" + lines[2])
    recover(tmp_path, lambda article: None, bool)
    assert [article.id for article in read(tmp_path / "articles")] == ["1", "3"]


def test_a_recovery_that_is_cut_short_can_be_done_again(tmp_path: Path, make_article: MakeArticle) -> None:
    """A stop while lines are taken over loses nothing: the next start takes over the same lines."""
    die(tmp_path, [entry(make_article(id)) for id in "12"], b"{torn")
    seen: list[str] = []

    def stop(article: Article) -> None:
        seen.append(article.id)
        if len(seen) == 2:
            raise OutputError("the disk is gone")

    with pytest.raises(OutputError):
        recover(tmp_path, stop, bool)
    recover(tmp_path, lambda article: seen.append(article.id), bool)
    assert seen == ["1", "2", "1", "2"]
    assert [article.id for article in read(tmp_path / "articles")] == ["1", "2"]


def test_removals_without_an_article_are_not_published(tmp_path: Path, make_article: MakeArticle) -> None:
    """A run killed between the two files leaves an account of nothing, which goes aside."""
    die(tmp_path, [entry(make_article())], b"").unlink()
    assert recover(tmp_path, lambda article: None, bool) == []
    assert [path.split("/")[0] for path in files(tmp_path)] == ["quarantine"]


@pytest.mark.parametrize("packing", ["none", "gzip", "zstd"])
def test_a_segment_that_is_large_enough_is_closed_and_packed(
    tmp_path: Path, make_article: MakeArticle, packing: str
) -> None:
    """Both twins of the site that is due get their final names, the other site goes on, and all lines can be read."""
    writer = Writer(tmp_path, "run1", Rotation(max_bytes=1500, packing=packing), now=Clock())
    writer.write([entry(make_article("1")), entry(make_article("2", site="b.example"))])
    assert (writer.is_due(), writer.rotate()) == (False, [])
    writer.write([entry(make_article("3"))])
    segments = writer.rotate()
    assert [segment.file.split("/")[:2] for segment in segments] == [
        ["removals", "a.example"],
        ["articles", "a.example"],
    ]
    assert [hashlib.sha256((tmp_path / s.file).read_bytes()).hexdigest() for s in segments] == [
        segment.sha256 for segment in segments
    ]
    writer.write([entry(make_article("4"))])
    writer.close()
    assert sorted(article.id for article in read(tmp_path / "articles")) == ["1", "2", "3", "4"]
    assert len(list((tmp_path / "articles/a.example").iterdir())) == 2


def test_a_segment_that_is_old_enough_is_closed(tmp_path: Path, make_article: MakeArticle) -> None:
    """Consumers of finished segments wait no longer than that."""
    clock = Clock()
    clock.now = clock.now.replace(hour=1)
    writer = Writer(tmp_path, "run1", Rotation(max_seconds=60), now=clock)
    writer.write([entry(make_article("1"))])
    clock.now += timedelta(seconds=59)
    assert writer.rotate() == []
    clock.now += timedelta(seconds=1)
    assert [segment.lines for segment in writer.rotate()] == [1, 1]


@pytest.mark.parametrize("packing", ["none", "gzip", "zstd"])
@pytest.mark.parametrize("halfway", ["x.jsonl.gz.tmp", "x.jsonl.gz"])
def test_a_crash_while_packing_is_finished_by_the_next_start(
    tmp_path: Path, make_article: MakeArticle, packing: str, halfway: str
) -> None:
    """Half a packed file means nothing, a whole one is the segment, and the plain one is gone either way."""
    folder = tmp_path / "articles/a.example"
    folder.mkdir(parents=True)
    (folder / "x.jsonl.part").write_bytes(encode(make_article("1")))
    packed = gzip.compress(encode(make_article("1")))
    (folder / halfway).write_bytes(packed if halfway.endswith(".gz") else packed[:30])
    (segment,) = recover(tmp_path, lambda article: None, bool, packing)
    assert [path.name for path in folder.iterdir()] == [Path(segment.file).name]
    assert [article.id for article in read(tmp_path / "articles")] == ["1"]
