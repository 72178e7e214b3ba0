"""Rules as data: one TOML file per language (`any.toml` for all), read and checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from newscrawl.datafile import read_data_file
from newscrawl.errors import RuleError
from newscrawl.noise.rules import CutRule, LineRule, NodeRule, RuleSet, as_it_is, narrowed
from newscrawl.selectors import SelectorError, compile_selector

HERE = Path(__file__).parent / "rules"

#: Languages that read another one's file: its written forms, neighbours that share its words, and old codes.
_SHARED = {"nb": "no", "nn": "no", "in": "id", "ms": "id", "bs": "hr", "sr": "hr", "iw": "he", "fil": "tl"}

#: Languages whose rules are written with narrow signs only; their pages write `［`, `＝` and `＜` as well.
_NARROW = frozenset({"ko"})

_NAME = re.compile(r"[a-z]+(-[a-z]+)?\.[a-z0-9]+(-[a-z0-9]+)*")


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    language: str
    node: tuple[NodeRule, ...] = ()
    line: tuple[LineRule, ...] = ()
    cut: tuple[CutRule, ...] = ()


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
                narrowed if primary in _NARROW else as_it_is,
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
