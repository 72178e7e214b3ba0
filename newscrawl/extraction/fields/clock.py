"""The time of day beside a date, and its zone, as pages write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

#: The hours of 12-hour clocks: (afternoon, morning), in front of the time or behind it.
_PM = r"p\.?\s?m\.?|오후|午後|下午|晚上|μ\.?μ\.?|м\.?м\.?|م"
_AM = r"a\.?\s?m\.?|오전|午前|上午|凌晨|早上|π\.?μ\.?|ص"
_TIME = re.compile(
    rf"(?:(?P<pm1>{_PM})|(?P<am1>{_AM}))?\s?(?<![\d.:+-])(?P<hour>[01]?\d|2[0-4])\s?(?::|시|時|时|點|点|h|[uU]|\.(?=\d\d(?!\d|\.\d)))\s?"
    rf"(?P<minute>[0-5]\d|\d(?=[분分]))(?:\s?[분分]?\s?(?::|\s(?=\d\d초)|(?<=[분分]))\s?(?P<second>[0-5]\d))?(?:[.,]\d{{1,9}})?초?秒?분?分?"
    rf"\s?(?:(?P<pm2>{_PM})|(?P<am2>{_AM}))?(?![^\W\d_]{{0}}\d)",
    re.IGNORECASE,
)
_HOUR_ONLY = re.compile(rf"(?<![\d.:])(?P<hour>1[0-2]|0?[1-9])\s?(?:(?P<pm>{_PM})|(?P<am>{_AM}))(?!\w)", re.IGNORECASE)
_OFFSET = re.compile(r"\s?\(?(?:(?:UTC|GMT)\s?)?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)")
_ABBREVIATION = re.compile(r"\s{0,2}[(\[]?\b([A-Z]{1,5})\b")
_HOURS = {
    "Z": 0.0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "TRT": 3, "GST": 4, "PKT": 5, "IST": 5.5, "NPT": 5.75, "WIB": 7, "ICT": 7, "WITA": 8, "WIT": 9, "SGT": 8, "HKT": 8, "PHT": 8, "AWST": 8,
    "KST": 9, "JST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4,
    "ADT": -3, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3,
}  # fmt: skip
#: Names that stand for whichever half of the year it is.
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AET": "Australia/Sydney",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on a page."""

    when: datetime
    """With zone where one is known."""
    has_zone: bool
    has_time: bool = True
    """False where only the day is known; `when` is then its midnight."""

    @property
    def iso(self) -> str:
        """ISO 8601: a bare date, a time without offset where no zone is known, else a time with offset."""
        if not self.has_time:
            return self.when.date().isoformat()
        return self.when.replace(microsecond=0).isoformat()


def with_time(day: date, text: str) -> Moment | None:
    """The day with the first time of day in the text around it; None where there is none."""
    found = _TIME.search(text)
    if found is None:
        return _whole_hour(day, text[:40])
    hour = _hour(int(found["hour"]), bool(found["pm1"] or found["pm2"]), bool(found["am1"] or found["am2"]))
    when = datetime(day.year, day.month, day.day) + timedelta(
        hours=hour, minutes=int(found["minute"]), seconds=int(found["second"] or 0)
    )
    zone = zone_in(text[found.end() : found.end() + 40], when)
    return Moment(when.replace(tzinfo=zone), zone is not None)


def _whole_hour(day: date, text: str) -> Moment | None:
    found = _HOUR_ONLY.search(text)
    if found is None:
        return None
    when = datetime(day.year, day.month, day.day, _hour(int(found["hour"]), bool(found["pm"]), bool(found["am"])))
    zone = zone_in(text[found.end() :], when)
    return Moment(when.replace(tzinfo=zone), zone is not None)


def _hour(hour: int, afternoon: bool, morning: bool) -> int:
    if afternoon and hour < 12:
        return hour + 12
    return 0 if morning and hour == 12 else hour


def zone_in(text: str, when: datetime | None) -> tzinfo | None:
    """The zone that stands at the start of a text: an offset, or a name that is used for one zone."""
    if found := _OFFSET.match(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours <= 14 and minutes < 60:
            offset = timedelta(hours=hours, minutes=minutes)
            return timezone(offset if found[1] == "+" else -offset) if offset else UTC
    named = _ABBREVIATION.match(text)
    if named is None:
        return None
    if named[1] in _PLACES and when is not None:
        return timezone(when.replace(tzinfo=ZoneInfo(_PLACES[named[1]])).utcoffset() or timedelta())
    if named[1] in ("UTC", "GMT") and (found := _OFFSET.match(text, named.end())):
        return zone_in(text[named.end() :], when)
    hours_east = _HOURS.get(named[1])
    return None if hours_east is None else timezone(timedelta(hours=hours_east)) if hours_east else UTC
