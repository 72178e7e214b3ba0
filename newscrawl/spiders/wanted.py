"""Which addresses of articles a user asks for (`-a allow=`, `-a deny=`): patterns, as those of Scrapy's link extractors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.errors import ConfigError
from newscrawl.slowness import TOO_SLOW, TRIED_CHARS, slow_text


@dataclass(frozen=True, slots=True)
class Wanted:
    """Patterns that are looked for anywhere in an address; None where nothing was asked."""

    allow: re.Pattern[str] | None = None
    deny: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return self.allow is not None or self.deny is not None

    def __str__(self) -> str:
        return (
            " ".join(repr(pattern.pattern) if pattern else "-" for pattern in (self.allow, self.deny)) if self else ""
        )

    def has(self, url: str) -> bool:
        """Whether an address is asked for."""
        if self.deny is not None and self.deny.search(url):
            return False
        return self.allow is None or self.allow.search(url) is not None


def read_wanted(allow: str | None, deny: str | None) -> Wanted:
    """The patterns of two arguments.

    Raises:
        ConfigError: one is no pattern, or takes too long.
    """
    return Wanted(_pattern("allow", allow), _pattern("deny", deny))


def _pattern(name: str, value: str | None) -> re.Pattern[str] | None:
    if not value:
        return None
    try:
        pattern = re.compile(value)
    except re.error as error:
        raise ConfigError(f"-a {name}={value}: is no pattern (re): {error}") from error
    if text := slow_text(pattern.search, TRIED_CHARS, value):
        raise ConfigError(f"-a {name}={value}: {TOO_SLOW.format(text[:60])}")
    return pattern
