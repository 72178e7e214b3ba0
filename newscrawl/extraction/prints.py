"""The text that a feed carries of a story, as prints of its lines: a page's lines are held against them.

The ledger and the archive keep what announced a page with its address, so a text of twenty thousand characters has to stay out of it: a
line is three bytes there, and lines of a few words are left out. One in a quarter of a million other lines has a print among sixty-four.
"""

from __future__ import annotations

import binascii
import html
import re
import zlib
from collections.abc import Iterable, Sequence

from w3lib.html import remove_tags, remove_tags_with_content

from newscrawl.extraction.lines import SourceLine, fold_space, lower_letters

MAX_PRINTS = 64
_BYTES = 3
_MIN_CHARS, _MIN_PRINTS = 20, 3
#: A longer text is read so far.
_MAX_CHARS = 60_000
_SILENT = ("script", "style", "figure", "iframe", "noscript")
_SEAM = re.compile(
    r"</?(?:p|div|li|h[1-6]|br|blockquote|ul|ol|table|tr|td|section|article|pre|hr)\b[^>]{0,500}>", re.IGNORECASE
)
#: What share of the prints the page must bear out.
_BORNE_OUT = 0.6
_NEARLY_ALL, _LINKED = 0.8, 0.8
#: What the model rules out stays out, and what it is sure of stays in, whatever a feed says.
_OPEN = (0.2, 0.8)


def prints_of(markup: str) -> str:
    """The prints of the lines of a text as feeds carry it, in base64; "" where it is no more than a teaser.

    >>> story = "<p>Rain closed two roads to the sea.</p><p>The bridge is open again, though.</p><p>Nobody was hurt, the police said.</p>"
    >>> len(read_prints(prints_of(story))), prints_of("<p>Rain closed two roads to the sea. […]</p>")
    (3, '')
    """
    if "<" not in markup:
        markup = markup.replace("\n", "<br>")
    texts = map(_plain, _SEAM.split(remove_tags_with_content(markup[:_MAX_CHARS], _SILENT)))
    found = dict.fromkeys(print_ for text in texts if (print_ := _print(lower_letters(text))))
    if len(found) < _MIN_PRINTS:
        return ""
    return binascii.b2a_base64(b"".join(list(found)[:MAX_PRINTS]), newline=False).decode("ascii")


def _plain(markup: str) -> str:
    return fold_space(html.unescape(remove_tags(markup)))


def _print(folded: str) -> bytes:
    """Three bytes of a line; none of a short one, that may stand anywhere."""
    return (
        zlib.crc32(folded.encode("utf-8", "replace")).to_bytes(4, "big")[:_BYTES] if len(folded) >= _MIN_CHARS else b""
    )


def read_prints(text: str) -> frozenset[bytes]:
    """The prints that were written as `prints_of` does; none where somebody else wrote it."""
    try:
        packed = binascii.a2b_base64(text, strict_mode=True)
    except (ValueError, binascii.Error):
        return frozenset()
    return frozenset(packed[at : at + _BYTES] for at in range(0, len(packed) - _BYTES + 1, _BYTES))


def is_shown_in_part(texts: Iterable[str], prints: frozenset[bytes]) -> bool:
    """Whether a story is a part of what a feed carries: nearly all of it stands there, and it is not half of that."""
    own = {print_ for text in texts if (print_ := _print(lower_letters(text)))} if prints else set()
    return len(own & prints) >= _NEARLY_ALL * len(own) > 0 and 2 * len(own) < len(prints)


def as_announced(
    lines: Sequence[SourceLine], story: Sequence[float], kept: set[int], prints: frozenset[bytes]
) -> tuple[set[int], set[int]]:
    """Of the lines that the model leaves open, those that a feed's text adds to the story, and those that it takes out of it.

    Args:
        lines: those of the page.
        story: the model's probability of each.
        kept: positions of those that are the story so far.
        prints: those of the feed's text. It is believed only where the page bears it out; what stands before its first line and
            behind its last one it says nothing of, for many feeds carry a beginning.
    """
    if len(prints) < _MIN_PRINTS:
        return set(), set()
    printed = [(line, p, _print(lower_letters(line.text))) for line, p in zip(lines, story, strict=True)]
    found = [line.position for line, _, print_ in printed if print_ in prints]
    if len({print_ for _, _, print_ in printed if print_ in prints}) < _BORNE_OUT * len(prints):
        return set(), set()
    open_ = [(line, print_) for line, p, print_ in printed if _OPEN[0] < p < _OPEN[1] and line.linked < _LINKED]
    added = {line.position for line, print_ in open_ if print_ in prints}
    amid = range(min(found) + 1, max(found))
    taken = {line.position for line, print_ in open_ if print_ and print_ not in prints and line.position in amid}
    return added - kept, taken & kept
