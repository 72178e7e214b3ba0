"""What a robots.txt says beside what may be fetched: rules for crawlers that train AI, and `Content-Signal` and
`Content-Usage` lines. It changes nothing about a crawl; it travels with each page and ends in `rights.signals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

#: Names under which pages are taken for training; search engines' and assistants' are not among them.
TRAINERS = (
    "GPTBot", "CCBot", "Google-Extended", "Applebot-Extended", "anthropic-ai", "ClaudeBot", "Claude-Web", "Bytespider",
    "Meta-ExternalAgent", "FacebookBot", "cohere-ai", "cohere-training-data-crawler", "AI2Bot", "Diffbot", "Omgilibot",
    "PanguBot", "Timpibot", "ICC-Crawler",
)  # fmt: skip
_GROUP = re.compile(r"^[ \t]*user-agent[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(content-(?:signal|usage)[ \t]*:[^\n#]{1,200})", re.IGNORECASE | re.MULTILINE)
_MAX_LINES = 5


@dataclass(frozen=True, slots=True)
class RobotsSays:
    """What one robots.txt says of AI. `named`: the trainers that have a group of their own; `lines`: as written."""

    rules: Protego
    named: tuple[str, ...]
    lines: tuple[str, ...]

    def of(self, url: str) -> str:
        """One statement per line for a page, "" where nothing is said of it."""
        barred = [name for name in self.named if not self.rules.can_fetch(url, name)]
        return "\n".join([*([f"Disallow for {', '.join(barred)}"] if barred else []), *self.lines])


def read_says(text: str) -> RobotsSays | None:
    """What a robots.txt says of AI; None where it says nothing.

    >>> read_says("User-agent: GPTBot\\nDisallow: /").of("https://paper.example/a")
    'Disallow for GPTBot'
    >>> read_says("User-agent: *\\nContent-Signal: search=yes, ai-train=no").of("https://paper.example/a")
    'Content-Signal: search=yes, ai-train=no'
    """
    groups = {name.lower() for name in _GROUP.findall(text)}
    named = tuple(name for name in TRAINERS if name.lower() in groups)
    lines = tuple(dict.fromkeys(" ".join(line.split()) for line in _LINE.findall(text)))[:_MAX_LINES]
    return RobotsSays(Protego.parse(text), named, lines) if named or lines else None
