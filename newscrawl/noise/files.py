"""Rules as data: one TOML file per language (`any.toml` for all), read and checked."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from newscrawl.datafile import read_data_file
from newscrawl.errors import RuleError
from newscrawl.noise.rules import CutRule, LineRule, NodeRule, RuleSet, as_it_is, narrowed
from newscrawl.noise.slowness import slow_text
from newscrawl.selectors import SelectorError, compile_selector
from newscrawl.slowness import TOO_SLOW

HERE = Path(__file__).parent / "rules"

#: Languages that read another one's file: its written forms, neighbours that share its words, and old codes.
_SHARED = {"nb": "no", "nn": "no", "in": "id", "ms": "id", "bs": "hr", "sr": "hr", "iw": "he", "fil": "tl"}

#: Languages whose rules are written with narrow signs only; their pages write `［`, `＝` and `＜` as well.
_NARROW = frozenset({"ko"})

_Kind = TypeVar("_Kind", bound=NodeRule | LineRule | CutRule)

_NAME = re.compile(r"[a-z]+(-[a-z]+)?\.[a-z0-9]+(-[a-z0-9]+)*")


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    language: str
    replaces: Literal["language", "all"] | None = None
    """In a folder of one's own: the built-in rules of this language, or of all languages, are left out."""
    node: tuple[NodeRule, ...] = ()
    line: tuple[LineRule, ...] = ()
    cut: tuple[CutRule, ...] = ()


class Rules:
    """All rule files in force; a built-in one is read when it is asked for.

    Args:
        paths: of the built-in files.
        fingerprint: of all files.
        own: files of one's own, by their language.
    """

    def __init__(self, paths: Iterable[Path], fingerprint: str, own: Mapping[str, _File] | None = None) -> None:
        self._paths = {path.stem: path for path in paths}
        self._own = dict(own or {})
        self.fingerprint = fingerprint
        """First 12 hex digits of the SHA-256 of all files."""
        self._sets: dict[str, RuleSet] = {}
        self.file = lru_cache(maxsize=None)(self._file)
        """The file of one of the `languages`, one's own laid over the built-in one."""

    def _file(self, language: str) -> _File:
        own = self._own.get(language)
        if language not in self._paths:
            assert own is not None
            return own
        built_in = load_file(self._paths[language])
        return _overlaid(built_in, own) if own else built_in

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({*self._paths, *self._own}))

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
            files = [self.file(name) for name in ("any", primary) if name in self.languages]
            self._sets[primary] = RuleSet(
                tuple(rule for file in files for rule in file.node),
                tuple(rule for file in files for rule in file.line),
                tuple(rule for file in files for rule in file.cut),
                narrowed if primary in _NARROW else as_it_is,
            )
        return self._sets[primary]


def _overlaid(built_in: _File, own: _File) -> _File:
    """The built-in rules with those of one's own: in the place of the one with the same name, else behind them."""
    names = {rule.name for rule in (*own.node, *own.line, *own.cut)}
    return _File(
        language=own.language,
        node=_merged(built_in.node, own.node, names),
        line=_merged(built_in.line, own.line, names),
        cut=_merged(built_in.cut, own.cut, names),
    )


def _merged(built_in: Sequence[_Kind], own: Sequence[_Kind], names: Collection[str]) -> tuple[_Kind, ...]:
    """`names`: of all rules of one's own, since one may be of another kind than the rule that it replaces."""
    left = {rule.name: rule for rule in own}
    kept = [left.pop(rule.name, rule) for rule in built_in if rule.name in left or rule.name not in names]
    return (*kept, *left.values())


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
            if text := slow_text(rule):
                raise RuleError(str(path), rule.name, TOO_SLOW.format(text[:60]))
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


def load_rules(folder: str | os.PathLike[str] | None = None) -> Rules:
    """The built-in rules, each file read when the first page of its language comes, and those of `folder` in the same form.

    There a rule with the name of a built-in one takes its place, other names and languages are added, and a file that says
    `replaces` leaves out the built-in rules of its language, or all.

    Raises:
        RuleError: for a folder that is not there, or its first wrong file; ours are read by the tests.
    """
    return _load_rules(Path(folder) if folder is not None else None)


@lru_cache(maxsize=8)
def _load_rules(folder: Path | None) -> Rules:
    if folder and not folder.is_dir():
        raise RuleError(str(folder), "", "no such folder")
    found = sorted(folder.glob("*.toml")) if folder else []
    own = {path.stem: _own_file(path) for path in found}  # read now: what is edited meanwhile counts in the next run
    paths = sorted(HERE.glob("*.toml"))
    if any(file.replaces == "all" for file in own.values()):
        paths = []
    paths = [path for path in paths if path.stem not in own or not own[path.stem].replaces]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (*paths, *found)))
    return Rules(paths, digest.hexdigest()[:12], own)


def _own_file(path: Path) -> _File:
    if path.stem in _SHARED:
        raise RuleError(str(path), "language", f"pages in {path.stem!r} read {_SHARED[path.stem]}.toml")
    return load_file(path)
