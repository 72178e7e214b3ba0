"""`scrapy crawl archive` on files that others wrote."""

import gzip
import io
import os

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import newscrawl
from newscrawl.output.manifest import read_manifest
from tests import warm


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
    assert "1 stored, 1 failed (fetch 1)" in done.stdout


def test_only_pages_of_the_sites_and_days_that_were_asked_for(crawl, tmp_path):
    """A day of CC-NEWS holds thousands of sites; hosts below a domain are of it, and what was fetched before the days is not read."""
    pages = [
        ("https://www.paper.example/bell", "bell", "2026-03-05"),
        ("https://sport.paper.example/cup", "cup", "2026-03-05"),
        ("https://newspaper.example/lamp", "lamp", "2026-03-05"),
        ("https://daily.example/rope", "rope", "2026-03-05"),
        ("https://paper.example/old", "old bell", "2026-02-01"),
    ]
    file = tmp_path / "x.warc.gz"
    file.write_bytes(b"".join(record(url, word=word, date=date) for url, word, date in pages))
    done = crawl(
        "archive", "-a", f"path={file}", "-a", "site=https://www.paper.example/,daily.example", "-a", "since=2026-03-01"
    )

    assert done.returncode == 0, done.stderr
    assert sorted(article.url for article in newscrawl.read(crawl.output)) == sorted(pages[n][0] for n in (0, 1, 3))
    assert "2 passed over (site 1, window 1)" in done.stdout


def test_a_folder_of_saved_pages_becomes_a_crawl(crawl, tmp_path):
    """Each under the address that it names; what names none, or cannot be read, is on record under its path, and all adds up."""
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    days = " ".join(f"On day {day} the harbour of Lower Bexford took {day * 7 + 3} boats in." for day in range(9))
    page = f"<title>Boats</title><h1>Boats come in</h1><article><p>{days}</p></article></html>"
    address = "<html><link rel=canonical href=https://paper.example/boats>"
    (folder / "deep" / "1.html").write_text(address + page)
    (folder / "2.html").write_text("<html>" + page)
    (folder / "3.html.gz").write_bytes(b"no gzip")
    (folder / "style.css").write_text("p {}")
    for name in ("4.pdf", "deep/5.PDF"):
        (folder / name).write_text("%PDF")
    done = crawl("archive", "-a", f"path={folder}", NEWSCRAWL_MIN_SUCCESS_SHARE=0.1)
    (article,) = newscrawl.read(crawl.output)
    (account,) = (crawl.output / "runs").glob("*.json")

    assert done.returncode == 0, done.stderr
    assert (article.url, article.title, article.fetched_at) == ("https://paper.example/boats", "Boats come in", None)
    assert "1 stored, 1 refused, 1 failed (bad-url 1, fetch 1)" in done.stdout
    assert "3 files in " in done.stderr
    assert "are neither HTML nor WARC and are passed over: .pdf 2, .css 1\n" in done.stderr
    assert read_manifest(account).adds_up

    done = crawl(
        "archive", "-a", f"path={folder / '2.html'}", "-a", "base=https://daily.example/", NEWSCRAWL_DEDUPE_TEXT=0
    )
    assert "https://daily.example/2.html" in {article.url for article in newscrawl.read(crawl.output)}, done.stderr


MHTML = """From: <Saved by a browser>
Snapshot-Content-Location: https://paper.example/boats?id=3
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----end"

------end
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://paper.example/b.png

iVBORw0KGgo=
------end
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable
Content-Location: https://paper.example/boats

<title>Boats at =C9tang</title><h1>Boats at =C9tang</h1><article><p>{}</p></article>
------end--
"""


def test_pages_that_a_browser_saved_as_one_file_are_read(crawl, tmp_path):
    """Under the address of their HTML part, in its encoding; a file that holds no page is on record."""
    folder = tmp_path / "saved"
    folder.mkdir()
    days = " ".join(f"On day {day} the harbour of Lower Bexford took {day * 7 + 3} boats in.=\n" for day in range(9))
    (folder / "a.mhtml").write_text(MHTML.format(days))
    (folder / "b.MHT").write_text("Content-Type: image/png\n\nx")
    done = crawl("archive", "-a", f"path={folder}", NEWSCRAWL_MIN_SUCCESS_SHARE=0.1)
    (article,) = newscrawl.read(crawl.output)

    assert (article.url, article.title) == ("https://paper.example/boats", "Boats at Étang")
    assert article.text.startswith("On day 0 the harbour of Lower Bexford took 3 boats in.")
    assert "1 stored, 1 failed (fetch 1)" in done.stdout


def test_pages_of_one_address_are_not_dropped_in_silence(crawl, tmp_path):
    """The last one by name is read; the others are on record, with what helps."""
    for name in "abc":
        (tmp_path / f"{name}.html").write_text(
            "<html><link rel=canonical href=https://paper.example/><title>Boats come in</title><h1>Boats come in</h1>"
        )
    crawl("archive", "-a", f"path={tmp_path}")
    done = warm.run("runs", "show", "last", "--urls", "bad-url", "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}")

    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [
        str(tmp_path / f"{name}.html") for name in "ab"
    ]
    assert f"{tmp_path / 'b.html'} names the same address, https://paper.example/; -a base=ADDRESS" in done.stdout


def test_sites_are_asked_for_as_people_write_them(crawl, tmp_path):
    """With letters of their own, or a port; one that has no page is named."""
    (tmp_path / "x.warc.gz").write_bytes(
        record("https://xn--bcher-kva.example/bell", word="bell", date="2026-03-05")
        + record("https://paper.example./cup", word="cup", date="2026-03-05")
    )
    done = crawl("archive", "-a", f"path={tmp_path / 'x.warc.gz'}", "-a", "site=Bücher.example,paper.example:443,daily.example")  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert sorted(article.site for article in newscrawl.read(crawl.output)) == [
        "paper.example",
        "xn--bcher-kva.example",
    ]
    assert "1 of 3 sites that were asked for have no page in " in done.stderr
    assert "x.warc.gz: daily.example" in done.stderr


def test_an_archive_that_is_packed_as_one_piece_is_on_record(crawl, tmp_path):
    """With what helps; nothing behind its first page can be read."""
    pages = [record(f"https://paper.example/{word}", word=word, date="2026-03-05") for word in ("bell", "cup")]
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(gzip.decompress(b"".join(pages))))
    done = crawl("archive", "-a", f"path={tmp_path / 'x.warc.gz'}")

    assert done.stdout.startswith("1 stored, 1 failed (fetch 1) ->")
    assert "its records are packed as one piece; `warcio recompress FILE NEW`" in done.stderr


def test_a_name_that_is_no_utf8_costs_its_file_only(crawl, tmp_path):
    """As old folders have them; the others are read, and it is on record."""
    folder = tmp_path / "saved"
    folder.mkdir()
    days = " ".join(f"On day {day} the harbour of Lower Bexford took {day * 7 + 3} boats in." for day in range(9))
    for name in (b"\xb1\xe6.html", "길.html".encode()):
        page = f"<html><title>Boats</title><h1>Boats come in</h1><article><p>{days}</p></article></html>"
        (folder / os.fsdecode(name)).write_text(page)
    done = crawl(
        "archive", "-a", f"path={folder}", "-a", "base=https://paper.example/", NEWSCRAWL_MIN_SUCCESS_SHARE=0.1
    )
    (article,) = newscrawl.read(crawl.output)

    assert done.returncode == 0, done.stderr
    assert article.url == "https://paper.example/%EA%B8%B8.html"
    assert "1 stored, 1 failed (fetch 1)" in done.stdout


def test_folders_whose_names_are_no_utf8_can_be_written_to_and_read_from(crawl, tmp_path):
    """The account says `?` for what cannot be written down."""
    output, file = tmp_path / os.fsdecode(b"out\xef"), tmp_path / os.fsdecode(b"list\xef.txt")
    file.write_text("http://127.0.0.1:1/a\n")
    for _ in range(2):
        done = crawl("articles", "-a", f"urls={file}", NEWSCRAWL_OUTPUT_DIR=output, NEWSCRAWL_MIN_SUCCESS_SHARE=0)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    accounts = [read_manifest(path) for path in sorted((output / "runs").glob("*.json"))]
    assert [account.settings["NEWSCRAWL_OUTPUT_DIR"] for account in accounts] == [str(tmp_path / "out?")] * 2
    assert f"urls={tmp_path / 'list?.txt'}" in accounts[0].command
    assert accounts[1].urls.waiting == 1  # the second command was the same work


def test_what_holds_no_pages_is_refused(crawl, tmp_path):
    """Before a run begins, with what would have been read."""
    (tmp_path / "notes.txt").write_text("nothing")
    for path in (tmp_path, tmp_path / "notes.txt"):
        done = crawl("archive", "-a", f"path={path}")
        assert (done.returncode, done.stdout) == (2, "")
        assert "no WARC file (.warc.gz, .warc) and no HTML file" in done.stderr
    done = crawl("archive", "-a", f"path={tmp_path}", "-a", "base=paper.example")
    assert done.returncode == 2
