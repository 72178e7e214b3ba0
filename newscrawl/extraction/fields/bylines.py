"""The names that the page shows as its authors: bylines by the headline, marked elements, the box about the author.

What is shown is read as a reader would: behind a word for "by", behind a link to a person's page, beside the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from newscrawl.extraction.elements import HEADINGS
from newscrawl.extraction.fields.byline_lines import byline_people
from newscrawl.extraction.fields.dates import parse_date
from newscrawl.extraction.fields.header import Piece
from newscrawl.extraction.fields.names import is_full_name
from newscrawl.extraction.fields.outline import Spot, is_byline, is_elsewhere, text_in

_PROFILE = re.compile(
    r"/(?:authors?|people|person|profiles?|staff|by|contributors?|team|writers?|autor(?:es|en|in)?|auteurs?|autori|redacteurs?|journalists?|reporters?|users?|columnists?|@[\w.]+)(?:/|\?|$)",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:(?:youtube|facebook|instagram|tiktok|pinterest|threads|linkedin|twitter|x|reddit|whatsapp)\.(?:com|net)|bsky\.app|mastodon\.\w+|t\.me)/|/(?:share|intent)\b",
    re.IGNORECASE,
)
_BY_WORD = (
    r"(?:(?:written|posted|submitted|published|authored|contributed|created|words|story|text|article|reported|reporting) by|written|(?:article )?(?:rédigé|écrit) par|escrito por|scritto da|redatto da|geschreven door|geschrieben von|skrevet av|skriven av|"
    r"from our (?:own )?correspondent|dal(?:la)? nostr[oa] (?:inviat[oa]|corrispondente)|de notre (?:envoyée?(?: spéciale?)?|correspondante?)|de nuestr[oa] (?:enviad[oa](?: especial)?|corresponsal)|von unserem (?:korrespondenten|reporter)|"
    r"authors?|by|von|par|por|di|door|af|av|text(?!\W?(?:size|größe))|texte|texto|autor(?:in|es|a)?|auteure?s?|writers?|words|글|文|作者|著者|โดย|από|απο|от|від|bởi)"
)
#: These count with their colon: they are common words, too.
_LABEL = r"(?:автор(?:ка|ы|и)?|текст|przez|oprac\.|napsal[ai]?|szerző|írta|yazan|haber|muhabir|penulis|oleh|pewarta|γράφει (?:ο|η)|συντάκτ(?:ης|ρια)|بقلم|מאת|लेखक|द्वारा|tác giả|av)"
_BY_ALONE = re.compile(rf"\s*{_BY_WORD}\s*[:：]?\s*", re.IGNORECASE)
_BY_LINE = re.compile(
    rf"\s*(?:{_BY_WORD}(?:\s*[:：|]+\s*|\s+)|{_LABEL}\s*[:：]\s*|كتبت?\s*[:-]?\s(?=\S+(?:\s\S+){{1,2}}\Z))(?=\S)",
    re.IGNORECASE,
)
#: A name, the last of it in capitals.
_CAPITALS = re.compile(r"[^\W\d_][\w'’-]{1,14}[^\W\d_A-ZÀ-ÞА-Я](?: [A-ZÀ-ÞА-ЯЁ]\.)? [A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ'’-]{2,20}")
#: Below a name alone: for whom it writes, or as what.
_DESK = re.compile(
    r"(?:d[aeo]|del|della|from|of|for) (?:the )?[^.!?]{2,60}|[^.!?]{0,40}\b(?:staff|senior|sports|special|associated press|contributing)\b[^.!?]{0,24}\b(?:writer|reporter|correspondent|editor)s?"
    r"|(?:enviad[oa] especial|redacci[oó]n|corresponsal)\b[^.!?]{0,40}",
    re.IGNORECASE,
)
_BY_WITHIN = re.compile(
    r"(?:\A|[\d|•·,–—)-]\s*|\b(?:[Pp]osted|[Pp]ublished|read)\s[^|]{0,40}?)\b(?:[Bb]y|von|par|por)\s+(?=[A-ZÀ-Þ])([^|•·]{3,80})"
)
_PERSON = re.compile(
    r"(?!Posted|Published|Updated|Read|Share|Last|By|Min|Photo|Image|The\b|No\b|Leave\b)(?:(?:Dr|Prof)\.? )?[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ]\.?)?(?: (?:de|van|von|der|den|da|di|la|le|bin|al|el|ter)){0,2}"
    r"(?: [A-ZÀ-Þ][\w'’-]{1,24}){1,2}"
)
#: A name on its own and again at the start of a sentence about its bearer.
_REPEATED = re.compile(
    rf"(?<![^\W_])({_PERSON.pattern})(?=[\s|,]).{{0,80}}?\b\1,? (?:is|was|has|writes|covers|works|joined|ist|schreibt|arbeitet|est|écrit|es|escribe|è|é)\b"
)
#: `By Jane Doe and`: another name follows in an element of its own.
_GOES_ON = re.compile(r"(?:\s(?:and|und|et|y|&)|,)\s*\Z")
_MAX_BOX = 600
_MAX_FLUSH = 5
#: "In the order of appearance": what stands behind a Korean "by" is a list.
_ORDER = re.compile("싣는")
_FILING = re.compile(r"categor|tag|topic|section|kicker|label|breadcrumb|title|eyebrow|button|badge|share|newsletter")
#: When, behind who: `posted by Jane Doe on 12 May 2008 at 10:41 in Roads`.
_UNDATED = re.compile(r"\s(?:on|at|@|am|le|el|il|em)\s[^|]{0,24}\d.*", re.DOTALL)
#: What people did who are no authors.
_OTHERS = re.compile(
    r"\b(?:(?:medically |clinically |expert |legally )?reviewed|edited|fact[- ]checked|verified|approved|translated|illustrated|photographed)(?: by\b|$)|"
    r"\b(?:geprüft|redigiert|übersetzt) von\b|\b(?:relu|traduit) par\b|\b(?:revisado|traducido|editado|traduzido) por\b",
    re.IGNORECASE,
)
_AUTHORED = re.compile(rf"\b{_BY_WORD}\b", re.IGNORECASE)
#: Between a name and a date beside it.
_SEAM = re.compile(r"\s*[|•·∙⋅●,–—]\s*|\s-\s")
_MAX_BYLINE, _MAX_LINKS, _MAX_PIECES, _FEW_WORDS, _SEPARATOR, _SENTENCE_WORDS = 160, 12, 60, 4, 5, 8


def marked(spots: Sequence[Spot]) -> list[str]:
    """The names in the first marked elements that stand with this story."""
    found: list[str] = []
    for spot in spots:
        parent = spot.element.getparent()
        is_apart = (spot.element.tag == "aside" and spot.element.find("p") is not None) or (
            parent is not None and is_elsewhere(parent)
        )
        if not is_apart and (names := byline_names(spot.element)):
            found += names
            if not _GOES_ON.search(names[-1]):
                break
    return found


def by_headline(header: Sequence[Piece]) -> Iterator[tuple[list[str], bool]]:
    """Names in the pieces by the headline, and whether they stand behind a word for "by"; else they are linked to a
    person's page, or their element is named as a byline."""
    taken: set[etree._Element] = set()
    for position, piece in enumerate(header):
        if len(piece.text) > _MAX_BYLINE or (position and _OTHERS.fullmatch(header[position - 1].text.strip(" :"))):
            continue
        text = parted(piece.element) if len(piece.element) else piece.text
        if _BY_ALONE.fullmatch(text) and position + 1 < len(header):
            yield byline_names(header[position + 1].element), True
        elif (opening := _BY_LINE.match(text)) and _may_be_names(rest := _UNDATED.sub("", text[opening.end() :])):
            more = header[position + 1].text if _GOES_ON.search(rest) and position + 1 < len(header) else ""
            yield _linked(piece.element) or [_authors_part(rest), *([more] if _is_person(more) else [])], True
        elif (":" in text or "：" in text) and (labelled := _labelled_within(piece.element)):
            yield labelled, True
        elif _linked(piece.element):
            is_apart = piece.paragraphs > 0 and is_elsewhere(piece.element, 4)
            if piece.element not in taken and not is_apart:
                yield _linked_on(header[position:], taken), False
        elif found := _BY_WITHIN.search(text):
            yield [_authors_part(found[1])], True
        elif named := byline_people(text):
            yield list(named), True
        elif (
            piece.below
            and piece.paragraphs == 0
            and (_is_signed(piece.element, text) or _is_set_as_name(text, header[position + 1 : position + 2]))
        ):
            yield [text], False


def _labelled_within(element: etree._Element) -> list[str]:
    """The name behind a label in an element of a row of others: `<span>3 May | 9:40</span><span>Author: Jane Doe</span>`."""
    for child in islice(element, _MAX_LINKS) if len(element) > 1 else ():
        text = text_in(child, _MAX_BYLINE) if isinstance(child.tag, str) else ""
        opening = _BY_LINE.match(text) if ":" in text or "：" in text else None
        if opening and _is_person(name := text[opening.end() :]):
            return [name]
    return []


def _is_set_as_name(text: str, below: Sequence[Piece]) -> bool:
    """Whether a text is a person's name, of which the last is in capitals (`Jean DUPONT`); all of it, where the line below says for
    whom that person writes."""
    if _CAPITALS.fullmatch(text) and not text.isupper():
        return True
    return text.isupper() and _is_person(text) and any(_DESK.fullmatch(piece.text) for piece in below)


def _is_signed(element: etree._Element, text: str) -> bool:
    """Whether an element is named as a byline and holds a name, or gives those whom HTML lets an article's reader address."""
    return (is_byline(element) and _is_person(text)) or (element.tag == "address" and _are_people(text))


def _linked_on(pieces: Sequence[Piece], taken: set[etree._Element]) -> list[str]:
    """The people linked in a piece and in those right behind it; the pieces are added to what is taken."""
    names: list[str] = []
    for piece in pieces:
        linked = _linked(piece.element) if len(piece.text) <= _MAX_BYLINE else []
        if not linked and len(piece.text) > _SEPARATOR:
            break
        taken.add(piece.element)
        names += linked
    return list(dict.fromkeys(names))


def _is_person(text: str) -> bool:
    """Whether a text is a person's name and nothing else."""
    return _PERSON.fullmatch(text) is not None or (not text.isascii() and len(text) < 40 and is_full_name(text))


def _are_people(text: str) -> bool:
    """Whether a text is names and nothing else."""
    return all(map(_is_person, re.split(r"\s*,\s*|\s(?:and|und|og|och|et|y|e|&)\s", text)))


def _may_be_names(text: str) -> bool:
    """Whether what stands behind "by" can be names: `(By using the links …` begins a sentence, `글 싣는 순서` a list."""
    return (not text[:1].islower() or len(text.split()) <= _FEW_WORDS) and not _ORDER.match(text)


def _authors_part(text: str) -> str:
    """The text up to the name of who only reviewed or edited the story."""
    found = _OTHERS.search(text)
    return text[: found.start()] if found else text


def beside_date(header: Sequence[Piece], language: str | None) -> Iterator[list[str]]:
    """A name that stands right beside the date below the headline, with nothing said of what it is; where another line says who wrote the
    story, it is a place."""
    below = [piece for piece in header if piece.below and piece.paragraphs == 0]
    if any(len(piece.text) <= _MAX_BYLINE and _BY_LINE.match(piece.text) for piece in below):
        return
    for position, piece in enumerate(below):
        text = parted(piece.element) if len(piece.element) else piece.text
        first, last = _SEAM.split(text, maxsplit=1)[0].strip(), _SEAM.split(text)[-1].strip()
        if (name := _beside_within(piece.element, language)) is not None:
            yield [name]
        if last != first and _is_person(last) and _is_dated(text[: -len(last)], language):
            yield [last]
        if len(text) > _MAX_BYLINE or not _is_person(first) or _is_filing(piece.element):
            continue
        if first.isupper() and text.endswith((".", "!", "?")) and len(text.split()) > _SENTENCE_WORDS:
            continue  # `EXAMPLE TOWN — The bridge is open again.`
        beside = [text[len(first) :]] + [
            near.text for near in below[max(0, position - 1) : position + 2] if near is not piece
        ]
        if any(_is_dated(other, language) for other in beside):
            yield [first]


def _is_dated(text: str, language: str | None) -> bool:
    return len(text) < 60 and parse_date(text, None, language) is not None


def _beside_within(element: etree._Element, language: str | None) -> str | None:
    """The name in an element of a row of elements of which another one is a date: `<span>Jane Doe</span> <time>3 May</time>`."""
    cells = [(child, text_in(child)) for child in islice(element, _MAX_LINKS) if isinstance(child.tag, str)]
    names = (text for child, text in cells[:3] if _is_person(text) and not _is_filing(child))
    name = next(names, None) if 1 < len(cells) < _MAX_LINKS else None
    dated = name is not None and any(_is_dated(text, language) for _, text in cells)
    return name if dated else None


def _is_filing(element: etree._Element) -> bool:
    """Whether the element is a heading, or links to a section or a tag rather than a person."""
    links = element.tag == "a" or element.find(".//a") is not None
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return element.tag in (*HEADINGS, "button", "label") or links or _FILING.search(names) is not None


def _linked(element: etree._Element) -> list[str]:
    """Texts of links to the pages of people who wrote, not of those who reviewed."""
    links = [element] if element.tag == "a" else list(islice(element.iter("a"), _MAX_LINKS))
    found = [text for link in links if _leads_to_person(link) and (text := text_in(link)) and len(text) < 60]
    whole = parted(element) if found else ""
    return [name for name in dict.fromkeys(found) if not _only_reviewed(name, whole)]


def _only_reviewed(name: str, text: str) -> bool:
    """Whether the last words that say what somebody did, before the name in the text, are about reviewing it."""
    before = text[: max(0, text.find(name))]
    said = [*_OTHERS.finditer(before), *_AUTHORED.finditer(before)]
    return bool(said) and max(said, key=lambda found: found.end()).re is _OTHERS


def _leads_to_person(link: etree._Element) -> bool:
    href = link.get("href") or ""
    return "author" in (link.get("rel") or "").split() or (
        _PROFILE.search(href) is not None and not _SOCIAL.search(href)
    )


def byline_names(element: etree._Element) -> list[str]:
    """The author strings of a byline element: its names by microdata or links, else its text, parts parted by `|`."""
    inner = [e for e in islice(element.iterdescendants(), _MAX_PIECES) if e.get("itemprop") == "name"]
    if named := [text for e in inner if (text := e.get("content") or text_in(e))]:
        return named
    if content := element.get("content"):
        return [content]
    if linked := _linked(element):
        return linked
    text = parted(element)
    return [text] if 1 < len(text) <= _MAX_BYLINE else []


def parted(element: etree._Element) -> str:
    """The element's text, a bar where two of its elements touch without a space: `Jane Doe|3 May`."""
    pieces: list[str] = []
    for piece in islice(map(str, element.itertext()), _MAX_PIECES):
        if pieces and piece and pieces[-1] and pieces[-1][-1].isalnum() and piece[0].isalnum():
            pieces.append(" | ")
        pieces.append(piece)
    return " ".join("".join(pieces).split())


def about_author(spots: Sequence[Spot]) -> list[str]:
    """The name in a box about the author: it stands there alone and opens the sentence about the person, too.

    `Jane Doe | Jane Doe writes about harbours.`
    """
    for spot in spots:
        text = parted(spot.element)[:_MAX_BOX]
        named = _REPEATED.search(text)
        if named:
            return [named[1]]
    return []


def only_linked(spots: Sequence[Spot]) -> list[str]:
    """The one person whom the page links as an author anywhere; nothing where it links several."""
    names = {name: None for spot in spots for name in _linked(spot.element)}
    return list(names) if len(names) == 1 else []


def signature(flush_right: Sequence[Spot]) -> list[str]:
    """The full name that stands alone and flush right below the story, as papers sign it without a word for "by"."""
    texts = [spot.text for spot in flush_right[-_MAX_FLUSH:] if spot.element.find(".//a") is None]
    return [text for text in texts if len(text) < 40 and _is_person(text)][-1:]
