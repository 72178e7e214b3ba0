"""Elements that are written for one thing and used for another: preformatted prose, and tables that only lay out a page."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

_ROW_CHARS = 300
#: More empty lines stand in a cell that holds a story; cells of data have breaks, too.
_ROW_BREAKS = 1
_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?][\"')]?\s")
_CODE = re.compile(
    r"[{}]|\]\s*=|[;=]\s*\n|=>|->|</|\w\(\)|^\s{0,8}(?:def|import|class|return|#include|sudo|\$|>>>) ", re.MULTILINE
)
_CODE_PARTS, _CODE_CHARS = 100, 4_000


def is_prose(preformatted: etree._Element) -> bool:
    """Whether a preformatted text is a mail or a release, not program code: sentences, and no signs of a language."""
    text = "".join(map(str, islice(preformatted.itertext(), _CODE_PARTS)))[:_CODE_CHARS]
    return len(_SENTENCES.findall(text)) > 1 and _CODE.search(text) is None and preformatted.find(".//code") is None


def _parts_paragraphs(line_break: etree._Element) -> bool:
    """Whether a second break follows: together they part paragraphs."""
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()


def is_data_row(row: etree._Element) -> bool:
    """Whether a table row is a row of data; layout tables hold paragraphs or whole stories in their cells."""
    cells = [cell for cell in row if cell.tag in ("td", "th") and any(map(str.strip, map(str, cell.itertext())))]
    if len(cells) < 2 or next(row.iter("table", "ul", "ol", "h1", "h2", "h3", "hr"), None) is not None:
        return False
    if next(islice(filter(_parts_paragraphs, row.iter("br")), _ROW_BREAKS, None), None) is not None:
        return False
    size = 0
    for text in row.itertext():
        size += len(text.strip())
        if size > _ROW_CHARS:
            return False
    return True
