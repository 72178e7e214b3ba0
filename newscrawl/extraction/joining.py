"""A story that stands on several pages, put together: what each further page adds goes behind what is there.

What an address takes for the next page may be another story of the same name, a list, a wall, or the same page with more comments: it belongs to
the story only if it says so itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from dataclasses import replace
from itertools import takewhile

from newscrawl.article import Article, Extraction, Line, Removal
from newscrawl.extraction.endings import TRUNCATED
from newscrawl.extraction.fields.urls import split_url
from newscrawl.extraction.lines import lower_letters
from newscrawl.extraction.paging import has_page_word, may_be_a_namesake
from newscrawl.extraction.record import with_lines

JOINED = "joined"
"""Flag of a story that was put together from several pages."""
PAGES = "pages"
"""Under this name the evidence keeps the addresses of the further pages of a story."""
MISSING = "missing page"
"""Under this name the evidence keeps the address of a page that could not be had."""
REPEATED = "page.repeated"
_WHY = "An earlier page of this story says the same."

_WORD, _OF = (
    r"(?:pages?|seite|página|pagina|strona|sida|side|sivu|p\.)",
    r"\s*(?:/|of|von|de|sur|di|van|z|av)\s*\d{1,2}",
)
_UNIT = r"(?:ページ目?|[页頁]|페이지|쪽)"
#: What pages add to the headline to tell themselves apart: `(2/3)`, ` - Seite 2`, ` | Page 2 of 3`, `【2】`, `2ページ目`.
_PAGE_OF = re.compile(
    rf"[\s|:,–—-]*(?:[(\[【<]\s*(?:{_WORD}\s*)?\d{{1,2}}(?:{_OF})?\s*{_UNIT}?\s*[)\]】>]|[\s|:,–—-]{_WORD}\s*\d{{1,2}}(?:{_OF})?"
    rf"|[\s|:,–—-]\d{{1,2}}{_OF}\s*{_UNIT}?|\d{{1,2}}\s*{_UNIT})\s*\Z",
    re.IGNORECASE,
)
_PAGE_OF_CHARS = 40
_ALIKE_CHARS = 12
#: A page that begins with so much of the story is the same page again.
_AGAIN = 0.6
_OF_FURTHER = frozenset(("low-confidence", "bad-bytes", "paywalled", "rendered"))


def put_together(first: Extraction, most: int) -> Generator[tuple[str, int], Extraction | None, Extraction]:
    """Ask for the further pages of a story, one by one: yields address and number of each, is sent the page as it was read (None
    where it cannot be had), and returns the story.

    Args:
        first: the first page. A live blog is taken as its first page has it, for that changes by the minute.
        most: after so many pages the story is taken as it is.
    """
    story = first
    for number in range(2, most + 1) if "live" not in first.article.flags else ():
        asked = story.next_page
        if asked is None:
            return story
        page = yield asked, number
        if page is None:
            return _broken_off(story, asked)
        if not is_same_story(first, page, asked):
            return _broken_off(story, asked) if has_page_word(asked) else _without_flag(story)
        whole = joined(story, page)
        if whole is None:
            return ended(story)
        story = whole
    return story if story.next_page is None else _flagged(story)


def pages_of(story: Extraction) -> list[str]:
    """The addresses of the further pages that a story was put together from, as they were asked for."""
    return [page for page in story.evidence.get(PAGES, "").split("; ") if page]


def is_same_story(first: Extraction, page: Extraction, asked: str) -> bool:
    """Whether a page belongs to a story.

    It names the story's address as its own; or it was read where it was asked for, and has the story's headline, or at an address that says that it is one
    of a page (`?page=2`) its time. Two entries of one name have addresses like pages (`/log/`, `/log-2/`): there both must be the same.
    """
    known, other = first.article, page.article
    own = (_plain(known.canonical_url), _plain(known.url))
    if _plain(other.url) in own or _plain(other.canonical_url) in own:
        return True
    if _plain(other.url) != _plain(asked):
        return False
    if known.published_at and other.published_at and known.published_at != other.published_at:
        return False
    timed = known.published_at == other.published_at and _has_hour(known.published_at)
    alike = _are_alike(known.title, other.title)
    if may_be_a_namesake(asked):
        return alike and timed
    return alike or (timed and has_page_word(asked))


def _plain(url: str) -> tuple[str, str, str]:
    parts = split_url(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _has_hour(time: str | None) -> bool:
    """Whether a time says more than a day, which an address may have said."""
    return time is not None and len(time) > len("2026-11-24") and "T00:00:00" not in time


def _are_alike(title: str, other: str) -> bool:
    own, its = map(_unnumbered, (title, other))
    shorter, longer = sorted((own, its), key=len)
    return own == its or (len(shorter) >= _ALIKE_CHARS and longer.startswith(shorter))


def _unnumbered(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title)
    return lower_letters(plain[:-_PAGE_OF_CHARS] + _PAGE_OF.sub("", plain[-_PAGE_OF_CHARS:]))


def joined(story: Extraction, page: Extraction) -> Extraction | None:
    """The story with what a further page adds; None where that is nothing, or where the page is the story once more with other things around it.

    Args:
        story: its pages so far.
        page: the next one.
    """
    if _begins_alike(story, page) >= _AGAIN * sum(len(line.text) for line in story.lines):
        return None
    new, repeated = _parted(story, page)
    if not new:
        return None
    after = 1 + max([line.position for line in story.lines] + [removal.position for removal in story.removals])
    lines = [replace(line, position=after + line.position) for line in new]
    removals = [replace(removal, position=after + removal.position) for removal in (*page.removals, *repeated)]
    whole = with_lines(story, [*story.lines, *lines], [*story.removals, *removals])
    pages = (*pages_of(story), page.requested_url or page.article.url)
    return replace(
        whole,
        article=_article(whole.article, page.article),
        next_page=page.next_page,
        evidence={**story.evidence, PAGES: "; ".join(pages)},
    )


def _begins_alike(story: Extraction, page: Extraction) -> int:
    """How many characters a page says again from the story's beginning on."""
    pairs = zip(story.lines, page.lines, strict=False)
    return sum(
        len(line.text)
        for line, _ in takewhile(lambda pair: lower_letters(pair[0].text) == lower_letters(pair[1].text), pairs)
    )


def _parted(story: Extraction, page: Extraction) -> tuple[list[Line], list[Removal]]:
    """The page's lines that are new; and those at its head and its end that are not, for that is where each page has the same."""
    article = story.article
    known = {
        *(lower_letters(line.text) for line in story.lines),
        lower_letters(article.title),
        *map(lower_letters, (article.subtitle or "").split("\n")),
    }
    is_new = [lower_letters(line.text) not in known for line in page.lines]
    if not any(is_new):
        return [], []
    first, last = is_new.index(True), len(is_new) - is_new[::-1].index(True)
    repeated = [
        Removal(rule=REPEATED, stage="body", text=line.text, position=line.position, why=_WHY)
        for line in (*page.lines[:first], *page.lines[last:])
    ]
    return list(page.lines[first:last]), repeated


def _article(story: Article, page: Article) -> Article:
    """The record of the story so far with what the further page knows better."""
    flags = [flag for flag in story.flags if flag not in (TRUNCATED, "short")]
    flags += [flag for flag in page.flags if flag in _OF_FURTHER or flag == TRUNCATED]
    pictures = {image.url: image for image in (*page.images, *story.images)}
    own = [image.url for image in story.images]
    return replace(
        story,
        authors=story.authors or page.authors,
        tags=story.tags or page.tags,
        images=tuple(pictures[url] for url in dict.fromkeys((*own, *(image.url for image in page.images)))),
        rights=story.rights if story.rights.notice else replace(story.rights, notice=page.rights.notice),
        flags=tuple(dict.fromkeys((*flags, JOINED))),
    )


def ended(story: Extraction) -> Extraction:
    """The story as it is, for its next page says nothing more."""
    return replace(_without_flag(story), next_page=None)


def _without_flag(story: Extraction) -> Extraction:
    """The story as it is; behind a paywall there may be more of it all the same."""
    article = story.article
    kept = tuple(flag for flag in article.flags if flag != TRUNCATED or "paywalled" in article.flags)
    return replace(story, article=replace(article, flags=kept))


def _broken_off(story: Extraction, missing: str) -> Extraction:
    """The story as far as it could be had."""
    return replace(_flagged(story), evidence={**story.evidence, MISSING: missing})


def _flagged(story: Extraction) -> Extraction:
    flags = tuple(dict.fromkeys((*story.article.flags, TRUNCATED)))
    return replace(story, article=replace(story.article, flags=flags))
