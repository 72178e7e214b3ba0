"""Text that was encoded twice."""

import pytest

from newscrawl.extraction.mojibake import undoubled


@pytest.mark.parametrize(
    "text", ["It’s a “fine” day – really", "다리가 다시 열렸다", "橋が再び開通した", "Старый мост снова открыт"]
)
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_the_second_encoding_is_undone(text: str, encoding: str) -> None:
    """Whichever Western encoding the bytes were taken for."""
    try:
        twice = text.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("these bytes have no characters in that encoding")
    assert undoubled(twice) == text


@pytest.mark.parametrize(
    "text", ["plain", "façade, Ångström, Äpfel", "He wrote “Itâ€™s” for “It’s”", "Ã alone", "Über Ñandú, señor – ça va"]
)
def test_right_text_stays(text: str) -> None:
    """Accents, and a story that quotes mojibake, are left alone."""
    assert undoubled(text) == text
