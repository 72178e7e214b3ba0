"""Spider `feed`: the articles that feeds announce."""

from __future__ import annotations

from newscrawl.spiders.given_spider import GivenSpider


class FeedSpider(GivenSpider):
    """Reads feeds (RSS 0.9 to 2.0, RDF, Atom, JSON Feed) and fetches the articles they announce.

    A feed may announce pages of other sites. What it says of title and time travels with the page.

    Arguments:
        url: one address of a feed, or several separated by white space.
        urls: a UTF-8 file with one address per line, or `-` for stdin.
        limit, site_limit: at most so many new articles in this run, of all sites and of each.
        again: 1 to fetch also what an earlier run has settled. Feeds themselves are read in every run.

    Example:
        scrapy crawl feed -a url=https://example.org/rss.xml
    """

    name = "feed"
    kind = "feed"
