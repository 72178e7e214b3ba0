"""Spider `sitemap`: the articles that sitemaps name."""

from __future__ import annotations

from newscrawl.spiders.given_spider import GivenSpider


class SitemapSpider(GivenSpider):
    """Reads sitemaps (news, plain, index, gzip file, text; or the Sitemap lines of a robots.txt) and fetches articles.

    Indexes are followed three deep, 50,000 entries of each file are read, and only addresses under the sitemap's own
    registrable domain are taken. Of a plain sitemap those that have the shape of an article are taken, or, where
    these are few, those of the form that makes up most of it (`own_shape.py`); of a news sitemap all that a profile
    does not rule out.

    Arguments:
        url: one address of a sitemap or robots.txt, or several separated by white space.
        urls: a UTF-8 file with one address per line, or `-` for stdin.
        limit, site_limit: at most so many new articles in this run, of all sites and of each.
        again: 1 to fetch also what an earlier run has settled. Sitemaps themselves are read in every run.

    Example:
        scrapy crawl sitemap -a url=https://example.org/robots.txt -a limit=500
    """

    name = "sitemap"
    kind = "sitemap"
