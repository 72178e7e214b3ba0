"""When a stored story is fetched again, and what it means that it is not there any more.

Both are off unless a profile or a setting names ages; whoever fetches again by hand (`-a again=1`) learns of stories
that vanished as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawl.ledger import Fate, Lease
from newscrawl.sites import Sites

SECOND_LOOK = timedelta(hours=24)
"""A story that is gone is looked for once more then: sites fail for hours, and put stories back."""

_GONE = re.compile(r"HTTP (?:status )?(?P<status>404|410)|redirected to the (?P<front>front page)")


def next_visit(announced: datetime, now: datetime, hours: Sequence[float]) -> datetime | None:
    """When a story that was announced then is fetched again; None if it has passed all ages.

    Args:
        announced: when its URL was first heard of; aware.
        now: aware.
        hours: ages at which it is fetched again, in hours.

    >>> now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> next_visit(now - timedelta(hours=2), now, (1, 6, 24)).isoformat()
    '2026-03-01T16:00:00+00:00'
    """
    ages = (announced + timedelta(hours=age) for age in sorted(hours))
    return next((age for age in ages if age > now), None)


def gone_why(fate: Fate) -> str | None:
    """Why a story is gone, `http-404`, `http-410` or `front-page`; None for any other fate.

    >>> gone_why(Fate("refused", "http-error", "HTTP 410")), gone_why(Fate("failed", "http-error", "HTTP 503"))
    ('http-410', None)
    """
    found = _GONE.fullmatch(fate.detail) if fate.code in ("http-error", "list-page") else None
    if found is None:
        return None
    return "front-page" if found["front"] else f"http-{found['status']}"


class Revisits:
    """The policy of one run.

    Args:
        sites: profiles, of which some name ages (`refetch_hours`).
        hours: ages for all other sites.
    """

    def __init__(self, sites: Sites, hours: Sequence[float]) -> None:
        self._sites, self._hours = sites, tuple(hours)

    def due(self, lease: Lease) -> datetime | None:
        """When the page of a lease that is being settled is fetched again."""
        profile = self._sites.for_url(lease.url)
        hours = profile.refetch_hours if profile and profile.refetch_hours else self._hours
        now = datetime.now(UTC)
        # a clock that was ahead has it announced in the future
        announced = min(datetime.fromtimestamp(lease.announced_at, UTC), now)
        return next_visit(announced, now, hours) if hours else None

    @property
    def longest(self) -> timedelta:
        """No visit of a stored story lies further ahead."""
        of_sites = [hour for profile in self._sites.profiles.values() for hour in profile.refetch_hours or ()]
        return max(SECOND_LOOK, timedelta(hours=max((*self._hours, *of_sites), default=0)))

    def revised(self, fate: Fate, lease: Lease) -> Fate:
        """The fate with the time of the next visit, if there is to be one."""
        if fate.outcome != "unchanged":
            return fate
        return replace(fate, retry_at=self.due(lease))


def first_look(why: str) -> Fate:
    """The fate of a story's page that is gone for the first time."""
    return Fate("failed", "gone", why, retry_at=datetime.now(UTC) + SECOND_LOOK)
