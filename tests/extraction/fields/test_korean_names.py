"""Names in Korean bylines."""

import pytest

from newscrawl.extraction.fields.korean_names import is_korean_name, korean_people


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
        ("누리봄 기자", ("누리봄",)),
        ("물보라기자", ("물보라",)),
        ("홍길동·누리봄 기자", ("홍길동", "누리봄")),
        ("누리봄·홍길동 기자", ("누리봄", "홍길동")),
        ("한빛일보 누리봄 기자", ("누리봄",)),
        ("홍길동 파나마 특파원", ("홍길동",)),
        ("본지 기자", ()),
        ("디지털뉴스부 기자", ()),
        ("온라인 뉴스팀", ()),
        ("기자명 홍길동 기자", ("홍길동",)),
        ("누리봄 기자공개 2026-03-13 07:58:20", ("누리봄",)),
        ("Ada Muster", ()),
    ],
)
def test_names_in_front_of_roles(text: str, names: tuple[str, ...]) -> None:
    """Places, desks and papers beside the name are told apart."""
    assert korean_people(text) == names


def test_prose_about_a_professor_is_no_byline() -> None:
    """In a story only a reporter's role makes a byline."""
    assert korean_people("이날 홍길동 교수가 강연했다", in_text=True) == ()
    assert korean_people("축제에는 외국인 기자 열 명도 왔다", in_text=True) == ()


def test_a_rare_name_in_a_short_byline() -> None:
    """A line that is nothing but a byline names people of any family name."""
    assert korean_people("[한빛일보 누리봄 기자]", in_text=True) == ("누리봄",)


@pytest.mark.parametrize(
    ("word", "is_name"),
    [("홍길동", True), ("이슬", True), ("정치부", False), ("서울", False), ("abc", False), ("홍", False)],
)
def test_the_shape_of_a_name(word: str, is_name: bool) -> None:
    """A family name and one or two syllables, and no known place or desk."""
    assert is_korean_name(word) is is_name
