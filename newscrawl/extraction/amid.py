"""What stands amid the story and is told by that alone: headings of a live report's entries, teasers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from newscrawl.extraction.captions import is_few
from newscrawl.extraction.fields.urls import split_url
from newscrawl.extraction.lines import SourceLine
from newscrawl.extraction.model.features import ends_sentence

_LINKED = 0.8
_CLOCK = re.compile(
    r"[\W_]{0,3}\d{1,2}\s?[:.h]\s?\d\d(?::\d\d)?\s?(?:uhr|[ap]\.?\s?m\.?|h|klo|kl)?\.?(?:\s[A-Z]{2,4})?[\W_]{0,3}|(?:klo|kl)\.?\s?\d{1,2}[.:]\d\d",
    re.IGNORECASE,
)
_CLOCK_CHARS, _ENTRIES = 20, 3
#: What is a link to a smaller share is none.
_FEW_LINKS = 0.3
#: A link alone among paragraphs is a teaser from this length on.
_TEASER_CHARS, _ALL_LINK = 30, 0.95
#: The longest words before its colon, and by how many characters what is linked may be less or more than what follows.
_LABEL_CHARS, _LABEL_SLACK = 40, 3


def entry_headings(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Headings of a live report's entries: each stands below a time of day and above a line of the story."""
    clocks = [number for number, line in enumerate(lines) if _is_clock(line.text)]
    if len(clocks) < _ENTRIES:
        return set()
    below = ((lines[number + 1], lines[number + 2]) for number in clocks if number + 2 < len(lines))
    return {
        line.position for line, after in below if line.is_heading and line.linked < _LINKED and after.position in kept
    }


def lone_links(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Kept paragraphs of a news story that are one link, behind a label or as a whole, and no sentence, behind one that is
    and, unless it is the last, before another."""
    story = [line for line in lines if line.position in kept]
    found = []
    for before, line, after in zip(story, story[1:], [*story[2:], None], strict=False):
        beside = [each for each in (before, after) if each is not None]
        if _leads_elsewhere(line) and all(each.linked < _LINKED and ends_sentence(each.text) for each in beside):
            found.append(line)
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def labelled_links(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """Kept points of lists of which each is a few words, a colon and a link (`Council: The bridge stays open`), two at least.

    All 19 in such lists on labelled news pages are headlines of other stories, of one site; what leads to several
    (`Study: …`, `Report: …`, `Tickets: …`) are sources and facts.
    """
    found = []
    for box, group in groupby(lines, key=lambda line: line.element.getparent() if line.tag == "li" else None):
        points = list(group) if box is not None else []
        if len(points) > 1 and all(_is_labelled(point) and len(point.text) >= _TEASER_CHARS for point in points):
            if len({host for point in points for host in _hosts(point)}) > 1:
                continue
            found += [point for point in points if point.position in kept]
    return {line.position for line in found} if is_few(found, lines, kept) else set()


def _hosts(line: SourceLine) -> Iterator[str]:
    """Where the links of a line lead to; "" for the page's own site."""
    for anchor in line.element.iter("a"):
        if href := anchor.get("href"):
            yield split_url(href.strip()).netloc.lower().removeprefix("www.")


def _leads_elsewhere(line: SourceLine) -> bool:
    """Whether a paragraph is a headline that is a link, or a few words, a colon and such a headline (`Also good: Pear cake`)."""
    text = line.text
    if line.tag != "p" or len(text) < _TEASER_CHARS or line.linked < _FEW_LINKS or _has_stop(text) or "://" in text:
        return False
    return _is_labelled(line) or line.linked >= _ALL_LINK


def _is_labelled(line: SourceLine) -> bool:
    """Whether a line is a few words, a colon and a link, which is no address in full."""
    text = line.text
    label = text.find(":") + 1
    is_labelled = 0 < label <= _LABEL_CHARS and abs(line.linked * len(text) - len(text[label:].strip())) <= _LABEL_SLACK
    return is_labelled and "://" not in text


def _has_stop(text: str) -> bool:
    """Whether a line ends in a full stop or the like; headlines end in quotations without one.

    >>> _has_stop("The bridge is open."), _has_stop("The bridge nobody counts: “A lottery”")
    (True, False)
    """
    return text.rstrip("\"'”’»“)").endswith((".", "!", "…", "?"))


def _is_clock(text: str) -> bool:
    """Whether a line is a time of day, as it stands above each entry of a live report."""
    return len(text) <= _CLOCK_CHARS and _CLOCK.fullmatch(text) is not None
