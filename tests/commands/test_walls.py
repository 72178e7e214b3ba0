"""A site that shows a wall for some days loses no story, and is not asked for each of them meanwhile."""

import sqlite3
from contextlib import closing

from newscrawl.ledger.sqlite import SqliteLedger
from tests.commands.typed import typed

WALL = (
    "<html><head><title>We value your privacy</title></head><body><h1>We value your privacy</h1>"
    "<p>We and our 143 partners store and access information on your device.</p></body></html>"
)


def _hide(site):
    """Put a wall before every story; returns what shows them again."""
    pages = {url: site.routes[url.removeprefix(site.base)] for url in site.urls}
    for url in site.urls:
        site.page(url.removeprefix(site.base), WALL)
    return lambda: site.routes.update({url.removeprefix(site.base): page for url, page in pages.items()})


def _asked(site):
    asked = [path for path in site.asked if path.startswith("/2026")]
    site.asked.clear()
    return asked


def _wait(crawl):
    """The pause is over."""
    with closing(sqlite3.connect(crawl.output / "ledger.sqlite")) as db, db:
        db.execute("UPDATE urls SET retry_at = 1 WHERE retry_at IS NOT NULL")


def test_stories_behind_a_wall_come_when_it_goes(crawl, site, tmp_path):
    """One of them asks meanwhile; the account of each run adds up, and says that they wait."""
    show = _hide(site)
    listed = tmp_path / "urls.txt"
    listed.write_text("\n".join(site.urls))
    command = ("articles", "-a", f"urls={listed}")
    first = crawl(*command)
    assert first.returncode == 69
    assert "3 failed (consent-wall 3)" in first.stdout
    assert len(_asked(site)) == 3

    _wait(crawl)
    meanwhile = crawl(*command)
    assert meanwhile.returncode == 0, meanwhile.stdout
    assert "3 waiting" in meanwhile.stdout
    assert len(_asked(site)) == 1
    told = typed("explain", "--fate", site.urls[0], "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}").stdout
    assert "the wall was met 2 times, with this page or with others that wait for it; after " in told

    show()
    _wait(crawl)
    last = crawl(*command)
    assert last.stdout.startswith("3 stored"), last.stdout
    assert len(_asked(site)) == 3
    assert typed("verify", str(crawl.output)).returncode == 0


def test_in_an_archive_a_wall_stays(crawl, site, tmp_path):
    """No later replay finds anything else there."""
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "page.html").write_text(WALL.replace("<head>", f'<head><link rel="canonical" href="{site.urls[0]}">'))
    crawl("archive", "-a", f"path={saved}")
    ledger = SqliteLedger(crawl.output / "ledger.sqlite", "look")
    trace = ledger.trace(site.urls[0])
    ledger.close()
    assert trace is not None
    assert (trace.state, trace.code, trace.retry_at) == ("refused", "consent-wall", None)
