"""Is this page an article at all? Refuses error pages, walls and lists with a reason code instead of writing junk.

Walls and errors are known by their wording, and only where the text is short; lists by their links. A page that
declares itself a news article is only refused for what it visibly is: an error or a wall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import SplitResult

from lxml import etree

from newscrawl.errors import PageError
from newscrawl.extraction.fields.structured import Structured
from newscrawl.extraction.fields.urls import split_url
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model.features import ends_sentence
from newscrawl.extraction.walls import spoken

_PROSE_CHARS = 80
_FEW_CHARS = 400
_LINKED_LIST = 0.6
#: So many teasers make a list, if they are nearly all of the page's prose.
_CARDS = 4
_CARD_SHARE = 0.8
_CARD_DEPTH = 4
_HEADLINES = ("h1", "h2", "h3", "h4")
#: Where sites say who they are and what they ask for.
_SERVICE = re.compile(
    r"\A(?:/[a-z]{2})?/(?:about(?:-us)?|contact(?:-us)?|privacy(?:-(?:policy|notice|statement))?|terms(?:-(?:of|and)-[\w-]+)?|cookies?(?:-(?:policy|notice))?|"
    r"impressum|imprint|datenschutz(?:erkl(?:ae|ä)rung)?|agb|mentions-legales|aviso-legal|legal-notice|disclaimer|sitemap|log-?in|sign-?up|"
    r"register|subscribe)(?:\.html?|\.php)?/?\Z"
)
#: What such pages are called, whatever their address and date.
_SERVICE_TITLE = re.compile(
    r"(?:our |website |site )?(?:privacy|cookies?)(?: (?:and|&) cookies?)? (?:policy|notice|statement)|(?:general )?terms (?:of|and|&) (?:use|service|sale|conditions)(?: of (?:use|service|sale))?|"
    r"datenschutz(?:erklärung|hinweise|bestimmungen)?|impressum|agb|allgemeine (?:geschäfts|nutzungs)bedingungen|nutzungsbedingungen|mentions légales|politique de (?:confidentialité|cookies)|"
    r"conditions générales(?: d[’']utilisation| de vente)?|(?:política|aviso) de (?:privacidad|cookies)|aviso legal|términos y condiciones(?: de uso)?|(?:informativa sulla )?privacy(?: policy)?|note legali|"
    r"privacy(?:verklaring|beleid)|algemene voorwaarden|política de (?:privacidade|cookies)|termos (?:de uso|e condições)|polityka prywatności|integritetspolicy|personvernerklæring|privatlivspolitik|tietosuojaseloste|"
    r"zásady ochrany osobních údajů|adatvédelmi (?:tájékoztató|nyilatkozat|irányelvek)|politica de confidențialitate|политика конфиденциальности|пользовательское соглашение|політика конфіденційності|gizlilik politikası|"
    r"πολιτική απορρήτου|chính sách bảo mật|điều khoản sử dụng|kebijakan privasi|pedoman (?:pemberitaan )?media siber|سياسة الخصوصية|מדיניות פרטיות|नियम और शर्तें|गोपनीयता नीति|"
    r"개인정보 ?(?:처리|취급) ?방침|(?:서비스 )?이용 ?약관|청소년 ?보호 ?정책|(?:プライバシー|クッキー)ポリシー|個人情報保護方針|(?:ご)?利用規約|隐私(?:政策|声明)|隱私權(?:政策|聲明)|(?:用户|服务)协议|服務條款",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?:article|story|entry|post|news)[-_]?(?:body|content|text|view)", re.IGNORECASE)
#: What follows the address of a list that goes on.
_PAGE_NUMBER = re.compile(r"/page/\d+/?\Z")
_TEASER_CHARS, _HEADLINE_CHARS = 30, 15
_GALLERY_WORDS = re.compile(
    r"galler(?:y|ies)|galer[ií]|photo-?(?:essay|story|s\b)|in pictures|fotostrecke|bilderstrecke|en (?:images|imágenes|fotos)|in foto|fotogaler|bildspel|bildserie|zdjęcia|фоторепортаж|포토|화보|写真特集|フォト|组图|組圖|圖輯|图集",
    re.IGNORECASE,
)
_SECTION_TYPES = frozenset(("CollectionPage", "SearchResultsPage"))
_GALLERY_TYPES = frozenset(("VideoObject", "ImageGallery", "MediaGallery", "VideoGallery"))
_LIST_TYPES = frozenset(("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"))


def refuse_walls(title: str | None, text: str, *, declared: bool = False) -> None:
    """Refuse an error page or a wall, known by its headline or its few words.

    Args:
        title: the page's headline.
        text: its story, or all its words where it has none.
        declared: the page calls itself an article; then only its wording counts, and where it opens with it.

    Raises:
        PageError: `error-page`, `bot-wall`, `consent-wall` or `login-wall`.
    """
    if found := spoken(title, text, declared=declared):
        raise PageError(*found)


def refuse_lists(
    url: str, structured: Structured, chosen: Sequence[SourceLine], *, title: str | None = None, dated: bool = True
) -> None:
    """Refuse a front, section or search page, a gallery, or one that says what the site asks for: mostly links, hardly any prose, and not declared an article.

    Args:
        url: of the page.
        structured: what it declares.
        chosen: the lines of its story.
        title: the page's headline.
        dated: a time of publication is known.

    Raises:
        PageError: `list-page`, `gallery` or `no-article`.
    """
    size = _size(chosen)
    kinds = {kind for node in structured.objects for kind in _types(node.get("@type"))}
    is_declared = bool(structured.article) or structured.kind == "article"
    if not structured.article and size.prose < 3 and (kinds & _GALLERY_TYPES or structured.kind.startswith("video")):
        raise PageError("gallery", "declares itself pictures or a video, and tells hardly anything")
    if not is_declared and not dated and kinds & _SECTION_TYPES:
        raise PageError("list-page", "declares itself a collection")
    if size.chars and size.linked > _LINKED_LIST * size.chars and size.prose < 3:
        raise PageError("list-page", f"{size.linked / size.chars:.0%} of the text is links")
    told = [line for line in chosen if line.tag != "h1" and len(line.text) >= _TEASER_CHARS]
    if told and all(_is_caption(line.element) for line in told):
        raise PageError("gallery", "the text is the pictures' captions")
    if title and not structured.article and _SERVICE_TITLE.fullmatch(title):
        raise PageError("no-article", f"it is called {title}")
    if not is_declared:
        _refuse_undeclared(split_url(url), structured.kind, kinds, chosen, size, dated=dated)


def _refuse_undeclared(
    address: SplitResult, kind: str, kinds: set[str], chosen: Sequence[SourceLine], size: _Size, *, dated: bool
) -> None:
    """The same for a page that does not call itself an article: what its address and its headlines say counts, too."""
    if kind.startswith("product"):
        raise PageError("no-article", "declares itself a product")
    if not dated and _SERVICE.search(address.path):
        raise PageError("no-article", f"without a date, at the address {address.path}")
    if (cards := _cards(chosen)) >= _CARDS:
        raise PageError("list-page", f"{cards} teasers, each beside a headline that leads elsewhere")
    if _is_shallow(_PAGE_NUMBER.sub("", address.path)) and (posts := _posts(chosen, address.hostname)) >= _CARDS:
        raise PageError("list-page", f"{posts} stories, each below a headline that leads elsewhere")
    if size.prose >= 5:
        return
    is_brief = size.prose <= 2 and size.chars < _FEW_CHARS
    if not dated and is_brief and kind in ("", "website") and _is_shallow(address.path) and not _is_told(chosen):
        raise PageError("list-page", "a few words, without a date, at the address of a section")
    is_front = address.scheme in ("http", "https") and address.path in ("", "/") and not address.query
    if (is_front or kinds & _LIST_TYPES) and size.linked > 0.3 * size.chars:
        raise PageError("list-page", "a front page" if is_front else "declares itself a list")


class _Size(NamedTuple):
    """How much of a text is what."""

    prose: int
    """Lines that are long and hardly linked."""
    chars: int
    linked: float
    """Characters that are links."""


def _size(chosen: Sequence[SourceLine]) -> _Size:
    prose = sum(len(line.text) >= _PROSE_CHARS and line.linked < 0.5 for line in chosen)
    return _Size(prose, sum(len(line.text) for line in chosen), sum(len(line.text) * line.linked for line in chosen))


def _types(declared: object) -> list[str]:
    kinds = declared if isinstance(declared, list) else [declared]
    return [kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)]


def _is_shallow(path: str) -> bool:
    """Whether a path reads like a section: one or two short words, no number."""
    names = [name for name in path.split("/") if name]
    return len(names) <= 2 and all(len(name) < 25 and not any(map(str.isdigit, name)) for name in names)


def _is_told(chosen: Sequence[SourceLine]) -> bool:
    """Whether most of the text is sentences, in an element that is called an article."""
    sentences = sum(len(line.text) for line in chosen if ends_sentence(line.text))
    around = (chosen[0].element, *chosen[0].element.iterancestors()) if chosen else ()
    return 2 * sentences >= sum(len(line.text) for line in chosen) and any(map(_is_called_article, around))


def _is_called_article(element: etree._Element) -> bool:
    return element.tag == "article" or _CALLED.search(f"{element.get('class')} {element.get('id')}") is not None


def _is_caption(element: etree._Element) -> bool:
    """Whether it stands in a figure that shows a picture."""
    figure = next((e for e in (element, *element.iterancestors()) if e.tag in ("figure", "figcaption")), None)
    return figure is not None and (figure.tag == "figcaption" or figure.find(".//img") is not None)


def _cards(chosen: Sequence[SourceLine]) -> int:
    """How many lines are teasers, if nearly all prose is: each in an element of its own, with a headline that leads elsewhere."""
    prose = [line for line in chosen if len(line.text) >= _TEASER_CHARS and line.linked < 0.5]
    elements = {line.element for line in prose}
    led = [href for line in prose if (href := _led_to(line.element, elements)) is not None]
    return len(set(led)) if len(led) >= _CARD_SHARE * len(prose) else 0


def _led_to(element: etree._Element, prose: set[etree._Element]) -> str | None:
    """Where the headline beside a line leads, on the same site; None where the line shares its element with other prose."""
    inside = set(element.iter())
    for above, _ in zip(element.iterancestors(), range(_CARD_DEPTH), strict=False):
        if _holds_several(above, prose):
            return None
        for link in above.iter("a"):
            href = (link.get("href") or "").strip()
            if (
                link not in inside
                and _is_headline(link)
                and href
                and not href.startswith(("#", "javascript:", "mailto:"))
            ):
                return href
    return None


def _posts(chosen: Sequence[SourceLine], host: str | None) -> int:
    """How many stories stand one below the other, if nearly all prose is theirs: each in an element that opens with a headline, and that
    leads to another page of the site.
    """
    prose = [line for line in chosen if len(line.text) >= _TEASER_CHARS and line.linked < 0.5]
    led = [href for line in prose if (href := _headed(line.element, host)) is not None]
    return len(set(led)) if len(led) >= _CARD_SHARE * len(prose) else 0


def _headed(element: etree._Element, host: str | None) -> str | None:
    """Where the first heading leads of the nearest element that holds any, if all of it is a link within the site."""
    around = islice(element.iterancestors(), _CARD_DEPTH)
    heading = next((found for above in around if (found := next(above.iter(*_HEADLINES), None)) is not None), None)
    link = None if heading is None else next(heading.iter("a"), None)
    if heading is None or link is None or _text(link) != _text(heading):
        return None
    href = (link.get("href") or "").strip()
    is_elsewhere = href and not href.startswith(("#", "javascript:", "mailto:"))
    return href if is_elsewhere and split_url(href).hostname in (None, host) else None


def _holds_several(element: etree._Element, wanted: set[etree._Element]) -> bool:
    """Whether more than one of the wanted elements stands in another; it is left at the second."""
    found = (each for each in element.iter() if each in wanted)
    return next(islice(found, 1, None), None) is not None


def _is_headline(link: etree._Element) -> bool:
    return len(_text(link)) >= _HEADLINE_CHARS


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def is_gallery(url: str, title: str | None, tree: etree._Element) -> bool:
    """Whether a page with hardly a word is one of pictures: it says so in headline or address, and shows several."""
    said = _GALLERY_WORDS.search(f"{title or ''} {split_url(url).path}")
    return said is not None and len(tree.findall(".//figure")) + len(tree.findall(".//figcaption")) > _CARDS
