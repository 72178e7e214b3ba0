"""Boxes above a story that sum it up (points under a heading, what a machine wrote of it), and fact boxes amid it.

Editors of news count neither with the text, whatever the boxes are called; guides and manuals have them in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.nodes import Nodes

#: So many lines above the first that is kept the box may begin; so much of the story may stand above it, and this share of it in it.
_REACH, _ABOVE_CHARS, _SHARE = 16, 260, 0.4
_HEADING_CHARS, _NOTICE_CHARS = 60, 240
_LEAST_LINES = 2

_HEADING = re.compile(
    r"[\W_]{0,4}(?:"
    r"(?:the\s)?key (?:points?|takeaways?|facts?|findings|highlights|insights)|(?:story |article |news )?at a glance|(?:story |article |news |quick |the )?summary|(?:story |article )?highlights|"
    r"tl;?\s?dr|in brief|the brief|topline|what (?:to|you need to|we) know|the (?:gist|essentials|main points)|quick (?:read|take|summary)|(?:main |top )?takeaways|in a nutshell|"
    r"auf einen blick|das wichtigste(?: in kürze| auf einen blick| zum thema| im überblick)?|kurz (?:zusammengefasst|gefasst|und knapp)|zusammenfassung|darum geht[’']?s|in kürze|worum es geht|"
    r"(?:l[’'])?essentiel|en bref|ce qu[’']il faut (?:savoir|retenir)|(?:les )?points[- ]clés|à retenir|(?:le )?résumé|en résumé|"
    r"lo (?:esencial|más importante)|(?:puntos|las)?\s?claves?|(?:en )?resumen|de un vistazo|in sintesi|(?:i )?punti chiave|in breve|il riassunto|em resumo|resumo|pontos[- ]chave|"
    r"in het kort|samenvatting|(?:de )?kernpunten|kort fortalt|kortversjonen|saken kort|artikkelen kort|kort om saken|artiklen kort|i korte træk|kort sagt|oppsummert|oppsummering|i korthet|sammanfattning|kort opsummeret|lyhyesti|tiivistelmä|"
    r"в двух словах|коротко|кратко|главное|w skrócie|najważniejsze|streszczenie|stručně|shrnutí|röviden|összefoglaló|pe scurt|rezumat|özet|öne çıkanlar|tóm tắt|ringkasan|poin penting|"
    r"(?:기사 ?|뉴스 ?|핵심 ?|세줄 ?|세 줄 ?|3줄 ?|한눈에 ?|오늘의 ?)(?:요약|핵심|포인트|정리)|요약|핵심 ?포인트|"
    r"(?:この記事の)?(?:ポイント|要点|要約|概要)|記事の(?:ポイント|要約)|(?:本文|内容|文章|新闻|新聞)?(?:要点|要點|提要|摘要)|核心提示|重點(?:整理|摘要|一次看)|一文看懂"
    r")[\W_]{0,4}",
    re.IGNORECASE,
)  # fmt: skip
#: What names the story in its heading sums up a news story, whatever the page says of itself.
_STORY_HEADING = re.compile(r"[\W_]{0,4}(?:story|article) (?:highlights|summary|at a glance)[\W_]{0,4}", re.IGNORECASE)
#: Headings that name the box itself; most come from the Nordic countries, where every paper has it.
_FACTS = re.compile(
    r"[\W_]{0,4}(?:fakta(?:boks|ruta|rute|laatikko)?(?:\s?[:|–-]\s?.{2,50}|\som\s.{2,50})?|faktoja(?:\s.{2,40})?|fact ?(?:box|file)(?:\s?[:|–-]\s?.{2,50})?|info(?:box|kasten))[\W_]{0,4}",
    re.IGNORECASE,
)
_MOST_BOXES, _NEAR_LINES = 6, 60
_SUMS_UP = r"(?:summar|zusammenfass|résum|resum|riassun|samenvatt|sammanfatt|oppsummer|streszcz|shrnut|özet|tóm tắt|요약|要約|摘要|要点)"
_MACHINE = r"(?:\b(?:AI|KI|IA|ИИ|A\.I\.)\b|AI|OpenAI|ChatGPT|GPT|artificial intelligence|künstliche\w? intelligenz|intelligence artificielle|inteligencia artificial|인공지능|人工知能|人工智能)"
_MACHINE_HEADING = re.compile(
    rf"[\W_]{{0,4}}(?:{_MACHINE}[-\s]?(?:generated|powered|generierte|basierte|기사|뉴스|핵심|による)?[-\s]?(?:news |article |story )?{_SUMS_UP}\w{{0,8}}(?:봇)?"
    rf"|{_SUMS_UP}\w{{0,8}}\s?(?:\(|[|·:-]|by|par|von|de|con|com|mit|durch|met|av)?\s?(?:l[’'])?{_MACHINE})[\W_]{{0,4}}",
    re.IGNORECASE,
)
#: The notice by such a box names a summary and a machine, in either order, and speaks of this one.
_BY_MACHINE = re.compile(
    rf"(?!.{{0,240}}(?<!니)다[.]?$)(?=.{{0,200}}{_SUMS_UP})(?=.{{0,200}}{_MACHINE})", re.IGNORECASE
)
_THIS = re.compile(
    rf"\b(?:this|these|diese[rs]?)\s(?:[\w’'-]+\s){{0,2}}?(?:[\w’'-]+-)?{_SUMS_UP}|"
    r"\b(?:generated|created|powered|reviewed|erstellt|généré|generad|generat|gegenereerd|genererad|oluşturul)|제공|생성|요약(?:한|된|했|은)|この|生成|作成|本摘要|由",
    re.IGNORECASE,
)


def summaries_above(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int], *, news: bool) -> set[int]:
    """The kept lines of boxes above the story that sum it up."""
    total = sum(length(line.text) for line in lines if line.position in kept)
    first = next((number for number, line in enumerate(lines) if line.position in kept), 0)
    found: set[int] = set()
    above = 0
    for number, line in enumerate(lines[max(0, first - _REACH) :], max(0, first - _REACH)):
        if above > _ABOVE_CHARS:
            break
        if _sums_up(line, news=news):
            box = _box(nodes, lines, number)
            size = sum(length(other.text) for other in box if other.position in kept)
            if size <= _SHARE * total:
                found |= {other.position for other in box} & kept
        if line.position in kept and line.position not in found:
            above += length(line.text)
    return found


def fact_boxes(nodes: Nodes, lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """The kept lines of fact boxes of a news page."""
    total = sum(length(line.text) for line in lines if line.position in kept)
    headings = [n for n, line in enumerate(lines) if len(line.text) <= _HEADING_CHARS and _FACTS.fullmatch(line.text)]
    found: set[int] = set()
    for number in headings[:_MOST_BOXES]:
        box = [line for line in _box(nodes, lines, number) if line.position in kept]
        if sum(length(line.text) for line in box) <= _SHARE * total:
            found |= {line.position for line in box}
    return found


def _sums_up(line: SourceLine, *, news: bool) -> bool:
    """Whether a line is the heading of such a box, or says that a machine wrote it."""
    if len(line.text) > _NOTICE_CHARS:
        return False
    if len(line.text) <= _HEADING_CHARS:
        headings = (*((_HEADING,) if news else ()), _STORY_HEADING, _MACHINE_HEADING)
        if any(heading.fullmatch(line.text) for heading in headings):
            return True
    return _BY_MACHINE.match(line.text) is not None and _THIS.search(line.text) is not None


def _box(nodes: Nodes, lines: Sequence[SourceLine], number: int) -> list[SourceLine]:
    """The lines of the smallest element that holds a line and two others; none where it holds more than a box does, or is one of
    the sections of the story, each under a heading."""
    begin, end = max(0, number - _NEAR_LINES), min(len(lines), number + _NEAR_LINES)
    at = lines[number].node
    while at >= 0:
        inside = [line for line in lines[begin:end] if nodes.holds(at, line.node)]
        if len(inside) > _LEAST_LINES:
            beyond = [*lines[max(0, begin - 1) : begin], *lines[end : end + 1]]
            if any(nodes.holds(at, line.node) for line in beyond) or _is_section(nodes, at, lines[number]):
                return []
            return inside
        at = nodes.parents[at]
    return []


def _is_section(nodes: Nodes, box: int, heading: SourceLine) -> bool:
    """Whether another element beside the box is called as it is, and has a heading as it has."""
    parent = nodes.elements[box].getparent()
    if parent is None or not heading.is_heading or _STORY_HEADING.fullmatch(heading.text):
        return False
    own = _called(nodes.elements[box])
    return any(
        _called(other) == own and next(other.iter(heading.tag), None) is not None
        for other in parent
        if other is not nodes.elements[box]
    )


def _called(element: etree._Element) -> tuple[object, str | None]:
    return element.tag, element.get("class")
