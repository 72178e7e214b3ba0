"""The flags of a record: what a careful reader should know of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newscrawl.article import Removal
from newscrawl.extraction.body import Body
from newscrawl.extraction.decode import BAD_BYTES, REPLACEMENT
from newscrawl.extraction.endings import TRUNCATED, breaks_off
from newscrawl.extraction.opened import Opened
from newscrawl.extraction.prints import is_shown_in_part
from newscrawl.extraction.trim import Trimmed

#: Header of a page that a browser drew (`middlewares/render.py` sets it, and the archive keeps it).
RENDERED = "x-newscrawl-rendered"
SHORT_CHARS = 120
"""A story below this many characters gets the flag `short`; flashes of two sentences are stories too."""
#: How much text the model expects to have judged wrongly, as a share of the story, where the flag `low-confidence` is given. Of
#: labelled pages of other sites than it was trained on, F1 is .80 with the flag and .97 without it.
_MUCH_DOUBT = 0.125


def flags_of(
    opened: Opened, body: Body, trimmed: Trimmed, removals: Sequence[Removal], *, in_part: bool
) -> Iterator[str]:
    fields, text = opened.fields, "\n".join(line.text for line in trimmed.lines)
    yield from fields.flags
    if BAD_BYTES in opened.flags and REPLACEMENT in text:
        yield BAD_BYTES
    if fields.paywalled:
        yield "paywalled"
    if fields.live:
        yield "live"
    if len(text) < SHORT_CHARS:
        yield "short"
    last = trimmed.lines[-1].position
    below = (removal.text for removal in removals if removal.position >= last)
    counted = opened.structured.article.get("wordCount")
    if (
        in_part
        or breaks_off(text, below, counted=counted, paywalled=fields.paywalled is not None)
        or is_shown_in_part((line.text for line in trimmed.lines), opened.known.prints)
    ):
        yield TRUNCATED
    if body.doubt is not None and body.doubt > _MUCH_DOUBT:
        yield "low-confidence"
    if RENDERED in opened.page.headers:
        yield "rendered"
