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
#: How WordPress's first design says it, translated: `Cette entrée a été publiée le 27 janvier 2008 à 21:14 par Jean et …`.
_ENTRY = (
    r"(?:this (?:entry|post) was (?:posted|written)|(?:cette entrée|cet article|ce billet) a été (?:publiée?|écrite?|postée?)|(?:dieser|der) (?:eintrag|beitrag|artikel) (?:wurde|ist) (?:am|von)|"
    r"est[ae] (?:entrada|artículo|post) (?:fue|ha sido) (?:publicad[ao]|escrit[ao])|quest[oa] (?:articolo|post|voce) è stat[oa] (?:pubblicat|scritt|inserit)[oa]|"
    r"(?:este post|esta entrada|este artigo) foi (?:publicad|escrit|postad)[oa]|dit (?:bericht|artikel) (?:werd|is) (?:geplaatst|geschreven|gepubliceerd)|эта запись опубликована)\b"
)
#: Who wrote it, behind the day or in front of it.
_ENTRY_LINE = re.compile(
    rf"\s*(?=[^|]{{10,140}}\d{{4}}){_ENTRY}[^|]{{0,80}}?\b(?:by|par|von|por|da|door|автором)\s([^\W\d_][^\s.,]{{1,24}}(?-i:(?: [A-ZÀ-Þ][\w.'’-]{{1,24}}){{0,2}}))(?=\s|[.,]|\Z)",
    re.IGNORECASE,
)
_POSTED = re.compile(
    rf"\s*(?:{_ENTRY}|(?:(?:entry |this entry was )?posted (?:on|in|at)|{_POSTED_BY})\s)", re.IGNORECASE
)
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
    found = [_POSTED_LINE.match(line) or _ENTRY_LINE.match(line) for line in islice(posted_below(nodes), 3)]
    return [name for line in found if line for name in line.groups() if name][:1]


def _is_comment(element: etree._Element) -> bool:
    return any(_COMMENT.search(f"{e.get('class', '')} {e.get('id', '')}".lower()) for e in element.iterancestors())
