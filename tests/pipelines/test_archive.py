"""An article names the record its page is kept in, and that record is on disk."""

from warcio.archiveiterator import ArchiveIterator

URL = "http://paper.example/a/1"


def test_an_article_names_its_record(open_run, line, tmp_path):
    """The record that the article names lies in the file it names, with the bytes of the page."""
    run = open_run()
    line.lease(run, URL)
    page = line.page(URL)

    (article,) = line.send(run, page)

    name, _, record_id = article.http.archive.partition("#")
    with (tmp_path / "out" / "pages" / name).open("rb") as file:
        bodies = {
            record.rec_headers.get_header("WARC-Record-ID"): record.content_stream().read()
            for record in ArchiveIterator(file)
        }
    assert bodies == {record_id: page.html}


def test_a_refused_page_is_kept_too(open_run, line, tmp_path):
    """A page that gave no article is archived: a better rule may find one."""
    run = open_run(MIN_TEXT_CHARS=100_000)
    line.lease(run, URL)

    line.send(run, line.page(URL))

    assert line.fates(run) == {"refused:too-short": 1}
    assert len(list((tmp_path / "out" / "pages").glob("*.warc.gz"))) == 1


def test_no_archive_where_none_is_wanted(open_run, line, tmp_path):
    """With NEWSCRAWL_ARCHIVE off nothing is kept, and the article names nothing."""
    run = open_run(ARCHIVE=False)
    line.lease(run, URL)

    (article,) = line.send(run, line.page(URL))

    assert article.http.archive is None
    assert list((tmp_path / "out").rglob("*.warc.gz*")) == []
