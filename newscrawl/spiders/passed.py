"""What was found in lists and not asked for: counted by reason with examples, and said where a list gave nothing at all."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field

from scrapy.crawler import Crawler

from newscrawl.output.manifest import PASSED, Passed

logger = logging.getLogger(__name__)

_EXAMPLES = 3
#: Examples that are kept, because some may yet be taken.
_KEPT = 50
_REMEDY = "a profile's [url] article says what is one (newscrawl/sites/README.md)"


@dataclass(slots=True)
class Listing:
    """One list page that was read: how many links or entries it had, and how many of them count as articles."""

    url: str
    site: str
    is_named: bool
    """Whether the user or a profile named it."""
    seen: int = 0
    taken: int = 0
    known: int = 0
    """Of those that were not taken, how many the ledger knows all the same."""
    reasons: Counter[str] = field(default_factory=Counter)
    example: str = ""

    @property
    def gave_nothing(self) -> bool:
        """Whether it had links and none of them was taken for an article; that all are of other days is no riddle."""
        return self.seen > 0 and not self.taken + self.known and set(self.reasons) != {"window"}


class PassedOver:
    """All lists of one run. Statistics: `newscrawl/passed_over/<reason>`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, dict[str, None]] = {reason: {} for reason in PASSED}
        self._lists: dict[str, Listing] = {}

    def listing(self, url: str, site: str, *, is_named: bool) -> Listing:
        """The tally of a list that is being read."""
        return self._lists.setdefault(url, Listing(url, site, is_named))

    def leave(self, listing: Listing, url: str, reason: str) -> None:
        """Count what is not asked for."""
        listing.reasons[reason] += 1
        listing.example = listing.example or url
        self._count(reason, 1)
        if len(self._examples[reason]) < _KEPT:
            self._examples[reason][url] = None

    def take(self, listing: Listing, url: str, reason: str) -> None:
        """What had been left was asked for after all."""
        listing.reasons[reason] -= 1
        self._count(reason, -1)
        self._examples[reason].pop(url, None)

    def _count(self, reason: str, number: int) -> None:
        self._counts[reason] += number
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"newscrawl/passed_over/{reason}", number)

    def account(self) -> dict[str, Passed]:
        """By reason, how many and a few of them."""
        return {
            reason: Passed(urls=number, examples=list(self._examples[reason])[:_EXAMPLES])
            for reason, number in self._counts.most_common()
            if number > 0
        }

    def warn(self) -> None:
        """A warning for each list that was named and gave nothing, and for each site of which no list gave anything."""
        by_site: dict[str, list[Listing]] = {}
        for listing in self._lists.values():
            by_site.setdefault(listing.site, []).append(listing)
        for lists in by_site.values():
            silent = [listing for listing in lists if listing.gave_nothing]
            named = [listing for listing in silent if listing.is_named]
            if not named and silent and not any(listing.taken for listing in lists):
                named = [max(silent, key=lambda listing: listing.seen)]
            for listing in named:
                _warn(listing)


def _warn(listing: Listing) -> None:
    reason = max(listing.reasons, key=listing.reasons.__getitem__, default="shape")
    example = f", {listing.example} for one" if listing.example else ""
    logger.warning(
        "%s: none of its %d links was taken: %s%s; %s", listing.url, listing.seen, PASSED[reason], example, _REMEDY
    )
