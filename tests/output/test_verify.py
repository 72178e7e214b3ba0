"""What `scrapy verify` finds: a folder as a run leaves it, damaged in one way per test."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.article import Article, Removal, Removed
from newscrawl.output.accounts import announcement_path
from newscrawl.output.manifest import Manifest, SiteCount, read_manifest, write_manifest
from newscrawl.output.record import Removals, Tombstone, encode
from newscrawl.output.tombstones import TombstoneFiles
from newscrawl.output.verify import Verification
from newscrawl.output.writer import Entry, Rotation, Segment, Writer

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
    announcement_path(tmp_path, manifest.run_id).touch()
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


def test_an_account_is_added_up_again(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """What it says of itself is not believed: sums, reasons and lines of twins are told where they differ."""
    publish(tmp_path, entry(1))
    manifest = read_manifest(tmp_path / "runs/run1.json")
    one, other = (replace(each, lines=at) for at, each in enumerate(manifest.segments, start=1))
    site = SiteCount(announced=3, stored=1, failed=1, codes={"dns": 2})
    write_manifest(tmp_path, replace(manifest, sites={"a.example": site}, segments=[one, other]))
    found = [problem.removeprefix("runs/run1.json: ") for problem in problems(tmp_path)]
    assert found[:3] == [
        "a.example: 3 URLs were announced, and 2 have a fate",
        "a.example: the reasons are not as many as the refused and failed URLs",
        "1 articles were stored by site, 0 in all",
    ]
    assert "lines, its removals" in found[3]


def test_removals_under_other_rules_are_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """Not only their number is compared."""
    written = entry(1)
    publish(tmp_path, replace(written, removals=written.removals.replace(b"any.x", b"any.y")))
    (found,) = problems(tmp_path)
    assert "accounts for 1 removals, the article for others" in found


def bury(folder: Path, *graves: tuple[str, int]) -> list[Segment]:
    """Write tombstones of a run that has not ended."""
    files = TombstoneFiles(folder, "run9")
    for id, revision in graves:
        files.add(
            Tombstone(
                id=id, revision=revision, url="https://a.example/", site="a.example", reason="http-410",
                gone_at="2026-03-01T00:00:00+00:00", run_id="run9",
            )
        )  # fmt: skip
    (folder / "runs/run9.json.part").touch()
    return files.close()


def test_a_tombstone_follows_its_article(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """It is one revision above an article that is there; a story that came back stands above it."""
    publish(tmp_path, entry(1), entry(1, revision=3), entry(2))
    ids = [hashlib.sha256(f"https://a.example/{number}".encode()).hexdigest()[:32] for number in (1, 2)]
    bury(tmp_path, (ids[0], 2), (ids[0], 4), (ids[1], 2))
    assert problems(tmp_path) == []


def test_a_tombstone_without_article_twice_or_of_an_article_is_named(
    tmp_path: Path, entry: Callable[..., Entry]
) -> None:
    """Each with file and line."""
    publish(tmp_path, entry(1), entry(1, revision=2))
    id = hashlib.sha256(b"https://a.example/1").hexdigest()[:32]
    (segment,) = bury(tmp_path, (id, 2), (id, 2), ("0" * 32, 5))
    found = problems(tmp_path)
    assert found[0] == f"{segment.file}:2: the tombstone of {id} revision 2 stands here for the second time"
    assert found[1].endswith(f":2: id {id} revision 2 has a tombstone of the same revision")
    assert found[2] == f"{segment.file}:3: the tombstone of {'0' * 32} revision 5 has no article of the revision before"


def test_a_damaged_tombstone_is_named(tmp_path: Path, entry: Callable[..., Entry]) -> None:
    """As a line of articles is."""
    publish(tmp_path, entry(1))
    (segment,) = bury(tmp_path, (hashlib.sha256(b"https://a.example/1").hexdigest()[:32], 2))
    (tmp_path / segment.file).write_bytes(b"{}\n")
    (found,) = problems(tmp_path)
    assert found.startswith(f"{segment.file}:1: schema version")


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
