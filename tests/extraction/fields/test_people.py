"""Author strings as people."""

import pytest

from newscrawl.extraction.fields.people import house, people


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
        ("Ada Muster ada@gazette.test Publicerad 14:05", ("Ada Muster",)),
        ("Ada Muster ada@gazette.test Uppdaterad den 3 mars", ("Ada Muster",)),
        ("by Ada Muster | May 3, 2026 | Harbour | 0 comments", ("Ada Muster",)),
        ("May 3, 2026 | Ada Muster", ("Ada Muster",)),
        ("Publius Muster", ("Publius Muster",)),
        ("από Άδα Μούστερ", ("Άδα Μούστερ",)),
        ("Απολλώνια Μούστερ", ("Απολλώνια Μούστερ",)),
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
        "3 Kommentare",
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


@pytest.mark.parametrize(
    ("raw", "language", "names"),
    [
        ("Penulis: Budi Contoh, Editor: Siti Misal", "id", ["Budi Contoh"]),
        ("Haber: Ayşe Örnek / Kamera: Ali Numune", "tr", ["Ayşe Örnek"]),
        ("Text: Erika Beispiel, Fotos: Max Muster", "de", ["Erika Beispiel"]),
        ("文：王小例 攝：李樣本", "zh", ["王小例"]),
        ("Ana Exemplo (texto) e Rui Modelo (fotografia)", "pt", ["Ana Exemplo"]),
        ("Article rédigé par Jeanne Exemple", "fr", ["Jeanne Exemple"]),
        ("作者：秋水　　发布时间：2006-03-21　　点击数：1320", "zh", ["秋水"]),
        ("例島日報 記者王小例／台北即時報導", "zh", ["王小例"]),
        ("文・例太郎、写真・見本次郎", "ja", ["例太郎"]),
        ("Words by Jane Doe; Photos by Ann Lee", "en", ["Jane Doe"]),
        ("Írta: Minta Mária", "hu", ["Minta Mária"]),
        ("Γράφει η Μαρία Παραδείγματος", "el", ["Μαρία Παραδείγματος"]),
        ("بقلم: فلان الفلاني", "ar", ["فلان الفلاني"]),
        ("責任編輯：李樣本", "zh", []),
    ],
)
def test_labels_say_who_wrote(raw: str, language: str, names: list[str]) -> None:
    """Behind a word for writing stands an author, behind one for pictures or editing somebody else."""
    assert list(people(raw, language)) == names


@pytest.mark.parametrize(
    ("raw", "language", "names"),
    [
        ("Von Erika Beispiel, Berlin", "de", ["Erika Beispiel"]),
        ("Por Ana Ejemplo | Madrid", "es", ["Ana Ejemplo"]),
        ("Ana Ejemplo, corresponsal en París", "es", ["Ana Ejemplo"]),
        ("Jane Doe, BBC News, Nairobi", "en", ["Jane Doe"]),
        ("By Jane Doe Health Reporter", "en", ["Jane Doe"]),
        ("By JANE DOE and JOHN SMITH, Associated Press", "en", ["JANE DOE", "JOHN SMITH"]),
        ("By JANE DOE and JOHN SMITH, AP Sports Writers", "en", ["JANE DOE", "JOHN SMITH"]),
        ("By JANE DOE, Joyport Press Writer Mon May 12, 5:41 pm ET", "en", ["JANE DOE"]),
        ("By Jane Doe, Tarn Valley Post, 5/12/2008", "en", ["Jane Doe"]),
        ("by Jane Doe, WEXM Staff", "en", ["Jane Doe"]),
        ("WEXM Staff", "en", ["WEXM Staff"]),
        ("Jane Doe, Emily Post", "en", ["Jane Doe", "Emily Post"]),
        ("Jane Doe @ 10:41 AM", "en", ["Jane Doe"]),
        ("Von unserem Korrespondenten Max Muster, Brüssel", "de", ["Max Muster"]),
        ("Par Jeanne Exemple, envoyée spéciale à Lyon", "fr", ["Jeanne Exemple"]),
        ("dal nostro inviato Mario Modello", "it", ["Mario Modello"]),
        ("Door onze redacteur Anna Voorbeeld", "nl", ["Anna Voorbeeld"]),
        ("記者王小例／台北報導", "zh", ["王小例"]),
        ("王小例/綜合報導", "zh", ["王小例"]),
        ("新华社记者王小例", "zh", ["王小例"]),
        ("社会部 例太郎", "ja", ["例太郎"]),
        ("Ada Muster, Ben Beispiel, Suhaila", "de", ["Ada Muster", "Ben Beispiel", "Suhaila"]),
        ("Erika Beispiel, dpa", "de", ["Erika Beispiel", "dpa"]),
        ("The Associated Press", "en", ["The Associated Press"]),
    ],
)
def test_place_and_house_behind_a_name_go(raw: str, language: str, names: list[str]) -> None:
    """Where somebody is and for whom they work is no name; people of one name and agencies stay."""
    assert list(people(raw, language)) == names
