"""Who posted it, or when: the lines that old blogs print below the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from newscrawl.extraction.fields.outline import text_in
from newscrawl.extraction.nodes import Nodes

_POSTED_BY = (
    r"(?:entry |this entry was )?posted by|geschrieben von|eingestellt von|publicado por|publié par|pubblicato da|postado por|gepost door|diposting oleh|upplagd av|"
    r"opublikowane przez|автор"
)
_POSTED = re.compile(rf"\s*(?:(?:entry |this entry was )?posted (?:on|in|at)|{_POSTED_BY})\s", re.IGNORECASE)
#: `Posted by Jane Doe at May 12, 2008 10:41 AM | TrackBack`; comments have a colon: `Posted by: Jane at …`.
_POSTED_LINE = re.compile(
    rf"\s*(?:{_POSTED_BY}) (?:([^|:]{{2,50}}?)\s(?=(?:on|at|@|in|um|am|à|le|a|às|em|en|el|alle|il|om|op|kl\.?|o|di|в|на)\s[^|]{{0,24}}\d|\|)|([^\s|:]{{2,20}}(?: [^\s|:]{{1,20}}){{0,2}})\Z)",
    re.IGNORECASE,
)
_MAX_POSTED = 200
_COMMENT = re.compile(r"comment|respon[sd]|repl(?:y|ies)")


def posted_below(nodes: Nodes) -> Iterator[str]:
    """Lines of old blogs below the story that say who posted it, or when; those of readers' comments left out."""
    for number in range(nodes.body, nodes.ends[nodes.body]):
        element = nodes.elements[number]
        opening = (element.text or "").lstrip()  # a pattern would try each blank of an indentation
        if opening and _POSTED.match(opening) and not _is_comment(element):
            yield text_in(element, _MAX_POSTED)[:_MAX_POSTED]


def poster(nodes: Nodes) -> list[str]:
    """Whom the first such line names."""
    found = (_POSTED_LINE.match(line) for line in posted_below(nodes))
    return [line[1] or line[2] for line in islice(found, 3) if line][:1]


def _is_comment(element: etree._Element) -> bool:
    return any(_COMMENT.search(f"{e.get('class', '')} {e.get('id', '')}".lower()) for e in element.iterancestors())
