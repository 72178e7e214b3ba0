"""What a WARC file holds, when the next is begun, and what is left of a torn one."""

import gzip

import pytest
from warcio.archiveiterator import ArchiveIterator

from newscrawl.article import Http, Page
from newscrawl.pipelines.warc import WarcFiles, record_of, recover, whole_end
from newscrawl.spiders.warc_reader import Place, read_page

from .conftest import page

URL = "http://paper.example/a"


def records(path):
    """(URL, record id, status line, body) of each response."""
    with path.open("rb") as file:
        return [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Record-ID"),
                record.http_headers.statusline,
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def test_a_page_comes_back_as_it_was(tmp_path):
    """A record is a gzip member of its own and gives back URL, status, headers and the bytes of the page."""
    original = page(URL)
    data, record_id = record_of(original)
    (tmp_path / "one.warc.gz").write_bytes(data)

    ((url, found_id, status, body),) = records(tmp_path / "one.warc.gz")

    assert (url, found_id, status, body) == (URL, record_id, "200 OK", original.html)


def test_headers_that_no_longer_hold():
    """The body is kept unpacked, so what the headers said of its packing is left out; no header breaks into two."""
    headers = {
        "content-encoding": "gzip",
        "transfer-encoding": "chunked",
        "x-note": "one\r\nx-two: 2",
        "x-caf\xe9": "1",
        "x-cafe": '\xe9; name="\xe9"',
    }
    data, _ = record_of(Page(url=URL, html=b"<p>", headers=headers, http=Http(status=299)))

    head = gzip.decompress(data).partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[0]

    assert head.split(b"\r\n") == [
        b"HTTP/1.1 299 Unknown",
        b"x-note: one x-two: 2",
        b'x-cafe: %C3%A9; name="%C3%A9"',
        b"content-length: 3",
    ]


def test_files_of_a_bounded_size(tmp_path):
    """The next file is begun when one is large enough, and each name that was given exists in the end."""
    files = WarcFiles(tmp_path, "run", max_bytes=1000)
    made = [record_of(page(f"{URL}/{number}", number)) for number in range(6)]

    places = [files.write([data])[0] for data, _ in made]
    names = [name for name, _ in places]
    assert sum(path.suffix == ".part" for path in tmp_path.iterdir()) <= 1
    files.close()

    assert len(set(names)) > 1
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    for name, (_, record_id) in zip(names, made, strict=True):
        assert record_id in [record[1] for record in records(tmp_path / name)]


def test_where_each_record_begins_is_told(tmp_path):
    """Several at once, behind others, and in the next file."""
    files = WarcFiles(tmp_path, "run", max_bytes=1000)
    pages = [page(f"{URL}/{number}", number) for number in range(7)]
    kept = [*files.keep(pages[:2]), *files.keep(pages[2:3]), *files.keep(pages[3:])]
    files.close()

    assert len({record.file for record in kept}) > 1
    for given, record in zip(pages, kept, strict=True):
        found = read_page(Place(tmp_path / record.file, record.offset), 10_000)
        assert (found.url, found.record_id, str(record)) == (given.url, record.id, f"{record.file}#{record.id}")


def two_records():
    first, second = (record_of(page(f"{URL}/{number}", number))[0] for number in (1, 2))
    return first, second


@pytest.mark.parametrize("kept", [1, 2, 5, 12, 100, -9, -1])
def test_a_torn_record_is_cut_off(tmp_path, kept):
    """However much of the last record is on disk, the file ends behind the one before, and the rest is put aside."""
    first, second = two_records()
    part = tmp_path / "pages" / "2026-11-23-dead-0001.warc.gz.part"
    part.parent.mkdir()
    part.write_bytes(first + second[:kept])

    assert recover(part.parent, tmp_path / "quarantine") == 1

    (published,) = part.parent.iterdir()
    assert published.name == "2026-11-23-dead-0001.warc.gz"
    assert published.read_bytes() == first
    (cut,) = (tmp_path / "quarantine").iterdir()
    assert cut.read_bytes() == second[:kept]


def test_a_whole_file_is_only_published(tmp_path):
    """A file of a killed run that ends with a whole record loses nothing; an empty one goes."""
    first, second = two_records()
    (tmp_path / "a.warc.gz.part").write_bytes(first + second)
    (tmp_path / "b.warc.gz.part").touch()

    recover(tmp_path, tmp_path / "quarantine")

    (published,) = tmp_path.iterdir()
    assert published.read_bytes() == first + second


def test_only_a_torn_record(tmp_path):
    """Of a file that holds nothing whole, nothing is published, and all is put aside."""
    first, _ = two_records()
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.warc.gz.part").write_bytes(first[:50])

    recover(pages, tmp_path / "quarantine")

    assert list(pages.iterdir()) == []
    assert [cut.read_bytes() for cut in (tmp_path / "quarantine").iterdir()] == [first[:50]]


def test_the_end_is_found_behind_bytes_that_look_like_a_beginning(tmp_path):
    """A record larger than the window it is looked for in, full of gzip magic, is still whole."""
    body = b"\x1f\x8b\x08\x00" * 10 + bytes(range(256)) * 9000
    data, _ = record_of(Page(url=URL, html=body))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(two_records()[0] + data)

    assert whole_end(path) == path.stat().st_size
