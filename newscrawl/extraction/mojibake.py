"""Text that was encoded twice: UTF-8 that somebody read as a Western encoding and wrote as UTF-8 once more.

Saved copies and old databases hold such pages (`Itâ€™s`). It is undone only where the whole page reads as UTF-8 a second
time, which text in a Western language never does by chance.
"""

from __future__ import annotations

import re

#: Each of these stands in any text of that kind that has more than accents.
_MARKS = ("â\x80", "Ã", "Â", "â€", "ã\x81", "ë", "ì", "ê", "å", "æ", "ä", "Ð", "Ñ", "×", "Ø")
_MIN_SEQUENCES = 3
#: The first character that is not ASCII opens a sequence of several bytes, if the text was encoded twice.
_OPENS = re.compile("[\xc2-\xf4][^\\x00-\\x7f]")


def undoubled(text: str) -> str:
    """The text as it was before it was encoded once too often; the same text where it was not.

    >>> undoubled("Itâ\\x80\\x99s â\\x80\\x9cfineâ\\x80\\x9d"), undoubled("façade, Ätna, Ångström")
    ('It’s “fine”', 'façade, Ätna, Ångström')
    """
    first = _first_beyond_ascii(text)
    if first is None or not _OPENS.match(text, first) or not any(mark in text for mark in _MARKS):
        return text
    for encoding in ("latin-1", "cp1252"):
        try:
            once = text.encode(encoding)
            decoded = once.decode("utf-8")
        except UnicodeError:
            continue
        return decoded if len(text) - len(decoded) >= _MIN_SEQUENCES else text
    return text


def _first_beyond_ascii(text: str) -> int | None:
    """Where the first character stands that is not ASCII; a fifth of the time that a pattern takes."""
    try:
        text.encode("ascii")
    except UnicodeEncodeError as error:
        return error.start
    return None
