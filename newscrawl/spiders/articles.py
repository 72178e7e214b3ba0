"""Spider `articles`: the pages that were given, and nothing else."""

from __future__ import annotations

from newscrawl.spiders.given_spider import GivenSpider


class ArticlesSpider(GivenSpider):
    """Fetches given article pages.

    Arguments:
        url: one address, or several separated by white space.
        urls: a UTF-8 file with one address per line, or `-` for stdin; blank lines and `#` lines are left out,
            a bad line is counted as `refused:bad-url` under its number.
        limit, site_limit: at most so many new articles in this run, of all sites and of each.
        again: 1 to fetch also what an earlier run has settled.

    Example:
        scrapy crawl articles -a url=https://example.org/2026/11/23/rates-rise
        scrapy crawl articles -a urls=addresses.txt -a limit=100
    """

    name = "articles"
    kind = "article"
