"""The pictures of the story, each with its caption and the credit that is often glued to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml import etree

from newscrawl.article import Image
from newscrawl.extraction.fields.evidence import Evidence, shown
from newscrawl.extraction.fields.outline import text_in
from newscrawl.extraction.fields.pictures import caption_beside, opens_with_picture, story_pictures
from newscrawl.extraction.fields.structured import text_of
from newscrawl.extraction.fields.urls import split_url

_MAX_IMAGES = 50
_MAX_CAPTION = 1_000
_NO_PICTURE = re.compile(
    r"\.(?:svg|ico)(?:$|\?)|/(?:icons?|logos?|sprites?|pixel|blank|spacer|placeholder|avatars?|emoji|themes?|share|banners?|ads?|advertorials?)(?=[/._-]|$)|1x1|transparent\.|blank\.(?:gif|png)|"
    r"[-_](?:icons?|logos?|blocker|placeholder)(?=[._-])",
    re.IGNORECASE,
)
_SOURCES = (
    "data-org-src",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-src-large",
    "data-original-src",
    "src",
)
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_CREDIT_NAME = re.compile(
    r"(?<![a-z])(?:credits?|photo-?credit|copyright|photographer|image-?source|bildquelle|quelle|fotograf|autor-?foto|rights)(?![a-z])"
)
_CAPTION_NAME = re.compile(
    r"(?<![a-z])(?:caption|media-description|cut-?line|photo-?(?:text|desc(?:ription)?)|image-?(?:text|desc(?:ription)?)|bild-?(?:unterschrift|text)|popis(?:ek|ka)|"
    r"pie-?(?:de-?)?foto|didascalia|legende?|leyenda|legenda)(?![a-z])"
)
#: Where a credit may begin without a sign of its own: at the start, behind a sentence, a bracket, a bar or a dash.
_EDGE = r"(?:\A\s?|(?<=[.!?…。」』\"”’)\]）])\s?[(\[（［]?\s?|\s?[(\[（［〔〈|/]\s?|\s[–—-]\s)"
_INNER = _EDGE.replace(r"\A\s?|", r"(?<=\.\d\d)\.?\s|(?<=\.\s\d\d)\.?\s|")
_CLOSE = r"\s?[)\]）］〕〉]?\s?\Z"
_WHO = r"(?P<credit>[^()\[\]]{2,120}?)"
_PICTURE = r"(?:photo(?:graph|s|graphie|graphy)?|image|picture|credit|(?:archiv|symbol|beispiel)?(?:foto|bild)|fotos|crédits?|crédito|fotografía|imagen)"
_BY = r"(?:\s(?:photos?|credit|source|von|de|par|by|di|courtesy(?: of)?|provided by|taken by|supplied by))?"
#: What is offered (`제공`) to people, and no picture.
_FREE = r"(?:무료|할인|혜택|서비스|식사|간식|정보|기회|편의|[^마\s]을\s|를\s)"
#: Somebody's name, of which a sentence before it is no part.
_NAME = r"(?:(?:[A-ZÀ-ÞŁŚŠŽČŻ]\.|[A-ZÀ-ÞŁŚŠŽČŻ][\w'’-]+)\s(?:(?:van|von|der|den|de|la|le|du|el|al|bin|da|di|dos|ten|zu)\s){0,2}){0,3}[A-ZÀ-ÞŁŚŠŽČŻ][\w'’-]+"
#: Credits at the end of a caption, by their opening word or sign.
_CREDITS = (
    re.compile(rf"{_EDGE}(?i:{_PICTURE}{_BY})\s?[:=：＝©|/]\s?{_WHO}{_CLOSE}"),
    re.compile(
        rf"\s?[(\[]?\s?\b(?:Photo(?:graph|s)?|Image|Picture|Credit|(?:Archiv|Symbol)?(?:[Ff]oto|[Bb]ild)|Bildquelle|Quelle|Crédits?(?: photos?)?|Crédito|Imagen){_BY}\s?:\s?{_WHO}{_CLOSE}"
    ),
    re.compile(
        rf"{_EDGE}(?i:photo(?:graph)?s?\s(?:(?:provided|taken|supplied)\s)?by|(?:image |photos? |picture )?courtesy(?:\sof)?|photo\sd['’e]\s?archives|cortesía\sde)\s{_WHO}{_CLOSE}"
    ),
    re.compile(
        rf"\s?[(\[（［]?\s?(?:写真|撮影|图|圖|图片|图源|사진|이미지|자료)(?:\s?(?:제공|출처|提供|来源|來源))?\s?[:=：＝©|/]\s?{_WHO}{_CLOSE}"
    ),
    re.compile(
        r"(?:\s?[(\[（［|]\s?|(?<=[.!?…。।”\"»])\s?|\A\s?|\s[–—-]\s)(?:(?:[Ff]ot|[Zz]dj)\.\s|(?:[Ff]otó|Фото|Снимк[аи]|Φωτογραφία|Φωτό|[Ff]otoğraf|Ảnh|[Kk]uva|KUVA|FOTO|[Bb]eeld|"
        rf"صورة|تصوير|צילום|फोटो|ছবি|ภาพ|[Ss]ursă foto)\s?[:：/]\s?){_WHO}{_CLOSE}"
    ),
    re.compile(rf"\s?[(\[（［]?\s?[©ⓒ]\s?{_WHO}{_CLOSE}"),
    re.compile(r"(?<=[.!?”\"])\s?[—–]\s?(?P<credit>[A-Z][A-Z.'’/ -]{4,50})\s?\Z"),
    # 나루은행 제공, 홍길동 기자: behind a sentence, or where the word before is the name of a house
    re.compile(
        rf"{_INNER}(?!.*{_FREE})(?P<credit>[^\W\d][^.!?()\[\]/|=]{{1,30}}\s(?:제공|촬영|캡처|캡쳐|갈무리)){_CLOSE}"
    ),
    re.compile(rf"\A(?!.*{_FREE})(?P<credit>(?:[가-힣A-Z]{{2,12}}\s)?[가-힣A-Z]{{2,12}}\s제공)\s?\Z"),
    re.compile(
        r"(?<=[가-힣])\s(?P<credit>(?:[가-힣A-Z]{1,12}(?:은행|시청|군청|구청|도청|경찰청|경찰서|소방서|소방본부|대학교|병원|재단|협회|공사|공단|위원회|그룹|전자|증권|"
        r"뉴스|일보|신문|방송|박물관|미술관|연구원|연구소|조직위|사무국|엔터테인먼트)|독자|제보자)\s제공)\s?\Z"
    ),
    re.compile(
        r"(?:(?<=[.!?…”’\"])\s?|\s?[/|]\s?)(?P<credit>(?:[가-힣A-Z]{2,10}\s?[=·]?\s?){0,2}[가-힣]{2,4}\s?(?:선임|전문|객원|인턴|사진)?기자)\s?\Z"
    ),
    re.compile(r"\s?[（(＝=]\s?(?P<credit>[^（()）＝=。、\s]{1,20}(?:撮影|提供))\s?[）)]?\s?\Z"),
    re.compile(r"[＝=]\s?(?P<credit>共同|時事|ロイター|AP|ＡＰ|AFP時事)\s?\Z"),
    re.compile(
        r"(?<=[。）)])\s?[（(]?(?P<credit>(?:新华社|中新社)?(?:发|记者|記者)?\s?[㐀-鿿]{2,4}\s?[摄攝])\s?[）)]?\s?\Z"
    ),
    re.compile(
        rf"[\s/(\[|]{{0,4}}(?P<credit>(?:{_NAME}//?)?(?:(?:AP|AFP|EPA|UPI|Reuters|로이터|타스|신화|AFPBBNews)\s?[\s/=·]\s?)?(?:AP|AFP|Reuters|REUTERS|Getty Images|dpa|EPA|EFE|Shutterstock|iStock|Bloomberg|Alamy|PA|Imago|imago images|"
        r"picture alliance|연합뉴스|뉴시스|뉴스1|게티이미지(?:뱅크)?|Xinhua|共同|新华社)(?: Photo)?(?:/[\w.'’ -]{1,40}| via [\w ]{2,30})?)[)\]]?\s?\Z"
    ),
    re.compile(rf"\s?\((?P<credit>{_NAME}\s?/\s?[A-ZÀ-ÞŁŚŠŽČŻ][\w .&'’-]{{1,40}})\)\s?\Z"),
    re.compile(
        rf"(?<=[.!?…”\"»])\s?(?P<credit>(?:Unsplash|Pexels|Pixabay|Adobe Stock|Keystone|Getty Images|Wikimedia(?: Commons)?)(?:/{_NAME})?)\s?\Z"
    ),
)
_AGENCY = re.compile(r"\s?/\s?[A-Z][\w .&'’-]{1,50}")
#: What agencies write behind a credit, and is none.
_MORE = re.compile(r"\s(?:Vis mer|Les mer|Show more|See more|Mehr anzeigen|Voir plus|Ver más|Läs mer)\Z")
_LABEL = re.compile(r"\A[\[【<(〈]?\s?사진\s?설명\s?[\]】>)〉]?\s?[:=]?\s?")
_RESALE = re.compile(r"\s?[*※]?\s?(?:재판매\s?및\s?DB\s?(?:저장\s?)?금지|재배포\s?금지|無断転載禁止)\.?\s?\Z")


def read_images(evidence: Evidence, story: Sequence[int]) -> tuple[Image, ...]:
    """The story's pictures in page order, each once; the declared lead picture where the page shows none.

    Args:
        evidence: the page.
        story: numbers of the elements that hold the story's lines; none where a script does.
    """
    found: dict[str, Image] = {}
    captions: set[tuple[str | None, str | None]] = set()
    figures = list(_figures(evidence, story))
    if story and not evidence.layout.images and not opens_with_picture(evidence.nodes, figures, story):
        found |= {lead: Image(url=lead) for lead in (_lead(evidence),) if lead}
    lines = frozenset(story)
    for figure in figures:
        image = _image(evidence, figure)
        if image is not None and lines and not evidence.layout.images:
            image = _with_words_beside(image, caption_beside(evidence.nodes, figure, lines) if _is_mute(image) else "")
        if image is None or (image.caption and (image.caption, image.credit) in captions):
            continue  # another size of the same
        if image.url not in found or (image.caption and not found[image.url].caption):
            found[image.url] = image
            captions.add((image.caption, image.credit))
    if not found and (lead := _lead(evidence)):
        found[lead] = Image(url=lead)
    return tuple(found.values())[:_MAX_IMAGES]


def _is_mute(image: Image) -> bool:
    return image.caption is None and image.credit is None


def _with_words_beside(image: Image, words: str) -> Image:
    """The picture with the words in its box as its caption and credit."""
    if not words:
        return image
    caption, credit = split_credit(words)
    return replace(image, caption=caption, credit=credit)


def _lead(evidence: Evidence) -> str | None:
    declared = evidence.ld.get("image")
    first = declared[0] if isinstance(declared, list) and declared else declared
    own = first.get("url") or first.get("contentUrl") if isinstance(first, dict) else first
    raw = evidence.structured.first("og:image", "og:image:url", "twitter:image") or text_of(own)
    return _address(evidence, raw) if raw and not _NO_PICTURE.search(raw) else None


def _address(evidence: Evidence, raw: str) -> str | None:
    """The address in full; None where it is one that nobody fetches a picture from (`javascript:`, `about:`, `cid:`)."""
    url = evidence.absolute(raw)
    return url if split_url(url).scheme in ("http", "https", "") else None


def _figures(evidence: Evidence, story: Sequence[int]) -> Iterable[etree._Element]:
    if evidence.layout.images:
        return evidence.elements(evidence.layout.images)
    return story_pictures(evidence.nodes, story, evidence.page.url) if story else ()


def _image(evidence: Evidence, figure: etree._Element) -> Image | None:
    picture = figure if figure.tag == "img" else next(figure.iter("img", "amp-img"), None)
    source = _source(picture, figure) if picture is not None else None
    url = _address(evidence, source) if source and not _NO_PICTURE.search(source) else None
    if url is None:
        return None
    caption, credit = _caption(evidence, figure)
    return Image(url=url, caption=caption, credit=credit)


def _source(picture: etree._Element, figure: etree._Element) -> str | None:
    """The picture's address: lazy loaders keep it beside `src`, some only in a set of sizes."""
    for name in _SOURCES:
        if (value := (picture.get(name) or "").strip()) and not value.startswith("data:"):
            return value
    for element in (picture, *figure.iter("source")):
        for name in _SETS:
            if largest := _largest(element.get(name) or ""):
                return largest
    return None


def _largest(sizes: str) -> str | None:
    """The last address of a `srcset`, which by custom is the largest.

    >>> _largest("/a.jpg 320w, /b.jpg 1200w")
    '/b.jpg'
    """
    last = sizes.strip().rstrip(",").rpartition(", ")[2].split()
    return last[0] if last and not last[0].startswith("data:") else None


def _caption(evidence: Evidence, figure: etree._Element) -> tuple[str | None, str | None]:
    caption = next((text for e in evidence.elements(evidence.layout.caption, figure) if (text := shown(e))), None)
    credit = next((text for e in evidence.elements(evidence.layout.credit, figure) if (text := shown(e))), None)
    if not evidence.layout.caption:
        caption, named = _figcaption(figure)
        credit = credit or named
    if caption and credit is None:
        caption, credit = split_credit(caption)
    elif evidence.layout.credit and credit:
        caption = (caption or "").removesuffix(credit).strip(" |/–—-") or None
        credit = _bare(credit)
    return (caption[:_MAX_CAPTION].rstrip() if caption else None), credit


def _figcaption(figure: etree._Element) -> tuple[str | None, str | None]:
    """The caption's text without the element in it that is named as the credit, and that."""
    box = next(figure.iter("figcaption"), None)
    box = _named_caption(figure) if box is None else box
    if box is None:
        return None, None
    whole = text_in(box)
    for element in box.iterdescendants():
        credit = text_in(element) if isinstance(element.tag, str) and _CREDIT_NAME.search(_names(element)) else ""
        if credit and credit in whole:
            before, _, behind = whole.rpartition(credit)
            if _AGENCY.fullmatch(behind):  # the name's own element, and behind it the agency's
                return before.strip(" |/–—-") or None, _bare(credit) + "/" + behind.strip(" /")
            return whole.replace(credit, " ", 1).strip(" |/–—-") or None, _bare(credit)
    return whole or None, None


def _named_caption(figure: etree._Element) -> etree._Element | None:
    """What is called a caption in the figure, or right behind it."""
    inner = (e for e in figure.iter("p", "div", "span") if _CAPTION_NAME.search(_names(e)))
    if (found := next(inner, None)) is not None:
        return found
    after = figure.getnext()
    if after is None or not isinstance(after.tag, str) or not _CAPTION_NAME.search(_names(after)):
        return None
    return after if len(text_in(after)) <= _MAX_CAPTION else None


def _names(element: etree._Element) -> str:
    return (
        f"{element.get('class', '')} {element.get('itemprop', '')}"[:200].lower().replace("_", "-").replace("--", "-")
    )


def _bare(credit: str) -> str:
    head, found = split_credit(credit)
    return found if found and head is None else credit


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """Caption and credit, where the caption ends with one.

    >>> split_credit("A bridge in the rain. Photo: Ann Example")
    ('A bridge in the rain.', 'Ann Example')
    >>> split_credit("비 내리는 다리 [사진=연합뉴스]")
    ('비 내리는 다리', '연합뉴스')
    >>> split_credit("A photo of a bridge: the old one")
    ('A photo of a bridge: the old one', None)
    """
    told = _LABEL.sub("", _RESALE.sub("", _MORE.sub("", caption)))
    tail = told[-160:]
    found = next((found for pattern in _CREDITS if (found := pattern.search(tail))), None)
    if not found or not found["credit"].strip():
        return told or None, None
    head = told[: len(told) - len(tail) + found.start()].rstrip(" |/–—-(")
    return head or None, found["credit"].strip(" .")
