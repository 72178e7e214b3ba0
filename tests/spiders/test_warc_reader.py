"""What is read of WARC files, our own and others'."""

import gzip
import io
import random
import sys

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl.article import Http, Page
from newscrawl.pipelines.warc import record_of
from newscrawl.spiders.warc_reader import Place, pages, read_page, warc_files

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


PACKERS = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}


def foreign(
    url="https://a.example/1", *, status="200 OK", kind="text/html", packed="", type_="response", chunked=False
):
    """A record as another crawler writes it."""
    out = io.BytesIO()
    body = b"<html>story</html>"
    headers = [("Content-Type", kind), ("Content-Length", "99"), ("X-Robots-Tag", "noai")]
    if packed:
        body = PACKERS.get(packed, bytes)(body)
        headers.append(("Content-Encoding", packed.removeprefix("not ")))
    if chunked:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        headers.append(("Transfer-Encoding", "chunked"))
    http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
    writer = WARCWriter(out, gzip=True)
    headers = {"WARC-Date": "2026-03-01T10:00:00Z"}
    writer.write_record(
        writer.create_warc_record(url, type_, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=headers)
    )
    return out.getvalue()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("packed", ["", *PACKERS, "not gzip", "not br", "not zstd"])
def test_pages_of_others_are_read_with_their_time_and_headers(tmp_path, packed, chunked):
    """Packed bodies come unpacked, those that only say so as they are, and no header speaks of the packing any more."""
    second = foreign("https://a.example/2", packed=packed, chunked=chunked)
    (tmp_path / "x.warc.gz").write_bytes(foreign() + second)
    found = list(pages(tmp_path / "x.warc.gz"))
    assert [kept.url for _, kept in found] == ["https://a.example/1", "https://a.example/2"]
    place = Place.parse(str(found[1][0]))
    kept = read_page(place, 1000)
    assert (kept.body, kept.fetched_at) == (b"<html>story</html>", "2026-03-01T10:00:00+00:00")
    assert kept.headers == [("Content-Type", "text/html"), ("X-Robots-Tag", "noai")]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "301 Moved"},
        {"kind": "image/png"},
        {"url": "dns:a.example"},
        {"type_": "request"},
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path, changes):
    """Redirects, pictures and requests are no stories."""
    (tmp_path / "x.warc.gz").write_bytes(foreign(**changes) + foreign())
    assert [kept.url for _, kept in pages(tmp_path / "x.warc.gz")] == ["https://a.example/1"]


def test_our_own_records_remember_what_was_asked_for_and_announced(tmp_path):
    """A replay goes by the address that the ledger knew, and has the headline of the feed."""
    page = Page(
        url="https://a.example/new",
        requested_url="https://a.example/old",
        html=b"<html>x</html>",
        headers={"content-type": "text/html"},
        fetched_at="2026-03-01T10:00:00+09:00",
        http=Http(status=200),
        announced={"title": "다리가 열렸다"},
    )
    data, record_id = record_of(page)
    (tmp_path / "x.warc.gz").write_bytes(data)
    ((_, kept),) = pages(tmp_path / "x.warc.gz")
    assert (kept.requested, kept.url) == ("https://a.example/old", "https://a.example/new")
    assert kept.announced == {"title": "다리가 열렸다"}
    assert (kept.record_id, kept.fetched_at) == (record_id, "2026-03-01T01:00:00+00:00")


def test_a_damaged_file_is_read_up_to_there(tmp_path):
    """The whole records before the damage are given."""
    (tmp_path / "x.warc.gz").write_bytes(foreign() + foreign("https://a.example/2")[:60])
    assert [kept.url for _, kept in pages(tmp_path / "x.warc.gz")][:1] == ["https://a.example/1"]


@pytest.mark.parametrize("packed", ["br", "zstd"])
def test_a_page_that_unpacks_to_more_than_may_be_is_cut(tmp_path, monkeypatch, packed):
    """One byte too many is read, by which it is known."""
    bomb = PACKERS[packed](bytes(50_000_000))
    monkeypatch.setitem(PACKERS, packed, lambda _: bomb)
    (tmp_path / "x.warc.gz").write_bytes(foreign(packed=packed))
    ((place, _),) = pages(tmp_path / "x.warc.gz")
    assert len(read_page(place, 100_000).body) == 100_001


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"WARC-Target-URI: https://a.example/2\r\n", b""),
        (b"Content-Length: ", b"Content-Length: x"),
        (b"HTTP/1.1 200 OK", b"HTTP/1.1"),
    ],
    ids=["no address", "no length", "no status"],
)
def test_a_record_that_is_none_leaves_those_before_it(tmp_path, before, after):
    """Whatever its head leaves out."""
    spoiled = gzip.decompress(foreign("https://a.example/2")).replace(before, after)
    (tmp_path / "x.warc.gz").write_bytes(foreign() + gzip.compress(spoiled))
    assert [kept.url for _, kept in pages(tmp_path / "x.warc.gz")] == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("said", "is_known_as"),
    [("2026-03-01T10:00:00", "2026-03-01T10:00:00+00:00"), ("tomorrow", ""), ("2026-13-45T00:00:00Z", "")],
)
def test_a_time_is_one_in_utc_or_none(tmp_path, said, is_known_as):
    """What is no time is left out: it would stand in the record as when the page was fetched."""
    record = gzip.decompress(foreign()).replace(b"2026-03-01T10:00:00Z", said.encode())
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(record))
    assert [kept.fetched_at for _, kept in pages(tmp_path / "x.warc.gz")] == [is_known_as]


def test_bytes_that_are_no_archive_are_told_in_a_line(tmp_path, caplog):
    """A log is for people: what stands in the file is quoted, and not all of it."""
    (tmp_path / "x.warc.gz").write_bytes(random.Random(1).randbytes(5000))
    assert list(pages(tmp_path / "x.warc.gz")) == []
    (record,) = caplog.records
    assert len(record.getMessage()) < 500


def test_a_place_that_is_none_is_an_error(tmp_path):
    """Bytes that begin no record are not taken for a page."""
    (tmp_path / "x.warc.gz").write_bytes(foreign())
    with pytest.raises(ValueError, match="byte"):
        read_page(Place(tmp_path / "x.warc.gz", 7), 1000)


def test_a_folder_is_read_in_order_without_what_still_grows(tmp_path):
    """Files of a crawl that runs are left alone."""
    for name in ("b.warc.gz", "a.warc", "c.warc.gz.part", "README.md"):
        (tmp_path / name).write_bytes(b"")
    assert [file.name for file in warc_files(tmp_path)] == ["a.warc", "b.warc.gz"]
