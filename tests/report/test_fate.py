"""What became of a URL, in words: one test per fate."""

from datetime import UTC, datetime

import pytest

from newscrawl.ledger.base import Story, Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.report.fate import fate_lines

URL = "https://paper.example/1"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    """A ledger that was told of one article, at noon."""
    opened = SqliteLedger(tmp_path / "ledger.sqlite", "r1", clock=lambda: NOW.timestamp(), max_tries=2)
    opened.add([Target(url=URL, site="paper.example")], "site -a site=paper.example")
    yield opened
    opened.close()


def said(ledger, folder):
    """The statements after the address."""
    return list(fate_lines(ledger.trace(URL), folder))[1:]


def test_a_url_that_waits(ledger, tmp_path):
    """Who asked for it, and that the next run of that command takes it."""
    assert said(ledger, tmp_path) == [
        "article of paper.example, first announced 2026-11-24 12:00 UTC, asked for by: scrapy crawl site -a site=paper.example",
        "it waits to be fetched by the next run of that command",
    ]


def test_where_a_url_was_found(ledger, tmp_path):
    """The list that named it first, whoever names it later."""
    lists = ["https://paper.example/rss.xml", "https://paper.example/"]
    ledger.add([Target(url=url, kind="feed", site="paper.example") for url in lists], "s")
    story = "https://paper.example/2"
    for url in lists:
        ledger.add([Target(url=story, site="paper.example", found_in=url)], "s")
    assert list(fate_lines(ledger.trace(story), tmp_path))[2] == "found in https://paper.example/rss.xml"


@pytest.mark.parametrize(
    ("fate", "lines"),
    [
        (Fate("refused", "robots", "robots.txt forbids it"), ["it was refused for good (2026-11-24 12:00 UTC, run r1)", "robots: the site's robots.txt asks not to fetch it", "robots.txt forbids it"]),
        (Fate("duplicate", None, "of https://other.example/1"), ["it tells the same story as another page and was not stored again (2026-11-24 12:00 UTC, run r1)", "of https://other.example/1"]),
        (Fate("refused", "held", "no headline"), ["it was refused for good (2026-11-24 12:00 UTC, run r1)", "held: the site's template seems to have changed; `scrapy held` lists and releases", "no headline"]),
        (Fate("failed", "dns"), ["it could not be had (2026-11-24 12:00 UTC, run r1)", "dns: the host has no address", "tried 1 times; it is tried again after 2026-11-24 13:00 UTC"]),
    ],
)  # fmt: skip
def test_a_url_that_gave_nothing(ledger, tmp_path, fate, lines):
    """The reason in words, its detail, and whether it is tried again."""
    ledger.lease("site -a site=paper.example", 1, 1)
    ledger.settle(URL, fate)
    assert said(ledger, tmp_path)[1:] == lines


def test_a_url_that_was_stored(ledger, tmp_path):
    """The article, its revision, and each line that was written of it."""
    ledger.lease("site -a site=paper.example", 1, 1)
    ledger.store([Story(id="abc", url=URL, fingerprint="", source_hash="h", source="s")])
    folder = tmp_path / "articles" / "paper.example"
    folder.mkdir(parents=True)
    (folder / "20261124T120000-aaaa-0001.jsonl").write_text('{"id":"xyz","revision":1}\n{"id":"abc","revision":1}\n')
    assert said(ledger, tmp_path)[2:] == [
        "article abc, revision 1",
        "written to articles/paper.example/20261124T120000-aaaa-0001.jsonl line 2",
    ]


def test_no_file_is_read_behind_the_last_revision(ledger, tmp_path):
    """Files of the site come first; a damaged one elsewhere is told only where the line was in none before it."""
    ledger.lease("site -a site=paper.example", 1, 1)
    ledger.store([Story(id="abc", url=URL, fingerprint="", source_hash="h", source="s", revision=2)])
    for site, name, content in (
        ("a.example", "20261124T130000-aaaa-0001.jsonl.gz", b"\x1f\x8b\x08no"),
        ("paper.example", "20261124T120000-aaaa-0001.jsonl", b'{"id":"abc","revision":1}\n'),
        ("paper.example", "20261124T130000-bbbb-0001.jsonl", b'{"id":"abc","revision":2}\n'),
    ):
        (tmp_path / "articles" / site).mkdir(parents=True, exist_ok=True)
        (tmp_path / "articles" / site / name).write_bytes(content)
    written = [f"written to articles/paper.example/20261124T1{hour} line 1" for hour in ("20000-aaaa-0001.jsonl", "30000-bbbb-0001.jsonl")]  # fmt: skip

    assert said(ledger, tmp_path)[3:] == written
    (tmp_path / "articles" / "paper.example" / "20261124T120000-aaaa-0001.jsonl").unlink()
    told = said(ledger, tmp_path)[3:]
    assert told[0].startswith("articles/a.example/20261124T130000-aaaa-0001.jsonl.gz cannot be read")
    assert told[1:] == written[1:]


def test_a_line_that_is_gone_is_told(ledger, tmp_path):
    """Whoever deleted the files of old runs is not left to wonder where the story is."""
    ledger.lease("site -a site=paper.example", 1, 1)
    ledger.store([Story(id="abc", url=URL, fingerprint="", source_hash="h", source="s", revision=1)])
    (tmp_path / "articles" / "paper.example").mkdir(parents=True)
    (tmp_path / "articles" / "paper.example" / "20261124T120000-aaaa-0001.jsonl").write_text('{"id":"x"}\n')

    assert said(ledger, tmp_path)[3:] == ["no file here has its line any more"]
