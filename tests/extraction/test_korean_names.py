"""Names in Korean bylines."""

import pytest

from newscrawl.extraction.korean_names import is_korean_name, korean_people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("홍길동 기자", ("홍길동",)),
        ("홍길동기자", ("홍길동",)),
        ("홍길동 선임기자", ("홍길동",)),
        ("홍길동·김보기 기자", ("홍길동", "김보기")),
        ("홍길동, 김보기 기자", ("홍길동", "김보기")),
        ("서울 홍길동 기자", ("홍길동",)),
        ("경제부 홍길동 기자", ("홍길동",)),
        ("홍길동 도쿄 특파원", ("홍길동",)),
        ("남궁보기 기자", ("남궁보기",)),
        ("본지 기자", ()),
        ("온라인 뉴스팀", ()),
        ("Ada Muster", ()),
    ],
)
def test_names_in_front_of_roles(text: str, names: tuple[str, ...]) -> None:
    """Places, desks and papers beside the name are told apart."""
    assert korean_people(text) == names


def test_prose_about_a_professor_is_no_byline() -> None:
    """In a story only a reporter's role makes a byline."""
    assert korean_people("이날 홍길동 교수가 강연했다", in_text=True) == ()


@pytest.mark.parametrize(
    ("word", "is_name"),
    [("홍길동", True), ("이슬", True), ("정치부", False), ("서울", False), ("abc", False), ("홍", False)],
)
def test_the_shape_of_a_name(word: str, is_name: bool) -> None:
    """A family name and one or two syllables, and no known place or desk."""
    assert is_korean_name(word) is is_name
