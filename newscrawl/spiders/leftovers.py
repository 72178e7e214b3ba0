"""What lists had and nothing took, kept until the site's own feeds may have taught what its articles look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newscrawl.spiders.entry import Entry
from newscrawl.spiders.passed import Listing

#: Of one site, and of all sites of a run.
_MOST_OF_SITE, _MOST = 20_000, 200_000


@dataclass(frozen=True, slots=True)
class Left:
    """An address of a list; `text` is that of its link, None in a sitemap."""

    url: str
    text: str | None
    entry: Entry | None = None
    is_counted: bool = True
    """Whether it counts as passed over: a link's text reads like a headline, and the ledger does not know it."""


class Leftovers:
    """Those of one run, by site."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, tuple[Listing, Left]]] = {}
        self._number = 0

    def add(self, site: str, listing: Listing, left: Left) -> None:
        """Keep one, while there is room."""
        of_site = self._of.setdefault(site, {})
        if left.url not in of_site and len(of_site) < _MOST_OF_SITE and self._number < _MOST:
            of_site[left.url] = listing, left
            self._number += 1

    def drop(self, site: str, left: Left) -> None:
        """Forget one."""
        if self._of.get(site, {}).pop(left.url, None):
            self._number -= 1

    def found(self, site: str, url: str) -> list[tuple[Listing, Left]]:
        """Take an address out that somebody else announced."""
        pair = self._of.get(site, {}).pop(url, None)
        self._number -= pair is not None
        return [pair] if pair else []

    def take(self, site: str, is_one: Callable[[Left], bool]) -> list[tuple[Listing, Left]]:
        """Take out those of a site that are articles."""
        found = [pair for pair in self._of.get(site, {}).values() if is_one(pair[1])]
        for _, left in found:
            self.drop(site, left)
        return found
