"""What the article addresses of one site have in common, learned from its own feeds and news sitemaps.

Only what they announced often enough decides, and only about links that the general rules of `link_reader` leave open
or let pass on a slug alone: a site's own word is better than ours, but a feed may cover one desk of several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlsplit

#: A shape is the site's own when so many announced addresses have it …
_ENOUGH = 3
#: … and a site is known when so many were announced.
_KNOWN = 20

_DIGITS = re.compile(r"\d+")
_SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}")


def shape_of(url: str) -> str:
    """The address with numbers, slugs and values taken out.

    >>> shape_of("https://www.paper.example/2026/11/23/rates-rise-again")
    'paper.example/9999/99/99/*'
    >>> shape_of("https://paper.example/news/articleView.html?idxno=401223")
    'paper.example/news/articleView.html?idxno'
    """
    parts = urlsplit(url)
    *folders, last = parts.path.strip("/").split("/")
    named = [_segment(folder) for folder in folders]
    keys = sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None))
    return "/".join([(parts.hostname or "").removeprefix("www."), *named, _segment(last)]) + (
        "?" + "&".join(keys) if keys else ""
    )


def _segment(text: str) -> str:
    if _SLUG.search(_DIGITS.sub("", text)) or len(text) > 40:
        return "*"
    # the number of digits of a year or a day is part of the shape, that of an article's number is not
    return _DIGITS.sub(lambda found: "9" * len(found.group()) if len(found.group()) <= 4 else "9+", text)


class Shapes:
    """The shapes of one site's articles."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self.counts = Counter(counts or {})

    def learn(self, urls: Iterable[str]) -> None:
        """Take note of addresses that are certainly articles."""
        self.counts.update(shape_of(url) for url in urls)

    @property
    def decided(self) -> set[str]:
        """The shapes that are the site's own for certain."""
        return {shape for shape, urls in self.counts.items() if urls >= _ENOUGH}

    def judge(self, url: str) -> bool | None:
        """Whether the site announces addresses like this; None where it has announced too few to say."""
        if self.counts[shape_of(url)] >= _ENOUGH:
            return True
        return False if self.counts.total() >= _KNOWN else None
