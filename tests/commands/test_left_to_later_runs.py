"""What one run leaves to the next: hosts that asked for a long pause, and pages that another command waits for."""

from newscrawl.ledger.base import Target
from newscrawl.ledger.sqlite import SqliteLedger
from tests.commands.typed import typed


def test_the_next_run_keeps_to_a_pause(crawl, site):
    """Not for another page, nor for robots.txt or a feed; another host is none of its business."""
    site.routes["/busy"] = (429, {"Retry-After": "600"}, b"later")
    crawl("articles", "-a", f"url={site.base}/busy")
    site.asked.clear()

    done = crawl("articles", "-a", f"url={site.urls[0]}")
    crawl("feed", "-a", f"url={site.base}/feed.xml")

    assert site.asked == []
    assert done.stdout.startswith("0 stored, 1 failed (robots-unavailable 1) -> ")
    assert "asks for a pause of" in done.stderr


def test_a_pause_that_is_over_or_was_never_possible_holds_up_nothing(crawl, site):
    """What lies further ahead than any pause can was written by a clock that was wrong."""
    site.routes["/busy"] = (429, {"Retry-After": "600"}, b"later")
    crawl("articles", "-a", f"url={site.base}/busy")

    done = crawl("articles", "-a", f"url={site.urls[0]}", NEWSCRAWL_RETRY_AFTER_MAX_SECONDS=61)

    assert done.stdout.startswith("1 stored -> "), done.stderr


def test_what_waits_for_another_command_is_told(crawl, site):
    """One argument more makes another command, which leaves alone what the first one had not come to."""
    feed = site.page("/feed.xml", _feed([]))
    command = f"feed -a url={feed}"
    crawl.output.mkdir()
    ledger = SqliteLedger(crawl.output / "ledger.sqlite", "killed")
    ledger.add([Target(url=url, site="127.0.0.1") for url in site.urls], command)
    ledger.close()

    changed = crawl("feed", "-a", f"url={feed}", "-a", "since=30d")
    assert (
        f"3 URLs wait for another command, which fetches them when it is run: scrapy crawl {command}" in changed.stderr
    )
    listed = typed("runs", "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}")
    assert f"3 URLs wait for: scrapy crawl {command}" in listed.stdout

    assert crawl("feed", "-a", f"url={feed}").stdout.startswith("3 stored")
    assert "wait for" not in typed("runs", "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}").stdout


def _feed(urls):
    items = "".join(f"<item><title>Ward votes on its bridge</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>'
