"""Which entries of a list are its articles by what the list itself has most of: for lists that the user named and of
which nothing else takes anything (`/artikel/101.html`, `/?p=4321`, `/lokales/hafenbruecke-offen`).

Such an address says nothing by itself. Many of one form do, where the texts of their links read like headlines, or
where they make up most of a sitemap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from statistics import median
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawl.spiders.link_reader import headline_length, headline_like, is_listed_folder
from newscrawl.spiders.urls import is_front_page

#: Fewer of one form may be anything, unless each stands with its day in a box of its own (`teasers.py`).
_MANY, _FEW = 5, 2
#: Share of a sitemap that one form must make up.
_MOST = 0.5
#: How long texts are in the middle of a group of headlines; names of people and tags are shorter.
_HEADLINE = 24
#: Folders of pages about people, words and the paper itself, which are named like stories.
_LISTS = re.compile(
    r"(?:autor(?:en|es|as?|i)?|auteurs?|redak(?:tion|teure?)|redaccion|journalist(?:en|as|es)?|periodistas?|person(?:en|as|s)?|people|team|staff"
    r"|th?ema(?:s|en)?|sujets?|dossiers?|eti(?:quetas?|quettes?)|schlagw(?:ort|orte|oerter)|stichworte?|mots-cles|keywords?|labels?|hashtags?"
    r"|series?|serien?|ressorts?|rubri(?:k|ken|c|ques?|cas?)|secci(?:on|ones)|sections?|kanal|channels?"
    r"|service|hilfe|ayuda|aide|seiten?|paginas?|legal|recht|termine?|kalender|calendar|wetter|weather|programm?|anzeigen|inserate|markt)",
    re.IGNORECASE,
)
_PAGING = re.compile(r"(?:seite|page|pagina|pag|p)[-_]?\d+", re.IGNORECASE)
_DATES = re.compile(r"/(?:[^/]+/)?(?:19|20)\d\d(?:[/-]\d\d?){0,2}/?")
_NAMED = re.compile(r"[^\W_][-_]+[^\W_]")
_MIXED = re.compile(r"(?=.*\d.*\d)(?=.*[a-z])[a-z\d]{6,}", re.IGNORECASE)
_EXTENSION = re.compile(r"\.\w{2,5}$")

_Form = tuple[str, ...]


def form_of(url: str) -> tuple[_Form, _Form] | None:
    """What an address has in common with others of its kind, wide (how many folders) and narrow (which); None where it
    cannot be a story's.

    >>> form_of("https://paper.example/artikel/101.html") == form_of("https://paper.example/artikel/2345.html")
    True
    >>> form_of("https://paper.example/lokales/"), form_of("https://paper.example/autoren/anna-schmidt")
    (None, None)
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    *folders, last = path.strip("/").split("/")
    if (is_front_page(url) or is_listed_folder(url) or _DATES.fullmatch(path)) or any(map(_LISTS.fullmatch, folders)):
        return None
    stem = _EXTENSION.sub("", last)
    values = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
    keys = "&".join(sorted(key for key, _ in values))
    ending = last[len(stem) :]
    kind = _kind_of(stem)
    if not kind:
        # what tells the stories apart stands in the query: the path is part of the form
        if not any(value.isdecimal() for _, value in values):
            return None
        return (("?", path, keys),) * 2
    wide = (kind, str(len(folders)), ending, keys)
    return wide, (*wide, *(re.sub(r"\d+", "9", folder) for folder in folders))


def _kind_of(stem: str) -> str:
    """A number, a slug, or "" for a plain word."""
    if stem.isdecimal() or _MIXED.fullmatch(stem):
        return "9"
    return "*" if _NAMED.search(stem) and not _PAGING.fullmatch(stem) else ""


def linked_articles(
    links: Iterable[tuple[str, str]], taken: int, dated: Callable[[], Collection[str]] = frozenset
) -> list[str]:
    """Of a section page's links (address, text) those that are its stories, in page order.

    Args:
        links: what nothing else takes, without menus and footers.
        taken: how many other links were taken; a list of which enough is taken needs no guess.
        dated: says which addresses are those of teasers with a day; asked only where there are few of a form.
    """
    groups: dict[_Form, dict[_Form, list[tuple[str, str]]]] = {}
    for url, text in links:
        form = form_of(url)
        if form is not None:
            groups.setdefault(form[0], {}).setdefault(form[1], []).append((url, text))
    teasers = cache(dated)
    found: dict[str, None] = {}
    for group in groups.values():
        stories = [
            url for narrow in group.values() if _are_headlines(narrow) for url, text in narrow if headline_like(text)
        ]
        if _FEW <= len(stories) < _MANY:
            stories = [url for url in stories if url in teasers()]
        if len(stories) >= _FEW:
            found.update(dict.fromkeys(stories))
    return list(found) if len(found) > 2 * taken else []


def _are_headlines(links: Sequence[tuple[str, str]]) -> bool:
    return median(headline_length(text) for _, text in links) >= _HEADLINE


def listed_articles(urls: Sequence[str], taken: int) -> list[str]:
    """Of the addresses of a plain sitemap that nothing else takes those that are its stories, in its order."""
    groups: dict[_Form, list[str]] = {}
    for url in urls:
        form = form_of(url)
        if form is not None:
            groups.setdefault(form[0], []).append(url)
    largest = max(groups.values(), key=len, default=[])
    is_most = len(largest) >= max(_MANY, _MOST * (len(urls) + taken))
    return largest if is_most and len(largest) > 2 * taken else []
