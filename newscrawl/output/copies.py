"""Which stories say for the most part what an earlier one has said: agency reports on many sites, one site's story on a portal,
shortened, under another headline, with a paragraph of its own.

Of each story the hashes of all pieces of some twenty letters are made, and one in sixteen is kept, the same ones everywhere. So what
two stories share of them is what they share of their text, wherever it stands, and nothing has to be read twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from newscrawl.article import Article

SHARE = 0.6
"""Of a copy, how much an earlier story must have said."""

Hashes = NDArray[np.uint64]

_LETTERS = re.compile(r"[^\W_]+")
#: A piece is so many letters; of writings whose letters are syllables or words, so many.
_PIECE, _SYLLABLES = 24, 10
_SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KEPT = np.uint64(16)
#: With fewer pieces chance decides.
_FEWEST = 12
#: Of a story's pieces so many must be an earlier one's first before the two are compared.
_WORTH = 0.15
_BASE = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one story of a group."""

    id: str
    url: str
    site: str
    publisher: str | None
    published_at: str | None
    title: str
    share: float | None = None
    """How much of it the earlier story that it is nearest to has said, from 0 to 1; null for the first."""


@dataclass(frozen=True, slots=True)
class Group:
    """A story, and those that say the same after it."""

    first: Told
    """The earliest, by the times that the pages give."""
    copies: tuple[Told, ...]


def groups(articles: Iterable[Article], share: float = SHARE) -> list[Group]:
    """All groups of two stories and more, in the order of their first ones. Some 6 KB of memory for every thousand letters of a story."""
    told: list[tuple[tuple[datetime, str], Told]] = []
    pieces: list[Hashes] = []
    for article in articles:
        told.append(((_time(article), article.id), _told(article)))
        pieces.append(pieces_of(article.text))
    order = sorted(range(len(told)), key=lambda number: told[number][0])
    nearest = _nearest([pieces[number] for number in order], share)
    copies: dict[int, list[Told]] = defaultdict(list)
    for place, (earlier, found) in sorted(nearest.items()):
        root = earlier
        while root in nearest:
            root = nearest[root][0]
        copies[root].append(_with_share(told[order[place]][1], found))
    return [Group(told[order[root]][1], tuple(copies[root])) for root in sorted(copies)]


def pieces_of(text: str) -> Hashes:
    """Hashes of the pieces of a text that are kept, sorted, each once; none of a short text."""
    letters = "".join(_LETTERS.findall(unicodedata.normalize("NFKC", text).casefold()))
    size = _SYLLABLES if 3 * len(_SYLLABIC.findall(letters)) > len(letters) else _PIECE
    if len(letters) < size:
        return np.empty(0, np.uint64)
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    powers = np.array([pow(_BASE, size - place, 1 << 64) for place in range(size)], np.uint64)
    hashes = _mixed(np.lib.stride_tricks.sliding_window_view(codes, size) @ powers)
    kept = np.unique(hashes[hashes % _KEPT == 0])
    return kept if len(kept) >= _FEWEST else np.empty(0, np.uint64)


def _mixed(hashes: Hashes) -> Hashes:
    """The finish of splitmix64: without it, which hashes are kept would depend on the last letter."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(31))


def _nearest(pieces: Sequence[Hashes], share: float) -> Mapping[int, tuple[int, float]]:
    """Of each story that is a copy the earlier one that has said most of it, and how much; stories in the order of time."""
    nearest: dict[int, tuple[int, float]] = {}
    for story, candidates in _candidates(pieces):
        found = {
            earlier: len(np.intersect1d(pieces[story], pieces[earlier], assume_unique=True)) for earlier in candidates
        }
        best = max(found, key=lambda earlier: (found[earlier], -earlier))
        part = found[best] / len(pieces[story])
        if part >= share:
            nearest[story] = (best, part)
    return nearest


def _candidates(pieces: Sequence[Hashes]) -> Iterator[tuple[int, list[int]]]:
    """Stories with the earlier ones that were the first to have enough of their pieces: each piece leads to one story only,
    so what stands on thousands costs no more than what stands on two.
    """
    owners = np.repeat(np.arange(len(pieces)), [len(each) for each in pieces])
    hashes = np.concatenate([*pieces, np.empty(0, np.uint64)])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    starts = (
        np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.empty(0, np.intp)
    )
    firsts = np.repeat(owners[starts], np.diff(np.append(starts, len(hashes))))
    later = firsts != owners
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    pairs, numbers = np.unique(np.stack((owners[later], firsts[later])), axis=1, return_counts=True)
    for (story, first), number in zip(pairs.T.tolist(), numbers.tolist(), strict=True):
        counts[story][first] = number
    for story, by_first in counts.items():
        enough = _WORTH * len(pieces[story])
        if candidates := [first for first, number in by_first.items() if number >= enough]:
            yield story, candidates


def _time(article: Article) -> datetime:
    """When it was published as far as is known; a day without an hour counts to its end."""
    said = article.published_at or article.fetched_at
    if said is None:
        return datetime.max.replace(tzinfo=UTC)
    time = datetime.fromisoformat(said)
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time if "T" in said and "T00:00:00" not in said else time.replace(hour=23, minute=59)


def _told(article: Article) -> Told:
    return Told(article.id, article.url, article.site, article.publisher, article.published_at, article.title)


def _with_share(told: Told, share: float) -> Told:
    return Told(told.id, told.url, told.site, told.publisher, told.published_at, told.title, round(share, 2))
