"""Names in a line of a text that is known to be a byline, a dateline or the credit behind the last sentence."""

from __future__ import annotations

import re

from newscrawl.extraction.fields.korean_names import korean_people
from newscrawl.extraction.fields.labels import opens_with_label
from newscrawl.extraction.fields.names import FEW_WORDS, is_full_name
from newscrawl.extraction.fields.people import ADDRESS, MAX_CHARS, people

_HANGUL = re.compile("[가-힣]")
#: Whose pictures these are: `그래픽=홍길동 기자`.
_DRAWN = re.compile(r"\W{0,3}(?:그래픽|인포그래픽|일러스트|삽화|사진|영상)\s?[=:|/ㅣ│]")
_OPEN_BYLINE = re.compile(
    r"\s*(?:[(（\[]\s*)?(?:report(?:ing|ed) by|writing by|by|scris de|propos recueillis par|von|par|por|di|door|af|av|written by|text(?!\s?(?:size|größe))|texte|texto|autor(?:in)?|auteur|文|作者|记者|記者|撰文|责编)"
    r"[\s:：/]\s*",
    re.IGNORECASE,
)
_CREDIT_BREAK = re.compile(
    r";\s*(?:editing|writing|additional|reporting|compiled)\b.*|\.\s*(?:editing|additional)\b.*",
    re.IGNORECASE | re.DOTALL,
)
#: `（记者王小例、李样本）`, `記者王小例／台北報導`, `中央社記者王小例台北3日電`
_REPORTED = re.compile(
    r"(?:记者|記者)\s?[:：]?\s?(?![㐀-鿿]{2,5}[攝摄])([㐀-鿿]{2,4}(?:[、，,\s]{1,2}[㐀-鿿]{2,4}){0,4}?)(?=[）)〕／/]|\s?[㐀-鿿]{2,6}(?:[报報][导導道]|\d{1,2}日)|$)"
)
#: A name alone in brackets, as Japanese and Chinese stories are signed.
_SIGNED = re.compile(
    r"[（(【〔]\s?(?!関連|相关|相關|編集|写真|记者|記者|全文|[^）)】〕]{0,3}(?:記事|新聞|新闻|速報))((?:[㐀-鿿]{1,3}[ 　])?[㐀-鿿]{2,4}|[㐀-鿿]{1,3}[ぁ-ヿ]{2,4}|[㐀-鿿々]{4,5}[郎介輔助子美太之也人一樹香恵司志夫雄朗平彦治哉斗希奈菜里紀])\s?[）)】〕]"
)
#: `ГОРОД, 3 мар — Агентство, Имя Фамилия.`
_RUSSIAN_DATELINE = re.compile(r"\d [а-я]{3,9}\.?\s?[—–-]\s?[^.,—–]{2,40},\s([А-ЯЁ][а-яё]+\s[А-ЯЁ][а-яё-]+)\.?\s*\Z")
_WITH_AGENCY = re.compile(
    r"[^\W\d_][\w.'’-]{1,20}(?: [^\W\d_][\w.'’-]{1,24}){1,2}\s?[,/(]\s?(?:ČTK|STT|TT|NTB|Ritzau|MTI|PAP|TASR|SITA|DHA|İHA|AA|BTA|Hina|Lusa|ANP|Belga)\)?|"
    r"[^\W\d_][\w.'’-]{1,20}(?: [^\W\d_][\w.'’-]{1,24}){1,2}\s?/\s?[^\W\d_]{2,16},\s?\(?(?:DHA|İHA|AA)\)?"
)
_JAPANESE_DATELINE = re.compile(r"^【[^】=＝]{1,12}[=＝]([^】]{2,12})】")


def byline_people(line: str, language: str | None = None) -> tuple[str, ...]:
    """Names in a byline as it stands in a text (a line of its own, a dateline, or the end of the last sentence).

    >>> byline_people("[서울=뉴시스] 홍길동 기자 = ")
    ('홍길동',)
    >>> byline_people("(Reporting by Jane Doe in Berlin; Editing by John Smith)", "en")
    ('Jane Doe',)
    >>> byline_people("All of this happened by accident.", "en")
    ()
    """
    if len(line) > MAX_CHARS:
        return ()
    if line.startswith("【") and (found := _JAPANESE_DATELINE.match(line)):
        return people(found[1], "ja")
    if _DRAWN.match(line):
        return ()
    if _HANGUL.search(line) and (korean := korean_people(ADDRESS.sub(" ; ", line), in_text=True)):
        return korean
    if found := _REPORTED.search(line) or _SIGNED.fullmatch(line) or _RUSSIAN_DATELINE.search(line):
        return people(found[1], language)
    if opens_with_label(line) or _WITH_AGENCY.fullmatch(line):
        names = people(line, language)
        return names if all(is_full_name(name) or not name.isascii() for name in names) else ()
    opening = _OPEN_BYLINE.match(line)
    if opening is None:
        return ()
    rest = _CREDIT_BREAK.sub("", line[opening.end() :])
    return () if rest[:1].islower() and len(rest.split()) > FEW_WORDS else people(rest, language)
