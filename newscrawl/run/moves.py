"""Sites that have moved: whatever is asked of them, the answer comes from another domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from newscrawl.spiders.urls import host_of, same_site

_LEAST = 2
"""Addresses that must have led elsewhere: one may be a single list that somebody else serves."""


class Moves:
    """Where the answers of one run came from."""

    def __init__(self) -> None:
        self._stayed: set[str] = set()
        self._led_to: dict[str, Counter[str]] = {}
        self._with_lists: set[str] = set()

    def arrive(self, site: str, asked: str, answered: str, *, is_list: bool) -> None:
        """Note an answer of a site: the address that was asked for and the one that answered."""
        if is_list:
            self._with_lists.add(site)
        if site in self._stayed:
            return
        if host_of(asked) == host_of(answered) or same_site(asked, answered):
            self._stayed.add(site)
            self._led_to.pop(site, None)
        else:
            self._led_to.setdefault(site, Counter())[host_of(answered)] += 1

    def found(self, asked: Collection[str] | None) -> dict[str, tuple[str, int]]:
        """(the host that all led to, so many addresses) by site.

        Args:
            asked: the sites that the crawl is about; None for all of which a list was asked for.
        """
        about = self._with_lists if asked is None else set(asked)
        return {
            site: (host, hosts[host])
            for site, hosts in self._led_to.items()
            for host in hosts
            if site in about and len(hosts) == 1 and hosts[host] >= _LEAST
        }
