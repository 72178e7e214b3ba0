"""Whether a line invites its reader to something, or credits somebody, told by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from newscrawl.extraction.model.characters import Characters, Pieces

Array = np.ndarray[Any, Any]

#: Wording of invitations and of credits, in lower case. Most of it is looked for as it stands; a pattern holds the rest.
_ASKS = (
    "newsletter", "subscri", "follow us", "follow me", "download", "click here", "read more", "more from", "related", "also read",
    "share this", "share on", "our app", "our privacy", "cookie", "privacy", "terms of", "contact us", "join us", "join our", "donate",
    "whatsapp", "telegram", "facebook", "instagram", "twitter",
    "abonn", "anmeld", "mehr zum", "mehr dazu", "mehr lesen", "lesen sie", "teilen", "inscri", "lire aussi", "à lire", "partag", "suscr",
    "leer mas", "leer más", "lea tambi", "compart", "leia", "assine",
    "구독", "제보", "앱 ", "바로가기", "관련기사", "공유", "登録", "会員", "あわせて", "関連", "シェア", "阅读", "關注", "关注", "扫码", "延伸", "訂閱", "订阅",
)  # fmt: skip
_CREDITS = (
    "image:", "image ", "getty", "shutterstock", "reuters", "courtesy", "pictured", "foto:", "foto ", "bild:", "bild ", "crédit", "copyright",
    "all rights", "reporting by", "editing by", "written by", "posted by", "posted on", "published", "updated",
    "min read", "mins read", "minute read", "minutes read",
    "사진", "기자", "무단", "저작권", "撮影", "写真", "記者", "编辑", "編輯", "責任", "记者", "来源：", "来源:", "出典",
)  # fmt: skip
_ASKS_PATTERN = re.compile("sign.?(?:up|in)|log.?in")
_CREDITS_PATTERN = re.compile(r"photo(?:graph)?\b|views?\b|comments?\b|\b(?:afp|ap|dpa|epa)\b")
#: Every match of a pattern begins with one of its pieces.
_ASKS_STARTS, _CREDITS_STARTS = ("sign", "log"), ("photo", "view", "comment", "afp", "ap", "dpa", "epa")
_WORDING_PIECES = Pieces(
    dict.fromkeys(_ASKS_STARTS, _ASKS_PATTERN) | dict.fromkeys(_ASKS),
    dict.fromkeys(_CREDITS_STARTS, _CREDITS_PATTERN) | dict.fromkeys(_CREDITS),
)


def wording(texts: Sequence[str]) -> tuple[Array, Array]:
    """Whether a line of some length invites or credits somebody."""
    asks, credits = Characters([text.lower() if len(text) < 300 else "" for text in texts]).lines_with(_WORDING_PIECES)
    return asks, credits
