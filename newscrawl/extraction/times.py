"""Which of the times on a page is the time of publication, which that of the last change.

Each statement has a weight by where it stands; statements about one day add up, and the heaviest day wins. A time
that is only ever called a change is never taken for the publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawl.extraction.dates import Moment, parse_date

_SAME = timedelta(hours=26)
_LEEWAY = timedelta(days=2)
_MAX_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about a time."""

    raw: str
    source: str
    """Where it was read, for people."""
    weight: float = 1.0
    """How far the place is to be believed; a layout's own selector 100, a publisher's declaration about 10."""


@dataclass(frozen=True, slots=True)
class _Read:
    moment: Moment
    candidate: Candidate


def choose(
    candidates: Iterable[Candidate], zone: str | None = None, latest: str | None = None, language: str | None = None
) -> tuple[Moment, str] | None:
    """The moment that the statements support best, and where it was read.

    Args:
        candidates: best evidence first.
        zone: IANA zone for times without one.
        latest: ISO time of the fetch; nothing more than two days after it is believed.
        language: BCP 47.
    """
    read = _read(candidates, zone, latest, language)
    if not read:
        return None
    anchors = {id(entry): sum(other.candidate.weight for other in read if _near(entry, other)) for entry in read}
    anchor = max(read, key=lambda entry: anchors[id(entry)])
    best = max((entry for entry in read if _near(anchor, entry)), key=_worth)
    return best.moment, best.candidate.source


def _read(candidates: Iterable[Candidate], zone: str | None, latest: str | None, language: str | None) -> list[_Read]:
    limit = parse_date(latest, "UTC") if latest else None
    read, seen = [], set()
    for candidate in candidates:
        if candidate.raw in seen:
            continue
        seen.add(candidate.raw)
        moment = parse_date(candidate.raw, zone, language)
        if moment is not None and (limit is None or _plain(moment) <= _plain(limit) + _LEEWAY):
            read.append(_Read(moment, candidate))
        if len(read) >= _MAX_CANDIDATES:
            break
    return read


def _near(one: _Read, other: _Read) -> bool:
    """Whether two statements may name one moment: a day is near any time on it, wherever that is."""
    return abs(_plain(one.moment) - _plain(other.moment)) < _SAME


def _worth(entry: _Read) -> float:
    """Weight, and what the statement adds in precision: a bare day yields to a time, a local time to one with zone."""
    moment = entry.moment
    return entry.candidate.weight + (8 if moment.has_time else 0) + (3 if moment.has_time and moment.has_zone else 0)


def _plain(moment: Moment) -> datetime:
    return moment.when.astimezone(UTC).replace(tzinfo=None) if moment.when.tzinfo else moment.when
