"""Where a story goes on: the address of its next page, told by how it differs from that of the page in hand.

Blogs name their next entry `rel=next`, lists and comments have pages too, so an address counts only if it is the story's own but for a page number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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
PAGE_KEY = re.compile(_WORD, re.IGNORECASE)
#: How a path ends that has a page number: `/2`, `_2`, `,2`, `-seite-2`, `/page/2`.
_MARK = re.compile(rf"[/_,.~-]{{1,2}}(?P<word>(?:{_WORD})[-_/,=.]?)?(?P<number>\d{{1,2}})", re.IGNORECASE)
LAST_MARK = re.compile(rf"{_MARK.pattern}\Z", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|do|cms)\Z", re.IGNORECASE)
#: What a link to the next page says, if not its number.
_NEXT = re.compile(
    r"(?:next|continue|weiter|nächste|suivante?|page suivante|(?:lire )?la suite|suite de|lire la page|siguiente|próxim[ao]|seguinte|avanti|successiva|volgende|næste|nästa|neste"
    r"|seuraava|następna|dalej|další|ďalej|következő|sonraki|далее|дальше|следующая|наступна|次(?:へ|の?ページ)|続きを|下一?[页頁]|다음|berikutnya|selanjutnya"
    r"|lanjut|tiếp|trang sau|التالي|הבא|बाकी|अगला|ถัดไป)(?!\w*\s*(?:article|story|post|기사|記事))|[»›→]|>+\Z",
    re.IGNORECASE,
)
_SAYS_CHARS, _NUMBER_CHARS = 90, 20
_NUMBER = re.compile(r"[\W_]*(\d{1,3})[\W_]*")
_PAGING = re.compile(r"pag(?:e-?numbers|ination|inator|er\b|ing|e-?nav|e-?links?)", re.IGNORECASE)
COMMENTS = re.compile(
    r"comment|\bcmts?\b|kommentar|reply|replies|reple|respond|disqus|reactie|komentar|комментар|yorum|댓글|opiniones",
    re.IGNORECASE,
)
_AROUND, FAR_AROUND = 4, 15
_KEY_CHARS = 12
#: Twins of one site's host.
_TWIN = re.compile(r"(?:www|m|mobile|amp)\.")
_MAX_CANDIDATES, _MAX_CHARS, DIGITS = 40, 2_000, 4


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
    own = [address for each in given if (address := address_of(without_trackers(each))) is not None]
    if not own:
        return None
    base = _base(nodes, given[0])
    named = _joined(base, structured.links.get("next", ()))
    declared = (url for url in named if follows(url, own, number + 1, from_0=True))
    return next(declared, None) or next(_linked(nodes, own, base, number + 1), None)


def first_page(url: str, structured: Structured, canonical: str) -> str | None:
    """Where the story of a page begins that is a further one of it: its canonical address, or the page before it.

    What is found here is not read by itself, so an address that may be a story's own (`/log-2/` after `/log/`, `/article/12` of a site that gives all
    its stories the address `/article`) needs more than that.
    """
    if may_be_a_namesake(url):
        return None
    before = _joined(url, structured.links.get("prev", ()))
    stated = (canonical, *before) if has_page_word(url) else before
    return next((address for address in stated if is_page_after(url, address)), None)


def follows(url: str, own: Iterable[Address], wanted: int, *, from_0: bool = False) -> bool:
    """Whether an address is that of the wanted page of the same story.

    Args:
        url: the address.
        own: those of the page in hand.
        wanted: the number of the wanted page, from 1.
        from_0: whether an address without number may be followed by one that counts from 0; a link that names the wanted page tells.

    >>> own = [address_of("https://paper.example/town/bridge.html")]
    >>> [follows(f"https://paper.example/town/{name}", own, 2) for name in ("bridge-2.html", "bridge.html?page=2", "bridge-2-opens.html")]
    [True, True, False]
    """
    other = address_of(url)
    return other is not None and any(_is_page_of(other, address, wanted, from_0) for address in own)


def is_page_after(url: str, first: str) -> bool:
    """Whether an address is that of a later page of a story, whatever its number, that begins at another address."""
    other, own = (None, None) if url == first else (address_of(url), address_of(first))
    if other is None or own is None or other == own:
        return False
    numbers = [int(mark["number"])] if (mark := LAST_MARK.search(other.stem)) else []
    numbers += [
        int(value)
        for key, value in other.parameters
        if PAGE_KEY.fullmatch(key) and value.isdecimal() and len(value) < DIGITS
    ]
    return any(number > 1 and _is_page_of(other, own, number, False) for number in numbers)


def has_page_word(url: str) -> bool:
    """Whether an address says itself that it is that of a page: `?page=2`, `/page/2`, `-seite-2`, and not just `-2`."""
    parts = address_of(url)
    if parts is None:
        return False
    mark = LAST_MARK.search(parts.stem)
    return bool(mark and mark["word"]) or any(PAGE_KEY.fullmatch(key) for key, _ in parts.parameters)


def may_be_a_namesake(url: str) -> bool:
    """Whether an address may be that of another entry of the same name, as blogs give them out: `/morning-news-2/`."""
    parts = address_of(url)
    mark = LAST_MARK.search(parts.stem) if parts and not parts.extension and not has_page_word(url) else None
    return mark is not None and mark.group()[0] == "-"


def _is_page_of(other: Address, own: Address, wanted: int, from_0: bool) -> bool:
    if other.host != own.host:
        return False
    if other.parameters == own.parameters:
        return other.extension in (own.extension, "") and any(
            _is_mark(other.stem, stem, number) for stem, number in _stems(own.stem, wanted)
        )
    if (other.stem, other.extension) != (own.stem, own.extension):
        return False
    return _is_counted(dict(other.parameters), dict(own.parameters), wanted, from_0, is_bare=len(own.stem) <= 1)


def _is_mark(stem: str, own: str, wanted: int) -> bool:
    found = _MARK.fullmatch(stem, len(own)) if stem.startswith(own) and len(own) > 1 else None
    return found is not None and int(found["number"]) == wanted


def _stems(stem: str, wanted: int) -> Iterator[tuple[str, int]]:
    """The path, and the same without the number of the page in hand; and the number that the wanted page has behind it."""
    yield stem, wanted
    found = LAST_MARK.search(stem)
    if found is not None and wanted - int(found["number"]) in (1, 2):
        yield stem[: found.start()], int(found["number"]) + 1


def _is_counted(other: dict[str, str], own: dict[str, str], wanted: int, from_0: bool, is_bare: bool) -> bool:
    """Whether queries differ in the page's number only; some count from 0, and some have a number for each pager (`0,1`)."""
    changed = {key for key in other.keys() | own.keys() if other.get(key) != own.get(key)}
    if len(changed) != 1:
        return False
    (key,) = changed
    if PAGE_KEY.fullmatch(key) is None or (is_bare and len(other) == 1):  # blogs number their entries: `/?p=2`
        return False
    before, after = own.get(key), other.get(key, "").removeprefix("0,")
    if before is None:
        return after == str(wanted) or (from_0 and after == str(wanted - 1))
    before = before.removeprefix("0,")
    return (before, after) in ((str(wanted - 1), str(wanted)), (str(wanted - 2), str(wanted - 1)))


def _linked(nodes: Nodes, own: list[Address], base: str, wanted: int) -> Iterator[str]:
    """The addresses of links that may lead there, by their place and what they say."""
    attributes = nodes.attributes
    hrefs = [attributes[number].get("href", "").strip() for number in nodes.by_tag["a"]]
    numbered = re.compile(rf"(?<!\d)0?(?:{wanted}|{wanted - 1})(?!\d)")
    near = {href for href in _near(hrefs, own) if numbered.search(href)}
    candidates = (pair for pair in zip(nodes.by_tag["a"], hrefs, strict=True) if pair[1] in near) if near else ()
    for number, href in islice(candidates, _MAX_CANDIDATES):
        for url in _joined(base, [href]):
            if follows(url, own, wanted, from_0=True) and _leads_on(nodes, number, url, own, wanted):
                yield url


def _near(hrefs: list[str], own: list[Address]) -> Iterator[str]:
    """Those that are relative to the page, or share something with an address of it; these are found in one text, since a page has hundreds."""
    yield from (href for href in hrefs if len(href) <= _MAX_CHARS and ":" not in href and href[:1] != "/")
    text = "\n".join(["", *hrefs, ""])
    for piece in _keys(own):
        at = text.find(piece)
        while at >= 0:
            start, end = text.rfind("\n", 0, at + 1) + 1, text.find("\n", at + 1)
            if end - start <= _MAX_CHARS:
                yield text[start:end]
            at = text.find(piece, end)


def _keys(own: list[Address]) -> frozenset[str]:
    """Some characters of each address that a link to another page of the story has as well, escaped or not."""
    pieces = {max((*address.stem.rsplit("/", 1)[-1:], *(v for _, v in address.parameters)), key=len) for address in own}
    without_marks = {LAST_MARK.sub("", piece) for piece in pieces}
    return frozenset(piece[:_KEY_CHARS] if piece.isascii() else "%" for piece in pieces | without_marks if piece)


def _leads_on(nodes: Nodes, number: int, url: str, own: list[Address], wanted: int) -> bool:
    """Whether a link is one to the story's next page, and not to one of its readers' comments."""
    above = list(islice(nodes.above(number), FAR_AROUND))
    if COMMENTS.search(nodes.attributes[number].get("href", "")) or any(
        COMMENTS.search(names_of(nodes, each)) for each in (number, *above)
    ):
        return False
    said = fold_space("".join(map(str, nodes.elements[number].itertext())))[:_SAYS_CHARS]
    if (named := _NUMBER.fullmatch(said)) is not None:
        return int(named[1]) == wanted
    if _NEXT.match(said) or "next" in nodes.attributes[number].get("rel", "").lower().split():
        return True
    if not follows(url, own, wanted):  # counted from 0 only where the link says so
        return False
    if any(_PAGING.search(names_of(nodes, each)) for each in (number, *above[:_AROUND])):
        return True
    return len(said) <= _NUMBER_CHARS and re.search(rf"(?<!\d){wanted}(?!\d)", said) is not None


def names_of(nodes: Nodes, number: int) -> str:
    """Class and id of an element."""
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


@lru_cache(maxsize=64)
def address_of(url: str) -> Address | None:
    """What of an address tells pages of one story from each other; None for what is no address of a page."""
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
        _TWIN.sub("", parts.hostname, count=1) if _TWIN.match(parts.hostname) else parts.hostname,
        stem,
        extension.group() if extension else "",
        tuple(sorted(parameters)),
    )
