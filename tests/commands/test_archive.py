"""`scrapy crawl archive` on files that another crawler wrote."""

import gzip
import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import newscrawl


def record(url, *, word, date, packed=False):
    """A page about something, as it was served on a day."""
    days = " ".join(
        f"On day {day} the {word} of Lower Bexford was shown to {day * 7 + 3} visitors." for day in range(9)
    )
    body = (
        f"<html><title>The {word}</title><h1>The {word} is shown</h1><article><p>{days}</p></article></html>".encode()
    )
    headers = [("Content-Type", "text/html; charset=utf-8")]
    if packed:
        body = gzip.compress(body)
        headers.append(("Content-Encoding", "gzip"))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    said = {"WARC-Date": f"{date}T10:00:00Z"}
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=said)
    )
    return out.getvalue()


def test_the_newest_page_of_each_address_is_read_and_nothing_is_fetched(crawl, tmp_path):
    """Hosts that do not exist cost nothing; of two pages of one address the later file's counts."""
    folder = tmp_path / "CC-NEWS"
    folder.mkdir()
    same = "https://paper.example/2026/03/bell"
    first = record(same, word="bell", date="2026-03-01") + record(
        "https://other.example/2026/03/lamp", word="lamp", date="2026-03-01", packed=True
    )
    (folder / "CC-NEWS-20260301.warc.gz").write_bytes(first)
    (folder / "CC-NEWS-20260302.warc.gz").write_bytes(record(same, word="new bell", date="2026-03-02"))
    done = crawl("archive", "-a", f"path={folder}")

    assert done.returncode == 0, done.stderr
    found = {article.url: article for article in newscrawl.read(crawl.output)}
    assert {url: article.title for url, article in found.items()} == {
        same: "The new bell is shown",
        "https://other.example/2026/03/lamp": "The lamp is shown",
    }
    assert found[same].fetched_at == "2026-03-02T10:00:00+00:00"
    assert found[same].http.archive.startswith("CC-NEWS-20260302.warc.gz#<urn:uuid:")
    assert "was shown to 17 visitors" in found["https://other.example/2026/03/lamp"].text
    assert list((crawl.output / "pages").iterdir()) == []


def test_a_damaged_archive_gives_what_is_whole(crawl, tmp_path):
    """The pages before the damage are read, and the log says which file is damaged."""
    whole = record("https://paper.example/2026/03/bell", word="bell", date="2026-03-01")
    (tmp_path / "x.warc.gz").write_bytes(whole + b"no archive at all" * 40)
    done = crawl("archive", "-a", f"path={tmp_path / 'x.warc.gz'}")

    assert done.returncode == 0, done.stderr
    assert len(list(newscrawl.read(crawl.output))) == 1
    assert "x.warc.gz: damaged" in done.stderr
