"""A story that stands on several pages, put together: what each further page adds goes behind what is there.

Pages repeat the deck, the headline's own words and sometimes the end of the page before; what an earlier page has said is taken out, on record.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from urllib.parse import urlsplit

from newscrawl.article import Article, Extraction, Line, Removal
from newscrawl.extraction.endings import TRUNCATED
from newscrawl.extraction.overlay import fold
from newscrawl.extraction.paging import has_page_word
from newscrawl.extraction.record import with_lines

MAX_PAGES = 20
"""Further ones are not asked for, where nobody says otherwise."""
JOINED = "joined"
"""Flag of a story that was put together from several pages."""
REPEATED = "page.repeated"
_WHY = "An earlier page of this story says the same."

#: What pages add to the headline to tell themselves apart: `(2/3)`, ` - Seite 2`, ` | Page 2 of 3`.
_PAGE_OF = re.compile(
    r"[\s|–—:,-]*[(\[]?\s*(?:pages?|seite|página|pagina|strona|sida|side|sivu|p\.)?\s*\d{1,2}\s*(?:(?:/|of|von|de|sur|di|van|z|av|ページ目?|页|頁|페이지)\s*\d{0,2}\s*)?[)\]]?\s*\Z",
    re.IGNORECASE,
)
#: Shorter lines may say the same twice.
_SAME_CHARS = 20
_ALIKE_CHARS = 12
_OF_FURTHER = frozenset(("low-confidence", "bad-bytes", "paywalled", "rendered"))


def put_together(first: Extraction, most: int) -> Generator[tuple[str, int], Extraction | None, Extraction]:
    """Ask for the further pages of a story, one by one: yields address and number of each, is sent the page as it was read (None
    where it cannot be had), and returns the story.

    Args:
        first: the first page.
        most: after so many pages the story is taken as it is.
    """
    story, seen = first, {first.article.url}
    for number in range(2, most + 1):
        if story.next_page is None:
            return story
        if story.next_page in seen:
            return ended(story)
        seen.add(story.next_page)
        page = yield story.next_page, number
        if page is None:
            return broken_off(story)
        whole = joined(story, page) if is_same_story(first, page) else None
        if whole is None:
            return ended(story)
        story = whole
    return story if story.next_page is None else broken_off(story)


def pages_of(story: Extraction) -> list[str]:
    """The addresses of the further pages that a story was put together from."""
    return [page for page in story.evidence.get("pages", "").split("; ") if page]


def is_same_story(first: Extraction, page: Extraction) -> bool:
    """Whether a page that the address takes for the next one belongs to the story.

    Two stories of one name may have addresses that differ in a number (`/review/` and `/review-2/`): then their times tell.
    """
    known, other = first.article, page.article
    if _plain(other.canonical_url) in (_plain(known.canonical_url), _plain(known.url)):
        return True
    if known.published_at and other.published_at and known.published_at != other.published_at:
        return False
    if has_page_word(other.url):
        return True
    times = known.published_at is not None and known.published_at == other.published_at
    return times or _are_alike(known.title, other.title)


def _plain(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def _are_alike(title: str, other: str) -> bool:
    own, its = (fold(_PAGE_OF.sub("", each)) for each in (title, other))
    shorter, longer = sorted((own, its), key=len)
    return own == its or (len(shorter) >= _ALIKE_CHARS and longer.startswith(shorter))


def joined(story: Extraction, page: Extraction) -> Extraction | None:
    """The story with what a further page adds; None where that is nothing.

    Args:
        story: its pages so far.
        page: the next one.
    """
    new, repeated = _parted(story, page)
    if not new:
        return None
    after = 1 + max([line.position for line in story.lines] + [removal.position for removal in story.removals])
    lines = [replace(line, position=after + line.position) for line in new]
    removals = [replace(removal, position=after + removal.position) for removal in (*page.removals, *repeated)]
    whole = with_lines(story, [*story.lines, *lines], [*story.removals, *removals])
    return replace(
        whole,
        article=_article(whole.article, page.article),
        next_page=page.next_page,
        evidence={**story.evidence, "pages": "; ".join(filter(None, (story.evidence.get("pages"), page.article.url)))},
    )


def _parted(story: Extraction, page: Extraction) -> tuple[list[Line], list[Removal]]:
    """The page's lines that are new, and those that are not."""
    article = story.article
    said = {fold(line.text) for line in story.lines}
    heads = {fold(article.title), *map(fold, (article.subtitle or "").split("\n"))}
    new: list[Line] = []
    repeated: list[Removal] = []
    for line in page.lines:
        folded = fold(line.text)
        # before the first new line stands what each page begins with, however short
        if (folded in said and (not new or len(folded) >= _SAME_CHARS)) or (folded in heads and not new):
            repeated.append(Removal(rule=REPEATED, stage="body", text=line.text, position=line.position, why=_WHY))
        else:
            new.append(line)
    return new, repeated


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
    """The story as it is, for its further page says nothing more, or is of another story."""
    article = story.article
    kept = tuple(flag for flag in article.flags if flag != TRUNCATED or "paywalled" in article.flags)
    return replace(story, article=replace(article, flags=kept), next_page=None)


def broken_off(story: Extraction) -> Extraction:
    """The story as far as it could be had; flagged, for there is more of it."""
    flags = tuple(dict.fromkeys((*story.article.flags, TRUNCATED)))
    return replace(story, article=replace(story.article, flags=flags))
