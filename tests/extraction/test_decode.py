"""Bytes with right, wrong and missing declarations."""

import pytest

from newscrawl.errors import PageError
from newscrawl.extraction.decode import MAX_BYTES, decode

KOREAN = "항구 도시의 오래된 다리가 이 년 만에 다시 열렸다. 시장은 월요일 아침 다리 위에서 시민들과 함께 걸었다고 밝혔다. 똠방각하 뷁 펲시콜라는 옛 표기다."
JAPANESE = (
    "港町の古い橋が二年ぶりに再び開通した。市長は月曜日の朝、市民とともに橋を渡ったと話した。カフェも①号店が開いた。"
)
CHINESE = "海港城市的旧桥在两年后重新开放。市长星期一早上说，他和市民一起走过了这座桥，这是一个好的开始。"
GERMAN = "Die alte Brücke über den Hafen öffnet nach zwei Jahren wieder. „Ein schöner Tag“, sagte die Bürgermeisterin – für 3 € Maut."
RUSSIAN = "Старый мост через гавань снова открыт после двух лет работы. Мэр сказала, что это хороший день для города и его жителей."


def page(text: str, charset: str | None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
        (JAPANESE.replace("①", "1"), "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-8"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
    ],
)
@pytest.mark.parametrize("declared", ["right", "utf-8", "iso-8859-1", None, "nonsense"])
def test_text_comes_out_right_whatever_is_declared(text: str, codec: str, declared: str | None) -> None:
    """A right, wrong, unknown or missing declaration: the text is the text."""
    charset = codec if declared == "right" else declared
    decoded = decode(page(text, charset).encode(codec))
    assert text in decoded.text
    assert decoded.flags == ()


@pytest.mark.parametrize(
    ("text", "codec"), [(KOREAN, "cp949"), (JAPANESE, "cp932"), (CHINESE, "gb18030"), (GERMAN, "cp1252")]
)
def test_a_wrong_header_is_not_believed(text: str, codec: str) -> None:
    """Servers that send their default charset do not spoil a page that declares its own."""
    assert text in decode(page(text, codec).encode(codec), "text/html; charset=UTF-8").text


@pytest.mark.parametrize("name", ["EUC-KR", "ks_c_5601-1987", "ksc5601", "euc_kr", "windows-949"])
def test_korean_names_of_encodings_are_read_as_browsers_do(name: str) -> None:
    """Whatever a Korean page calls its encoding, syllables outside KS X 1001 (`똠`, `뷁`, `펲`) come out right."""
    assert KOREAN in decode(page(KOREAN, name).encode("cp949")).text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("text", [KOREAN, GERMAN])
def test_wide_encodings_with_and_without_mark(text: str, codec: str) -> None:
    """UTF-16 and UTF-32 are known by their byte order mark, or by their zeros."""
    assert text in decode(page(text, "utf-8").encode(codec)).text


def test_an_ascii_page_that_calls_itself_utf_16_is_utf_8() -> None:
    """A declaration that could not have been read as ASCII is wrong."""
    assert "Brücke" in decode(page(GERMAN, "utf-16").encode("utf-8")).text


def test_a_few_stray_bytes_do_not_change_the_encoding() -> None:
    """A comment in another encoding inside a UTF-8 page damages itself only."""
    raw = page(KOREAN * 5, "utf-8").encode().replace(b"</body>", "<p>댓글</p>".encode("cp949") + b"</body>")
    decoded = decode(raw)
    assert KOREAN in decoded.text
    assert decoded.flags == ("bad-bytes",)


def test_text_that_was_encoded_twice_is_undone() -> None:
    """`Itâ€™s` in the whole page is `It’s`."""
    twice = page("It’s “open” again – the bridge’s first day", "utf-8").encode().decode("latin-1").encode()
    assert "It’s “open” again – the bridge’s first day" in decode(twice).text


def test_control_characters_and_surrogates_go() -> None:
    """What no XML tree may hold is gone; a form feed parts words."""
    decoded = decode("<p>a\x00b\x0cc\ud800d</p>")
    assert decoded.text == "<p>ab cd</p>"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "not-html"),
        (b"\x89PNG\r\n\x1a\n....", "not-html"),
        (b'{"title": "Bridge"}', "not-html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "not-html"),
        (b"just words", "not-html"),
        (b"<p>" + b"a" * MAX_BYTES, "too-large"),
    ],
    ids=["none", "blank", "pdf", "png", "json", "feed", "words", "large"],
)
def test_what_is_no_page_is_refused(html: bytes, code: str) -> None:
    """Each with its reason code."""
    with pytest.raises(PageError) as caught:
        decode(html)
    assert caught.value.code == code


def test_random_bytes_are_no_page():
    """Bytes without meaning are refused as what they are, even where a tag stands among them."""
    noise = bytes(range(256)) * 800

    with pytest.raises(PageError) as caught:
        decode(noise + b"<p>tag</p>" + noise)

    assert caught.value.code == "not-html"
