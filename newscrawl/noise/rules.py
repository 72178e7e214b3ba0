"""What noise is: rules that only propose, read from one TOML file per language (`any.toml` for all).

A rule never removes anything itself; `extraction/prune.py` and `extraction/trim.py` do, within the rule's
bound, and write a `Removal` with the rule's name and reason. Every rule carries lines on which it fires and
near misses which it must spare; a test reads them from the same files. Patterns only ever see a bounded
piece of text (`max_chars`), so a page cannot make them slow.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from newscrawl.datafile import read_data_file
from newscrawl.errors import RuleError
from newscrawl.noise.literals import Literals
from newscrawl.noise.pieces import pieces
from newscrawl.selectors import SelectorError, compile_selector

HERE = Path(__file__).parent / "rules"

#: Where in the story a line rule may fire. `start`: only removed lines stand before it; `end`: only removed
#: lines stand after it; `any`: everywhere.
Where = Literal["start", "end", "any"]

#: Languages that read another one's file: its written forms, neighbours that share its words, and old codes.
_SHARED = {"nb": "no", "nn": "no", "in": "id", "ms": "id", "bs": "hr", "sr": "hr", "iw": "he", "fil": "tl"}

#: Languages whose rules are written with narrow signs only; their pages write `［`, `＝` and `＜` as well.
_NARROW = frozenset({"ko"})
_WIDE = re.compile("[\uff01-\uff5e〔〕・‧∙―]")
_NARROWED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict(
    zip(map(ord, "〔〕・‧∙―"), "[]···-", strict=True)
)

_NAME = re.compile(r"[a-z]+(-[a-z]+)?\.[a-z0-9]+(-[a-z0-9]+)*")


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


def _as_it_is(text: str) -> str:
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


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    language: str
    node: tuple[NodeRule, ...] = ()
    line: tuple[LineRule, ...] = ()
    cut: tuple[CutRule, ...] = ()


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
        seen: Callable[[str], str] = _as_it_is,
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


class Rules:
    """All rule files in force; one is read when it is asked for."""

    def __init__(self, paths: Iterable[Path], fingerprint: str) -> None:
        self._paths = {path.stem: path for path in paths}
        self.fingerprint = fingerprint
        """First 12 hex digits of the SHA-256 of all files."""
        self._sets: dict[str, RuleSet] = {}
        self.file = lru_cache(maxsize=None)(lambda language: load_file(self._paths[language]))
        """The file of one of the `languages`."""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self._paths))

    def patterns(self) -> Iterator[str]:
        """Every pattern for names, lines and pieces of lines."""
        for file in map(self.file, self.languages):
            yield from (rule.names for rule in file.node if rule.names)
            yield from (rule.pattern for rule in file.line)
            yield from (rule.pattern for rule in file.cut)

    def for_language(self, code: str | None) -> RuleSet:
        """The rules for any page and those of the language (`zh-TW` reads `zh`)."""
        primary = (code or "").lower().split("-")[0]
        primary = _SHARED.get(primary, primary)
        if primary not in self._sets:
            files = [self.file(name) for name in ("any", primary) if name in self._paths]
            self._sets[primary] = RuleSet(
                tuple(rule for file in files for rule in file.node),
                tuple(rule for file in files for rule in file.line),
                tuple(rule for file in files for rule in file.cut),
                narrowed if primary in _NARROW else _as_it_is,
            )
        return self._sets[primary]


def load_file(path: Path) -> _File:
    """Read and check one rule file.

    Raises:
        RuleError: file, key and what is wrong with it.
    """
    file = read_data_file(path, _File, RuleError)
    _check(path, file)
    return file


def _check(path: Path, file: _File) -> None:
    """What the types alone cannot say. Patterns of our own are compiled by the tests, not by every process: that takes 0.2 s."""
    seen: set[str] = set()
    rules: tuple[NodeRule | LineRule | CutRule, ...] = (*file.node, *file.line, *file.cut)
    for rule in rules:
        if not _NAME.fullmatch(rule.name) or not rule.name.startswith(file.language + "."):
            raise RuleError(str(path), rule.name, f"a name here must read {file.language}.<thing>, lower case")
        if rule.name in seen:
            raise RuleError(str(path), rule.name, "two rules have this name")
        seen.add(rule.name)
        if path.parent != HERE:
            compile_rule(path, rule)
        if isinstance(rule, NodeRule) and bool(rule.select) == bool(rule.names):
            raise RuleError(str(path), rule.name, "a node rule has either `select` or `names`")
    if path.stem != file.language:
        raise RuleError(str(path), "language", f"the rules of {file.language!r} stand in {file.language}.toml")


def compile_rule(path: Path, rule: NodeRule | LineRule | CutRule) -> None:
    """Compile what a rule looks for.

    Raises:
        RuleError: it is no pattern or selector.
    """
    try:
        _ = rule.regex
        if isinstance(rule, NodeRule) and rule.select:
            compile_selector(rule.select)
    except (re.error, SelectorError) as error:
        raise RuleError(str(path), rule.name, str(error)) from error


@lru_cache(maxsize=8)
def load_rules(folder: Path | None = None) -> Rules:
    """The built-in rules, each file read when the first page of its language comes, or all those of `folder` in the same form.

    Raises:
        RuleError: for a folder that is not there, or its first wrong file; ours are read by the tests.
    """
    if folder and not folder.is_dir():
        raise RuleError(str(folder), "", "no such folder")
    paths = sorted((folder or HERE).glob("*.toml"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths))
    rules = Rules(paths, digest.hexdigest()[:12])
    for language in rules.languages if folder else ():  # read now: what is edited meanwhile counts in the next run
        rules.file(language)
    return rules
