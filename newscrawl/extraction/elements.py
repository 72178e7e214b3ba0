"""What HTML's elements are to a text: words of a line, blocks that start one, headings, or nothing for a reader."""

from __future__ import annotations

from lxml import etree

#: Never text for a reader.
SILENT = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map head title link meta base textarea select "
    "option datalist input progress meter".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt rtc ruby s samp small span "
    "strike strong sub sup time tt u var wbr picture source".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul".split()
)
#: What may hold only words: an element of unknown name in one of these is a word too, elsewhere it is a box.
PHRASES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "figcaption", "caption", "summary"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def is_block(element: etree._Element) -> bool:
    """Whether the element starts a line of its own. Names that HTML does not know count as words inside a paragraph."""
    while (tag := element.tag) not in INLINE:
        parent = element.getparent()
        if tag in BLOCKS or parent is None:
            return True
        if parent.tag in PHRASES:
            return False
        element = parent
    return False
