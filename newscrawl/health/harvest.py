"""Whether a site's pages give articles as they used to: a cumulative sum over its runs, however few pages each has."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Pages with an article that must have been seen before anything is judged.
_LEARNED = 10
#: Sum at which something is wrong: eight pages without article in a row where 3 % are usual.
_ALARM = 20.0
_LEAST_RATE, _MOST_RATE = 0.03, 0.35
_KEPT_PAGES = 2_000


@dataclass(slots=True)
class Harvest:
    """Pages of one site that gave an article or did not. Plain numbers: it is stored as JSON between runs."""

    good: float = 0.0
    bad: float = 0.0
    """Both are halved from time to time; what is odd is not counted here."""
    doubt: float = 0.0
    """The cumulative sum; 0 while all is well."""
    lately_bad: int = 0
    lately: int = 0
    """Pages since the doubt began, those without an article and all."""

    @property
    def usual(self) -> float:
        """Share of pages without article."""
        return (self.bad + 1) / (self.good + self.bad + 2)

    def add(self, good: int, bad: int) -> str:
        """Count a run's pages; what is wrong with them, "" if nothing is."""
        rate = max(_LEAST_RATE, self.usual)
        if self.good >= _LEARNED and rate <= _MOST_RATE:
            # nobody knows the order of a run's pages, so they are weighed together
            step = bad * math.log(0.5 / rate) - good * math.log((1 - rate) / 0.5)
            self.doubt = min(2 * _ALARM, max(0.0, self.doubt + step))
        is_doubted = self.doubt > 0
        self.lately_bad = self.lately_bad + bad if is_doubted else 0
        self.lately = self.lately + good + bad if is_doubted else 0
        if self.doubt < _ALARM / 2:
            self._learn(good, bad)
        if self.doubt < _ALARM:
            return ""
        return f"{self.lately_bad} of its latest {self.lately} pages gave no article, {self.usual:.0%} are usual"

    def _learn(self, good: int, bad: int) -> None:
        self.good, self.bad = self.good + good, self.bad + bad
        if self.good + self.bad > _KEPT_PAGES:
            self.good, self.bad = self.good / 2, self.bad / 2
