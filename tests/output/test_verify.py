"""What `scrapy verify` finds: a folder as a run leaves it, damaged in one way per test."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.article import Article, Removal, Removed
from newscrawl.output.manifest import Manifest, SiteCount, read_manifest, write_manifest
from newscrawl.output.record import Removals, encode
from newscrawl.output.verify import Verification
from newscrawl.output.writer import Entry, Rotation, Writer

MakeArticle = Callable[..., Article]


@pytest.fixture
def entry(make_article: MakeArticle) -> Callable[..., Entry]:
    """`entry(1, field=value, …)`: an article whose id is that of its address, and its removals."""

    def make(number: int, **changes: object) -> Entry:
        url = f"https://a.example/{number}"
        id = hashlib.sha256(url.encode()).hexdigest()[:32]
        article = make_article(
            id, canonical_url=url, removed=Removed(lines=1, chars=1, by_rule={"any.x": 1}), **changes
        )
        removal = Removal(rule="any.x", stage="line", text="x", position=0, why="y")
        account = Removals(id=id, url=url, run_id="run1", removals=(removal,))
        return Entry(article.site, encode(article), encode(account))

    return make


def publish(folder: Path, *entries: Entry, run_id: str = "run1", packing: str = "none") -> Manifest:
    """Write entries as one run, with its account."""
    writer = Writer(folder, run_id, Rotation(packing=packing))
    writer.write(entries)
    moment = "2026-03-01T00:00:00+00:00"
    manifest = Manifest(
        run_id=run_id, command="c", started_at=moment, ended_at=moment, exit_code=0, reason="complete", versions={},
        settings={}, urls=SiteCount(), lists={}, adds_up=True, sites={}, fields_present={}, removals_by_rule={},
        fetched={}, adopted=0, segments=writer.close(),
    )  # fmt: skip
    write_manifest(folder, manifest)
    return manifest


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in Verification(folder).problems()]


def segment(folder: Path, kind: str = "articles") -> Path:
    """The only segment of a kind."""
    (path,) = (path for path in (folder / kind).rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize("packing", ["none", "gzip", "zstd"])
def test_what_a_run_leaves_is_well(tmp_path: Path, entry: Callable[..., Entry], packing: str) -> None:
    """Two runs, a revision among their articles: nothing is found, and everything was looked at."""
    publish(tmp_path, entry(1), entry(2), packing=packing)
    publish(tmp_path, entry(1, revision=2), run_id="run2", packing=packing)
    verification = Verification(tmp_path)
    assert list(verification.problems()) == []
    assert (verification.segments, verification.articles) == (4, 3)


def test_a_changed_line_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """A line that is no record is named with file and line, and the file's hash gives it away too."""
    publish(tmp_path, entry(1), entry(2), entry(3))
    path = segment(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{" + lines[1][1:].replace(b'"title":', b'"titel":') + lines[2])
    name = path.relative_to(tmp_path)
    assert problems(tmp_path) == [
        f"{name}: has other content than when it was published (SHA-256 in runs/run1.json)",
        f"{name}:2: missing: title",
    ]


def test_a_shortened_file_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """Bytes, torn line and the number of lines are all told."""
    publish(tmp_path, entry(1), entry(2))
    path = segment(tmp_path)
    path.write_bytes(path.read_bytes()[:-9])
    found = problems(tmp_path)
    assert "bytes" in found[0]
    assert ":2: " in found[1]
    assert "torn" in found[1]


def test_an_article_that_stands_there_twice_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """The second one is named, and a revision that comes too late."""
    publish(tmp_path, entry(1), entry(2, revision=2))
    publish(tmp_path, entry(1), entry(2), run_id="run2")
    found = problems(tmp_path)
    assert len(found) == 2
    assert ":1: " in found[0] and "second time" in found[0]
    assert ":2: " in found[1] and "comes after revision 2" in found[1]


def test_an_id_that_is_not_of_its_address_is_named(tmp_path: Path, make_article: MakeArticle) -> None:
    """An id is a hash of the canonical address and nothing else."""
    article = make_article("0" * 32, removed=Removed())
    account = Removals(id=article.id, url=article.url, run_id="run1", removals=())
    publish(tmp_path, Entry(article.site, encode(article), encode(account)))
    (found,) = problems(tmp_path)
    assert "is not that of https://a.example/" in found


def test_removals_that_do_not_match_are_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """The account of another article, an account too many, and a file without its twin."""
    first, second = entry(1), entry(2)
    publish(tmp_path, replace(first, removals=second.removals))
    publish(tmp_path, replace(second, removals=second.removals + second.removals), run_id="run2")
    publish(tmp_path, entry(3), run_id="run3")
    next((tmp_path / "removals").rglob("*run3*")).unlink()
    found = problems(tmp_path)
    assert "is the account of another article" in found[0]
    assert "1 accounts of removals too many" in found[1]
    assert "no file of removals" in found[2]
    assert found[3].startswith("runs/run3.json: lists removals/")


def test_a_segment_that_nobody_lists_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """Unless it is of a run that has not ended, whose account is still to come."""
    manifest = publish(tmp_path, entry(1))
    (tmp_path / "runs/run1.json").unlink()
    assert [problem.split(": ")[1] for problem in problems(tmp_path)] == ["stands in no account of a run"] * 2
    write_manifest(tmp_path, manifest, ended=False)
    assert problems(tmp_path) == []


def test_an_account_that_does_not_add_up_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """So is a file that is no account."""
    publish(tmp_path, entry(1))
    manifest = read_manifest(tmp_path / "runs/run1.json")
    write_manifest(tmp_path, replace(manifest, adds_up=False))
    (tmp_path / "runs/run2.json").write_text("{")
    found = problems(tmp_path)
    assert found[0].startswith("runs/run1.json: the account does not add up")
    assert found[1].startswith("runs/run2.json: no account of a run")


def test_what_is_still_written_is_checked_up_to_its_last_whole_line(
    tmp_path: Path, entry: Callable[..., Entry]
) -> None:
    """A torn end is no problem of a live segment; a broken whole line is."""
    Writer(tmp_path, "run1").write([entry(1)])
    path = segment(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:50])
    assert problems(tmp_path) == []
    path.write_bytes(whole + b"{}\n")
    (found,) = problems(tmp_path)
    assert ":2: schema version" in found
