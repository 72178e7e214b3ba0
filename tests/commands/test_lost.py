"""What a user is told of pages that gave nothing: at the end, in the next run, and by `scrapy runs show --urls`."""

from pathlib import Path

import pytest

from tests import warm

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def runs(crawl):
    """`runs("show", …)` of the crawls of the test."""

    def run(*arguments):
        return warm.run("runs", *arguments, "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}")

    return run


def test_a_private_address_is_refused_with_its_remedy_and_stays_refused(crawl, site):
    """The next run says so instead of calling it unchanged; what was asked for with the remedy is stored."""
    closed = {"NEWSCRAWL_ALLOW_ADDRESSES": ""}
    first = crawl("articles", "-a", f"url={site.urls[0]}", **closed)
    assert first.returncode == 69
    assert (
        "address 1 (127.0.0.1 is a loopback address; -s NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.1 allows it)" in first.stderr
    )
    second = crawl("articles", "-a", f"url={site.urls[0]}", **closed)
    assert second.returncode == 0
    assert second.stdout.startswith("0 stored, 1 refused before (address 1; -a again=1 asks anew) -> ")
    third = crawl("articles", "-a", f"url={site.urls[0]}", "-a", "again=1")
    assert third.stdout.startswith("1 stored -> ")


def test_one_page_that_is_not_there_is_named_by_its_status(crawl, site):
    """A share of one page says little."""
    done = crawl("articles", "-a", f"url={site.base}/nowhere")
    assert done.returncode == 69
    assert done.stderr.splitlines()[-1].endswith("50% are expected: http-error 1 (HTTP 404)")


def test_the_pages_that_gave_nothing_are_listed(crawl, site, runs):
    """With fate and detail, one a line; those of one code or outcome; none that was stored."""
    empty = site.page("/empty", "")
    gone = f"{site.base}/nowhere"
    crawl("articles", "-a", f"url={site.urls[0]} {gone} {empty}")
    listed = runs("show", "last", "--urls")
    assert listed.returncode == 0, listed.stderr
    assert [line.split("\t") for line in listed.stdout.splitlines()] == [
        [gone, "refused:http-error", "HTTP 404"],
        [empty, "failed:empty", "no bytes"],
    ]
    assert runs("show", "last", "--urls", "failed").stdout == f"{empty}\tfailed:empty\tno bytes\n"
    assert runs("show", "last", "--urls", "http-error").stdout.startswith(gone)
    assert runs("show", "last", "--urls", "robots").stdout == ""


def test_a_code_that_is_none_is_refused(crawl, site, runs):
    """With those there are."""
    crawl("articles", "-a", f"url={site.urls[0]}")
    done = runs("show", "last", "--urls", "nonsense")
    assert done.returncode == 2
    assert "http-error" in done.stderr


@pytest.mark.parametrize("target", ["javascript:void(0)", "data:text/html,x", "http://[::1/"])
def test_a_redirect_to_what_is_no_url_is_no_mistake_of_ours(crawl, site, target):
    """It costs its page, by a status or by a refresh; the run is as good as its other pages."""
    site.routes["/moved"] = (302, {"Location": target}, b"")
    site.page("/refreshed", f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head></html>')
    done = crawl("articles", "-a", f"url={' '.join(site.urls)} {site.base}/moved {site.base}/refreshed")

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("3 stored, ")
    assert "internal" not in done.stdout
