"""Under which address a saved page was read, and what is read of it."""

import gzip
from urllib.parse import quote

import pytest

from newscrawl.spiders.saved_reader import is_saved, read_saved, saved_page
from newscrawl.spiders.urls import UrlError

CANONICAL = "<link rel='canonical' href='https://paper.example/a?x=1&amp;y=2'>"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (CANONICAL, "https://paper.example/a?x=1&y=2"),
        ("<LINK HREF=https://paper.example/b REL=Canonical>", "https://paper.example/b"),
        ("<meta content=\"https://paper.example/c\" property=\"og:url\">", "https://paper.example/c"),
        ("<meta property='og:url' content='https://paper.example/c'>" + CANONICAL, "https://paper.example/a?x=1&y=2"),
        ("<!-- saved from url=(0024)https://paper.example/d -->" + CANONICAL, "https://paper.example/d"),
        ("<!--\n Page saved with SingleFile \n url: https://paper.example/e \n saved date: Mon -->", "https://paper.example/e"),
        ("<!-- Mirrored from paper.example/f.html by HTTrack Website Copier/3.x [XR&CO] -->", "http://paper.example/f.html"),
        ("<link rel='canonical' href='/g'><meta property='og:url' content='https://paper.example/g'>", "https://paper.example/g"),
    ],
)  # fmt: skip
def test_a_page_says_where_it_was_read(tmp_path, head, url):
    """Whoever saved it knows best, then its canonical address, then that for social networks; only whole ones count."""
    (tmp_path / "x.html").write_text(f"<html><head>{head}<title>A</title></head><body>story</body></html>")

    assert saved_page(tmp_path / "x.html", tmp_path)[1].requested == url


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("windows-1252", "<meta charset=iso-8859-1>"), ("euc-kr", "<meta charset=ks_c_5601-1987>"), ("utf-8", ""), ("cp1252", "")],
)  # fmt: skip
def test_an_address_is_read_in_the_encoding_of_its_page(tmp_path, encoding, declared):
    """What stands in it as letters goes over the wire as UTF-8."""
    word = "길" if encoding == "euc-kr" else "é"
    head = f"<html>{declared}<link rel=canonical href='https://paper.example/{word}'>"
    (tmp_path / "x.html").write_bytes(head.encode(encoding))

    assert saved_page(tmp_path / "x.html", tmp_path)[1].requested == f"https://paper.example/{quote(word)}"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<meta property='og:url' content='https://paper.example/bell'>", "https://paper.example/bell"),
        ("", "https://paper.example/"),
    ],
)
def test_a_front_page_is_believed_last(tmp_path, head, url):
    """Editing systems that are set up wrongly declare it on every page."""
    (tmp_path / "x.html").write_text(f"<html><link rel='canonical' href='https://paper.example/'>{head}<p>story</p>")

    assert saved_page(tmp_path / "x.html", tmp_path)[1].requested == url


@pytest.mark.parametrize(
    "head", ["", "<link rel='canonical' href='/a'>", "<link rel='next canonicalized' href='https://a.example/'>"]
)
def test_a_page_without_an_address_says_what_helps(tmp_path, head):
    """No address is made up."""
    (tmp_path / "x.html").write_text(f"<html>{head}<a href='https://paper.example/a'>canonical</a>")

    with pytest.raises(UrlError, match="-a base=ADDRESS"):
        saved_page(tmp_path / "x.html", tmp_path)


def test_a_base_says_it_for_all_files(tmp_path):
    """The path below the folder goes behind it, as wget makes its folders, whatever the page says itself."""
    file = tmp_path / "paper.example" / "2026" / "물.html.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(f"<html>{CANONICAL}<p>story</p></html>".encode()))
    place, kept = saved_page(file, tmp_path, "https://")

    assert kept.requested == "https://paper.example/2026/%EB%AC%BC.html"
    assert read_saved(place, kept.requested, 1000).body.endswith(b"<p>story</p></html>")
    assert len(read_saved(place, kept.requested, 10).body) == 11  # one more than may be, so that too large is seen


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://paper.example", "https://paper.example/a.html"),
        ("https://paper.example/2026", "https://paper.example/2026/a.html"),
        ("https://paper.example/read?file=", "https://paper.example/read?file=a.html"),
    ],
)
def test_a_base_is_the_address_of_a_folder(tmp_path, base, url):
    """With or without the slash at its end."""
    (tmp_path / "a.html").write_text("<html><p>story</p></html>")

    assert saved_page(tmp_path / "a.html", tmp_path, base)[1].requested == url


def test_a_damaged_file_is_an_error_of_its_own(tmp_path):
    """And none of its address."""
    (tmp_path / "x.html.gz").write_bytes(gzip.compress(b"<html>" * 99)[:-12])

    with pytest.raises(OSError, match="damaged"):
        saved_page(tmp_path / "x.html.gz", tmp_path)


def test_pages_are_told_by_their_names(tmp_path):
    """What lies beside them is left alone."""
    names = ("a.html", "b.HTM", "c.html.gz", "d.xhtml", "e.css", "f.warc.gz", "html")

    assert [name for name in names if is_saved(tmp_path / name)] == ["a.html", "b.HTM", "c.html.gz", "d.xhtml"]
