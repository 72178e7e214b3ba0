"""Author strings as people: one name each, without roles, places, addresses and "By".

Names of organisations that are declared as authors (`AP`, `연합뉴스`) stay as given; e-mail addresses, user names such as
`admin` and whole sentences are nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from newscrawl.extraction.fields.dates import is_month
from newscrawl.extraction.fields.houses import is_beside, is_degree
from newscrawl.extraction.fields.jsonld import text_of
from newscrawl.extraction.fields.korean_names import korean_people
from newscrawl.extraction.fields.labels import written_part
from newscrawl.extraction.fields.names import EDGE, cased, is_name, is_role

MAX_CHARS = 400
"""Longer strings are no bylines."""
_MAX_PEOPLE = 20

ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}|\bhttps?://\S{1,300}|\bwww\.\S{1,300}|[\w.+-]{1,64}@(?!\w)|(?<!\w)@\w{1,40}|[ⓒ©]"
)
_MAY_BE_ADDRESS = re.compile(r"[@ⓒ©]|://|www", re.IGNORECASE)
_BY_WORD = (
    r"(?:(?:written|story|reported|reporting|posted|published|words|article|text|review|analysis|opinion|photos?|photographs|"
    r"reviewed|fact.checked|edited|medically reviewed|video|contributed|compiled|authored|created|submitted)(?: and [a-z]{4,12})? by|"
    r"authors?|by|from our correspondent|byline|von|par|por|di|door|af|av|przez|autor(?:a|es|en|i)?|auteurs?|autore|autori|ein beitrag von|"
    r"eine analyse von|ein kommentar von|(?:article )?(?:rédigé|écrit) par|escrito por|scritto da|redatto da|geschreven door|geschrieben von|skrevet av|skriven av|text|texte|texto|testo|tekst|writers?|reporters?|redazione di|publié par|propos recueillis par|"
    r"redactor(?:a)?|автор(?:ы|ка)?|текст|oleh|yazan|penulis|reporter|editor|a cura di|"
    r"dal (?:nostro|la nostra) (?:inviat[oa]|corrispondente)|(?:von |par |de |door |por )?(?:unser(?:e[mnr]?)?|onze|notre|nuestr[oa]|nosso|nossa) [^\W\d_]{6,20}(?:in)?|"
    r"(?:ein(?:e)? )?(?:gastbeitrag|kommentar|analyse|essay|kolumne|interview|bericht|reportage) von|aus [^\W\d_]{3,20} berichtet|enviad[oa] especial|"
    r"toimittaja|โดย|tác giả|מאת|γράφ(?:ει|ουν) (?:ο|η|οι)|oprac(?:owa(?:ł|ła|li|nie))?\.?|scris de|piše|από|απο|от|від|bởi)"
)
_BY = re.compile(
    rf"\s*(?:(?:view all |all |more )?(?:posts|articles|stories|insights) (?:by|from)\s+|{_BY_WORD}\s*[:：]\s*|{_BY_WORD}\s+(?=\S)|(?:作者|记者|記者|编辑|編集|撰文|文|責任編集|本报记者|通讯员|글·사진|글·그림|사진·글|글|작성자|기자명)\s*[/:：=丨|]\s*|글[·ㆍ]사진\s)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s+(?:and|und|et|y|e|en|og|och|ja|i|és|și|и|та|und|with|mit|avec|con|con la colaboración de|&|\+|및|と|和|dan|ve|và)\s+"
)
#: "And", where the other name stands in an element of its own.
_AND_NOBODY = re.compile(r"\s+(?:and|und|et|&)$")
_HARD = re.compile(r"\s*(?:通讯员|通訊員)\s*|\s*[;|•·・ㆍ‧∙⋅●、，／]\s*|\s+/\s+|\n")
_SOFT = re.compile(r"\s*[,/]\s*")
#: A word for when, with or without what it says: a row of name, address and time is parted at the address.
_STAMP = re.compile(
    r"(?:publi(?:é|ée|cado|cada|kováno|cerad|ceret|sert|cat|kowano)|pubblicato|veröffentlicht|aktualisiert|aktualizováno|aktualizacja|actualizado|atualizado|aggiornato|mis à jour|ge(?:publiceerd|plaatst|wijzigd)|bijgewerkt|"
    r"uppdaterad|op(?:p)?datert|opdateret|opublikowano|julkaistu|päivitetty|yayınlanma|güncelleme|megjelent|frissítve|actualizat|δημοσίευση|ενημέρωση|опубликовано|обновлено)\b(?=\W|$)(?:\W+(?:am|le|el|il|op|em|kl|den|d)\b.*|[\W\d]*.{0,12})",
    re.IGNORECASE,
)
#: What follows a name and is not part of it.
_AFTER = re.compile(
    r"\s+(?:发布|發布|更新|时间|時間|日期|点击|浏览|瀏覽|阅读|閱讀|来源|來源|字体|编辑|編輯|责编|責編)[^\s:：]{0,4}\s?[:：].*|\s+[-–—~|]\s.*|\s*[(\[（【<].*|\s+(?:is an?|is the|for|at|in|aus|à|updated?|published|posted|last|on|of the|via|special to|"
    r"covers|writes|reports?|joined|contributing|read more|follow|@)\s.*|\s+(?:updated?|published|posted|follow|reports?|"
    r"\d{1,2}[./ :]\S*.*|(?:19|20)\d\d\b.*|on|in|at|by|publié|mis à jour|veröffentlicht|aktualisiert|publicado|actualizado|atualizado|pubblicato|aggiornato|geplaatst|"
    r"bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|opublikowano|aktualizacja|опубликовано|обновлено|опубліковано|оновлено|פורסם|עודכן)(?: (?:am|le|el|il|op|em|на))?(?:\s?:.*)?$|:\s.*",
    re.IGNORECASE | re.DOTALL,
)
_GLUED = re.compile(r"(?<=[^\W\d_])(?:Published|Updated|Posted|Last updated)\b.*", re.DOTALL)
#: What opens a role that stands behind a name without a mark: `Jane Doe Former Consultant`.
_ROLE_OPENS = re.compile(
    r"(?<=\w)\s+(?:former|certified|licensed|registered|senior|chief|deputy|managing|contributing|head of|director|co-?founder|founder|ceo|vp|expert)\b.*",
    re.IGNORECASE,
)
#: A role in front of a name (`Staff Writer Jane Doe`) or behind it (`Jane Doe Staff Writer`).
_ROLE_FRONT = re.compile(
    r"(?:(?:staff|senior|chief|political|sports?|business|science|news|associated press|features?|crime|guest|special|foreign|"
    r"our|ap|afp|reuters|cnn)\s+)*(?:writer|reporter|editor|correspondent|journalist|columnist|contributor)s?:?\s+(?=[A-Z])",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    r"\s+[Dd]a (?:Redação|Agência \w+)$|"
    r"\s+(?:staff|senior|chief|political|sports?|business|science|news|features?|contributing|managing|deputy|guest|special|associate|"
    r"foreign|digital|executive|health|education|crime|environment|climate|tech(?:nology)?|economics|transport|consumer|entertainment|culture|arts|legal|court|security|"
    r"defen[cs]e|diplomatic|national|local|city|weather|data|investigati(?:ve|ons)|showbiz|lifestyle|world|international)?\s*(?:writer|reporter|editor|correspondent|journalist|columnist|contributor|producer|redakteur(?:in)?)$",
    re.IGNORECASE,
)
_CJK_ROLE = re.compile(
    r"^(?:[㐀-鿿]{2,5}部[ 　]|[㐀-鿿]{2,8}[社网網报報][ 　]?(?=记者|記者))?(?:本报|本报讯|本社|共同|特約|特约|实习)?(?:记者|記者|特派员|特派員|通讯员)?\s*|\s*(?:本报记者|记者|記者|特派員|編集委員|論説委員|氏|さん)$"
)
_KOREAN_ROLE = re.compile(
    r"(?<=\w)\s+(?:선임|전문|수습|인턴|객원|시민|사진|영상)?\s?(?:기자|특파원|논설위원|앵커|리포터|에디터|칼럼니스트)$"
)
#: The credit of the picture that stands behind the names.
_PICTURES = re.compile(
    r"\s*[,;(\[|]?\s*\b(?:images?|photos?|pictures?|pics?|fotos?|bild(?:er)?)\s*[:(].*", re.IGNORECASE | re.DOTALL
)
#: `Jane Doe (text) and John Smith (photos)`
_OTHERS_BRACKET = re.compile(
    r"(?:\s*[,;/&]\s*|\s+(?:e|y|et|und|and|en|og|och|i)\s+)[^,;()/&]{3,40}\s?\((?:fotos?|photos?|fotograf\w{0,4}|photograph\w{0,4}|photographie|imagen|imágenes|ilustra\w{2,6}|illustrat\w{2,4}|v[ií]deos?|bild(?:er)?|camera|kamera)\)",
    re.IGNORECASE,
)
#: Declared beside people as one more author.
_TEAM = re.compile(r"(?!The |Our |By )(?:[A-Z][\w.'’&-]{1,20} ){1,3}Team")
#: What Chinese papers add to the reporter's name: `記者王小例／台北報導`.
_REPORT = re.compile(r"[／/|、，\s]\s?[㐀-鿿]{2,6}[报報][导導道](?=[^㐀-鿿]|$)|(?<=\S)[综綜]合[报報][导導道]")
#: Who did something else, behind those who wrote.
_ELSE_BY = re.compile(
    r"\s*(?:photo(?:graph)?(?:s|y)?|pictures?|edit(?:ing|ed)|illustrat(?:ions?|ed)|graphics|video|produced|additional reporting|research) by\b",
    re.IGNORECASE,
)
#: Languages in which "en" says where, and not "and".
_EN_IS_IN = frozenset(("es", "fr", "ca", "gl"))
_IN_PLACE = re.compile(r"\s+en\s+(?=[A-ZÀ-Þ])[^,;|]{2,40}")
_WEEKDAYS = frozenset("""
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة
""".split())  # fmt: skip
_HOUSE = re.compile(
    r"(?:the |our |by )*[\w.&'’ -]{0,60}?\b(?:teams?|staff|editors?|editorial(?: (?:team|board|staff|desk))?|newsroom|desk|redaktion|rédaction|redacción|redazione|"
    r"redactie|contributors?|correspondents?|reporters?)\b(?: [\w.&'’-]{2,20})?",
    re.IGNORECASE,
)


def people(raw: Any, language: str | None = None) -> tuple[str, ...]:
    """Names in an author string, or in JSON-LD's `author` (string, object, list of both).

    >>> people("By Jane Doe and John Smith, Staff Writers")
    ('Jane Doe', 'John Smith')
    >>> people("이종화 기자 jh@mk.co.kr")
    ('이종화',)
    >>> people([{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}, "AP"])
    ('Ann Lee', 'AP')
    """
    names: dict[str, str] = {}
    for text in _texts(raw, 0):
        found = [text] if _TEAM.fullmatch(text) else _named(text, (language or "").split("-")[0].lower())
        for name in found:
            names.setdefault(re.sub(r"\W+", "", name).casefold(), name)
            if len(names) >= _MAX_PEOPLE:
                return tuple(names.values())
    return tuple(names.values())


def _texts(raw: Any, depth: int) -> Iterator[str]:
    """The author strings in whatever shape they are declared."""
    if isinstance(raw, list | tuple) and depth < 4:
        for entry in raw[:_MAX_PEOPLE]:
            yield from _texts(entry, depth + 1)
    elif isinstance(raw, dict):
        own = raw.get("name")
        if isinstance(own, list) or (isinstance(own, dict) and depth < 4):
            yield from _texts(own, depth + 1)
        elif own:
            yield from _texts(str(own), depth + 1)
        else:
            yield " ".join(filter(None, (text_of(raw.get("givenName")), text_of(raw.get("familyName")))))
    elif isinstance(raw, str) and (text := text_of(raw[: 2 * MAX_CHARS])):
        yield text


def _named(text: str, language: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", text)[:MAX_CHARS]
    if re.fullmatch(r"\s*(?:https?://|www\.|/)\S+\s*", text):
        return
    bare = ADDRESS.sub(" ; ", text) if _MAY_BE_ADDRESS.search(text) else text
    if korean := korean_people(bare):
        yield from korean
        return
    bare = _cut_by(_PICTURES.sub("", written_part(_without_others(_without_report(bare)))))
    if language in _EN_IS_IN:
        bare = _IN_PLACE.sub("", bare)
    chunks = _HARD.split(bare)
    for number, chunk in enumerate(chunks):
        if number and chunk.strip(EDGE) and not _without_date(chunk.strip(EDGE)):
            break  # `by Ada | May 3, 2026 | News | 0 comments`
        if number and (_ELSE_BY.match(chunk) or (number == len(chunks) - 1 and is_beside(chunks, number))):
            continue
        parts = [part for piece in _pieces(chunk) for part in _SOFT.split(piece)]
        for position, part in enumerate(parts):
            # after a comma: a degree, unless it is an agency beside a person; a place; the house
            if position and (is_degree(part.strip()) or is_beside(parts, position)):
                continue
            if name := _clean(part):
                yield name


def _without_others(text: str) -> str:
    """The text without those whom brackets behind their names say to have taken the pictures."""
    return _OTHERS_BRACKET.sub("", text) if "(" in text else text


def _without_report(text: str) -> str:
    return _REPORT.sub(" ", text) if "报" in text or "報" in text else text


def _pieces(chunk: str) -> list[str]:
    """The chunk parted at "and"; at "e", "y" or "i" only between full names, for they stand in names, too."""
    pieces = _AND.split(chunk)
    short = len(pieces) == 2 and re.search(r"\s[eyia]\s", chunk) is not None
    return [chunk] if short and min(len(piece.split()) for piece in pieces) < 2 else pieces


def _cut_by(text: str) -> str:
    """The text from behind its first "By", if that stands at its start."""
    for _ in range(3):
        found = _BY.match(text)
        if not found:
            break
        text = text[found.end() :]
    return text


def _clean(part: str) -> str | None:
    """One name, or None for what is no name."""
    name = _AND_NOBODY.sub("", _without_date(_GLUED.sub("", part)).strip(EDGE))
    if (len(name.split()) == 2 and is_role(name)) or _STAMP.fullmatch(name):
        return None
    name = _AFTER.sub("", _ROLE_FRONT.sub("", _cut_by(name))).strip(EDGE)
    name = _KOREAN_ROLE.sub("", _CJK_ROLE.sub("", _ROLE_BEHIND.sub("", name))).strip(EDGE)
    if len(name.split()) > 3:
        name = _ROLE_OPENS.sub("", name).removesuffix(" Associated Press")
    return cased(name) if is_name(name) else None


def _without_date(part: str) -> str:
    """The part up to a date in it: `Jane Doe May 3`, `Jane Doe 3. Mai`; nothing left of a bare month or weekday."""
    words = part.split()
    for position, word in enumerate(words):
        if not is_month(word.strip(".,").casefold()):
            continue
        near = words[max(0, position - 1) : position] + words[position + 1 : position + 2]
        day_first = position > 0 and words[position - 1].strip(".,").isdigit()
        if len(words) == 1 or any(other[:1].isdigit() for other in near):
            return " ".join(words[: position - day_first])
    return part if len(words) != 1 or words[0].strip(".,،").casefold() not in _WEEKDAYS else ""


def house(raw: Any) -> str | None:
    """The desk or team that a page names in place of people; None for what is no name at all.

    >>> house("By The Example Team"), house("admin"), house({"name": "Example Staff"})
    ('The Example Team', None, 'Example Staff')
    """
    for text in _texts(raw, 0):
        name = _cut_by(ADDRESS.sub(" ", text)).strip(EDGE)
        if 1 < len(name.split()) <= 6 and _HOUSE.fullmatch(name):
            return name
    return None
