"""A time as pages write it -> a moment, for the shapes and languages that news is written in.

The machine-readable shapes come first, then the date is looked for in the text: by numbers in the order of years, by
the name of a month, by numbers in the order of days. A time without zone takes the site's zone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawl.extraction.fields.clock import Moment, with_time, zone_in
from newscrawl.extraction.fields.months import MONTHS

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MAX_CHARS = 160
_YEAR = r"(?:19|20)\d{2}"
_EPOCH = re.compile(r"[12]?\d{9}(?:\d{3})?(?:\.0)?")
_ISO = re.compile(rf"{_YEAR}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:\d\d)?")
_COMPACT = re.compile(
    rf"({_YEAR})(\d{{2}})(\d{{2}})(?:[T ]?(\d{{2}})(\d{{2}})(\d{{2}})?(?:[.,]?\d+)?)?\s?(Z|[+-]\d{{2}}:?\d{{2}})?"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?<!\d[./-])({_YEAR})(?:\s?([-./])\s?(\d{{1,2}})\s?\2\s?|\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?|\s(\d{{1,2}})\s)(\d{{1,2}})(?![\d:])"
)
#: Years since 2019 in Japan, since 1912 in Taiwan.
_ERA = re.compile(r"(令和|民[國国])\s?(\d{1,3}|元)年\s?(\d{1,2})月\s?(\d{1,2})日")
_ERAS = {"令": 2018, "民": 1911}
#: Two digits before a colon are an hour: `5.3. 18:40` names no year.
_DAY_FIRST = re.compile(
    rf"(?<![\d:])(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?({_YEAR}|25\d{{2}}|\d{{2}}(?!:\d|\s?(?:Uhr|h)\b))(?!\d)"
)
_VIETNAMESE = re.compile(rf"(\d{{1,2}})\s?tháng\s?(\d{{1,2}})(?:\s?,|\s?năm)?\s?({_YEAR})", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d:.])(\d{1,4})(?:st|nd|rd|th|er|re|ª|º|°)?(?![\d:]|\.\d)")
_WORDS = re.compile(r"[^\s\d.,;:/()|\[\]<>·•●∙⋅‧・–—_’'\"-]+")
#: Zones of places that write the day first.
_NO_AMERICAN = re.compile(r"\b(?:BST|GMT|IST|CES?T|EES?T|SAST|AE[SD]T|AWST|NZ[SD]T|SGT|HKT)\b")
_URL_DATE = re.compile(
    rf"(?<!\d)({_YEAR})(?:[/_.-](\d{{1,2}})[/_.-](\d{{1,2}})(?!\d)|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
)
_URL_NAMED = re.compile(rf"/({_YEAR})/([a-z]{{3,9}})/(\d{{1,2}})(?:/|$)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def parse_date(raw: str | None, zone: str | None = None, language: str | None = None) -> Moment | None:
    """The moment that a text names; None where it names none (or no year).

    Args:
        raw: the text; what stands around the date does not matter.
        zone: IANA zone for a time that names none.
        language: BCP 47; decides between names that are months in two languages, and whether 3/4 is in March.

    >>> parse_date("2026. 3. 21. 21:43", "Asia/Seoul").iso
    '2026-03-21T21:43:00+09:00'
    >>> parse_date("2026.03.21. 오후 7:42").iso
    '2026-03-21T19:42:00'
    >>> parse_date("March 3, 2026 at 4:05 p.m. ET").iso
    '2026-03-03T16:05:00-05:00'
    >>> parse_date("Mittwoch, 4. März 2026").iso
    '2026-03-04'
    """
    text = unicodedata.normalize("NFKC", " ".join((raw or "").split())[:_MAX_CHARS])
    if not any(char.isdigit() for char in text):
        return None
    try:
        moment = _machine(text) or _written(text, (language or "").lower())
    except (ValueError, OverflowError):
        return None
    if moment is None or not _FIRST_YEAR <= moment.when.year <= _LAST_YEAR:
        return None
    if moment.has_zone or not moment.has_time or zone is None:
        return moment
    return Moment(moment.when.replace(tzinfo=ZoneInfo(zone)), True)


def _machine(text: str) -> Moment | None:
    """ISO 8601 as systems write it, and numbers without separators."""
    if _ISO.fullmatch(text):
        when = datetime.fromisoformat(text).replace(microsecond=0)
        return Moment(when, when.tzinfo is not None)
    if _EPOCH.fullmatch(text):
        seconds = int(text.split(".")[0])
        return Moment(datetime.fromtimestamp(seconds // 1000 if seconds > 10**11 else seconds, UTC), True)
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        when = datetime(year, month, day, hour, minute, second, tzinfo=zone_in(found[7], None) if found[7] else None)
        return Moment(when, bool(found[7]), bool(found[4]))
    return None


def _written(text: str, language: str) -> Moment | None:
    found = _date(text, language)
    if found is None:
        return None
    day, start, end = found
    return (
        with_time(day, text[end:]) or with_time(day, text[:start]) or with_time(day, text[start:end]) or _midnight(day)
    )


def _midnight(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day), False, False)


# -- the day ---------------------------------------------------------------------------------------------------------


def _date(text: str, language: str) -> tuple[date, int, int] | None:
    """The first date, and where it stands."""
    if found := _YEAR_FIRST.search(text):
        year, month, day = int(found[1]), int(found[3] or found[4] or found[5]), int(found[6])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return date(year, month, day), found.start(), found.end()
    if found := _ERA.search(text):
        year = _ERAS[found[1][0]] + int(found[2].replace("元", "1"))
        return date(year, int(found[3]), int(found[4])), found.start(), found.end()
    if found := _VIETNAMESE.search(text):
        return date(int(found[3]), int(found[2]), int(found[1])), found.start(), found.end()
    return _named(text, language) or _day_first(text, language)


def _day_first(text: str, language: str) -> tuple[date, int, int] | None:
    found = _DAY_FIRST.search(text)
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    american = language in ("en", "en-us", "") and found[2] == "/" and not _NO_AMERICAN.search(text)
    if month > 12 or (american and day <= 12):
        day, month = month, day
    year = year - 543 if year > 2500 else year if year > 99 else year + (2000 if year < _FIRST_YEAR % 100 else 1900)
    return date(year, month, day), found.start(), found.end()


def _named(text: str, language: str) -> tuple[date, int, int] | None:
    """A date with the name of a month; day and year are the numbers nearest to it."""
    for word in _WORDS.finditer(text):
        month = _month(word[0].casefold(), language)
        if month and (numbers := _around(text, word.start(), word.end())):
            year, day, start, end = numbers
            return date(year, month, day), min(start, word.start()), max(end, word.end())
    return None


def _around(text: str, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Year, day, and where they stand, for a month at `start:end`: `3 March 2026`, `March 3, 2026`, `2026 March 3`."""
    before = [n for n in _NUMBER.finditer(text[:start]) if start - n.end() <= 8 or _is_year(n[1])]
    after = [n for n in _NUMBER.finditer(text, end) if n.start() - end <= 26]
    day = before[-1] if before and _is_day(before[-1][1]) else after[0] if after and _is_day(after[0][1]) else None
    if day is None:
        return None
    years = [n for n in (*after[:3], *before[-2:]) if _is_year(n[1])]
    if not years:
        return None
    year = int(years[0][1])
    spots = (day.start(), years[0].start(), day.end(), years[0].end())
    return year - 543 if year > 2500 else year, int(day[1]), min(spots), max(spots)


def _is_day(digits: str) -> bool:
    return len(digits) <= 2 and 1 <= int(digits) <= 31


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and (_FIRST_YEAR <= int(digits) <= _LAST_YEAR or 2530 <= int(digits) <= 2643)


def is_month(word: str) -> bool:
    """Whether a word in lower case is the name of a month, in any language."""
    return word in _months_by_name()


def _month(word: str, language: str) -> int | None:
    """The month that a word names; where languages differ, the page's language decides."""
    months = _months_by_name().get(word)
    if not months:
        return None
    return months.get(language) or months.get(language.split("-")[0]) or next(iter(months.values()))


@lru_cache(maxsize=1)
def _months_by_name() -> dict[str, dict[str, int]]:
    """Name -> language -> month; names without accents count, too."""
    table: dict[str, dict[str, int]] = {}
    for language, months in MONTHS.items():
        for number, names in enumerate(months.split("|"), 1):
            for name in names.split():
                for spelling in (name, _plain(name)):
                    table.setdefault(spelling, {}).setdefault(language.lower(), number)
    return table


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", name) if unicodedata.category(char) != "Mn")


def url_date(url: str) -> date | None:
    """The date that stands in the path of a URL.

    >>> url_date("https://x.test/2026/03/21/story")
    datetime.date(2026, 3, 21)
    >>> url_date("https://x.test/world-20241203-1") == date(2024, 12, 3)
    True
    """
    path = url.split("?")[0][:1000]
    try:
        if found := _URL_DATE.search(path):
            return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
        if (named := _URL_NAMED.search(path)) and (month := _month(named[2].lower(), "en")):
            return date(int(named[1]), month, int(named[3]))
    except ValueError:
        pass
    return None
