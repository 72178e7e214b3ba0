"""Times as pages write them."""

from datetime import date

import pytest

from newscrawl.extraction.fields.dates import parse_date, url_date


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2026-03-21T21:43:00+09:00", "2026-03-21T21:43:00+09:00"),
        ("2026-03-21T21:43:00Z", "2026-03-21T21:43:00+00:00"),
        ("2026-03-21 21:43", "2026-03-21T21:43:00"),
        ("20260321214300", "2026-03-21T21:43:00"),
        ("1774096980", "2026-03-21T12:43:00+00:00"),
        ("입력 2026.03.21. 오후 9:43", "2026-03-21T21:43:00"),
        ("2026년 3월 21일 21시 43분", "2026-03-21T21:43:00"),
        ("令和8年3月21日 21時43分", "2026-03-21T21:43:00"),
        ("2026年3月21日 21:43", "2026-03-21T21:43:00"),
        ("21. März 2026, 21:43 Uhr", "2026-03-21T21:43:00"),
        ("21 mars 2026 à 21h43", "2026-03-21T21:43:00"),
        ("21 de marzo de 2026", "2026-03-21"),
        ("Sat, 21 Mar 2026 21:43:00 GMT", "2026-03-21T21:43:00+00:00"),
        ("March 21, 2026 at 9:43 p.m. EST", "2026-03-21T21:43:00-05:00"),
        ("Ada Muster•Oct 20, 2025", "2025-10-20"),
        ("21 марта 2026, 21:43", "2026-03-21T21:43:00"),
        ("民國115年3月21日", "2026-03-21"),
        ("السبت 21 آذار/مارس 2026", "2026-03-21"),
        ("٢١ مارس ٢٠٢٦", "2026-03-21"),
        ("21 جانفي 2026", "2026-01-21"),
        ("21 במרץ 2026", "2026-03-21"),
        ("२१ मार्च २०२६", "2026-03-21"),
        ("21 मार्च 2026, 09:43 PM IST", "2026-03-21T21:43:00+05:30"),
        ("21 de março de 2026 às 21h43", "2026-03-21T21:43:00"),
        ("21 maart 2026 om 21.43 uur", "2026-03-21T21:43:00"),
        ("21.03.2026, godz. 21:43", "2026-03-21T21:43:00"),
        ("21 Şubat 2026 Cumartesi", "2026-02-21"),
        ("Thứ Bảy, 21/3/2026, 21:43 (GMT+7)", "2026-03-21T21:43:00+07:00"),
        ("2026. gada 21. marts", "2026-03-21"),
        ("2026 m. kovo 21 d. 21:43", "2026-03-21T21:43:00"),
        ("21 มีนาคม 2569 21:43 น.", "2026-03-21T21:43:00"),
    ],
)
def test_dates_of_many_shapes(raw: str, iso: str) -> None:
    """Machines' and people's shapes, in many languages."""
    moment = parse_date(raw)
    assert moment is not None
    assert moment.iso == iso


def test_the_sites_zone_fills_in() -> None:
    """A time without zone takes the site's; a bare day takes none."""
    assert parse_date("2026-03-21 21:43", "Asia/Seoul").iso == "2026-03-21T21:43:00+09:00"
    assert parse_date("2026-03-21", "Asia/Seoul").iso == "2026-03-21"


def test_the_language_decides_between_day_and_month() -> None:
    """3/4 is in March for American readers, in April for others."""
    assert parse_date("3/4/2026", language="en").iso == "2026-03-04"
    assert parse_date("3/4/2026", language="fr").iso == "2026-04-03"


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "3 minutes ago", "2026", "31.02.2026", "99/99/9999", "call 02-1234-5678"]
)
def test_no_date_is_none(raw: str) -> None:
    """What names no whole date gives none."""
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.test/2026/03/21/story", date(2026, 3, 21)),
        ("https://x.test/2026/mar/21/story", date(2026, 3, 21)),
        ("https://x.test/blog/2023/october/03/story", date(2023, 10, 3)),
        ("https://x.test/story-20260321", date(2026, 3, 21)),
        ("https://x.test/story/1234567890", None),
        ("https://x.test/story?d=2026/03/21", None),
    ],
)
def test_dates_in_addresses(url: str, day: date | None) -> None:
    """A day in the path of an address; not one in its query, not one inside a number."""
    assert url_date(url) == day


def test_years_of_two_digits() -> None:
    """`99` is the year before the web's oldest pages grew rare, not one that nobody has seen yet."""
    found = [parse_date(raw, None, "en") for raw in ("Updated 5/12/99", "5/12/08", "12.05.98")]
    assert [moment.iso for moment in found if moment] == ["1999-05-12", "2008-05-12", "1998-05-12"]


def test_the_hour_behind_a_day_is_no_year() -> None:
    """Papers in the north and east leave the year of this year's days out."""
    found = [
        parse_date(raw, None, "fi") for raw in ("5.3. 18:40", "5. 3. 18:40", "Päivitetty 5.3. 19:02", "5.3.26 18:40")
    ]
    assert [moment and moment.iso for moment in found] == [None, None, None, "2026-03-05T18:40:00"]


def test_a_zone_tells_which_number_is_the_day() -> None:
    """Papers whose clock runs on British time write the day first; American ones the month."""
    found = [parse_date(f"10:41am {zone} 12/05/2008", None, "en") for zone in ("BST", "EDT")]
    assert [moment.iso for moment in found if moment] == ["2008-05-12T10:41:00+01:00", "2008-12-05T10:41:00-04:00"]
