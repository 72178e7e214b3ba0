"""What a line is by its wording, asked of the noise rules before any line is chosen: `choice.py` and what stands behind it ask no rule themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from newscrawl.extraction.glued import is_glued, opens_glued
from newscrawl.noise import RuleSet

#: What the rules are called that know what every page of a site ends in, or has above its story.
_IMPRINT = re.compile("imprint|copyright|font-size|speech|widget-run|comment-policy|portal")


def _never(_text: str) -> bool:
    return False


class ByWording(NamedTuple):
    """Questions about the text of a line."""

    glued_behind: Callable[[str], bool] = _never
    """It is a sentence with a byline or a notice glued to its end."""
    glued_before: Callable[[str], bool] = _never
    """It is a sentence with a dateline in front of it."""
    is_notice: Callable[[str], bool] = _never
    """It is a notice, whatever kind of."""
    is_imprint: Callable[[str], bool] = _never
    """It is the paper's imprint or copyright, wherever it stands."""
    announces: Callable[[str], bool] = _never
    """It is the heading of a list of other stories."""


#: For pages of which no rule is asked.
NO_WORDING = ByWording()


def by_wording(rules: RuleSet) -> ByWording:
    """What the rules of a page's language say."""
    return ByWording(
        glued_behind=lambda text: is_glued(text, rules),
        glued_before=lambda text: opens_glued(text, rules),
        is_notice=lambda text: any(rules.telling.matching(text)),
        is_imprint=lambda text: any(_IMPRINT.search(rule.name) for rule in rules.anywhere.matching(text)),
        announces=lambda text: any(rules.rest.matching(text)),
    )
