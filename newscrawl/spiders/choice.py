"""Which announced pages are asked for: addresses in one spelling, articles by the profile's shape or by what was learned
of the site, in the days that are wanted, up to the run's limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.ledger.base import Ledger
from newscrawl.run import run_of
from newscrawl.sites import Sites
from newscrawl.spiders.link_reader import headline_like, is_listed_folder, is_strong, looks_like_article
from newscrawl.spiders.shapes import Shapes
from newscrawl.spiders.spelling import Spelling, nothing_known
from newscrawl.spiders.urls import is_front_page

#: Addresses after which a site's shapes are known well enough, unless a new one turns up; and how many are kept.
_SETTLED = 2_000
_MOST_SHAPES = 50


class Choice:
    """What one run takes for an article. `site_of` gives the name under which a URL is counted."""

    def __init__(self, crawler: Crawler, sites: Sites, site_of: Callable[[str], str]) -> None:
        self._crawler, self._sites, self._site_of = crawler, sites, site_of
        self._shapes: dict[str, Shapes] = {}

    # both late: the spider is made before the run is
    @cached_property
    def _ledger(self) -> Ledger | None:
        return _ledger_of(self._crawler)

    @cached_property
    def spelling(self) -> Spelling:
        """The one spelling of each address."""
        return Spelling(self._ledger.known if self._ledger else nothing_known)

    def is_known(self, url: str) -> bool:
        """Whether the ledger knows the address, whatever became of it."""
        return self._ledger is not None and bool(self._ledger.known([url]))

    def shape(self, url: str) -> bool | None:
        """What the profile says; None where it says nothing."""
        profile = self._sites.for_url(url)
        return profile.is_article_url(url) if profile else None

    def why_not(self, url: str) -> str:
        """Which of `manifest.PASSED` says no to an address that is not taken."""
        return "profile" if self.shape(url) is False else "shape"

    def announced(self, url: str) -> bool:
        """Whether an entry of a feed or news sitemap is taken: all but what a profile rules out, and the front page."""
        return self.shape(url) is not False and not is_front_page(url)

    def listed(self, url: str) -> bool:
        """Whether an entry of a plain sitemap is taken."""
        shape = self.shape(url)
        return self._guess(url, None) if shape is None else shape

    def linked(self, url: str, text: str) -> bool:
        """Whether a link of a section page is taken."""
        shape = self.shape(url)
        return self._guess(url, text) if shape is None else shape

    def _guess(self, url: str, text: str | None) -> bool:
        learned = self._learned(url).judge(url)
        if learned and not is_listed_folder(url):
            return text is None or headline_like(text)
        # a long slug is all that speaks for it, and the site addresses its articles otherwise
        if learned is False and not is_strong(url):
            return False
        return looks_like_article(url, text)

    def _learned(self, url: str) -> Shapes:
        site = self._site_of(url)
        if site not in self._shapes:
            self._shapes[site] = Shapes(self._ledger.shapes(site) if self._ledger else None)
        return self._shapes[site]

    def learn(self, urls: Sequence[str]) -> list[str]:
        """Take note of addresses that a site's own feed or news sitemap calls articles.

        Returns the sites of which a shape is known now that was not before. Raises `LedgerError`.
        """
        taught = []
        by_site: dict[str, list[str]] = {}
        for url in urls:
            by_site.setdefault(self._site_of(url), []).append(url)
        for site, announced in by_site.items():
            shapes = self._learned(announced[0])
            before, decided = dict(shapes.counts), shapes.decided
            shapes.learn(announced)
            is_news = shapes.counts.keys() - before.keys() or sum(before.values()) < _SETTLED
            if self._ledger and is_news:
                self._ledger.learn_shapes(site, dict(shapes.counts.most_common(_MOST_SHAPES)))
            if shapes.decided - decided:
                taught.append(site)
        return taught


def _ledger_of(crawler: Crawler) -> Ledger | None:
    """The run's ledger; None in `scrapy shell`, `parse` and the like."""
    try:
        return run_of(crawler).ledger
    except NotConfigured:
        return None
