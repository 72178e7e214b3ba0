"""The deck: the editor's clauses between headline and story.

A site's profile knows where its deck stands; elsewhere an element counts that is named as one, stands by the headline,
and is no part of the story's own container.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from newscrawl.extraction.elements import INLINE
from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.images import split_credit
from newscrawl.extraction.fields.outline import text_in
from newscrawl.extraction.fields.structured import fold, text_of
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.walk import linearize

_DECK = re.compile(
    r"(?<![a-z])(?:stand-?first|decks?|dek|sub-?titles?|sub-?head(?:line|ing)?s?|sub-?header|article-?(?:lead|lede|summary|intro|description|dek|excerpt)|"
    r"strap-?line|chapeau|chapo|sottotitolo|entradilla|bajada|copete|sommario|occhiello|catenaccio|ingress|vorspann|underrubrik|undertitel|"
    r"sapo|lead-?(?:text|paragraph)?|lede|intro(?:duction)?|excerpt|bigode|linha-?fina|onderkop|(?<!with-)summary|tagline|synopsis|preamble|abstract|"
    r"perex|podnaslov|podtytu[lł]|zajawka|alc[ií]m|bevezet[oő]|sub-?t[ií]tulo|(?:haber|news|detay|detail|article)-?(?:spot|ozet)|anons|podzagolovok|"
    r"ingressi|sous-?titre|accroche|manchet(?:te)?)(?![a-z])"
)
_NO_DECK = re.compile(
    r"social|share|byline|author|date|time|meta|caption|kicker|label|category|newsletter|comment|related|breadcrumb|toc|contents|item-?intro"
)
#: What the headline's box holds beside a deck, even where that box is called the page's lead.
_NOT_ITSELF = re.compile(r"by-?line|(?<![a-z])authors?(?![a-z])|time-?stamp|date-?(?:published|modified)")
_BODY = re.compile(r"articlebody|(?<![a-z])(?:article|story|post|entry)[-_]{0,2}(?:body|content|text)(?![a-z])")
_STRONG_DECK = re.compile(
    r"(?<![a-z])(?:stand-?first|decks?|dek|sub-?titles?|sub-?head(?:line|ing)?s?|strap-?line|lead-?text|chapeau|chapo|sottotitolo|entradilla|bajada|copete)(?![a-z])"
)
_CREDIT = re.compile(r"\b(?:Bild|Foto|Photo|Image|Credit|Copyright)\s?:|©|\b(?:19|20)\d\d\s+(?:GMT|UTC)\b")
#: A byline with its date, or names to follow.
_BYLINE = re.compile(
    r"^(?:by|von|par|por|di|door|av)\s.{3,80}\b(?:19|20)\d\d\b|\s(?:Follow|Folgen|Seguir|Suivre|Segui)\W{0,2}$",
    re.IGNORECASE,
)
#: Korean papers put a dash before the deck's clauses; several such signs part the names of a list.
_DASHED = re.compile(r"[-–—△▲]\s?[“\"‘'가-힣][^.△▲]*[가-힣][^.△▲]*\Z")
#: Papers print who was appointed, and who died, as rows behind the same signs.
_NOTICES = re.compile(r"\W{0,2}(?:\S{1,8}\s)?(?:인사|부고|부음|동정|결혼|화촉|전보|승진|임용)(?![가-힣])")
_SENTENCE = re.compile(r"[가-힣]다\.[\"'”’)]?\Z")
_APART = ("h2", "h3", "h4", "strong")
#: How the first paragraph of a story opens, and no deck: the place, the agency, the reporter.
_AGENCY = r"(?:A[PF]P|AP|AAP|ANI|PTI|IANS|UPI|dpa|DPA|APA|SDA|SID|epd|KNA|EFE|ANSA|Reuters|REUTERS|Xinhua|TASS|Bloomberg|CNN|PAP|NTB|TT|ANP|Belga|Europa Press)"
_DATELINE = re.compile(
    # MEXICO CITY, March 3 (AP) — | Berlin (dpa/bb) - | (AFP) -
    rf"(?:[A-ZÀ-Þ][^()\n.!?]{{1,60}}?)?[,.]?\s?\(\s?{_AGENCY}(?:[/,\s-][\w .]{{1,20}})?\s?\)\s?\.?\s?(?:[-–—:.]|(?=[A-ZÀ-Þ]))"
    # NEW DELHI: | PARIS — | WASHINGTON, D.C. --
    r"|(?!LIVE|VIDEO|AUDIO|PHOTO|FOTO|ANAL|OPINI|EXCLUSI|EXKLUSIV|INTERVIEW|UPDATE|REVIEW|WATCH|BREAKING|ENTRETIEN|REPORTAGE|DOSSIER|KOMMENTAR|COMMENT|INFOGRA)"
    r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ .,'’/-]{0,40}(?:,\s[A-Z][\w.]{1,14}(?:\s\d{1,2})?)?\s(?:[–—]|--?)\s"
    # (서울=연합뉴스) | [부산=뉴시스] | 【ロンドン=共同】
    r"|[(\[（［【〔][^)\]）］】〕\n]{1,30}[=＝][^)\]）］】〕\n]{1,20}[)\]）］】〕]"
    # 新华社北京3月3日电 | 中央社記者王小例台北3日電
    r"|[（(]?(?:新华社|新華社|中新社|中新网|中央社|人民网)[^，。\n]{0,20}\d{1,2}日[电電]"
)
_MIN_CHARS, _MAX_CHARS, _CREDIT_CHARS = 20, 600, 80
_BOX_CHARS = 900
"""An element that holds more than this is no deck's box: it holds the story."""
_PROSE_CHARS = 80


def read_deck(evidence: Evidence, header: Sequence[Piece], title: str | None) -> Found | None:
    """The deck, its lines parted by a line feed; None where none is known for sure."""
    for selector in evidence.layout.subtitle:
        lines = [line for found in evidence.nodes.index.select(selector) for line in lines_in(found)]
        if lines and not opens_story(lines[0]):
            return Found("\n".join(lines), f"profile {selector}")
    if evidence.layout.body:
        return None
    declared, titles = _declared(evidence), _titles(evidence, title)
    told = next((n for n, piece in enumerate(header) if piece.below and _SENTENCE.search(piece.text)), len(header))
    may_be_dashed = 0 if title and _NOTICES.match(title) else told
    for number, piece in enumerate(header):
        if (
            piece.below
            and piece.paragraphs == 0
            and _is_deck(piece, declared, header, dashed=number < may_be_dashed)
            and not _repeats(piece.text, titles)
        ):
            return Found("\n".join(_shown_lines(piece)), "element by the headline")
    return None


def opens_story(text: str) -> bool:
    """Whether a text opens with a dateline, as the first paragraph of a story does and a deck does not.

    >>> [opens_story(t) for t in ("LAKE TOWN (AP) — The bridge", "(호수=한빛) 다리가", "LAKE TOWN has a bridge")]
    [True, True, False]
    """
    return _DATELINE.match(text) is not None


def _shown_lines(piece: Piece) -> list[str]:
    """The piece's lines; as one line where they say more than the piece does (buttons)."""
    lines = lines_in(piece.element)
    return lines if fold("".join(lines)) == fold(piece.text) else [piece.text]


def lines_in(found: Any) -> list[str]:
    """The lines of a deck; a `<br>` or a block element parts them."""
    if isinstance(found, str):
        return [fold_space(found)] if found.strip() else []
    return [line.text for line in linearize(_without_rank(found)) if line.text]


def _without_rank(found: etree._Element) -> etree._Element:
    """A copy without headings: in a story a heading is one line, in a deck its `<br>` parts two clauses."""
    copied = deepcopy(found)
    for heading in copied.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        heading.tag = "div"
    return copied


def _declared(evidence: Evidence) -> set[str]:
    """What the page gives as its own description."""
    first = evidence.structured.first
    texts = (
        text_of(evidence.ld.get("description")),
        text_of(evidence.ld.get("alternativeHeadline")),
        first("og:description"),
        first("description"),
        first("twitter:description"),
    )
    return {folded for text in texts if text and len(folded := fold(text)) >= _MIN_CHARS}


def _titles(evidence: Evidence, title: str | None) -> set[str]:
    """All wordings of the headline on the page."""
    first = evidence.structured.first
    texts = [title, evidence.structured.title, first("og:title"), first("twitter:title")]
    texts += [text_of(evidence.ld.get("headline")), *(spot.text for spot in evidence.outline.heads[:3])]
    chosen = fold(title or "")
    found = {folded for text in texts if text and (folded := fold(text))}
    # what goes on behind the headline names the site, or gives the deck
    return {folded for folded in found if folded == chosen or not chosen or not folded.startswith(chosen)}


def _repeats(text: str, titles: set[str]) -> bool:
    folded = fold(text)
    return any(folded in title or title in folded for title in titles if len(title) > 10)


def _is_deck(piece: Piece, declared: set[str], header: Sequence[Piece], *, dashed: bool) -> bool:
    """Named as a deck, or in dashes where it may be; or declared as the description, and set apart from the story's paragraphs."""
    text = piece.text
    if not _MIN_CHARS <= len(text) <= _MAX_CHARS or _CREDIT.search(text) or _BYLINE.search(text):
        return False
    if len(text) <= _CREDIT_CHARS and split_credit(text)[0] is None:  # whose the picture above is
        return False
    chain = [piece.element, *islice(piece.element.iterancestors(), 8)]
    names = [_names(element) for element in chain]
    if _NOT_ITSELF.search(names[0]):
        return False
    in_story = any(_BODY.search(name) for name in names)
    if dashed and _DASHED.match(text) and not in_story:
        return True
    # Vietnamese decks open with the paper's letters: `ABC - The bridge …`
    if opens_story(text) and "sapo" not in names[0]:
        return False
    may_be = any(map(_is_deck_name, names[:3]))
    boxes = [name for name, element in zip(names[:3], chain, strict=False) if may_be and _is_box(element)]
    if any(map(_is_deck_name, boxes[:2])) and _STRONG_DECK.search(" ".join(boxes[:2])):
        return True
    stated = fold(piece.text) in declared
    if stated and (piece.element.tag in ("h2", "h3") or _is_deck_name(names[0])):
        return True
    if in_story:
        return False
    if any(map(_is_deck_name, boxes)):
        return True
    return stated and (piece.element.tag in _APART or not _among_paragraphs(piece, header))


@lru_cache(maxsize=4096)
def _is_deck_name(name: str) -> bool:
    return _DECK.search(name) is not None and not _NO_DECK.search(name)


def _is_box(element: etree._Element) -> bool:
    """Whether the element is small enough to be a deck's; one that is named for its `lead` may hold the whole story."""
    return len(text_in(element, _BOX_CHARS)) <= _BOX_CHARS


def _among_paragraphs(piece: Piece, header: Sequence[Piece]) -> bool:
    """Whether the next paragraph of some length looks just the same: then this is the first of them."""
    position = header.index(piece)
    following = (other for other in header[position + 1 :] if other.below and len(other.text) >= _PROSE_CHARS)
    other = next(following, None)
    if other is None:
        return True
    look = _look(other.element)
    # a line that a break parts from a dateline in its paragraph is an element of our own, without a parent
    return look == _look(piece.element) or (piece.element.getparent() is None and look in (("p", ""), ("div", "")))


def _look(element: etree._Element) -> tuple[str, str]:
    """What a paragraph is called; words that are all of one (`<p><span>…</span></p>`) look as it does."""
    parent = element.getparent()
    while element.tag in INLINE and parent is not None and text_in(parent) == text_in(element):
        element, parent = parent, parent.getparent()
    return str(element.tag), element.get("class", "")


def _names(element: etree._Element) -> str:
    return _spelt(f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"[:300])


@lru_cache(maxsize=4096)
def _spelt(names: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower().replace("_", "-")
