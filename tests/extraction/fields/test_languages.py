"""Which language the story is in."""

import pytest

from newscrawl.extraction.fields.languages import language_code

ENGLISH = "The old bridge over the harbour opens again on Monday after two years of work, and the mayor of the town is going to be there with all of the people who built it."
AFRIKAANS = "Die ou brug oor die hawe gaan Maandag weer oop ná twee jaar van werk, en die burgemeester van die dorp is bly dat dit in tyd klaar is."
GERMAN = "Die alte Brücke über den Hafen öffnet am Montag nach zwei Jahren wieder, und die Bürgermeisterin der Stadt wird mit allen dabei sein, die an ihr gebaut haben."
SWAHILI = "Daraja la zamani la bandari litafunguliwa tena siku ya Jumatatu baada ya miaka miwili ya kazi, na meya wa mji atakuwepo pamoja na watu wote waliolijenga."
KOREAN = "항구 도시의 오래된 다리가 이 년 만에 다시 열렸다."
JAPANESE = "港町の古い橋が二年ぶりに再び開通した。"
UKRAINIAN = (
    "Старий міст через гавань знову відкрито після двох років роботи, і мер міста сказала, що це її дуже тішить."
)


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-GB", ENGLISH, "en-GB"),
        ("en", GERMAN, "de"),
        ("de", GERMAN, "de"),
        ("", GERMAN, "de"),
        ("", ENGLISH, "en"),
        ("", AFRIKAANS, "af"),
        ("de", ENGLISH, "en"),
        ("", SWAHILI, "sw"),
        ("en", KOREAN, "ko"),
        ("", JAPANESE, "ja"),
        ("zh", JAPANESE, "ja"),
        ("en", UKRAINIAN, "uk"),
        ("uk", UKRAINIAN, "uk"),
        ("ru-RU", UKRAINIAN, "ru-RU"),
        ("fr", "Ok.", "fr"),
    ],
)
def test_a_declaration_is_checked_against_the_text(fields_of, declared: str, text: str, language: str) -> None:
    """What text and script contradict is not believed; what they cannot tell apart is."""
    assert fields_of(body=f"<h1>42</h1><p>{text}</p>", language=declared).language == language


def test_plain_english_needs_no_model(fields_of) -> None:
    """What most pages that declare nothing are written in is told by its commonest words; other languages take the model."""
    said = {
        text: fields_of(body=f"<h1>42</h1><p>{text}</p>", language="").evidence["language"]
        for text in (ENGLISH, AFRIKAANS)
    }

    assert said == {ENGLISH: "commonest words", AFRIKAANS: "py3langid"}


def test_plain_english_is_told_without_paragraphs_too(fields_of) -> None:
    """A page whose story stands in `div`s says little in its paragraphs."""
    body = f"<h1>The Ferrymen of the old harbour</h1><p>The Locks, The Barges, The Mills, The Quays</p><div>{ENGLISH}</div>"

    assert fields_of(body=body, language="").evidence["language"] == "commonest words"


@pytest.mark.parametrize(
    "text",
    [
        "Osclaíodh an seandroichead arís Dé Luain. “It was the best of the times for the town and it is for the people,” a dúirt an méara leis an nuachtán agus é ag caint os comhair an tslua mhóir.",
        "“It was for the good of the people of the county that this was done and it is to be on time,” alisema gavana kwa waandishi wa habari mjini humo, huku wakazi wakisubiri kivuko kipya.",
        "“This is the end of the road and it is for the courts to say what happens,” het die burgemeester gesê. “We are in it with the people,” het hy bygevoeg by die brug.",
        "Sabi ni Mayor sa interview, the project is on time and on budget, pero hindi pa sure kung kailan ang opening. The contractor has to finish the lighting for the bridge, tapos may safety inspection pa.",
        "The Ferrymen, The Piers, The Old Lamps, The Tides, The Herons, The Locks, The Barges, The Mills, The Towpaths, The Quays, The Weirs, The Sluices, The Anchors, The Gulls",
    ],
    ids=["Irish", "Swahili", "Afrikaans", "Tagalog", "names"],
)  # fmt: skip
def test_english_words_in_another_text_are_no_plain_english(fields_of, text: str) -> None:
    """Quotations, borrowed words and names are left to the model, which knows the rest."""
    assert fields_of(body=f"<h1>42</h1><p>{text}</p>", language="").evidence.get("language") != "commonest words"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("pt_BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("es-419", "es-419"),
        ("", None),
        (None, None),
        ("und", None),
        ("English", None),
    ],
)
def test_codes_are_bcp_47(raw: str | None, code: str | None) -> None:
    """Underscores, case and endings are put right; what is no code is none."""
    assert language_code(raw) == code
