"""What `scrapy verify` finds in kept pages: an archive as a crawl leaves it, damaged in one way per test."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.article import Article, Http, Page, Removed
from newscrawl.extraction import article_id
from newscrawl.output.archive import Damage, Kept, records
from newscrawl.output.record import Removals, encode
from newscrawl.output.verify import Verification
from newscrawl.output.writer import Entry, Writer
from newscrawl.pipelines.warc import WarcFiles, record_of

MakeArticle = Callable[..., Article]
URLS = [f"https://a.example/{number}" for number in range(4)]


@pytest.fixture
def kept(tmp_path: Path, make_article: MakeArticle) -> Path:
    """The archive of four pages, with their articles, of a run that has not ended."""
    files = WarcFiles(tmp_path / "pages", "run1", 1 << 30)
    pages = [record_of(Page(url=url, html=f"<p>{url}</p>".encode() * 50, run_id="run1")) for url in URLS]
    names = files.write([data for data, _ in pages])
    files.close()
    for url, (name, _), (_, record) in zip(URLS, names, pages, strict=True):
        http = Http(status=200, archive=f"{name}#{record}")
        article = make_article(article_id(url), url=url, canonical_url=url, http=http, removed=Removed())
        account = Removals(id=article.id, url=url, run_id="run1", removals=())
        Writer(tmp_path, "run1").write([Entry("a.example", encode(article), encode(account))])
    (path,) = (tmp_path / "pages").iterdir()
    return path


def problems(kept: Path) -> list[str]:
    return [str(problem) for problem in Verification(kept.parent.parent).problems()]


def offsets(path: Path) -> list[int]:
    """Where the records begin."""
    return [record.offset for record in records(path)]


def change(path: Path, at: int, how: Callable[[bytes], bytes]) -> None:
    """Put something else in the place of the record that begins there, as a whole member."""
    data = path.read_bytes()
    unpacker = zlib.decompressobj(wbits=31)
    plain = unpacker.decompress(data[at:])
    path.write_bytes(data[:at] + gzip.compress(how(plain)) + unpacker.unused_data)


def test_whole_pages_are_well_and_counted(kept: Path) -> None:
    """Every record is looked at, and every article's record is there."""
    verification = Verification(kept.parent.parent)
    assert list(verification.problems()) == []
    assert verification.kept == 4
    assert [record.url for record in records(kept) if isinstance(record, Kept)] == URLS


def test_a_flipped_bit_is_named_with_its_place_and_costs_one_record(kept: Path) -> None:
    """The records behind it are read; the article that named it is told, and no other."""
    at = offsets(kept)[1]
    data = bytearray(kept.read_bytes())
    data[at + 100] ^= 4
    kept.write_bytes(data)
    damaged, named = problems(kept)
    assert damaged.startswith(f"pages/{kept.name}: byte {at}: ")
    assert named.endswith(f":2: names a page of {kept.name} that is not there, is damaged or is of another URL")


def test_a_hole_of_zeros_is_named_where_it_begins(kept: Path) -> None:
    """As a file system leaves it after a power cut."""
    starts = offsets(kept)
    data = kept.read_bytes()
    kept.write_bytes(data[: starts[1]] + bytes(starts[3] - starts[1]) + data[starts[3] :])
    found = problems(kept)
    assert found[0].startswith(f"pages/{kept.name}: byte {starts[1]}: the record is damaged")
    assert [problem.split(":")[1] for problem in found[1:]] == ["2", "3"]


def test_a_torn_end_is_named_in_a_finished_file_and_is_none_of_one_that_grows(kept: Path) -> None:
    """A file that is still written to may end anywhere; its articles come after its records."""
    at = offsets(kept)[3]
    kept.write_bytes(kept.read_bytes()[:-20])
    torn = problems(kept)
    assert torn[0].startswith(f"pages/{kept.name}: byte {at}: the file ends in the middle of a record")
    assert ":4: names a page" in torn[1]
    live = kept.rename(kept.with_name(f"{kept.name}.part"))
    assert [type(record) for record in records(live)] == [Kept] * 3


@pytest.mark.parametrize(
    ("how", "what"),
    [
        (lambda plain: plain.replace(b"<p>https", b"<p>httpz", 1), "another content than its WARC-"),
        (
            lambda plain: plain.replace(b"WARC-Type", b"WARC-Block-Digest: sha1:AAAA\r\nWARC-Type", 1),
            "another content than its WARC-Block-Digest",
        ),
        (lambda plain: plain.replace(b"\r\n\r\n", b"\r\n\r\n ", 1), "bytes and says"),
        (lambda plain: plain[:-4], "bytes and says"),
        (lambda plain: b"HTTP/1.1 200 OK\r\n\r\n" + plain, "no WARC record begins here"),
        (lambda plain: b"", "no WARC record begins here"),
    ],
)
def test_a_record_that_is_not_as_it_says_is_named(kept: Path, how: Callable[[bytes], bytes], what: str) -> None:
    """Packed anew, so that gzip's own check finds nothing."""
    at = offsets(kept)[2]
    change(kept, at, how)
    found = problems(kept)
    assert found[0].startswith(f"pages/{kept.name}: byte {at}: ")
    assert what in found[0]
    assert len(found) == 2


def test_a_payload_that_is_not_as_it_says_is_named(kept: Path) -> None:
    """Also where the digest of the block is not there to tell."""
    at = offsets(kept)[0]

    def without_block_digest(plain: bytes) -> bytes:
        lines = [line for line in plain.split(b"\r\n") if not line.startswith(b"WARC-Block-Digest")]
        return b"\r\n".join(lines).replace(b"<p>https", b"<p>httpz", 1)

    change(kept, at, without_block_digest)
    assert [record.what for record in records(kept) if isinstance(record, Damage)] == [
        "the page has another content than its WARC-Payload-Digest"
    ]


def test_a_record_of_another_page_and_one_that_stands_there_twice_are_named(kept: Path) -> None:
    """An article's record is the page at the article's address."""
    starts = offsets(kept)
    data = kept.read_bytes()
    kept.write_bytes(data + data[starts[3] :])
    (twice,) = problems(kept)
    assert twice.startswith(f"pages/{kept.name}: byte {len(data)}: <urn:uuid:")
    assert twice.endswith("stands here for the second time")
    change(
        kept,
        starts[0],
        lambda plain: plain.replace(b"Target-URI: https://a.example/0", b"Target-URI: https://b.example/0"),
    )
    assert any(":1: names a page of" in problem for problem in problems(kept))


def test_a_file_that_is_gone_is_named_once(kept: Path) -> None:
    """With the first article that names it; who removed it on purpose leaves the pages out."""
    kept.unlink()
    (found,) = problems(kept)
    assert found.endswith(f":1: names {kept.name}, as 4 articles do, which is not there")
    assert list(Verification(kept.parent.parent, pages=False).problems()) == []


def test_pages_that_were_replayed_from_elsewhere_are_not_missed(kept: Path) -> None:
    """Their archive lies where the replay was told to look."""
    for path in (kept.parent.parent / "articles").rglob("*.part"):
        path.write_bytes(path.read_bytes().replace(kept.name.encode(), b"CC-NEWS-20260301-0001.warc.gz"))
    assert problems(kept) == []


def test_what_looks_like_a_record_inside_packed_data_is_none(kept: Path) -> None:
    """Behind a damaged place only a real record is taken for one."""
    at = offsets(kept)[1]
    data = kept.read_bytes()
    kept.write_bytes(data[:at] + b"\x1f\x8b\x08 no record, " * 9000 + data[at:])
    found = [record for record in records(kept) if isinstance(record, Damage)]
    assert [damage.offset for damage in found] == [at]
    assert len(offsets(kept)) == 5
