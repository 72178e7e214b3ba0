"""Whether a site publishes as much as it usually does at this hour: new articles per hour of the day, learned from runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

#: What was learned weighs half after some two weeks.
_FORGET_PER_DAY = 0.95
#: Below so many expected articles silence says nothing.
_ENOUGH = 10.0
#: A site is quiet when so few or fewer would come by chance once in 100,000 times.
_CHANCE = 1e-5
_LONGEST_HOURS = 72


@dataclass(slots=True)
class Volume:
    """New articles per hour of the day (UTC) of one site; `until` is when it was last looked at (seconds, 0: never)."""

    articles: list[float] = field(default_factory=lambda: [0.0] * 24)
    hours: list[float] = field(default_factory=lambda: [0.0] * 24)
    until: float = 0.0

    def add(self, found: int, now: float) -> str:
        """Count a run's new articles; what is wrong with their number, "" if nothing is.

        The first run of a site, and one after a long break, tells nothing of a usual hour.
        """
        parts = self._parts_until(now)
        expected = self.usual(now) or 0.0
        self.until = now
        quiet = expected >= _ENOUGH and _poisson_at_most(found, expected) < _CHANCE
        # a silence is not learned, else it would become the usual
        if parts and not quiet:
            self._learn(found, parts)
        return f"{found} new articles where {expected:.0f} are usual" if quiet else ""

    def usual(self, now: float) -> float | None:
        """New articles that are usual between the last look and now; None where nothing is known."""
        parts = self._parts_until(now)
        return sum(share * self._rate(hour) for hour, share in parts) if parts and self._is_known() else None

    def _parts_until(self, now: float) -> list[tuple[int, float]]:
        """Empty for the first look, and after a break that is too long."""
        return _parts(self.until, now) if self.until and 0 < now - self.until <= _LONGEST_HOURS * 3600 else []

    def _is_known(self) -> bool:
        return sum(self.hours) >= 48

    def _rate(self, hour: int) -> float:
        """Articles per hour at this hour of the day; the day's mean where the hour was seen too little."""
        mean = sum(self.articles) / max(1.0, sum(self.hours))
        # a wide hour: what a site does at 8 it may do at 9
        around = [(hour + step) % 24 for step in (-1, 0, 1)]
        hours = sum(self.hours[one] for one in around)
        return sum(self.articles[one] for one in around) / hours if hours >= 3 else mean

    def _learn(self, found: int, parts: list[tuple[int, float]]) -> None:
        total = sum(share for _, share in parts)
        forget = _FORGET_PER_DAY ** (total / 24)
        self.articles = [value * forget for value in self.articles]
        self.hours = [value * forget for value in self.hours]
        for hour, share in parts:
            self.articles[hour] += found * share / total
            self.hours[hour] += share


def _parts(since: float, until: float) -> list[tuple[int, float]]:
    """(hour of the day, share of an hour) for the time between two moments.

    >>> _parts(3600 * 5.5, 3600 * 7.25)
    [(5, 0.5), (6, 1.0), (7, 0.25)]
    """
    parts = []
    while since < until:
        end = min(until, (since // 3600 + 1) * 3600)
        parts.append((int(since // 3600 % 24), (end - since) / 3600))
        since = end
    return parts


def _poisson_at_most(found: int, expected: float) -> float:
    """The chance of so few or fewer.

    >>> round(_poisson_at_most(0, 10), 6)
    4.5e-05
    """
    term = total = math.exp(-expected)
    for number in range(1, found + 1):
        term *= expected / number
        total += term
    return total
