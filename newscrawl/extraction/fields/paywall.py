"""Whether the publisher keeps part of the story for subscribers, and by what it says so."""

from __future__ import annotations

from typing import Any

from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.jsonld import Node

_TIERS = frozenset(("locked", "metered", "premium", "paid", "subscriber", "subscribers", "abo", "plus", "payant"))
_TIER_META = (
    "article:content_tier",
    "og:article:content_tier",
    "content_tier",
    "cxenseparse:access",
    "article:access",
    "access",
)


def read_paywall(evidence: Evidence) -> str | None:
    """The declaration that part of the story is for subscribers; None where there is none."""
    for node, name in ((evidence.ld, "article"), (evidence.structured.webpage, "page")):
        if _is_closed(node.get("isAccessibleForFree")):
            return f"json-ld isAccessibleForFree of the {name}"
        if any(_is_closed(part.get("isAccessibleForFree")) for part in _parts(node)):
            return f"json-ld isAccessibleForFree of a part of the {name}"
    for name in _TIER_META:
        tier = (evidence.structured.first(name) or "").strip().casefold()
        if tier in _TIERS:
            return f"meta {name} {tier}"
    return None


def _parts(node: Node) -> list[Node]:
    parts: Any = node.get("hasPart")
    return [part for part in (parts if isinstance(parts, list) else [parts])[:20] if isinstance(part, dict)]


def _is_closed(free: Any) -> bool:
    return free is False or (
        isinstance(free, str) and free.rsplit("/", 1)[-1].strip().casefold() in ("false", "no", "0")
    )
