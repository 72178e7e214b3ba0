"""`scrapy verify` as it is typed."""

from tests.commands.typed import typed


def test_a_good_folder_ends_with_0_and_a_damaged_one_with_65(crawl, site):
    """The line that was changed by hand is named with its file."""
    crawl("articles", "-a", f"url={' '.join(site.urls)}")
    good = typed("verify", str(crawl.output))
    (path,) = (crawl.output / "articles").rglob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"revision":1', b'"revision":"1"', 1))
    bad = typed("verify", str(crawl.output))

    assert (good.returncode, good.stdout) == (0, "2 files, 3 articles, 3 pages: all is well\n")
    assert bad.returncode == 65
    assert f"{path.relative_to(crawl.output)}:1: " in bad.stdout
    assert bad.stderr.startswith("newscrawl: 2 files, ")


def test_a_kept_page_that_was_cut_off_is_named_with_its_place(crawl, site):
    """File and byte; whoever gave the pages away can have the rest checked."""
    crawl("articles", "-a", f"url={' '.join(site.urls)}")
    (path,) = (crawl.output / "pages").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-10])
    bad = typed("verify", str(crawl.output))
    path.unlink()
    rest = typed("verify", "--without-pages", str(crawl.output))

    assert bad.returncode == 65
    assert f"pages/{path.name}: byte " in bad.stdout
    assert (rest.returncode, rest.stdout) == (0, "2 files, 3 articles, 0 pages: all is well\n")


def test_a_folder_that_is_no_output_ends_with_66(tmp_path):
    """One line says what is missing."""
    done = typed("verify", str(tmp_path))

    assert done.returncode == 66
    assert str(tmp_path) in done.stderr
