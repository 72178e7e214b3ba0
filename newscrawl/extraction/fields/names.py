"""What is written like a person's name, and what is not: accounts, roles, sentences, words of the page."""

from __future__ import annotations

import re

FEW_WORDS = 4
_PLACE = re.compile(r"(?:in|à|en|aus|from|da|de|at|im|w|v|em|near)\s")
_MAX_WORDS = 7
EDGE = " \t.,:;-–—~|/\\()[]{}〔〕（）【】<>\"'“”„«»‘’*•·=_#&+"
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
#: In small letters no part of a name, if the whole is written so.
_SMALL_WORDS = frozenset("the a an or and our my your this these those using for from to in on at of all der die das und le les los las".split())  # fmt: skip
#: Numbers of all kinds, and names of classes and files.
_NO_NAME = re.compile(
    r"\d{3,}|\d[:.]\d|\d\s+\w+ ago\b|[a-z]-[a-z]+-[a-z].*[.-]|^\d+\s+(?:min|[CcKk]om+ent|[Rr]eacti|yorum|σχόλι|коммент)|\b[Mm]in(?:ute)?s? [Rr]ead\b|^\w+(?:\.\w+){2,}$|\b[Aa]dmin$"
)
_USER_NAME = re.compile(r"[a-z][\w.-]*|\w*\d\w*|\w+[._]\w+|[A-Z][a-z]+[A-Z]{1,2}")


def is_name(text: str) -> bool:
    """Whether a text may be somebody's name at all, a person's or an agency's."""
    if not 2 <= len(text) <= 60 or text.casefold().replace(" ", "-") in _NOBODY or not any(c.isalpha() for c in text):
        return False
    if text.islower() and not _SMALL_WORDS.isdisjoint(text.split()):
        return False
    return not (_PLACE.match(text) or is_role(text) or _is_prose(text) or _NO_NAME.search(text))


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


def is_role(name: str) -> bool:
    return _ROLE.fullmatch(name) is not None and not re.search(r"\b[A-Z]{2,}\d*\b|\d", name)


def _is_prose(name: str) -> bool:
    """Whether it reads like a sentence: many words, most of them in lower case."""
    words = name.split()
    if len(words) > _MAX_WORDS:
        return True
    lower = sum(word[0].islower() for word in words)
    return len(words) >= 3 and lower > len(words) / 2


def cased(name: str) -> str:
    """`JANE DOE` and `jane doe` as a name is written; short capitals are agencies."""
    words = name.split()
    if len(words) >= 2 and name.islower() and all(word.isalpha() for word in words):
        return name.title()
    return " ".join(words)
