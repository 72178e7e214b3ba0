"""Which language the story is in: what the page declares, checked against its script and its commonest words.

Templates declare the language they were written in, so a declaration that the text contradicts is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from newscrawl.extraction.elements import SILENT
from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.outline import text_in
from newscrawl.extraction.fields.structured import text_of

_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_.@].*)?")
_SAMPLE_CHARS, _SAMPLE_PARTS = 1_500, 10
_SURE_CHARS, _MANY_CHARS, _LONG_CHARS = 60, 400, 80
#: Script -> its share of the letters that decides, the language it stands for, the languages that share it.
_HANGUL, _KANA, _HAN = re.compile("[가-힣]"), re.compile("[ぁ-ヿ]"), re.compile("[一-鿿]")
#: What is written in no script that descends from the Latin one.
_FOREIGN = re.compile("[Ͱ-᷿⺀-￿]")
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), frozenset(("ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "mn", "tg", "tt", "uz", "cu", "os", "ba", "cv", "bs", "ro", "mo"))),
    (re.compile("[\u0600-\u06ff]"), frozenset(("ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "ks", "pa", "az"))),
    (re.compile("[\u0370-\u03ff]"), frozenset(("el",))),
    (re.compile("[\u0590-\u05ff]"), frozenset(("he", "iw", "yi"))),
    (re.compile("[\u0900-\u097f]"), frozenset(("hi", "mr", "ne", "sa", "bho", "mai", "kok"))),
    (re.compile("[\u0e00-\u0e7f]"), frozenset(("th",))),
)  # fmt: skip
_COMMON = {
    "en": "the of and to in is that for it was on with as are be this by you your from have at",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als",
    "fr": "de la le et les des en un du une que est pour qui dans par sur pas au plus",
    "es": "de la que el en y los se del las un por con una para su al lo como más",
    "it": "di e che la il un in per è del non una da le con si dei alla della",
    "pt": "de a o que e do da em um para é com não uma os no se na por",
    "nl": "de van het een en in is dat op te zijn met voor niet die aan er om",
    "sv": "och i att det som en på är av för med den till har de inte ett om",
    "no": "og i det på som er en til å han av for med at var de ikke den har",
    "da": "og i at det er en til på de for af den med der ikke som har et",
    "pl": "w i na z się do nie to że jest o jak za od po przez ale dla są",
    "tr": "ve bir bu da de için ile olarak olan çok daha en gibi ne kadar sonra",
    "id": "yang dan di dari untuk dengan ini dalam pada itu tidak akan juga ke",
    "vi": "và của là có được trong cho không một với các những đã người",
}
_SAME = {"nb": "no", "nn": "no"}
_SHARE = 0.06
_SURE_WORDS, _ENGLISH = 25, 0.15
#: Among so many words of an English text on end so many different ones of its commonest stand, and so many in all of it: a list of
#: names has one, and quotations amid another language end before.
_WINDOW_WORDS, _WINDOW_COMMON, _COMMON_WORDS = 25, 2, 6
#: Commonest words of languages that are written with half of their words English: Tagalog, Nigerian Pidgin, Hindi in Latin letters,
#: Swahili, Irish, Welsh, Afrikaans.
_MIXED = frozenset(
    "ang ng mga ay sa kung hindi dey wey dem di na hai ke ki ka aur kwa ya wa agus yr yn wedi mae het nie".split()
)
_MIXED_SHARE = 0.02
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}


def read_language(evidence: Evidence) -> Found | None:
    """BCP 47 code of the story, and what it rests on; None where nothing tells."""
    if evidence.profile.language:
        return Found(evidence.profile.language, "profile")
    sample = _sample(evidence)
    declared = _declared(evidence)
    by_script = script_language(sample, declared[0].split("-")[0] if declared else None)
    if by_script:
        return Found(by_script, "script")
    if declared and not _contradicts(sample, declared[0].split("-")[0]):
        return declared
    return _guess(sample, sample if len(sample) >= _MANY_CHARS else f"{sample} {_long_texts(evidence)}") or declared


def _declared(evidence: Evidence) -> Found | None:
    first = evidence.structured.first
    for raw, source in (
        (evidence.tree.get("lang") or evidence.tree.get("xml:lang"), "html lang"),
        (text_of(evidence.ld.get("inLanguage")), "json-ld inLanguage"),
        (first("og:locale", "content-language", "language", "dc.language", "dcterms.language"), "meta"),
    ):
        if code := language_code(raw):
            return Found(code, source)
    return None


def language_code(raw: Any) -> str | None:
    """A declared language as BCP 47; None for what is none.

    >>> [language_code(raw) for raw in ("en_US", "zh-hant-tw", "KO", "ko-KR.UTF-8", "english")]
    ['en-US', 'zh-Hant-TW', 'ko', 'ko-KR', None]
    """
    found = _CODE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None or found[1].lower() in ("und", "mul", "zxx"):
        return None
    parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())
    return "-".join(part for part in parts if part)


def _sample(evidence: Evidence) -> str:
    """Some of the page's prose: its headline and its first paragraphs of some length."""
    outline = evidence.outline
    texts: list[str] = []
    size = 0
    for spot in (*outline.heads[:1], *outline.paragraphs):
        text = text_in(spot.element, 400)
        if len(text) >= 30 or spot.element.tag == "h1":
            texts.append(text[:400])
            size += len(text)
        if size >= _SAMPLE_CHARS or len(texts) >= _SAMPLE_PARTS:
            break
    if size < _SURE_CHARS:
        body = evidence.tree.find("body")
        texts.append(text_in(body, _SAMPLE_CHARS)[:_SAMPLE_CHARS] if body is not None else "")
    return " ".join(texts)


def _long_texts(evidence: Evidence) -> str:
    """Texts of some length, of pages whose paragraphs are no `p`."""
    elements, tags = evidence.nodes.elements, evidence.nodes.tags
    texts = (element.text for element, tag in zip(elements, tags, strict=True) if tag not in SILENT)
    long = (text.strip()[:400] for text in texts if text and len(text) >= _LONG_CHARS)
    return " ".join(islice(long, _SAMPLE_PARTS))


def script_language(sample: str, declared: str | None) -> str | None:
    """The language that the sample's script gives away against the declaration; None where it does not contradict.

    >>> script_language("오늘 서울에 비가 내렸다", "en"), script_language("今日は雨でした", None)
    ('ko', 'ja')
    >>> script_language("Heute hat es geregnet", "de") is None
    True
    """
    foreign = 0 if sample.isascii() else len(_FOREIGN.findall(sample))
    letters = sum(map(str.isalpha, sample)) if foreign else 0
    if letters < 4 or foreign <= 0.12 * letters:
        return None
    hangul, kana, han = (len(script.findall(sample)) / letters for script in (_HANGUL, _KANA, _HAN))
    if hangul > 0.3:
        return None if declared == "ko" else "ko"
    if kana > 0.12 and kana + han > 0.4:
        return None if declared == "ja" else "ja"
    if han > 0.5:
        return None if declared in ("zh", "ja", "yue") else "zh"
    for script, languages in _SCRIPTS:
        if len(script.findall(sample)) > 0.5 * letters and declared not in languages:
            found = _guess(sample)
            return (
                found.value
                if found and found.value in languages
                else next(iter(sorted(languages & {"ru", "ar", "el", "he", "hi", "th"})))
            )
    return None


def _contradicts(sample: str, declared: str) -> bool:
    """Whether the sample lacks the commonest words of the declared language; too little text contradicts nothing."""
    code = _SAME.get(declared, declared)
    words = _words(sample)
    if code not in _WORDS or len(words) < _SURE_WORDS:
        return False
    return _share(words, code) < _SHARE


def _words(sample: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", sample.lower())


def _share(words: Collection[str], code: str) -> float:
    """Share of the words that are among the commonest of a language, 0-1."""
    return sum(map(_WORDS[code].__contains__, words)) / len(words)


def _guess(sample: str, more: str = "") -> Found | None:
    """The language by its letter sequences, where that is sure.

    Args:
        sample: some of the story.
        more: the same, and more of the page where that is short.
    """
    if len(sample) < _SURE_CHARS:
        return None
    if _is_english(_words(more or sample)):
        return Found("en", "commonest words")
    code, probability = _classifier().classify(sample)
    return Found(str(code), "py3langid") if probability > 0.9 else None


def _is_english(words: Sequence[str]) -> bool:
    """Whether the words are English beyond doubt: the model of all languages takes a third of a second to load, and 70 MB.

    Only English is told so: Dutch and Afrikaans, Spanish and Catalan, Indonesian and Malay share their commonest words.
    """
    if len(words) < _SURE_WORDS:
        return False
    share = _share(words, "en")
    if share < _ENGLISH or any(2 * _share(words, code) > share for code in _WORDS if code != "en"):
        return False
    if sum(map(_MIXED.__contains__, words)) > _MIXED_SHARE * len(words):
        return False
    begins = (*range(0, len(words) - _WINDOW_WORDS, _WINDOW_WORDS), len(words) - _WINDOW_WORDS)
    common = [_WORDS["en"].intersection(words[begin : begin + _WINDOW_WORDS]) for begin in begins]
    return len(frozenset().union(*common)) >= _COMMON_WORDS and min(map(len, common)) >= _WINDOW_COMMON


@lru_cache(maxsize=1)
def _classifier() -> Any:
    # here: its model takes long to load, and most pages declare their language
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
