"""What noise is: rules that only propose; `files.py` reads them.

A rule never removes anything itself; `extraction/prune.py` and `extraction/trim.py` do, within the rule's
bound, and write a `Removal` with the rule's name and reason. Every rule carries lines on which it fires and
near misses which it must spare; a test reads them from the same files. Patterns only ever see a bounded
piece of text (`max_chars`), so a page cannot make them slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from newscrawl.noise.literals import Literals
from newscrawl.noise.pieces import pieces

#: Where in the story a line rule may fire. `start`: only removed lines stand before it; `end`: only removed
#: lines stand after it; `any`: everywhere.
Where = Literal["start", "end", "any"]

#: What pages in languages whose rules are written with narrow signs only write as well: `［`, `＝`, `＜`.
_WIDE = re.compile("[\uff01-\uff5e〔〕・‧∙―]")
_NARROWED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict(
    zip(map(ord, "〔〕・‧∙―"), "[]···-", strict=True)
)


class _Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    name: str
    """`<scope>.<thing>`; the scope is the file's language or `any`."""
    why: str
    """One sentence for whoever asks why a line is gone."""


def lowered(text: str) -> str:
    """The text in lower case, one letter for those that patterns take for the same in any case: `I i İ ı`, `s ſ`, `σ ς`."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return lower.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s").replace("ς", "σ")


def narrowed(text: str) -> str:
    """The text with narrow signs for wide ones, each in its place.

    >>> narrowed("［마을신문 나루＝홍길동 기자］")
    '[마을신문 나루=홍길동 기자]'
    """
    return text.translate(_NARROWED) if not text.isascii() and _WIDE.search(text) else text


def as_it_is(text: str) -> str:
    return text


class NodeRule(_Rule, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """An element that is noise with everything in it.

    It looks at elements that `select` finds, or whose class, id or role contains a word that `names` matches.
    """

    select: str | None = None
    names: str | None = None
    """Regular expression, searched in `" class id role "` in lower case."""
    max_share: float = 0.5
    """It may take at most this share of the page's text; more looks like the story itself."""
    inline: bool = True
    """False: never an element inside a line (a link, a `span`), lest a sentence lose a word."""
    fires: tuple[str, ...] = ()
    """HTML snippets: the rule takes the element with `data-noise`."""
    spares: tuple[str, ...] = ()
    """HTML snippets of which it takes nothing."""

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        return re.compile(self.names) if self.names else None


class LineRule(_Rule, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A whole line that is noise. The pattern must match from its first character to its last."""

    pattern: str
    where: Where = "any"
    max_chars: int = 200
    """Longer lines are never touched."""
    linked: bool = False
    """Only lines of which at least four fifths are link text."""
    rest: bool = False
    """The line opens a block that runs to the end: everything after it goes too (bounded by `trim`)."""
    fires: tuple[str, ...]
    spares: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def matches(self, text: str) -> bool:
        return len(text) <= self.max_chars and self.regex.fullmatch(text) is not None


class CutRule(_Rule, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A piece of noise glued to the head or the tail of a line of the story.

    `trim` cuts it only where what stays is whole: no half word, no dangling bracket.
    """

    pattern: str
    side: Literal["head", "tail"] = "tail"
    where: Where = "end"
    """`end`: in the last line of the story; `start`: in its first; `any`: in every line."""
    max_chars: int = 160
    """The piece is looked for in this many characters at the side, and is no longer."""
    fires: tuple[tuple[str, str], ...]
    """Pairs: the line, and what stays of it."""
    spares: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.pattern})\\Z" if self.side == "tail" else self.pattern)

    def piece(self, text: str) -> tuple[int, int] | None:
        """Start and end of what it proposes to cut; None where it does not fire."""
        start = max(0, len(text) - self.max_chars) if self.side == "tail" else 0
        end = len(text) if self.side == "tail" else min(len(text), self.max_chars)
        window = text[start:end]
        found = self.regex.search(window) if self.side == "tail" else self.regex.match(window)
        if found is None or found.start() == found.end():
            return None
        return start + found.start(), start + found.end()


_REMEMBERED_CHARS = 4_000


class LineRules:
    """Line rules in order.

    Args:
        rules: by their numbers.
        tried: the numbers of those that may match a line, and of others.
        seen: a line as the rules see it.
    """

    def __init__(
        self, rules: Mapping[int, LineRule], tried: Callable[[str], Set[int]], seen: Callable[[str], str]
    ) -> None:
        self._rules, self._tried, self._seen = rules, tried, seen

    def matching(self, text: str) -> Iterator[LineRule]:
        """Those that match the whole line."""
        numbers = sorted(self._rules.keys() & self._tried(text))
        seen = self._seen(text) if numbers else text
        for number in numbers:
            if self._rules[number].matches(seen):
                yield self._rules[number]


class RuleSet:
    """The rules that hold for one page."""

    def __init__(
        self,
        nodes: tuple[NodeRule, ...],
        lines: tuple[LineRule, ...],
        cuts: tuple[CutRule, ...],
        seen: Callable[[str], str] = as_it_is,
    ) -> None:
        """`seen`: a line as the rules see it, character by character."""
        self.nodes, self.lines, self.cuts, self.seen = nodes, lines, cuts, seen
        self._remembered = lru_cache(maxsize=512)(self._looked_up)
        numbered = tuple(enumerate(lines))
        self.anywhere, self.at_start, self.at_end = (
            LineRules({number: rule for number, rule in numbered if rule.where == where}, self.tried, seen)
            for where in ("any", "start", "end")
        )
        self.rest = LineRules({number: rule for number, rule in numbered if rule.rest}, self.tried, seen)
        """Those that open a block which runs to the end."""
        self.telling = LineRules({number: rule for number, rule in numbered if not rule.linked}, self.tried, seen)
        """Those that tell by its wording alone what a line is."""
        self._cuts = dict(enumerate(cuts, len(lines)))
        self._called = tuple(rule for rule in nodes if rule.names)
        self.named = lru_cache(maxsize=8192)(self._named)

    def cuts_in(self, text: str) -> Iterator[CutRule]:
        """The rules for pieces that may fire on a line."""
        return map(self._cuts.__getitem__, sorted(self._cuts.keys() & self.tried(text)))

    def tried(self, text: str) -> Set[int]:
        """The numbers of line rules, and counted on from these of cut rules, that may match a line whose white space is folded.

        A line is asked about several times, so the answer is remembered, but no line as long as a page.
        """
        return self._remembered(text) if len(text) <= _REMEMBERED_CHARS else self._looked_up(text)

    def _looked_up(self, text: str) -> Set[int]:
        return self._pieces.tried(lowered(self.seen(text)))

    @cached_property
    def _pieces(self) -> Literals:
        """Made when first asked, since languages that no page speaks need none."""
        return Literals(
            [*(rule.pattern for rule in self.lines), *(rule.pattern for rule in self.cuts)], lowered, pieces
        )

    @cached_property
    def _words(self) -> Literals:
        return Literals([rule.names for rule in self._called if rule.names], pieces=pieces)

    def _named(self, names: str) -> tuple[NodeRule, ...]:
        """The node rules whose `names` match; pages repeat their class names, so the answer is remembered."""
        tried = map(self._called.__getitem__, sorted(self._words.tried(names)))
        return tuple(rule for rule in tried if rule.regex and rule.regex.search(names))
