"""A consumer that comes back."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

import newscrawl
from newscrawl.article import Article
from newscrawl.errors import RecordError
from newscrawl.output.record import encode

MakeArticle = Callable[..., Article]


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A segment that is written to."""
    (tmp_path / "a.example").mkdir()
    return tmp_path / "a.example" / "2026-03-01-run1-0001.jsonl.part"


def add(path: Path, *lines: bytes) -> None:
    with path.open("ab") as file:
        file.write(b"".join(lines))


def test_a_saved_cursor_goes_on_where_it_was(tmp_path: Path, live: Path, make_article: MakeArticle) -> None:
    """Each article is given once over three readings, whatever happened to the file between them."""
    lines = [encode(make_article(str(number))) for number in range(4)]
    add(live, *lines[:2], lines[2][:30])
    seen = []
    for article in newscrawl.read(tmp_path, follow=True, cursor=(cursor := newscrawl.Cursor())):
        seen.append(article.id)
        if len(seen) == 2:
            break
    cursor.save(tmp_path / "cursor.json")

    add(live, lines[2][30:], lines[3])
    packed = live.with_name(live.name.removesuffix(".part") + ".gz")
    packed.write_bytes(gzip.compress(live.read_bytes()))
    live.unlink()
    cursor = newscrawl.Cursor.load(tmp_path / "cursor.json")
    seen += [article.id for article in newscrawl.read(tmp_path, cursor=cursor)]
    seen += [article.id for article in newscrawl.read(tmp_path, cursor=cursor)]

    assert seen == ["0", "1", "2", "3"]


def test_following_gives_whole_lines_as_they_come(tmp_path: Path, live: Path, make_article: MakeArticle) -> None:
    """Half a line is not given, and not lost when its other half comes; publishing repeats nothing."""
    lines = [encode(make_article(str(number))) for number in range(3)]
    add(live, lines[0], lines[1][:100])
    articles = newscrawl.read(tmp_path, follow=True, poll_seconds=0.01)
    assert next(articles).id == "0"
    add(live, lines[1][100:])
    assert next(articles).id == "1"
    live.rename(live.with_name(live.name.removesuffix(".part")))
    add(live.with_name("2026-03-01-run1-0002.jsonl.part"), lines[2])
    assert [article.id for article in islice(articles, 1)] == ["2"]


def test_following_waits_for_the_first_crawl(tmp_path: Path, make_article: MakeArticle) -> None:
    """A reader may be started before there is an output folder, and before a crawl has written its first article."""
    output = tmp_path / "output"

    def crawl() -> None:
        time.sleep(0.1)
        (output / "removals").mkdir(parents=True)
        (output / "ledger.sqlite").touch()
        (output / "removals" / "x.jsonl.part").write_bytes(b"{}\n")
        time.sleep(0.1)
        (output / "articles").mkdir()
        (output / "articles" / "x.jsonl.part").write_bytes(encode(make_article("0")))

    thread = threading.Thread(target=crawl)
    thread.start()
    assert next(newscrawl.read(output, follow=True, poll_seconds=0.01)).id == "0"
    thread.join()


def test_what_is_not_there_is_told_to_whoever_does_not_wait(tmp_path: Path) -> None:
    """A folder that no crawl has made is a slip; one in which nothing is written yet is empty."""
    with pytest.raises(FileNotFoundError):
        list(newscrawl.read(tmp_path / "output"))
    (tmp_path / "ledger.sqlite").touch()
    assert list(newscrawl.read(tmp_path)) == []


def test_without_following_only_finished_segments_are_read(
    tmp_path: Path, live: Path, make_article: MakeArticle
) -> None:
    """What a crawl still writes to waits until it is published."""
    add(live, encode(make_article("0")))
    cursor = newscrawl.Cursor()
    assert list(newscrawl.read(tmp_path, cursor=cursor)) == []
    live.rename(live.with_name(live.name.removesuffix(".part")))
    assert [article.id for article in newscrawl.read(tmp_path, cursor=cursor)] == ["0"]


def test_the_output_folder_itself_can_be_named(tmp_path: Path, make_article: MakeArticle) -> None:
    """Of an output folder the articles are read, and not the removals beside them."""
    for kind in ("articles", "removals"):
        (tmp_path / kind).mkdir()
    (tmp_path / "articles" / "x.jsonl").write_bytes(encode(make_article("0")))
    (tmp_path / "removals" / "x.jsonl").write_bytes(b"{}\n")
    assert [article.id for article in newscrawl.read(tmp_path)] == ["0"]


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:40] + b"\0\0\0" + data[43:]])
def test_a_damaged_packed_segment_is_named(
    tmp_path: Path, make_article: MakeArticle, damage: Callable[[bytes], bytes]
) -> None:
    """Torn or changed packed data stops the reading with its place."""
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(damage(gzip.compress(encode(make_article("0")))))
    with pytest.raises(RecordError, match=r"x\.jsonl\.gz:[12]: .*damaged"):
        list(newscrawl.read(path))


def test_a_cursor_that_is_none_is_refused(tmp_path: Path) -> None:
    """A damaged file is not taken for a fresh start, which would repeat everything."""
    for data in (b'{"a": "x"}', b'{"\xff": 1}', b"[" * 100_000, bytes(40)):
        (tmp_path / "cursor.json").write_bytes(data)
        with pytest.raises(ValueError, match="no cursor"):
            newscrawl.Cursor.load(tmp_path / "cursor.json")
