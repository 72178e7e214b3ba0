"""A kept page is found where the ledger says that it lies; the archive is searched only where it does not say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import newscrawl
from newscrawl.article import Page
from newscrawl.kept import addresses_of, kept_page
from newscrawl.ledger import Fate
from newscrawl.ledger.base import Target
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.record import encode
from newscrawl.pipelines.warc import WarcFiles

SCOPE = "articles"
URLS = [f"https://paper.example/2026/11/{number}" for number in range(3)]
Find = Callable[[str], "bytes | None"]


@pytest.fixture
def told() -> list[str]:
    """What whoever waits was told."""
    return []


@pytest.fixture
def find(tmp_path: Path, told: list[str]) -> Find:
    """`find(url)` is the body of the kept page."""

    def body(url: str) -> bytes | None:
        page = kept_page(tmp_path, url, 1000, told.append)
        return page.html if page is not None and isinstance(page.html, bytes) else None

    return body


def crawled(folder: Path, run: str, word: str) -> None:
    """Keep each address's page in one file, and settle it."""
    files, ledger = WarcFiles(folder / "pages", run, 1 << 30), SqliteLedger(folder / "ledger.sqlite", run)
    ledger.add([Target(url=url, site="paper.example", again=True) for url in URLS], SCOPE)
    ledger.lease(SCOPE, 9, 9)
    pages = [Page(url=url, html=f"{word} of {url}".encode(), run_id=run) for url in URLS]
    for url, record in zip(URLS, files.keep(pages), strict=True):
        ledger.keep(url, record.file, record.offset)
        ledger.settle(url, Fate("refused", "gallery"))
    files.close()
    ledger.close()


def forget(folder: Path, column: str) -> None:
    """As a ledger of an earlier version, or an adopted line, leaves it."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db:
        db.execute(f"UPDATE urls SET {column} = NULL")
        db.commit()


def closed(folder: Path, name: str) -> None:
    """Something in the archive that cannot be opened as a file: who searches it finds nothing."""
    (folder / "pages" / name).mkdir()


def test_the_ledger_says_where_and_nothing_else_is_opened(tmp_path: Path, find: Find, told: list[str]) -> None:
    """Of what was kept twice it says the newer one; also pages that were refused are known."""
    crawled(tmp_path, "run1", "old words")
    crawled(tmp_path, "run2", "new words")
    closed(tmp_path, "9999-run2.warc.gz")

    assert [find(url) for url in URLS] == [f"new words of {url}".encode() for url in URLS]
    assert find("http://www.paper.example/2026/11/2") == f"new words of {URLS[2]}".encode()
    assert find("https://paper.example/2026/11/unknown") is None
    assert told == []


def test_a_file_that_moved_below_the_archive_is_found_and_one_that_is_gone_is_named(
    tmp_path: Path, find: Find, told: list[str]
) -> None:
    """What the ledger knows to be gone is not searched for in the rest."""
    crawled(tmp_path, "run1", "words")
    (file,) = (tmp_path / "pages").iterdir()
    (tmp_path / "pages" / "2026").mkdir()
    moved = file.rename(tmp_path / "pages" / "2026" / file.name)

    assert find(URLS[1]) is not None
    assert told == []
    moved.unlink()
    assert find(URLS[1]) is None
    assert [f"{file.name}, which is not there any more" in line for line in told] == [True]


def test_a_file_that_still_grows_is_read(tmp_path: Path, find: Find) -> None:
    """A crawl is at work there, or was killed."""
    crawled(tmp_path, "run1", "words")
    (file,) = (tmp_path / "pages").iterdir()
    file.rename(file.with_name(file.name + ".part"))

    assert find(URLS[2]) is not None


def test_where_only_the_file_is_known_no_other_is_searched(tmp_path: Path, find: Find, told: list[str]) -> None:
    """As of lines that were taken over from a killed run."""
    crawled(tmp_path, "run1", "words")
    closed(tmp_path, "9999-run1.warc.gz")
    forget(tmp_path, "kept_at")

    assert find(URLS[1]) == f"words of {URLS[1]}".encode()
    assert [line.endswith("which is looked through") for line in told] == [True]


def test_a_place_where_another_page_lies_is_not_believed(tmp_path: Path, find: Find) -> None:
    """The page is looked for in that file."""
    crawled(tmp_path, "run1", "words")
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.execute("UPDATE urls SET kept_at = (SELECT min(kept_at) FROM urls)")
        db.commit()

    assert find(URLS[2]) == f"words of {URLS[2]}".encode()


def test_what_an_earlier_version_crawled_is_searched_for_and_that_is_said(
    tmp_path: Path, find: Find, told: list[str]
) -> None:
    """In all files, those of its last run first."""
    crawled(tmp_path, "run1", "words")
    crawled(tmp_path, "run2", "newer words")
    forget(tmp_path, "kept_in")

    assert find(URLS[0]) == f"newer words of {URLS[0]}".encode()
    assert ["2 files are looked through" in line for line in told] == [True]


def test_addresses_of_a_site_lie_far_apart(tmp_path: Path) -> None:
    """Pages of a design that is gone are among them; other sites' are not, and a story that was revised counts once."""
    for site, day, numbers in (
        ("paper.example", 1, range(9)),
        ("paper.example", 2, range(8, 18)),
        ("b.example", 1, range(3)),
    ):
        file = tmp_path / "articles" / site / f"2026-11-0{day}-run-0001.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"".join(line(f"https://{site}/{number}") for number in numbers))

    assert addresses_of(tmp_path, "paper.example", 3) == [f"https://paper.example/{number}" for number in (0, 6, 12)]
    assert len(addresses_of(tmp_path, "paper.example", 99)) == 18


def line(url: str) -> bytes:
    """A line of the output, with little more than its address."""
    html = f"<html lang=en><title>The mill</title><h1>The mill</h1><p>{'The mill of Lindholm was open again on Monday. ' * 9}</p>"
    return encode(newscrawl.extract(html.encode(), url))
