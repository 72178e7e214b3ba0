"""What a run saw of one site's pages, and what was usual there before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from newscrawl.health.guard import FIELDS, Sample, SiteHealth

#: Sizes that are kept of a run: enough for a median.
_KEPT = 500


@dataclass(slots=True)
class Seen:
    """Counts over the pages of one site in one run."""

    pages: int = 0
    present: Counter[str] = field(default_factory=Counter)
    lengths: list[int] = field(default_factory=list)
    removed: list[float] = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        """Count one page."""
        self.pages += 1
        self.present.update(sample.present)
        if len(self.lengths) < _KEPT:
            self.lengths.append(sample.length)
            self.removed.append(sample.removed)

    @property
    def fields(self) -> Mapping[str, float]:
        """Share of the pages that have the field."""
        return {name: round(self.present[name] / self.pages, 3) for name in FIELDS} if self.pages else {}


@dataclass(frozen=True, slots=True)
class Usual:
    """What a site's pages were like."""

    fields: Mapping[str, float]
    text_chars: float | None
    removed_share: float | None


def usual_of(known: SiteHealth) -> Usual:
    """What is known of a site, in the figures of a run; nothing where no page is known."""
    shares = (
        {name: round(known.counts.get(f"has {name}", 0.0) / known.pages, 3) for name in FIELDS} if known.pages else {}
    )
    return Usual(shares, middle(known.lengths), middle(known.removed))


def middle(values: list[int] | list[float]) -> float | None:
    """The median, None of nothing.

    >>> middle([1, 5, 2]), middle([])
    (2, None)
    """
    return round(median(values), 3) if values else None
