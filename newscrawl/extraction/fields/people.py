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
from newscrawl.extraction.fields.jsonld import text_of
from newscrawl.extraction.fields.korean_names import korean_people
from newscrawl.extraction.fields.labels import written_part

MAX_CHARS = 400
"""Longer strings are no bylines."""
_MAX_PEOPLE = 20
_MAX_WORDS, FEW_WORDS = 7, 4

ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}|\bhttps?://\S{1,300}|\bwww\.\S{1,300}|[\w.+-]{1,64}@(?!\w)|(?<!\w)@\w{1,40}|[ⓒ©]"
)
_MAY_BE_ADDRESS = re.compile(r"[@ⓒ©]|://|www", re.IGNORECASE)
_BY_WORD = (
    r"(?:(?:written|story|reported|reporting|posted|published|words|article|text|review|analysis|opinion|photos?|photographs|"
    r"reviewed|fact.checked|edited|medically reviewed|video|contributed|compiled|authored|created|submitted)(?: and [a-z]{4,12})? by|"
    r"authors?|by|from our correspondent|byline|von|par|por|di|door|af|av|przez|autor(?:a|es|en|i)?|auteurs?|autore|autori|ein beitrag von|"
    r"eine analyse von|ein kommentar von|text|texte|texto|testo|tekst|writers?|reporters?|redazione di|publié par|propos recueillis par|"
    r"redactor(?:a)?|автор(?:ы|ка)?|текст|oleh|yazan|penulis|reporter|editor|a cura di|"
    r"dal (?:nostro|la nostra) (?:inviat[oa]|corrispondente)|(?:von |par |de |door |por )?(?:unser(?:e[mnr]?)?|onze|notre|nuestr[oa]|nosso|nossa) [^\W\d_]{6,20}(?:in)?|"
    r"(?:ein(?:e)? )?(?:gastbeitrag|kommentar|analyse|essay|kolumne|interview|bericht|reportage) von|aus [^\W\d_]{3,20} berichtet|enviad[oa] especial|"
    r"toimittaja|โดย|tác giả|מאת|γράφ(?:ει|ουν) (?:ο|η|οι)|oprac(?:owa(?:ł|ła|li|nie))?\.?|scris de|piše)"
)
_BY = re.compile(
    rf"\s*(?:(?:view all |all |more )?(?:posts|articles|stories|insights) (?:by|from)\s+|{_BY_WORD}\s*[:：]\s*|{_BY_WORD}\s+(?=\S)|(?:作者|记者|記者|编辑|編集|撰文|文|責任編集|本报记者|通讯员|글·사진|글·그림|사진·글|글|작성자|기자명)\s*[/:：=丨|]\s*|글[·ㆍ]사진\s)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s+(?:and|und|et|y|e|en|og|och|ja|i|és|și|и|та|und|with|mit|avec|con|con la colaboración de|&|\+|및|と|和|dan|ve|và)\s+"
)
_HARD = re.compile(r"\s*(?:通讯员|通訊員)\s*|\s*[;|•·・ㆍ‧∙⋅●、，／]\s*|\s+/\s+|\n")
_SOFT = re.compile(r"\s*[,/]\s*")
#: What follows a name and is not part of it.
_AFTER = re.compile(
    r"\s+[-–—~|]\s.*|\s*[(\[（【<].*|\s+(?:is an?|is the|for|at|in|aus|à|updated?|published|posted|last|on|of the|via|special to|"
    r"covers|writes|reports?|joined|contributing|read more|follow|@)\s.*|\s+(?:updated?|published|posted|follow|reports?|"
    r"\d{1,2}[./ :]\S*.*|(?:19|20)\d\d\b.*|on|in|at|by)$|:\s.*",
    re.IGNORECASE | re.DOTALL,
)
_GLUED = re.compile(r"(?<=[^\W\d_])(?:Published|Updated|Posted|Last updated)\b.*", re.DOTALL)
_PLACE = re.compile(r"(?:in|à|en|aus|from|da|de|at|im|w|v|em|near)\s")
_ROLE_WORD = (
    r"writers?|reporters?|editors?|editor-in-chief|correspondents?|journalists?|columnists?|contributors?|producers?|"
    r"photographers?|redakteur(?:in)?|redaktør|redaktion|redactie|redacción|redaction|rédaction|redazione|journaliste|journalistin|"
    r"periodista|envoyée? spéciale?|giornalista|jornalista|korrespondent(?:in)?|correspondant(?:e)?|corresponsal|autor(?:in)?|author|staff|desk|team|"
    r"analyst|critic|anchor|host|chief|founders?|co-?founders?|ceo|cto|cmo|coo|owner|president|consultant|specialist|strategist|coordinator|reviewers?|grader|marketer|copywriter|blogger|freelancer|director|manager|intern|fellow|professor|bureau|colaborador(?:a)?|reportero|reportera|"
    r"корреспондент|обозреватель|журналист|редактор"
)
_ROLE = re.compile(
    rf"(?:head|vice president|vp|co-?founder|founder|director|chief) of .*|(?:[\w'’&-]+\s+){{0,5}}?(?:{_ROLE_WORD})(?:\s+(?:for|at|of|in|on|und|and|-)\s.*|,.*|\s+\w+)?|(?:senior|deputy|managing|executive|associate)\b.*",
    re.IGNORECASE,
)
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
_NOBODY = frozenset("""
    admin administrator webmaster root editor editors editorial author authors unknown none null anonymous undefined n/a na staff
    our special senior chief from the dpa-infocom guest user others other contributor contributors updated published posted by name default reporter writer test wordpress
    website redaktion redactie redazione redacción editorial-team the-editors web desk agencies agencias share follow comments more
    facebook twitter instagram linkedin subscribe menu home bio profile email print about contact edit sign-up login search photo
    full-bio bio more-info learn-more see-more read-bio video-library videos all-authors minutes min-read posted-on published-on last-updated
    nachrichten news nouvelles actualités noticias notizie notícias nieuws nyheter nyheder wiadomości новости haberler berita agenturen
    link medium create-account anmelden registrieren einloggen sign-in log-in register abonnieren s'abonner s'inscrire se-connecter suscribirse iniciar-sesión
    著者一覧 記者一覧 작성자 기자 뉴스 편집부 관리자 운영자 记者 記者 编辑 編集部 责任编辑
""".split())  # fmt: skip
_CREDENTIAL = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|J\.?D|D\.?O|M\.?B\.?A|R\.?N|R\.?D|C\.?P\.?A|Esq|Jr|Sr|M\.?S[cW]?|B\.?A|B\.?Sc?|M\.?A|M\.?P\.?H|LL\.?M|[A-Z]{2,6}(?:-[A-Z]+)?)\.?"
)
_CJK_ROLE = re.compile(
    r"^(?:[㐀-鿿]{2,5}部[ 　]|[㐀-鿿]{2,4}[社网網](?=记者|記者))?(?:本报|本报讯|本社|共同|特約|特约|实习)?(?:记者|記者|特派员|特派員|通讯员)?\s*|\s*(?:本报记者|记者|記者|特派員|編集委員|論説委員|氏|さん)$"
)
_KOREAN_ROLE = re.compile(
    r"(?<=\w)\s+(?:선임|전문|수습|인턴|객원|시민|사진|영상)?\s?(?:기자|특파원|논설위원|앵커|리포터|에디터|칼럼니스트)$"
)
#: The credit of the picture that stands behind the names.
_PICTURES = re.compile(
    r"\s*[,;(\[|]?\s*\b(?:images?|photos?|pictures?|pics?|fotos?|bild(?:er)?)\s*[:(].*", re.IGNORECASE | re.DOTALL
)
#: Numbers of all kinds, and names of classes and files.
_NO_NAME = re.compile(
    r"\d{3,}|\d[:.]\d|\d\s+\w+ ago\b|[a-z]-[a-z]+-[a-z].*[.-]|^\d+\s+min|\b[Mm]in(?:ute)?s? [Rr]ead\b|^\w+(?:\.\w+){2,}$|\b[Aa]dmin$"
)
_EDGE = " \t.,:;-–—~|/\\()[]{}〔〕（）【】<>\"'“”„«»‘’*•·=_#&+"


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


#: Declared beside people as one more author.
_TEAM = re.compile(r"(?!The |Our |By )(?:[A-Z][\w.'’&-]{1,20} ){1,3}Team")


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
    bare = _cut_by(_PICTURES.sub("", written_part(_without_report(bare))))
    if language in _EN_IS_IN:
        bare = _IN_PLACE.sub("", bare)
    chunks = _HARD.split(bare)
    for number, chunk in enumerate(chunks):
        if number and (_ELSE_BY.match(chunk) or (number == len(chunks) - 1 and _is_beside(chunks, number))):
            continue
        parts = [part for piece in _pieces(chunk) for part in _SOFT.split(piece)]
        for position, part in enumerate(parts):
            # after a comma: a degree, unless it is an agency beside a person; a place; the house
            if position and (_is_degree(part.strip()) or _is_beside(parts, position)):
                continue
            if name := _clean(part):
                yield name


#: News agencies that go by their letters.
AGENCIES = frozenset(("AP", "AFP", "DPA", "APA", "SDA", "EFE", "ANSA", "AAP", "PA", "UPI", "EPD", "KNA", "SID", "TASS", "NTB", "TT", "ANP", "BTA", "PAP", "LUSA", "IANS", "PTI", "ANI"))  # fmt: skip


#: What Chinese papers add to the reporter's name: `記者王小例／台北報導`.
_REPORT = re.compile(r"[／/|、，\s]\s?[㐀-鿿]{2,6}[报報][导導道](?=[^㐀-鿿]|$)|(?<=\S)[综綜]合[报報][导導道]")
_HOUSE_WORD = re.compile(
    r"(?:The )?(?:[A-Z][\w.&-]*\s){1,4}(?:News|Service|Press|Agency|Times|Network|Radio|Media|Bureau)|[A-Z]{2,5}-Studio\s.+"
)
#: The same by what papers call themselves: names of two words may be people's.
_PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w.&-]*\s){2,4}(?:Post|Mail|Star|Sun|Journal|Globe|Record|Register|Review|Daily|Mirror)|(?:[A-Z][\w.&-]*\s){1,3}TODAY|"
    r"(?:The )?(?:[A-Z][\w.&-]*\s){1,4}(?:Herald|Tribune|Gazette|Chronicle|Observer|Telegraph|Dispatch|Examiner|Inquirer|Sentinel|Courier|Newspapers?)"
)
#: `Associated Press Writer`, `Post Staff Writer Mon May 12`
_HOUSE_WRITER = re.compile(
    r"(?:[A-Z][\w.&'’-]*\s){1,4}(?:Writers?|Reporters?|Correspondents?)(?:,?\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b.*)?"
)
_ONE_WORD = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]{2,20}")
#: One word as well, and no place: agencies that are named beside people.
_BESIDE = frozenset(
    "Reuters Ritzau Belga Bloomberg Xinhua Lusa Ansa Agerpres Mediafax Antara Interfax Hina Tanjug Agenturen Agencies Agencias Redaktion Redacción".split()
)


#: Who did something else, behind those who wrote.
_ELSE_BY = re.compile(
    r"\s*(?:photo(?:graph)?(?:s|y)?|pictures?|edit(?:ing|ed)|illustrat(?:ions?|ed)|graphics|video|produced|additional reporting|research) by\b",
    re.IGNORECASE,
)
#: Languages in which "en" says where, and not "and".
_EN_IS_IN = frozenset(("es", "fr", "ca", "gl"))
_IN_PLACE = re.compile(r"\s+en\s+(?=[A-ZÀ-Þ])[^,;|]{2,40}")


def _without_report(text: str) -> str:
    return _REPORT.sub(" ", text) if "报" in text or "報" in text else text


def _is_degree(part: str) -> bool:
    return _CREDENTIAL.fullmatch(part) is not None and part not in AGENCIES


def _is_beside(parts: list[str], position: int) -> bool:
    """Whether what follows a full name is its bearer's house or, behind one name, place: `Jane Doe, Example News, Nairobi`."""
    part = parts[position].strip(_EDGE)
    if not is_full_name(parts[0].strip(_EDGE)):
        return False
    houses = [_is_house(each.strip(_EDGE)) for each in parts]
    is_place = all(houses[1:position]) and position == len(parts) - 1
    return houses[position] or (is_place and _ONE_WORD.fullmatch(part) is not None and part not in _BESIDE)


def _is_house(part: str) -> bool:
    return any(pattern.fullmatch(part) for pattern in (_HOUSE_WORD, _PAPER, _HOUSE_WRITER))


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
    name = _without_date(_GLUED.sub("", part)).strip(_EDGE)
    if len(name.split()) == 2 and _is_role(name):
        return None
    name = _AFTER.sub("", _ROLE_FRONT.sub("", _cut_by(name))).strip(_EDGE)
    name = _KOREAN_ROLE.sub("", _CJK_ROLE.sub("", _ROLE_BEHIND.sub("", name))).strip(_EDGE)
    if len(name.split()) > 3:
        name = _ROLE_OPENS.sub("", name).removesuffix(" Associated Press")
    if not 2 <= len(name) <= 60 or name.casefold().replace(" ", "-") in _NOBODY or not any(c.isalpha() for c in name):
        return None
    if name.islower() and not _SMALL_WORDS.isdisjoint(name.split()):
        return None
    if _PLACE.match(name) or _is_role(name) or _is_prose(name) or _NO_NAME.search(name):
        return None
    return _cased(name)


#: In small letters no part of a name, if the whole is written so.
_SMALL_WORDS = frozenset("the a an or and our my your this these those using for from to in on at of all der die das und le les los las".split())  # fmt: skip


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
    return part if len(words) != 1 or words[0].strip(".,").casefold() not in _WEEKDAYS else ""


_WEEKDAYS = frozenset("""
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
""".split())  # fmt: skip


_HOUSE = re.compile(
    r"(?:the |our |by )*[\w.&'’ -]{0,60}?\b(?:teams?|staff|editors?|editorial(?: (?:team|board|staff|desk))?|newsroom|desk|redaktion|rédaction|redacción|redazione|"
    r"redactie|contributors?|correspondents?|reporters?)\b(?: [\w.&'’-]{2,20})?",
    re.IGNORECASE,
)


def house(raw: Any) -> str | None:
    """The desk or team that a page names in place of people; None for what is no name at all.

    >>> house("By The Example Team"), house("admin"), house({"name": "Example Staff"})
    ('The Example Team', None, 'Example Staff')
    """
    for text in _texts(raw, 0):
        name = _cut_by(ADDRESS.sub(" ", text)).strip(_EDGE)
        if 1 < len(name.split()) <= 6 and _HOUSE.fullmatch(name):
            return name
    return None


def is_full_name(name: str) -> bool:
    """Whether a name is written as a person's: two to five words that begin with capitals, but for small ones between.

    >>> [is_full_name(n) for n in ("Ada Muster", "Ben van der Beek", "SEO", "Start shopping now", "Ada")]
    [True, True, False, False, False]
    """
    words = name.split()
    telling = [word for word in words if len(word) > 3 or not word.islower()]
    return len(telling) >= 2 and len(words) <= 5 and all(word[:1].isupper() for word in telling)


def is_user_name(name: str) -> bool:
    """Whether a name is that of an account: one word that is no name as it is written.

    >>> [is_user_name(n) for n in ("ada.muster", "AdaM", "amuster7", "Ada", "Muster-Beispiel", "홍길동")]
    [True, True, True, False, False, False]
    """
    return _USER_NAME.fullmatch(name) is not None


_USER_NAME = re.compile(r"[a-z][\w.-]*|\w*\d\w*|\w+[._]\w+|[A-Z][a-z]+[A-Z]{1,2}")


def _is_role(name: str) -> bool:
    return _ROLE.fullmatch(name) is not None and not re.search(r"\b[A-Z]{2,}\d*\b|\d", name)


def _is_prose(name: str) -> bool:
    """Whether it reads like a sentence: many words, most of them in lower case."""
    words = name.split()
    if len(words) > _MAX_WORDS:
        return True
    lower = sum(word[0].islower() for word in words)
    return len(words) >= 3 and lower > len(words) / 2


def _cased(name: str) -> str:
    """`JANE DOE` and `jane doe` as a name is written; short capitals are agencies."""
    words = name.split()
    if len(words) >= 2 and name.islower() and all(word.isalpha() for word in words):
        return name.title()
    return " ".join(words)
