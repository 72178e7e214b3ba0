"""Which days a backfill asks for (`-a since=`, `-a until=`), and what lies outside them for certain.

Only what is certain is left out: an entry without a date, and a page whose address says nothing, is fetched; what the page
itself says decides then (`pipelines/validate.py`). A window
that moves with the day (`since=30d`) is for runs that repeat: what has left it does not come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from newscrawl.errors import ConfigError
from newscrawl.extraction.fields.dates import parse_date, url_date
from newscrawl.spiders.entry import Entry

#: More days are asked of no archive in one run.
_MAX_DAYS = 3_700
#: `sitemap-2026-11.xml`, `/2026/11/sitemap.xml`, `sitemap_202611.xml.gz`
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])(?!\d)")
#: `7d`, `7 days`
_AGO = re.compile(r"(\d{1,4}) ?d(?:ays?)?", re.IGNORECASE)
#: Zones differ by a day at most.
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day that are asked for; None leaves a side open."""

    since: date | None = None
    until: date | None = None
    moves: bool = False
    """Whether the first day is so many days before today."""

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def holds(self, entry: Entry, url: str) -> bool:
        """Whether an announced page may have been published in these days."""
        published = _day(entry.published) or url_date(url)
        if published is not None:
            return self.has(published)
        changed = _day(entry.changed)
        # whatever was last changed before the first day was published before it
        return changed is None or self.since is None or changed >= self.since - _DAY

    def holds_list(self, url: str, changed: str) -> bool:
        """Whether a sitemap may name pages of these days: by the month in its address, and its last change."""
        day = _day(changed)
        if self.since and day and day < self.since - _DAY:
            return False
        found = _MONTH.search(url)
        if not found:
            return True
        first = date(int(found[1]), int(found[2]), 1)
        last = (first + timedelta(days=31)).replace(day=1) - _DAY
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)

    def has(self, day: date) -> bool:
        """Whether it is one of these days."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    @property
    def bounds(self) -> tuple[str, str]:
        """First and last day as text that sorts like them, also where a side is open."""
        return f"{self.since or ''}", f"{self.until or '9999'}"

    def days(self, today: date) -> Iterator[date]:
        """Every day of the window, newest first; nothing where it has no first day."""
        day = min(self.until or today, today)
        for _ in range(_MAX_DAYS if self.since else 0):
            if self.since is None or day < self.since:
                return
            yield day
            day -= _DAY


def read_window(since: str | None, until: str | None) -> Window:
    """The window of two arguments.

    Raises:
        ConfigError: one is no date, or they stand the wrong way round.
    """
    ago = _AGO.fullmatch((since or "").strip())
    first = datetime.now(UTC).date() - timedelta(days=int(ago[1])) if ago else _given("since", since)
    window = Window(first, _given("until", until), moves=ago is not None and not until)
    if window.since and window.until and window.since > window.until:
        raise ConfigError(f"-a since={since} lies after -a until={until}")
    return window


def _given(name: str, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        also = ", or how many days ago (7d)" if name == "since" else ""
        raise ConfigError(f"-a {name}={value}: must be a day like 2026-11-24{also}") from None


def _day(text: str) -> date | None:
    moment = parse_date(text) if text else None
    return moment.when.date() if moment else None
