"""Where a story goes on: the address of its next page, told by how it differs from that of the page in hand.

Blogs name their next entry `rel=next`, lists and comments have pages too, so an address counts only if it is the story's own but for a page number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from newscrawl.extraction.fields.structured import Structured
from newscrawl.extraction.fields.urls import without_trackers
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes

_WORD = (
    r"pages?|page_?(?:no|nr|num|number|index)|cur(?:rent)?_?page|paged|pg|pn|p|seite|pagina|página|sivu|side|sida|strona|stranka"
    r"|oldal|sayfa|halaman|trang"
)
_KEY = re.compile(_WORD, re.IGNORECASE)
#: How a path ends that has a page number: `/2`, `_2`, `,2`, `-seite-2`, `/page/2`.
_MARK = re.compile(rf"[/_,.~-]{{1,2}}(?P<word>(?:{_WORD})[-_/,=.]?)?(?P<number>\d{{1,2}})", re.IGNORECASE)
_LAST_MARK = re.compile(rf"{_MARK.pattern}\Z", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|do|cms)\Z", re.IGNORECASE)
#: What a link to the next page says, if not its number.
_NEXT = re.compile(
    r"(?:next|continue|weiter|nächste|suivante?|page suivante|lire la suite|siguiente|próxim[ao]|seguinte|avanti|successiva|volgende|næste|nästa|neste"
    r"|seuraava|następna|dalej|další|ďalej|következő|sonraki|далее|дальше|следующая|наступна|次(?:へ|の?ページ)|続きを|下一?[页頁]|다음|berikutnya|selanjutnya"
    r"|lanjut|tiếp|trang sau|التالي|הבא|बाकी|अगला|ถัดไป)(?!\w*\s*(?:article|story|post|기사|記事))|[»›→]|>+\Z",
    re.IGNORECASE,
)
_SAYS_CHARS, _NUMBER_CHARS = 90, 20
_PAGING = re.compile(r"pag(?:e-?numbers|ination|inator|er\b|ing|e-?nav|e-?links?)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|reply|replies|respond|disqus|reactie|komentar|комментар", re.IGNORECASE)
_AROUND = 4
_KEY_CHARS = 12
#: How links begin that are relative to the page.
_RELATIVE = ("\n?", "\n./", "\n2", "\n3", "\npage")
_MAX_CANDIDATES, _MAX_CHARS = 40, 2_000


@dataclass(frozen=True, slots=True)
class Address:
    """What two addresses of one story share, and what may tell its pages apart."""

    host: str
    stem: str
    """The path without slash and extension at its end."""
    extension: str
    parameters: tuple[tuple[str, str], ...]


def next_page(nodes: Nodes, structured: Structured, addresses: Iterable[str], number: int = 1) -> str | None:
    """The address of the page on which the story goes on.

    Args:
        nodes: the page.
        structured: its declarations.
        addresses: of the page in hand: where it was read, and how else it is known. The first is what links are relative to.
        number: which page of the story it is, from 1.
    """
    given = list(dict.fromkeys(addresses))
    own = [address for each in given if (address := _parts(without_trackers(each))) is not None]
    if not own:
        return None
    base = _base(nodes, given[0])
    named = _joined(base, structured.links.get("next", ()))
    linked = _linked(nodes, own, base, number + 1)
    return next((url for url in (*named, *linked) if follows(url, own, number + 1)), None)


def follows(url: str, own: Iterable[Address], wanted: int) -> bool:
    """Whether an address is that of the wanted page of the same story.

    >>> own = [_parts("https://paper.example/town/bridge.html")]
    >>> [follows(f"https://paper.example/town/{name}", own, 2) for name in ("bridge-2.html", "bridge.html?page=2", "bridge-2-opens.html")]
    [True, True, False]
    """
    other = _parts(url)
    return other is not None and any(_is_page_of(other, address, wanted) for address in own)


def has_page_word(url: str) -> bool:
    """Whether an address says itself that it is that of a page: `?page=2`, `/page/2`, `-seite-2`, and not just `-2`."""
    parts = _parts(url)
    if parts is None:
        return False
    mark = _LAST_MARK.search(parts.stem)
    return bool(mark and mark["word"]) or any(
        _KEY.fullmatch(key) and value.isdigit() for key, value in parts.parameters
    )


def _is_page_of(other: Address, own: Address, wanted: int) -> bool:
    if other.host != own.host:
        return False
    if other.parameters == own.parameters:
        return other.extension in (own.extension, "") and any(
            _is_mark(other.stem, stem, wanted) for stem in _stems(own.stem, wanted)
        )
    return (other.stem, other.extension) == (own.stem, own.extension) and _is_counted(
        dict(other.parameters), dict(own.parameters), wanted
    )


def _is_mark(stem: str, own: str, wanted: int) -> bool:
    found = _MARK.fullmatch(stem, len(own)) if stem.startswith(own) and len(own) > 1 else None
    return found is not None and int(found["number"]) == wanted


def _stems(stem: str, wanted: int) -> Iterator[str]:
    """The path, and the same without the number of the page in hand."""
    yield stem
    found = _LAST_MARK.search(stem)
    if found is not None and int(found["number"]) == wanted - 1:
        yield stem[: found.start()]


def _is_counted(other: dict[str, str], own: dict[str, str], wanted: int) -> bool:
    """Whether queries differ in the page's number only; some count from 0."""
    changed = {key for key in other.keys() | own.keys() if other.get(key) != own.get(key)}
    if len(changed) != 1:
        return False
    (key,) = changed
    before, after = own.get(key), other.get(key)
    if _KEY.fullmatch(key) is None:
        return False
    return (
        after == str(wanted)
        if before in (None, str(wanted - 1))
        else (before, after) == (str(wanted - 2), str(wanted - 1))
    )


def _linked(nodes: Nodes, own: list[Address], base: str, wanted: int) -> Iterator[str]:
    """The addresses of links that may lead there, by their place and what they say."""
    hrefs = [nodes.attributes[number].get("href", "") for number in nodes.by_tag["a"]]
    numbered = re.compile(rf"(?<!\d){wanted}(?!\d)|={wanted - 1}(?!\d)")
    near = {href for href in _near(hrefs, own) if numbered.search(href)}
    candidates = (pair for pair in zip(nodes.by_tag["a"], hrefs, strict=True) if pair[1] in near) if near else ()
    for number, href in islice(candidates, _MAX_CANDIDATES):
        for url in _joined(base, [href]):
            if follows(url, own, wanted) and _leads_on(nodes, number, href, wanted):
                yield url


def _near(hrefs: list[str], own: list[Address]) -> Iterator[str]:
    """Those that share something with an address of the page, or begin like ones that are relative to it; found in one text, since a page
    has hundreds.
    """
    text = "\n".join(["", *hrefs, ""])
    for piece in (*_keys(own), *_RELATIVE):
        at = text.find(piece)
        while at >= 0:
            start, end = text.rfind("\n", 0, at + 1) + 1, text.find("\n", at + 1)
            if end - start <= _MAX_CHARS:
                yield text[start:end]
            at = text.find(piece, end)


def _keys(own: list[Address]) -> frozenset[str]:
    """Some characters of each address that a link to another page of the story has as well, escaped or not."""
    pieces = {max((*address.stem.rsplit("/", 1)[-1:], *(v for _, v in address.parameters)), key=len) for address in own}
    without_marks = {_LAST_MARK.sub("", piece) for piece in pieces}
    return frozenset(piece[:_KEY_CHARS] if piece.isascii() else "%" for piece in pieces | without_marks if piece)


def _leads_on(nodes: Nodes, number: int, href: str, wanted: int) -> bool:
    """Whether a link is one to the story's next page, and not to one of its readers' comments."""
    names = [_names(nodes, number), *(_names(nodes, above) for above in islice(nodes.above(number), _AROUND))]
    if _COMMENTS.search(href) or any(map(_COMMENTS.search, names)):
        return False
    if "next" in nodes.attributes[number].get("rel", "").lower().split() or any(map(_PAGING.search, names)):
        return True
    said = fold_space("".join(map(str, nodes.elements[number].itertext())))[:_SAYS_CHARS]
    if _NEXT.match(said):
        return True
    return len(said) <= _NUMBER_CHARS and re.search(rf"(?<!\d){wanted}(?!\d)", said) is not None


def _names(nodes: Nodes, number: int) -> str:
    own = nodes.attributes[number]
    return f"{own.get('class', '')} {own.get('id', '')}"


def _base(nodes: Nodes, url: str) -> str:
    href = next((nodes.elements[number].get("href") for number in nodes.by_tag["base"]), None)
    return next(iter(_joined(url, [href])), url) if href else url


def _joined(base: str, addresses: Iterable[str]) -> list[str]:
    found = []
    for address in addresses:
        try:
            found.append(urljoin(base, address.strip()).partition("#")[0])
        except ValueError:  # it is none
            continue
    return found


def _parts(url: str) -> Address | None:
    try:
        parts = urlsplit(url)
        parameters = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = unquote(parts.path).rstrip("/")
    extension = _EXTENSION.search(path)
    stem = path[: extension.start()] if extension else path
    return Address(
        parts.hostname.removeprefix("www."), stem, extension.group() if extension else "", tuple(sorted(parameters))
    )
