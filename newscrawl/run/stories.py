"""How a story is known again: hashes of its text and of its short lines, before anything was learned from others.

Pure: what a site repeats changes with time, so the hashes are of the story as it was extracted, not as it was
published; otherwise an unchanged page would look revised.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from newscrawl.article import Article, Extraction
from newscrawl.ledger.base import Story

SHORT_LINE_CHARS = 120
"""Lines shorter than this are counted: furniture is short, prose that repeats is not furniture."""

FINGERPRINT_CHARS = 200
"""Stories with fewer letters and digits have no fingerprint: flashes say the same in the same words."""

_NOT_LETTERS = re.compile(r"[\W_]+")


def fingerprint(text: str) -> str:
    """Hash of the letters and digits of a text, "" for a short one.

    >>> fingerprint("too short to tell")
    ''
    """
    letters = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _sha256(letters) if len(letters) >= FINGERPRINT_CHARS else ""


def source_of(article: Article) -> str:
    """Under which name lines are counted: on a portal each publisher has its own furniture."""
    return f"{article.site}\n{article.publisher or ''}"


def line_hash(text: str) -> int:
    """64 bits (signed, as SQLite keeps integers) of a line, case and white space folded."""
    digest = hashlib.blake2b(_folded(text).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def lines_as_extracted(extraction: Extraction) -> list[str]:
    """The kept lines and those that `learn` removed, in page order."""
    learned = [(removal.position, removal.text) for removal in extraction.removals if removal.stage == "learn"]
    return [text for _, text in sorted([*learned, *((line.position, line.text) for line in extraction.lines)])]


def story_of(extraction: Extraction, url: str) -> Story:
    """What the ledger keeps of an extraction whose URL it knows as `url`."""
    article = extraction.article
    lines = lines_as_extracted(extraction)
    text = "\n".join(lines)
    return Story(
        id=article.id,
        url=url,
        fingerprint=fingerprint(text),
        source_hash=source_hash(article, text),
        revision=article.revision,
        source=source_of(article),
        lines=tuple(sorted({line_hash(line) for line in lines if len(line) < SHORT_LINE_CHARS})),
    )


def story_of_article(article: Article) -> Story:
    """The same from a published line, whose extraction is gone."""
    return Story(
        id=article.id,
        url=article.url,
        fingerprint=fingerprint(article.text),
        source_hash=source_hash(article, article.text),
        revision=article.revision,
        source=source_of(article),
        lines=tuple(sorted({line_hash(line) for line in article.text.split("\n") if len(line) < SHORT_LINE_CHARS})),
    )


#: what makes a new revision when it changes; an article's `source_hash` holds a hash of each, in this order
PARTS = ("title", "text", "time", "rights")


def source_hash(article: Article, text: str) -> str:
    """Hashes of what a reader would call the content, 16 hex digits each, joined by `-`."""
    rights = f"{article.rights.ai_training}"
    parts = (article.title, text, article.published_at or "", rights)
    return "-".join(_sha256(_folded(part))[:16] for part in parts)


def changed_parts(before: str, after: str) -> tuple[str, ...]:
    """Which of `PARTS` differ between two source hashes.

    >>> changed_parts("a-b-c-d", "a-x-c-y")
    ('text', 'rights')
    """
    pairs = zip(PARTS, before.split("-"), after.split("-"), strict=False)
    return tuple(name for name, old, new in pairs if old != new)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
