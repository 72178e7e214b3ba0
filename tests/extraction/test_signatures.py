"""Who signs what guests and readers wrote."""

import pytest

from newscrawl.extraction.signatures import is_by_guest, is_signature, signer


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("홍길동 시인", "홍길동"),
        ("홍길동/예시대 경제학과 교수", "홍길동"),
        ("<홍길동 강동면 이장·수필가>", "홍길동"),
        ("홍길동(예시시 강동면)", "홍길동"),
        ("홍길동 시인은 웃었다", None),
        ("홍길동(71)", None),
        ("바람이 분다", None),
        ("예시시 강동면", None),
        ("“홍길동 시인”", None),
    ],
)
def test_a_name_and_what_its_bearer_is(line: str, name: str | None) -> None:
    """Office or home behind a Korean name, and nothing said of either."""
    assert signer(line) == name


@pytest.mark.parametrize(
    ("title", "is_guests"),
    [
        ("[독자투고] 둑길에 불을", True),
        ("[오늘의 시] 물꼬", True),
        ("<특별기고> 새가 왔다", True),
        ("[속보] 다리 열려", False),
        ("기고 끊은 시인", False),
    ],
)
def test_headlines_over_what_guests_wrote(title: str, is_guests: bool) -> None:
    """The kind stands in brackets in front of the headline."""
    assert is_by_guest(title) is is_guests


@pytest.mark.parametrize(
    ("texts", "is_signed"),
    [
        (["무를 묻었다.", "깎으면 물이 흘렀다.", "홍길동 수필가·전 예시여고 교사"], True),
        (["무를 묻었다.", "강사는 홍길동 예시대 교수"], False),
        (["무를 묻었다.", "대상 수상자 명단이다.", "홍길동 예시초 교사"], False),
        (["금상 수상자가 정해졌다.", "홍길동 시인", "김가람 시인"], False),
        (["어머니는 물을 긷고", "홍길동 시인"], False),
        (["홍길동 시인"], False),
    ],
)
def test_a_signature_that_no_headline_announces(texts: list[str], is_signed: bool) -> None:
    """The one line of a name and an office, below a sentence; lists of people and verses have others."""
    assert is_signature(texts, by_guest=False) is is_signed
