"""What may be done with the text: the copyright line, kept raw, and what page and server say of AI training."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from newscrawl.article import Rights, Signal

_AI_BAN = re.compile(
    r"AI\s?(?:학습|데이터|활용)[^.]{0,20}(?:금지|불허)|인공지능[^.]{0,20}금지|"
    r"(?:AI|artificial intelligence|machine learning)[^.]{0,60}(?:prohibited|not permitted|forbidden)|"
    r"(?:not|never)[^.]{0,60}(?:train|training)[^.]{0,40}\b(?:AI|artificial intelligence|models?)\b|"
    r"AI[^。]{0,20}(?:学習|学习|訓練|训练)[^。]{0,20}(?:禁|不得)|KI[- ]?Training[^.]{0,40}(?:untersagt|verboten|nicht)",
    re.IGNORECASE,
)
_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot", "ai", "gptbot")
_NOAI = re.compile(r"\bno(?:image)?ai\b", re.IGNORECASE)
_STRENGTH = re.compile(r"무단|금지|reserved|copyright|©|ⓒ|저작권", re.IGNORECASE)

AiTraining = Literal["prohibited", "allowed"] | None


def read_rights(tree: Any, headers: Mapping[str, str], notices: Sequence[str]) -> Rights:
    """Rights of a page.

    Args:
        tree: the parsed page.
        headers: lower-case names.
        notices: copyright lines that were cut from the text, raw.
    """
    notice = max(notices, key=_weight, default=None)
    signals = [
        Signal(source="notice", value=line, ai_training=_ban(_AI_BAN, line)) for line in notices if _AI_BAN.search(line)
    ]
    signals += _meta_signals(tree)
    for name in ("x-robots-tag", "tdm-reservation"):
        if value := headers.get(name):
            signals.append(_header_signal(name, value))
    said = [signal.ai_training for signal in signals if signal.ai_training]
    training: AiTraining = "prohibited" if "prohibited" in said else (said[0] if said else None)
    return Rights(notice=notice, ai_training=training, signals=tuple(dict.fromkeys(signals)))


def _weight(line: str) -> tuple[bool, int]:
    return bool(_AI_BAN.search(line)), len(_STRENGTH.findall(line))


def _ban(pattern: re.Pattern[str], text: str) -> AiTraining:
    return "prohibited" if pattern.search(text) else None


def _header_signal(name: str, value: str) -> Signal:
    if name == "tdm-reservation":
        return Signal(source="tdm", value=value, ai_training="prohibited" if value.strip() == "1" else None)
    return Signal(source="header", value=value, ai_training=_ban(_NOAI, value))


def _meta_signals(tree: Any) -> list[Signal]:
    signals = []
    for element in tree.iter("meta"):
        name, content = (element.get("name") or "").lower(), (element.get("content") or "").strip()
        if name in _ROBOTS and _NOAI.search(content):
            signals.append(Signal(source="meta", value=content, ai_training="prohibited"))
        elif name == "tdm-reservation" and content:
            signals.append(Signal(source="tdm", value=content, ai_training="prohibited" if content == "1" else None))
    return signals
