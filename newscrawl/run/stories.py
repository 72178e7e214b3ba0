"""How a story is known again: hashes of its text and of its short lines, before anything was learned from others.

Pure: what a site repeats changes with time, so the hashes are of the story as it was extracted, not as it was
published; otherwise an unchanged page would look revised.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from newscrawl.article import Article, Extraction
from newscrawl.ledger.base import Story

SHORT_LINE_CHARS = 120
"""Lines shorter than this are counted: furniture is short, prose that repeats is not furniture."""

FINGERPRINT_CHARS = 200
"""Stories with fewer letters and digits have no fingerprint: flashes say the same in the same words."""

_LETTERS = re.compile(r"[^\W_]+")
_KEPT_LINES = 4096
"""Short lines whose hashes are kept: a page's are asked for twice, furniture on every page."""


def _fingerprint(words: Sequence[str]) -> str:
    """Hash of the letters and digits of a text, "" for a short one.

    >>> _fingerprint(["too", "short", "to", "tell"])
    ''
    """
    letters = "".join(_LETTERS.findall("".join(words)))  # white space is what a pattern is slowest at
    return _sha256(letters) if len(letters) >= FINGERPRINT_CHARS else ""


def source_of(article: Article) -> str:
    """Under which name lines are counted: on a portal each publisher has its own furniture."""
    return f"{article.site}\n{article.publisher or ''}"


@lru_cache(_KEPT_LINES)
def line_hash(text: str) -> int:
    """64 bits (signed, as SQLite keeps integers) of a line, case and white space folded."""
    digest = hashlib.blake2b(" ".join(_words(text)).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def lines_as_extracted(extraction: Extraction) -> list[str]:
    """The kept lines and those that `learn` removed, in page order."""
    learned = [(removal.position, removal.text) for removal in extraction.removals if removal.stage == "learn"]
    return [text for _, text in sorted([*learned, *((line.position, line.text) for line in extraction.lines)])]


def story_of(extraction: Extraction, url: str) -> Story:
    """What the ledger keeps of an extraction whose URL it knows as `url`."""
    article = extraction.article
    return _story(article, url, lines_as_extracted(extraction))


def story_of_article(article: Article) -> Story:
    """The same from a published line, whose extraction is gone."""
    return _story(article, article.url, article.text.split("\n"))


def _story(article: Article, url: str, lines: Sequence[str]) -> Story:
    words = _words("\n".join(lines))
    return Story(
        id=article.id,
        url=url,
        fingerprint=_fingerprint(words),
        source_hash=_source_hash(article, words),
        revision=article.revision,
        source=source_of(article),
        lines=tuple(sorted({line_hash(line) for line in lines if len(line) < SHORT_LINE_CHARS})),
    )


#: what makes a new revision when it changes; an article's `source_hash` holds a hash of each, in this order
PARTS = ("title", "text", "time", "rights")


def _source_hash(article: Article, words: Sequence[str]) -> str:
    """Hashes of what a reader would call the content, its words given, 16 hex digits each, joined by `-`."""
    others = (article.title, article.published_at or "", f"{article.rights.ai_training}")
    title, time, rights = map(_words, others)
    return "-".join(_sha256(" ".join(part))[:16] for part in (title, words, time, rights))


def changed_parts(before: str, after: str) -> tuple[str, ...]:
    """Which of `PARTS` differ between two source hashes.

    >>> changed_parts("a-b-c-d", "a-x-c-y")
    ('text', 'rights')
    """
    pairs = zip(PARTS, before.split("-"), after.split("-"), strict=False)
    return tuple(name for name, old, new in pairs if old != new)


def _words(text: str) -> list[str]:
    """The same for texts that differ in case, white space or the form of their letters only."""
    return unicodedata.normalize("NFKC", text).casefold().split()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
