"""Who wrote or published the story, presented below it: the name opens the line, which goes on in the third person.

There are as many wordings as sites, so what the page says of its authors tells (rules for lines know the wordings that need no name).
A story that is about its author, as an interview is, has the name elsewhere, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extraction.lines import Mark, SourceLine

PRESENTED = Mark("field.author-bio", "It presents the author, who is named in the record, below the story.")

HOUSE = Mark("field.publisher-bio", "It presents the publisher, who is named in the record, below the story.")

_LAST_LINES, _MAX_CHARS, _MIN_REST = 4, 700, 20
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,4}")
_HOUSE = re.compile(
    r"(?!(?:the|el|la|los|las|le|les|il|lo|der|die|das|den|de|het|o|a|os|as) )[^\W\d_][\w.&'’-]*(?: [\w.&'’-]+){1,5}",
    re.IGNORECASE,
)
_MIN_LINES = 3
_TITLE = r"(?:(?:dr|prof|professor|sir|mr|mrs|ms)\.? )?"
_QUOTED = re.compile(r"[“”„«»\"]")
_OF_THEM = re.compile(
    r"(?:he|she|they|her|his|their|when|in (?:her|his|their)|er|sie|ihre?|seine?|il|elle|son|sa|él|ella|su|ele|ela|seu|sua|lui|lei|suo|hij|zij|zijn|haar)\b",
    re.IGNORECASE,
)


def presented(lines: Sequence[SourceLine], texts: Sequence[str], authors: Sequence[str]) -> list[int]:
    """Which of the story's lines present its author, as numbers; at most its last ones.

    Args:
        lines: those of the story so far.
        texts: what is left of each.
        authors: names of the record.
    """
    named = [author for author in authors if _NAME.fullmatch(author)]
    for first in range(max(1, len(lines) - _LAST_LINES), len(lines)) if named else ():
        author = next((author for author in named if _opens(texts[first], author)), None)
        if author is None or lines[first - 1].is_heading:
            continue
        if _is_told_of(author, texts[:first]) or not all(_goes_on(text, named) for text in texts[first + 1 :]):
            return []
        return list(range(first, len(lines)))
    return []


def house(lines: Sequence[SourceLine], texts: Sequence[str], publisher: str) -> bool:
    """Whether the story's last line presents its publisher, of whom it said nothing before; names of one word and an article are
    words, too: `The Atlantic is warming`.
    """
    if len(texts) < _MIN_LINES or lines[-1].is_heading or lines[-2].is_heading or not _HOUSE.fullmatch(publisher):
        return False
    if any(publisher in text for text in texts[:-1]) or _QUOTED.search(texts[-1]) or len(texts[-1]) > _MAX_CHARS:
        return False
    opening = rf"[\W_]{{0,3}}(?:(?:The|About) )?{re.escape(publisher)} (?=[^\W\d_])"
    return len(texts[-1]) >= len(publisher) + _MIN_REST and re.match(opening, texts[-1]) is not None


def _opens(text: str, author: str) -> bool:
    """Whether a line begins with the name, says something of it, and quotes nobody."""
    if len(text) > _MAX_CHARS or len(text) < len(author) + _MIN_REST or _QUOTED.search(text):
        return False
    return (
        re.match(rf"[\W_]{{0,3}}{_TITLE}{re.escape(author)}(?:, | \(| (?=[^\W\d_]))", text, re.IGNORECASE) is not None
    )


def _is_told_of(author: str, texts: Sequence[str]) -> bool:
    """Whether the story speaks of somebody of the author's last name; a signature is no story."""
    last = re.compile(rf"\b{re.escape(author.split()[-1])}\b")
    return any(last.search(text) and len(text) > 2 * len(author) for text in texts)


def _goes_on(text: str, authors: Sequence[str]) -> bool:
    """Whether a line below goes on about them."""
    if _QUOTED.search(text) or len(text) > _MAX_CHARS:
        return False
    return _OF_THEM.match(text) is not None or any(
        word in text for author in authors for word in author.split() if len(word) > 2
    )
