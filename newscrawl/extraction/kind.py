"""Is this page an article at all? Refuses error pages, walls and lists with a reason code instead of writing junk.

Walls and errors are known by their wording, and only where the text is short; lists by their links. A page that
declares itself a news article is only refused for what it visibly is: an error or a wall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from newscrawl.errors import PageError
from newscrawl.extraction.fields.structured import Structured
from newscrawl.extraction.lines import SourceLine

#: Walls and errors say so in few words; a longer text is an article about the matter.
_WALL_CHARS = 1200
_PROSE_CHARS = 80
_OPENING_CHARS = 120
_FEW_CHARS = 400
_LINKED_LIST = 0.6

_TITLES = (
    ("bot-wall", r"just a moment|attention required|are you (?:a robot|human)|verify(?:ing)? you are (?:a )?human|access to this page has been denied|captcha|security check|bot verification|로봇이 아닙니다"),
    ("error-page", r"\b(?:404|410|500|502|503)\b.{0,20}(?:not found|error|fehler|erreur)?$|(?:page|seite|página|pagina|article|file) (?:not found|nicht gefunden|no encontrada|non trovata|introuvable)|^(?:sorry|oops)?\W{0,3}(?:page |file |article |story )?not found\W{0,2}$|page (?:introuvable|can.t be found|does not exist|no longer exists)|^(?:seite |artikel |beitrag |datei |objekt )?nicht gefunden\W{0,2}$|페이지를 찾을 수 없|존재하지 않는|삭제된 기사|ページが見つかりません|お探しのページ|页面不存在|找不到(?:页面|頁面|网页|網頁|文章|您)|internal server error|bad gateway|service unavailable|access denied|forbidden"),
    ("consent-wall", r"^before you continue|we value your privacy|your privacy (?:choices|matters)|cookie (?:consent|einstellungen|settings)|privacy settings|datenschutz-?einstellungen|zustimmung (?:erforderlich|verwalten)|votre vie privée"),
    ("login-wall", r"^(?:log ?in|sign ?in|anmelden|einloggen|connexion|iniciar sesión|로그인|ログイン|登录|subscribe to (?:read|continue))\b.{0,30}$"),
)  # fmt: skip
_TEXTS = (
    ("bot-wall", r"(?:checking your browser|enable javascript and cookies to continue|unusual traffic from your|complete the security check|verify that you are (?:a )?human)"),
    ("error-page", r"(?:the page you (?:are looking for|requested|were looking for)|요청하신 페이지를? 찾을 수 없|찾으시는 (?:페이지|기사)|존재하지 않는 (?:페이지|기사)|삭제(?:되었거나|된) (?:기사|페이지)|seite (?:existiert nicht|wurde nicht gefunden)|la page (?:que vous|demandée)|la página que (?:busca|buscas)|お探しのページ|ページは(?:見つかり|存在し)ません|您访问的页面)"),
    ("consent-wall", r"(?:we and our (?:\d+ )?partners (?:store|use|process)|accept all.{0,200}(?:reject|manage|cookies)|(?:cookies?|tracking).{0,120}(?:zustimm|akzeptier|einwillig)|nous et nos (?:\d+ )?partenaires|쿠키(?:를|의|\s)?\s?(?:사용|수집|설정|정책|저장).{0,60}동의)"),
    ("login-wall", r"(?:log ?in or (?:subscribe|register|create)|subscribe (?:now )?to (?:read|continue|unlock)|(?:create|register) (?:an|your|a free) account to (?:read|continue)|로그인(?:이 필요(?:합니다|한 (?:서비스|페이지|기사|콘텐츠))| 후 (?:이용|보)|을 하셔야)|회원(?:만|에게만)\s(?:이용|열람|보실|볼|읽)|회원\s?전용\s(?:기사|콘텐츠|서비스|페이지)|会員登録が必要|ログインして)"),
)  # fmt: skip
_SECTION_TYPES = frozenset(("CollectionPage", "SearchResultsPage"))
_GALLERY_TYPES = frozenset(("VideoObject", "ImageGallery", "MediaGallery", "VideoGallery"))
_LIST_TYPES = frozenset(("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"))


def _compiled(table: Sequence[tuple[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in table)


_TITLE_PATTERNS, _TEXT_PATTERNS = _compiled(_TITLES), _compiled(_TEXTS)


def refuse_walls(title: str | None, text: str, *, declared: bool = False) -> None:
    """Refuse an error page or a wall, known by its headline or its few words.

    Args:
        title: the page's headline.
        text: its story, or all its words where it has none.
        declared: the page calls itself an article; then only its wording counts, and where it opens with it.

    Raises:
        PageError: `error-page`, `bot-wall`, `consent-wall` or `login-wall`.
    """
    if len(text) > _WALL_CHARS:
        return
    head = (title or "").strip()[:200]
    for code, pattern in _TITLE_PATTERNS:
        if not declared and len(head) < 80 and pattern.search(head) and len(text) < _WALL_CHARS / 2:
            raise PageError(code, f"headline {head!r}")
    for code, pattern in _TEXT_PATTERNS:
        if found := pattern.search(text[:_OPENING_CHARS] if declared else text):
            raise PageError(code, f"says {found[0][:80]!r}")


def refuse_lists(url: str, structured: Structured, chosen: Sequence[SourceLine], *, dated: bool = True) -> None:
    """Refuse a front, section or search page, or a gallery: mostly links, hardly any prose, and not declared an article.

    Args:
        url: of the page.
        structured: what it declares.
        chosen: the lines of its story.
        dated: a time of publication is known.

    Raises:
        PageError: `list-page` or `gallery`.
    """
    declared = bool(structured.article) or structured.first("og:type") == "article"
    prose = sum(len(line.text) >= _PROSE_CHARS and line.linked < 0.5 for line in chosen)
    total = sum(len(line.text) for line in chosen)
    linked = sum(len(line.text) * line.linked for line in chosen)
    kinds = {kind for node in structured.objects for kind in _types(node.get("@type"))}
    if (
        not structured.article
        and prose < 3
        and (kinds & _GALLERY_TYPES or (structured.first("og:type") or "").startswith("video"))
    ):
        raise PageError("gallery", "declares itself pictures or a video, and tells hardly anything")
    if not declared and not dated and kinds & _SECTION_TYPES:
        raise PageError("list-page", "declares itself a collection")
    if total and linked > _LINKED_LIST * total and prose < 3:
        raise PageError("list-page", f"{linked / total:.0%} of the text is links")
    if declared or prose >= 5:
        return
    parts = urlsplit(url)
    front = parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query
    listed = bool(kinds & _LIST_TYPES)
    if (
        not dated
        and prose <= 2
        and total < _FEW_CHARS
        and structured.first("og:type") in (None, "website")
        and _is_shallow(parts.path)
    ):
        raise PageError("list-page", "a few words, without a date, at the address of a section")
    if (front or listed) and linked > 0.3 * total:
        raise PageError("list-page", "a front page" if front else "declares itself a list")


def _types(declared: object) -> list[str]:
    kinds = declared if isinstance(declared, list) else [declared]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def _is_shallow(path: str) -> bool:
    """Whether a path reads like a section: one or two short words, no number."""
    names = [name for name in path.split("/") if name]
    return len(names) <= 2 and all(len(name) < 25 and not any(map(str.isdigit, name)) for name in names)
