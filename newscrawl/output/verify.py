"""Does an output folder keep its promises? Each line, file and kept page is looked at, and what is wrong is named with
its place.

Nothing is taken from the ledger: what is checked is what consumers read, against the accounts that runs wrote of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from newscrawl.article import Article
from newscrawl.output.accounts import account_path, list_accounts
from newscrawl.output.archive import Damage, archive_files, final_name, records
from newscrawl.output.files import PART, sha256
from newscrawl.output.manifest import contradictions, read_manifest
from newscrawl.output.named import Named
from newscrawl.output.packing import DAMAGED, ENDINGS, open_packed
from newscrawl.output.reader import segments
from newscrawl.output.record import Removals, Tombstone, decode, decode_removals, decode_tombstone
from newscrawl.output.tombstones import FOLDER
from newscrawl.output.writer import KINDS, Segment

_Record = TypeVar("_Record", Article, Removals, Tombstone)


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken promise."""

    file: str
    """Path below the output folder."""
    line: int | None
    """From 1; None where the whole file is meant."""
    what: str
    """Of kept pages it begins with the byte of the file where they lie."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


@dataclass(slots=True)
class Verification:
    """What was looked at; iterate over `problems` to do it."""

    folder: Path
    pages: bool = True
    """Whether the kept pages are looked at."""
    segments: int = 0
    articles: int = 0
    kept: int = 0
    """Pages that are kept."""
    seen: set[int] = field(default_factory=set)
    """Hashes of (id, revision): some sixty bytes per article, whatever its size."""
    newest: dict[str, int] = field(default_factory=dict)
    """Newest revision by id, of the site that is being read."""
    listed: dict[str, tuple[str, Segment]] = field(default_factory=dict)
    """Segment by its path -> the account that lists it, and what it says."""
    graves: dict[str, dict[int, Problem | None]] = field(default_factory=dict)
    """Id -> revision of each tombstone -> what is wrong with it, until its article is found."""
    named: Named = field(default_factory=Named)
    """Records of kept pages that articles name."""
    unfinished: set[str] = field(default_factory=set)
    """Runs that have not ended, or were killed: their segments are listed by nobody yet."""

    def problems(self) -> Iterator[Problem]:
        """Every broken promise, file by file.

        Raises:
            OSError: a file or folder cannot be read.
        """
        yield from self._accounts()
        found: dict[str, Mapping[str, Path]] = {kind: segments(self.folder / kind, live=True) for kind in KINDS}
        for kind in KINDS:
            for path in found[kind].values():
                yield from self._file(path)
        yield from self._tombstones()
        site = ""
        for name, path in found["articles"].items():
            if (folder := name.rpartition("/")[0]) != site:
                site = folder
                self.newest.clear()
            yield from self._pair(path, found["removals"].get(name))
        for name in sorted(found["removals"].keys() - found["articles"].keys()):
            path = found["removals"][name]
            if path.suffix != PART:  # of a running crawl: written ahead of its articles
                yield self._problem(path, None, "removals of articles that are not there")
        for file, (account, _) in self.listed.items():
            if not (self.folder / file).exists():
                yield Problem(account, None, f"lists {file}, which is not there")
        yield from (grave for graves in self.graves.values() for grave in graves.values() if grave is not None)
        if self.pages:
            yield from self._pages()

    def _problem(self, path: Path, line: int | None, what: str) -> Problem:
        return Problem(path.relative_to(self.folder).as_posix(), line, what)

    def _accounts(self) -> Iterator[Problem]:
        """Read what the runs say they wrote."""
        accounts = list_accounts(self.folder)
        for run_id in accounts.ended:
            path = account_path(self.folder, run_id)
            try:
                manifest = read_manifest(path)
            except ValueError as error:
                yield self._problem(path, None, f"no account of a run: {error}")
                continue
            for what in contradictions(manifest):
                yield self._problem(path, None, what)
            for segment in manifest.segments:
                known = self.listed.setdefault(segment.file, (f"runs/{path.name}", segment))
                if known[1] != segment:
                    yield self._problem(path, None, f"says something else of {segment.file} than {known[0]}")
        self.unfinished = set(accounts.announced)

    def _file(self, path: Path) -> Iterator[Problem]:
        """A file as a whole, against the account that lists it."""
        self.segments += 1
        if path.suffix == PART:
            return
        listed = self.listed.get(path.relative_to(self.folder).as_posix())
        if listed is None:
            if not any(f"-{run}-" in path.name for run in self.unfinished):
                yield self._problem(path, None, "stands in no account of a run")
        elif path.stat().st_size != listed[1].bytes:
            yield self._problem(path, None, f"has {path.stat().st_size} bytes, {listed[1].bytes} by {listed[0]}")
        elif sha256(path) != listed[1].sha256:
            yield self._problem(path, None, f"has other content than when it was published (SHA-256 in {listed[0]})")

    def _tombstones(self) -> Iterator[Problem]:
        """Each once, and above the article that it is for, which is looked for later."""
        folder = self.folder / FOLDER
        for path in segments(folder, live=True).values() if folder.is_dir() else ():
            yield from self._file(path)
            lines = 0
            for lines, record in _records(path, decode_tombstone):
                if isinstance(record, str):
                    yield self._problem(path, lines, record)
                    continue
                what = f"{record.id} revision {record.revision}"
                if record.revision in self.graves.setdefault(record.id, {}):
                    yield self._problem(path, lines, f"the tombstone of {what} stands here for the second time")
                orphan = self._problem(path, lines, f"the tombstone of {what} has no article of the revision before")
                self.graves[record.id][record.revision] = orphan
            yield from self._line_count(path, lines)

    def _pages(self) -> Iterator[Problem]:
        """Every record of the kept pages, and that those which articles name are there."""
        for path in archive_files(self.folder):
            self.named.files.add(final_name(path))
            for record in records(_now_at(path)):
                if isinstance(record, Damage):
                    yield self._problem(path, None, f"byte {record.offset}: {record.what}")
                    continue
                self.kept += 1
                if not self.named.found(final_name(path), record.id, record.url):
                    yield self._problem(
                        path, None, f"byte {record.offset}: {record.id} stands here for the second time"
                    )
        for place, line, what in self.named.missing():
            yield self._problem(place, line, what)

    def _line_count(self, path: Path, lines: int) -> Iterator[Problem]:
        listed = self.listed.get(path.relative_to(self.folder).as_posix())
        if listed is not None and listed[1].lines != lines:
            yield self._problem(path, None, f"has {lines} lines, {listed[1].lines} by {listed[0]}")

    def _pair(self, path: Path, twin: Path | None) -> Iterator[Problem]:
        """The articles of a segment, each against its account of removals, which stand in the same order."""
        if twin is None:
            yield self._problem(path, None, "there is no file of removals for it")
        accounts = _records(twin, decode_removals) if twin else iter(())
        lines = 0
        for number, article in _records(path, decode):
            lines = number
            if isinstance(article, str):
                yield self._problem(path, number, article)
                next(accounts, None)
                continue
            self.articles += 1
            self.named.add(path, number, article)
            for what in (*self._wrong(article), *_wrong_account(article, next(accounts, None), twin)):
                yield self._problem(path, number, what)
        yield from self._line_count(path, lines)
        if path.suffix != PART and (extra := sum(1 for _ in accounts)):
            yield self._problem(path, None, f"{extra} accounts of removals too many")

    def _wrong(self, article: Article) -> Iterator[str]:
        if hashlib.sha256(article.canonical_url.encode("utf-8", "replace")).hexdigest()[:32] != article.id:
            yield f"id {article.id} is not that of {article.canonical_url}"
            return
        key, before = hash((article.id, article.revision)), self.newest.get(article.id, 0)
        if key in self.seen:
            yield f"id {article.id} revision {article.revision} stands here for the second time"
        elif article.revision < before:
            yield f"id {article.id} revision {article.revision} comes after revision {before}"
        graves = self.graves.get(article.id, {})
        if article.revision in graves:
            yield f"id {article.id} revision {article.revision} has a tombstone of the same revision"
        if article.revision + 1 in graves:
            graves[article.revision + 1] = None
        self.seen.add(key)
        self.newest[article.id] = max(before, article.revision)


def _wrong_account(article: Article, account: tuple[int, Removals | str] | None, twin: Path | None) -> Iterator[str]:
    if twin is None:
        return
    if account is None:
        yield f"{twin.name} has no account of its removals"
    elif isinstance(account[1], str):
        yield f"the account of its removals, {twin.name}:{account[0]}: {account[1]}"
    elif account[1].id != article.id:
        yield f"{twin.name}:{account[0]} is the account of another article, {account[1].id}"
    elif Counter(removal.rule for removal in account[1].removals) != Counter(article.removed.by_rule):
        yield f"{twin.name}:{account[0]} accounts for {len(account[1].removals)} removals, the article for others"


def _now_at(path: Path) -> Path:
    """Where a file is that a running crawl may have published since it was listed."""
    final = [path.with_name(final_name(path) + ending) for ending in ENDINGS.values()]
    return path if path.exists() else next((there for there in final if there.exists()), path)


def _records(path: Path, decoded: Callable[[bytes], _Record]) -> Iterator[tuple[int, _Record | str]]:
    """Line number and record, or what is wrong with the line; the torn end of a live file is left out."""
    number = 0
    try:
        with open_packed(_now_at(path)) as lines:
            for number, line in enumerate(lines, start=1):
                if path.suffix == PART and not line.endswith(b"\n"):
                    return
                try:
                    yield number, decoded(line)
                except ValueError as error:
                    yield number, str(error)
    except DAMAGED as error:
        yield number + 1, f"the packed file is damaged: {error}"
