"""What stays of a line that was cut: whole words, whole brackets, whole sentences, whatever pieces meet in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from newscrawl.extraction.trim import trim
from newscrawl.extraction.walk import linearize
from newscrawl.noise import LineRule, load_rules
from newscrawl.sites import Layout

LAYOUT = Layout(name="any", seen="-")
LANGUAGES = load_rules().languages
BEFORE = "The old bridge over the river was opened again on Monday."
AFTER = "강 건너 마을 사람들은 석 달을 기다렸다고 했다."

#: Sentences, halves of sentences, brackets, and what noise is made of.
PIECES = (
    "The vote is on Monday.", "He said “no”.", "Write to us at", "Send it (by hand) to", "the firm (formerly", "Ltd)", "as she said",
    "시장은 말했다.", "“고맙다”고 했다", "신청은", "예시재단(이사장", "물이 빠졌다", "市長は話した。", "桥开了。", "Die Brücke ist offen.", "Le pont (fermé",
    "(", ")", "[", "]", "“", "”", "<", ">", "/", "·", "=", "|", "▶", "※", "☞", ",", ".", ":", "-", "—", "@",
    "desk@example.test", "hong@", "www.example.test", "홍길동 기자", "[예시일보 홍길동 기자]", "(서울=예시통신)", "사진=예시", "(사진 예시)", "제보하기",
    "© 2026", "Copyright", "ⓒ 예시일보", "무단전재 및 재배포 금지", "(끝)", "dpa", "(AFP)", "Photo by Jane Doe", "Jane Doe", "By", "BERLIN (dpa)", "LONDON —",
)  # fmt: skip
ENDS = re.compile(r"[.!?…。！？．\"”’»“)\]」』】〉》>:;]$|[다요죠까음함]$")
PAIRS = {")": "(", "]": "[", "」": "「", "』": "『", "】": "【", "〉": "〈", "》": "《", "}": "{"}


def rests(line: str, language: str) -> list[tuple[str, str]]:
    """The line and what stays of it, where it stands inside the story, opens it, and ends it."""
    out = []
    for texts, position in (((BEFORE, line, AFTER), 1), ((line, AFTER), 0), ((BEFORE, line), 1)):
        tree = html.Element("body")
        for text in texts:
            html.etree.SubElement(tree, "p").text = text
        source = linearize(tree)
        kept = trim(source, load_rules().for_language(language), LAYOUT).lines
        out += [(of.text, rest.text) for of in source for rest in kept if of.position == rest.position == position]
    return out


def open_and_unopened(text: str) -> tuple[int, int]:
    """How many brackets are left open, and how many close what was never opened."""
    stack: list[str] = []
    unopened = 0
    for char in text:
        if char in PAIRS.values():
            stack.append(char)
        elif char in PAIRS:
            if stack and stack[-1] == PAIRS[char]:
                stack.pop()
            else:
                unopened += 1
    return len(stack), unopened


def same_script(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left.isascii() == right.isascii()


lines = st.lists(st.sampled_from(PIECES), min_size=2, max_size=6).flatmap(
    lambda parts: st.lists(st.sampled_from([" ", " ", ""]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True)).strip()
    )
)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(line=lines)
def test_what_stays_is_whole(language: str, line: str) -> None:
    """No half word, no bracket left behind, and no sentence without its end where the noise stood behind it."""
    for whole, rest in rests(line, language):
        start = whole.find(rest)
        assert start >= 0, "a piece was taken out of the middle"
        end = start + len(rest)
        assert start == 0 or not same_script(whole[start - 1], whole[start])
        assert end == len(whole) or not same_script(whole[end - 1], whole[end]) or whole[end - 1] in "다요죠음함"
        if open_and_unopened(whole) == (0, 0):
            assert open_and_unopened(rest) == (0, 0)
        assert end == len(whole) or ENDS.search(rest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line",
    [
        "Letters of up to 200 words can be sent to desk@example.test",
        "신청은 office@example.test",
        "Anmelden kann man sich bis Freitag unter fest@example.test",
        "The firm (formerly Example & Sons, desk@example.test) did not answer",
        "연락처는 시청 문화과(office@example.test",
        "응모는 post@example.test 또는 전화로",
    ],
)
def test_an_address_that_a_sentence_needs_stays(language: str, line: str) -> None:
    """An address that the sentence runs into is part of it."""
    assert {rest for _, rest in rests(line, language)} == {line}


#: A last sentence, as short as they come, in the language of each file.
SENTENCES = {
    "ko": "나루다리를 20일 다시 연다.", "en": "The bridge opens.", "de": "Die Brücke ist offen.", "fr": "Le pont rouvre.", "es": "El puente reabre.",
    "it": "Il ponte riapre.", "pt": "A ponte reabre.", "nl": "De brug is open.", "ja": "橋が再開した。", "zh": "大桥重开了。", "ru": "Мост открыт.",
    "pl": "Most jest otwarty.", "tr": "Köprü açıldı.", "sv": "Bron är öppen.", "no": "Broen er åpen.", "da": "Broen er åben.", "vi": "Cầu đã mở.",
    "id": "Jembatan dibuka.", "ar": "فتح الجسر.", "fi": "Silta avattiin.", "cs": "Most je otevřený.", "sk": "Most je otvorený.", "hu": "A híd nyitva.",
    "is": "Brúin er opin.", "af": "Die brug is oop.", "sl": "Most je odprt.", "et": "Sild on avatud.", "lv": "Tilts ir atvērts.", "ur": "پل کھل گیا۔",
    "bg": "Мостът е отворен.", "hr": "Most je otvoren.", "hi": "पुल खुल गया।", "bn": "সেতু খুলল।", "th": "สะพานเปิดแล้ว", "fa": "پل باز شد.",
    "he": "הגשר נפתח.", "ca": "El pont és obert.", "lt": "Tiltas atidarytas.", "ro": "Podul s-a deschis.", "el": "Το γεφύρι άνοιξε.", "uk": "Міст відкрито.",
    "sw": "Daraja limefunguliwa.", "kk": "Көпір ашылды.", "ta": "பாலம் திறக்கப்பட்டது.", "te": "వంతెన తెరుచుకుంది.", "mr": "पूल खुला झाला.",
    "ne": "पुल खुल्यो।", "am": "ድልድዩ ተከፈተ።", "az": "Körpü açıldı.", "ka": "ხიდი გაიხსნა.", "hy": "Կամուրջը բացվեց։", "mk": "Мостот е отворен.",
    "sq": "Ura u hap.", "tl": "Bukas na ang tulay.",
}  # fmt: skip
#: A caption is a sentence with its credit or date behind it; so is a line of the page's head, and a note signed by the editors.
CAPTIONS = ("caption", "photo-credit", "date-start", "editors-note")


@pytest.mark.parametrize("language", SENTENCES)
def test_no_rule_for_lines_takes_the_sentence_before_the_noise(language: str) -> None:
    """Noise glued to a sentence is for the cuts: as a whole line it is not taken, with a space between or without."""
    own = [rule for rule in load_rules().for_language(language).lines if not rule.linked and not is_caption(rule)]
    sentence = SENTENCES[language]
    eaten = [
        (rule.name, noise)
        for rule in own
        for noise in rule.fires
        for gap in (" ", "")
        if rule.matches(sentence + gap + noise)
    ]

    assert eaten == []


def is_caption(rule: LineRule) -> bool:
    return rule.name.endswith(CAPTIONS)


def test_every_language_has_its_sentence() -> None:
    """A new language gets one here."""
    assert set(SENTENCES) == set(LANGUAGES) - {"any"}
