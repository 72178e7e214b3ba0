"""Author strings as people."""

import pytest

from newscrawl.extraction.fields.people import byline_people, house, people


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ada Muster", ("Ada Muster",)),
        ("By Ada Muster and Ben Beispiel", ("Ada Muster", "Ben Beispiel")),
        ("Von Ada Muster und Ben Beispiel", ("Ada Muster", "Ben Beispiel")),
        ("Por Ada Muster y Ben Beispiel", ("Ada Muster", "Ben Beispiel")),
        ("Ada Muster, Staff Writer", ("Ada Muster",)),
        ("ADA MUSTER", ("ADA MUSTER",)),
        ("Ada Muster May 3, 2026", ("Ada Muster",)),
        ("Ada Muster 3. Mai 2026", ("Ada Muster",)),
        ("Ada Muster | Senior Writer | July 2, 2025", ("Ada Muster",)),
        ("Ada Muster, Image: Lakeside Pictures", ("Ada Muster",)),
        ("Ada Muster Former Harbour Pilot", ("Ada Muster",)),
        ("Ada Muster ada@gazette.test", ("Ada Muster",)),
        ("Ada Muster, PhD", ("Ada Muster",)),
        ("홍길동 기자 hong@paper.test", ("홍길동",)),
        ("홍길동·김보기 기자", ("홍길동", "김보기")),
        ("作者：王小例", ("王小例",)),
        ("Ada Muster/AFP", ("Ada Muster", "AFP")),
        ("View all posts by Ada Muster", ("Ada Muster",)),
        ("Articles by Ada", ("Ada",)),
        ("ada.muster", ("ada.muster",)),
        ("물보라 기자", ("물보라",)),
        ("누리 기자", ("누리",)),
        ("Ada Muster 기자", ("Ada Muster",)),
        ({"@type": "Person", "name": "누리봄 기자"}, ("누리봄",)),
    ],
)
def test_names_are_found(raw: str, names: tuple[str, ...]) -> None:
    """Roles, places, addresses, dates and picture credits go; the names stay."""
    assert people(raw) == names


@pytest.mark.parametrize(
    "raw",
    [
        "admin",
        "Harbour Admin",
        "Nachrichten",
        "Create Account",
        "page.head.extra.author",
        "10 Min Read",
        "3 minutes",
        "May",
        "Sat",
        "ada@gazette.test",
        "https://social.example/ada",
        "Full Bio",
        "Posted On",
        "Read more about how the bridge was built in the end",
    ],
)
def test_nobody_is_nobody(raw: str) -> None:
    """User names, dates, addresses, links and sentences are no people."""
    assert people(raw) == ()


def test_a_month_inside_a_name_is_a_name() -> None:
    """April Muster is a person, and so is June."""
    assert people("April Muster and June Beispiel") == ("April Muster", "June Beispiel")


def test_one_person_named_twice_is_one() -> None:
    """The same name in another case or with other spaces counts once."""
    assert people(["Ada Muster", "ada muster", {"@type": "Person", "name": "Ada  Muster"}]) == ("Ada Muster",)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("The Gazette Editorial Team", "The Gazette Editorial Team"),
        ("By Gazette Staff", "Gazette Staff"),
        ("admin", None),
        ("Ada Muster", None),
        ("staff", None),
    ],
)
def test_a_team_is_a_house(raw: str, name: str | None) -> None:
    """A team or desk with a name can stand in for people; a bare `staff` or a person is none."""
    assert house(raw) == name


def test_a_dateline_names_its_reporter() -> None:
    """The reporter of a Korean dateline is an author."""
    assert byline_people("(서울=한빛통신) 홍길동 기자 = ") == ("홍길동",)


def test_by_in_prose_is_no_byline() -> None:
    """A sentence that opens with another word than "by" names nobody."""
    assert byline_people("All of it was paid for by Ada Muster.", "en") == ()
