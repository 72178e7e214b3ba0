"""What a feed or a sitemap says of one page: its address, and title, time and text where it has them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from w3lib.html import remove_tags

from newscrawl.extraction.prints import prints_of

_MAX_TITLE_CHARS = 500
_MAX_DATE_CHARS = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced page. `title` and `published` are "" where nothing is said; `published` is the source's own words."""

    url: str
    """As written, but absolute or relative to the document it stands in."""
    title: str = ""
    published: str = ""
    changed: str = ""
    """When the page last changed, in the source's own words: no date of publication."""
    text: str = ""
    """The story itself, in HTML or as plain lines, as far as the source carries it."""
    news: bool = False
    """Whether the source says that this is a news article, not just a page."""

    @property
    def announced(self) -> dict[str, str]:
        """What the ledger keeps of it, under the names of `Page.announced`."""
        said = {
            "title": plain_title(self.title),
            "published": _folded(self.published)[:_MAX_DATE_CHARS],
            "lines": prints_of(self.text),
        }
        return {key: value for key, value in said.items() if value}


def plain_title(title: str) -> str:
    """A headline without markup, entities that were escaped twice, control characters and runs of white space.

    >>> plain_title("<b>Rates</b> rise&nbsp;&amp; stay")
    'Rates rise & stay'
    """
    return _folded(html.unescape(remove_tags(title)))[:_MAX_TITLE_CHARS].rstrip()


def _folded(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
