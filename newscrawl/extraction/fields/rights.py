"""What may be done with the text: the copyright line, kept raw, and what page and server say of AI training.

A ban is believed wherever it stands; a permission only where nothing bans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from lxml import etree

from newscrawl.article import Rights, Signal
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes

AiTraining = Literal["prohibited", "allowed"] | None

#: A ban in words. `[^.]` keeps what belongs together in one sentence.
_AI = r"(?:\bAI\b|\bKI\b|\bIA\b|artificial intelligence|machine[- ]learning|language models?|\bLLMs?\b|künstliche\w* Intelligenz|intelligence artificielle|inteligencia artificial)"
_TDM = (
    r"(?:\bTDM\b|text[- ]?(?:,|and|und|&|en|et|y)?[- ]{1,3}(?:and |und |& )?data[- ]?mining|tekst- en datamining|text mining|data[- ]mining|fouille de (?:textes|données)|minería de (?:textos|datos)|mineração de (?:textos|dados)"
    r"|estrazione di (?:testo|dati)|eksploracj\w{1,3} tekst|데이터 ?마이닝)"
)
_BANNED = (
    r"(?:prohibited|not permitted|not allowed|forbidden|untersagt|verboten|nicht (?:gestattet|erlaubt)|interdit\w*|prohib\w+|prohíb\w+|vietat\w*|verboden|niet toegestaan|proibid\w*|zabronion\w*|zakázán\w*|запрещ\w+"
    r"|forbudt|förbjud\w*|yasak\w*|금지)"
)
_RESERVED = r"(?:reserv\w+|vorbehalten|behält sich|behalten (?:sich|wir uns)|réserv\w+|riserva\w*|voorbehoud\w*|zastrze\w+|vyhrazen\w*|förbehåll\w*|forbehold\w*)"
_AI_BAN = re.compile(
    r"AI\s?(?:학습|데이터|활용|이용|훈련|개발)[^.]{0,30}(?:금지|불허|금합니다)|인공지능[^.]{0,30}(?:금지|불허)|"
    rf"{_AI}[^.]{{0,80}}(?:prohibited|not permitted|not allowed|forbidden|without (?:prior |express |written )*(?:consent|permission))|"
    rf"(?:not|never|prohibit\w*|forbid\w*|no)\b[^.]{{0,80}}\b(?:train|training|develop\w*|text and data mining|data[- ]mining|scrap\w+)\b[^.]{{0,60}}{_AI}|"
    r"(?:AI|人工智能|人工智慧|生成式|機械学習|大模型)[^。]{0,30}(?:学習|学习|學習|訓練|训练)[^。]{0,30}(?:禁|不得|お断り|できません)|"
    r"(?:不得|禁止|严禁)[^。]{0,30}(?:AI|人工智能|大模型)[^。]{0,12}(?:训练|訓練|学习)|"
    rf"{_AI}[- ]?(?:Training)?[^.]{{0,60}}(?:untersagt|verboten|nicht (?:gestattet|erlaubt)|interdit\w*|prohibid\w*|vietat\w*|verboden|proibid\w*)|"
    r"(?:untersagt|interdit\w*|prohíbe|vietat\w*|reserva\w*)[^.]{0,80}(?:KI-|\bIA\b|text und data mining|fouille de textes|minería de textos)|"
    rf"{_TDM}[^.]{{0,120}}(?:{_BANNED}|{_RESERVED})|(?:{_BANNED}|{_RESERVED})[^.]{{0,120}}{_TDM}|{_RESERVED}[^.]{{0,120}}\b(?:AI|KI|IA)[- ]training|"
    r"(?:Nutzungsvorbehalt|vorbehalten)[^.]{0,60}(?:§ ?44b|text[- ]und[- ]data[- ]mining)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|ⓒ|\(c\)\s|copyright|all rights reserved|저작권|무단\s?(?:전재|복제|배포)|無断(?:転載|複製)|版权所有|著作權|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|все права защищены|wszelkie prawa zastrzeżone|"
    r"reproduction interdite|reproducción prohibida|riproduzione riservata|nachdruck",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"무단|금지|reserved|copyright|©|ⓒ|저작권|vorbehalten|réservés|reservados|riservat|禁|版权", re.IGNORECASE
)
_MAX_NOTICE = 400
_ROBOTS = (
    "robots",
    "googlebot",
    "googlebot-news",
    "bingbot",
    "ai",
    "gptbot",
    "ccbot",
    "google-extended",
    "claudebot",
    "anthropic-ai",
    "applebot-extended",
)
_NOAI = re.compile(r"\bno-?(?:image)?-?ai\b|\bnoml\b|\bai-training\s?=\s?(?:no|n|disallow)", re.IGNORECASE)
_NOTICE_META = ("copyright", "rights", "dcterms.rights", "dc.rights", "rights-standard", "copyrightnotice")
#: `Content-Usage: train-ai=n` (IETF AI preferences).
_USAGE = re.compile(r"\b(?:train-ai|ai-train|train-genai)\s?=\s?(y|n|yes|no)\b", re.IGNORECASE)
_HEADERS = ("x-robots-tag", "content-usage", "content-signal", "tdm-reservation", "tdm-policy")


#: One of these stands in every text that `_AI_BAN` finds in a footer.
_AI_WORDS = (
    "AI",
    "KI-",
    "IA",
    "TDM",
    "ata mining",
    "ata-Mining",
    "ata Mining",
    "atamining",
    "ouille de",
    "inería de",
    "ineração de",
    "ksploracj",
    "rtificial",
    "인공지능",
    "마이닝",
)


def read_rights(nodes: Nodes, headers: Mapping[str, str], notices: Sequence[str], robots: str = "") -> Rights:
    """Rights of a page.

    Args:
        nodes: the elements of the page.
        headers: lower-case names.
        notices: copyright lines that were cut from the text, raw. Without any, the one that the page declares is taken;
            a site's footer is no notice of the story (on a portal it is the portal's), but a ban in it counts.
    """
    metas = [nodes.elements[number] for number in nodes.by_tag["meta"]]
    footers = [nodes.elements[number] for number in nodes.by_tag["footer"]]
    lines = list(notices) or _declared_notice(metas)
    signals = [
        Signal(source="notice", value=line, ai_training="prohibited")
        for line in (*lines, *_footer_lines(footers))
        if bans_ai(line)
    ]
    signals += _meta_signals(metas)
    signals += [signal for name in _HEADERS if (value := headers.get(name)) and (signal := _header_signal(name, value))]
    signals += map(_robots_signal, filter(None, robots.split("\n")))
    said = {signal.ai_training for signal in signals}
    training: AiTraining = "prohibited" if "prohibited" in said else "allowed" if "allowed" in said else None
    return Rights(
        notice=max(lines, key=_weight, default=None), ai_training=training, signals=tuple(dict.fromkeys(signals))
    )


def bans_ai(line: str) -> bool:
    """Whether a line forbids AI training or text and data mining, or reserves them."""
    return _AI_BAN.search(line) is not None


def _weight(line: str) -> tuple[bool, int]:
    return bans_ai(line), len(_STRENGTH.findall(line))


def _declared_notice(metas: Sequence[etree._Element]) -> list[str]:
    """The copyright line in the page's `meta`, if that is one and not just a name."""
    for element in metas:
        name = (element.get("name") or element.get("property") or "").lower()
        content = fold_space(element.get("content") or "")
        if name in _NOTICE_META and len(content) <= _MAX_NOTICE and _COPYRIGHT.search(content):
            return [content]
    return []


def _footer_lines(footers: Sequence[etree._Element]) -> Iterator[str]:
    """The short texts of the page's footers that speak of AI or of text and data mining."""
    outermost = (each for each in footers if next(each.iterancestors("footer"), None) is None)
    speaking = (
        element
        for footer in outermost
        if _speaks("".join(map(str, footer.itertext())))
        for element in _speakers(footer)
    )
    for element in islice(speaking, 8):
        line = fold_space("".join(map(str, element.itertext())))
        if len(line) <= _MAX_NOTICE:
            yield line


def _speaks(text: str) -> bool:
    return any(word in text for word in _AI_WORDS)


def _speakers(footer: etree._Element) -> Iterator[etree._Element]:
    """The elements below a footer in whose own text one of the words stands."""
    for element in footer.iterdescendants(etree.Element):
        if element.tag not in ("script", "style"):
            own = [element.text or "", *(child.tail or "" for child in element)]
            if any(map(_speaks, own)):
                yield element


def _header_signal(name: str, value: str) -> Signal | None:
    if name == "tdm-reservation":
        return Signal(source="tdm", value=value, ai_training=_reserved(value))
    if name == "tdm-policy":
        return Signal(source="tdm", value=value)
    if name == "x-robots-tag":
        return Signal(source="header", value=value, ai_training="prohibited" if _NOAI.search(value) else None)
    found = _USAGE.search(value)
    return Signal(source="header", value=value, ai_training=_preferred(found[1])) if found else None


def _robots_signal(line: str) -> Signal:
    """A line of what the host's files say: crawlers that are kept out, a preference, a reservation of tdmrep.json."""
    name, _, value = line.partition(": ")
    if name in ("tdm-reservation", "tdm-policy"):
        reserved = _reserved(value.partition(" ")[0]) if name == "tdm-reservation" else None
        return Signal(source="tdm", value=value, ai_training=reserved)
    if line.lower().startswith("disallow"):
        return Signal(source="robots", value=line, ai_training="prohibited")
    found = _USAGE.search(line)
    return Signal(source="robots", value=line, ai_training=_preferred(found[1]) if found else None)


def _preferred(answer: str) -> AiTraining:
    return "prohibited" if answer.lower().startswith("n") else "allowed"


def _reserved(value: str) -> AiTraining:
    """The TDM reservation protocol: 1 reserves the rights, 0 does not; anything else says nothing."""
    return {"1": "prohibited", "0": "allowed"}.get(value.strip())  # type: ignore[return-value]


def _meta_signals(metas: Sequence[etree._Element]) -> list[Signal]:
    signals = []
    for element in metas:
        name, content = (element.get("name") or "").lower(), (element.get("content") or "").strip()
        if name in _ROBOTS and _NOAI.search(content):
            signals.append(Signal(source="meta", value=content, ai_training="prohibited"))
        elif name == "tdm-reservation" and content:
            signals.append(Signal(source="tdm", value=content, ai_training=_reserved(content)))
        elif name == "tdm-policy" and content:
            signals.append(Signal(source="tdm", value=content))
    return signals
