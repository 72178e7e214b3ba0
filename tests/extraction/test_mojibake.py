"""Text that was encoded twice."""

import pytest

from newscrawl.extraction.mojibake import undoubled


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It’s a fine day – really, it’s", "cp1252"),
        ("It’s a “fine” day – really", "latin-1"),
        ("다리가 다시 열렸다", "latin-1"),
        ("橋が再び開通した", "latin-1"),
        ("Старый мост снова открыт", "latin-1"),
    ],
)
def test_the_second_encoding_is_undone(text: str, encoding: str) -> None:
    """Whichever Western encoding the bytes were taken for."""
    assert undoubled(text.encode().decode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "façade, Ångström, Äpfel",
        "He wrote “Itâ€™s” for “It’s”",
        "Ã alone",
        "Über Ñandú, señor – ça va",
    ],
)
def test_right_text_stays(text: str) -> None:
    """Accents, and a story that quotes such text, are left alone."""
    assert undoubled(text) == text
