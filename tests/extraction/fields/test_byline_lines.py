"""Names in lines that are bylines."""

import pytest

from newscrawl.extraction.fields.byline_lines import byline_people
from newscrawl.extraction.fields.who_and_when import holds_sentence


def test_a_dateline_names_its_reporter() -> None:
    """The reporter of a Korean dateline is an author."""
    assert byline_people("(서울=한빛통신) 홍길동 기자 = ") == ("홍길동",)


def test_by_in_prose_is_no_byline() -> None:
    """A sentence that opens with another word than "by" names nobody."""
    assert byline_people("All of it was paid for by Ada Muster.", "en") == ()


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("新华社北京3月3日电（记者王小例、李样本）", "zh", ["王小例", "李样本"]),
        ("(中央社記者王小例台北3日電)", "zh", ["王小例"]),
        ("（例太郎）", "ja", ["例太郎"]),
        ("【例々木健太郎】", "ja", ["例々木健太郎"]),
        ("【写真特集一覧】", "ja", []),
        ("【関連記事】", "ja", []),
        ("（相关新闻）", "zh", []),
        ("Tekst: Anne Eksempel", "no", ["Anne Eksempel"]),
        ("글=홍길동 기자", "ko", ["홍길동"]),
        ("그래픽=홍길동 기자", "ko", []),
        ("Автор: Анна Примерова", "ru", ["Анна Примерова"]),
        ("Propos recueillis par Jeanne Exemple", "fr", ["Jeanne Exemple"]),
        ("Report: the bridge is safe", "en", []),
        ("Text: what the mayor wrote to the council", "en", []),
    ],
)
def test_bylines_of_many_languages(line: str, language: str, names: list[str]) -> None:
    """A line that was cut as a byline names its people; a heading that opens with such a word names nobody."""
    assert list(byline_people(line, language)) == names


def test_a_word_of_a_million_letters_holds_no_sentence():
    """Pages hold base64; what looks for the end of a sentence may not begin anew at each of its letters."""
    assert not holds_sentence("A" * 1_000_000)
    assert holds_sentence("It rained. Then it")
    assert not holds_sentence("Mr. Bean and Dr. No")
