"""Which statement about a time is believed."""

from newscrawl.extraction.fields.times import Candidate, choose


def chosen(*candidates: tuple[str, str, float], **how: str) -> str | None:
    found = choose([Candidate(*candidate) for candidate in candidates], **how)
    return found[0].iso if found else None


def test_statements_of_one_day_add_up() -> None:
    """Two weaker statements of one day outweigh a stronger one of another."""
    assert chosen(("2026-05-01", "a", 5), ("2026-03-21", "b", 3), ("2026-03-21", "c", 3)) == "2026-03-21"


def test_a_list_does_not_outvote() -> None:
    """Many dates of one kind, as lists of other stories have them, count once."""
    many = [(f"2026-05-01T0{hour}:00:00", "time", 3) for hour in range(9)]
    assert chosen(*many, ("2026-03-21", "json-ld", 4)) == "2026-03-21"


def test_the_most_precise_statement_of_the_day_is_given() -> None:
    """A day in the address does not hide the declared time."""
    assert chosen(("2026-03-21", "url", 6), ("2026-03-21T21:43:00+09:00", "time", 3)) == "2026-03-21T21:43:00+09:00"


def test_the_future_is_not_believed() -> None:
    """Nothing more than two days after the fetch is a time of publication."""
    assert chosen(("2027-01-01", "a", 9), ("2026-03-21", "b", 1), latest="2026-03-22T00:00:00+00:00") == "2026-03-21"


def test_an_exchangeable_date_yields_to_a_clear_one() -> None:
    """03-09-2026 may be in March or in September: a date in words decides."""
    assert chosen(("03-09-2026", "meta", 10), ("March 9, 2026", "text", 7), language="de") == "2026-03-09"


def test_nothing_gives_nothing() -> None:
    """Without a readable statement there is no time."""
    assert chosen(("soon", "a", 9)) is None


def test_an_exchangeable_date_is_turned_to_the_clear_one() -> None:
    """A declared 03-09-2026 is in March if the page says so in words, in September if it says that or nothing."""
    assert chosen(("03-09-2026", "meta", 10), ("March 9, 2026", "text", 2)) == "2026-03-09"
    assert chosen(("03-09-2026", "meta", 10), ("9 September 2026", "text", 2), language="de") == "2026-09-03"
    assert chosen(("03-09-2026", "meta", 10), language="de") == "2026-09-03"


def test_the_site_s_own_offset_is_given() -> None:
    """Of one instant in UTC and in the site's zone the site's is given; another instant is another statement."""
    declared = ("2026-03-22T03:05:00Z", "meta", 10)
    assert chosen(declared, ("2026-03-21T19:05:00-08:00", "time", 3)) == "2026-03-21T19:05:00-08:00"
    assert chosen(declared, ("2026-03-21T20:15:00-08:00", "time", 3)) == "2026-03-22T03:05:00+00:00"
