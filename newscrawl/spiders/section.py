"""Spider `section`: the articles that section and front pages link to."""

from __future__ import annotations

from newscrawl.spiders.given_spider import GivenSpider


class SectionSpider(GivenSpider):
    """Reads section pages and fetches the articles of the same site that they link to.

    A profile's URL pattern decides what is an article; without one, the shape of the address (a date, a long number,
    a long slug) together with a link text as long as a headline. Where that takes little, links of one form outside of
    menus and footers are taken if there are five or more and they read like headlines (`own_shape.py`).

    Arguments:
        url: one address of a section page, or several separated by white space.
        urls: a UTF-8 file with one address per line, or `-` for stdin.
        limit, site_limit: at most so many new articles in this run, of all sites and of each.
        again: 1 to fetch also what an earlier run has settled. Section pages themselves are read in every run.

    Example:
        scrapy crawl section -a url=https://example.org/politics/
    """

    name = "section"
    kind = "section"
