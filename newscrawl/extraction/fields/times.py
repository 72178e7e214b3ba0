"""Which of the times on a page is the time of publication, which that of the last change.

Each statement has a weight by where it stands; statements about one day add up, and the heaviest day wins. A time
that is only ever called a change is never taken for the publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newscrawl.extraction.fields.clock import Moment
from newscrawl.extraction.fields.dates import parse_date

#: 3/4/2026: the third of April, or the fourth of March.
_EITHER_WAY = re.compile(r"(0?[1-9]|1[0-2])[./-](?!0?\1\b)(?:0?[1-9]|1[0-2])[./-]\d{2,4}\b.*", re.DOTALL)
_SAME, _INSTANT = timedelta(hours=26), timedelta(minutes=1)
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

    @property
    def weight(self) -> float:
        """The candidate's weight; less where day and month may be exchanged."""
        return self.candidate.weight * (0.6 if is_either_way(self.candidate.raw) else 1.0)


def is_either_way(raw: str) -> bool:
    """Whether day and month of a date in numbers may be exchanged.

    >>> [is_either_way(raw) for raw in ("03/04/2026", "13/04/2026", "4/4/2026", "2026-03-04")]
    [True, False, False, False]
    """
    return _EITHER_WAY.fullmatch(raw.strip()) is not None


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
    read = _turned(_read(candidates, zone, latest, language))
    if not read:
        return None
    anchor = max(read, key=lambda entry: _support(entry, read))
    near = [entry for entry in read if _near(anchor, entry)]
    best = max(near, key=_worth)
    return _as_on_site(best.moment, near), best.candidate.source


def _turned(read: list[_Read]) -> list[_Read]:
    """Dates whose day and month may be exchanged, exchanged where a clear one of the page says so."""
    clear = [entry for entry in read if not is_either_way(entry.candidate.raw)]
    out = []
    for entry in read:
        when = entry.moment.when
        if entry in clear or any(_near(entry, other) for other in clear):
            out.append(entry)
            continue
        turned = _Read(replace(entry.moment, when=when.replace(month=when.day, day=when.month)), entry.candidate)
        out.append(turned if any(_near(turned, other) for other in clear) else entry)
    return out


def _as_on_site(best: Moment, near: Iterable[_Read]) -> Moment:
    """The moment with the offset of the site, where the page gives one and the best statement is in UTC."""
    if not best.has_zone or best.when.utcoffset():
        return best
    own = (entry.moment for entry in near if entry.moment.has_zone and entry.moment.when.utcoffset())
    return next((moment for moment in own if abs(moment.when - best.when) < _INSTANT), best)


def _support(anchor: _Read, read: list[_Read]) -> float:
    """What the statements near a moment weigh together; each kind of place counts once, for lists repeat theirs."""
    by_source: dict[str, float] = {}
    for entry in read:
        if _near(anchor, entry):
            source = entry.candidate.source
            by_source[source] = max(by_source.get(source, 0.0), entry.weight)
    return sum(by_source.values())


def _read(candidates: Iterable[Candidate], zone: str | None, latest: str | None, language: str | None) -> list[_Read]:
    limit = parse_date(latest, "UTC") if latest else None
    read, seen = [], set()
    for candidate in candidates:
        if (candidate.raw, candidate.source) in seen:
            continue
        seen.add((candidate.raw, candidate.source))
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
    return entry.weight + (8 if moment.has_time else 0) + (3 if moment.has_time and moment.has_zone else 0)


def _plain(moment: Moment) -> datetime:
    return moment.when.astimezone(UTC).replace(tzinfo=None) if moment.when.tzinfo else moment.when
