"""A host that asked for a long pause is not asked by the next run either."""


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
