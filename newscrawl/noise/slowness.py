"""Whether a rule may keep a page busy for seconds."""

from __future__ import annotations

from newscrawl import slowness
from newscrawl.noise.rules import CutRule, LineRule, NodeRule

_NAME_CHARS = 200


def slow_text(rule: NodeRule | LineRule | CutRule) -> str:
    """The first text tried on which the rule is slow; "" where it is on none. It is tried on what it fires on as well."""
    if isinstance(rule, NodeRule):
        return slowness.slow_text(rule.regex.search, _NAME_CHARS, rule.names or "") if rule.regex else ""
    if isinstance(rule, LineRule):
        return slowness.slow_text(rule.matches, rule.max_chars, rule.pattern, rule.fires)
    return slowness.slow_text(rule.piece, rule.max_chars, rule.pattern, [line for line, _ in rule.fires])
