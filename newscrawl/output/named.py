"""Which records of kept pages articles name, and which of these are found: some eighty bytes per article, whatever it says."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newscrawl.article import Article


class Named:
    """First `add` every article, then say what was `found`, then ask what is `missing`."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        """Names of the files that are there."""
        self._keys = array("q")
        self._lines = array("L")
        self._segments: list[tuple[int, Path]] = []
        """Position of the first article of each segment."""
        self._found: set[int] = set()
        self._records: set[int] = set()
        self._own: Counter[str] = Counter()
        """File of an article's own run -> articles that name it."""
        self._of: dict[int, str] = {}

    def add(self, segment: Path, line: int, article: Article) -> None:
        """An article that stands in a line of a segment."""
        if article.http is None or article.http.archive is None:
            return
        if not self._segments or self._segments[-1][1] != segment:
            self._segments.append((len(self._keys), segment))
        file, _, record = article.http.archive.partition("#")
        if article.run_id and f"-{article.run_id}-" in file:
            self._own[file] += 1
        self._of.setdefault(hash(file), file)
        self._keys.extend((hash(file), hash((file, record, article.url))))
        self._lines.append(line)

    def found(self, file: str, record: str, url: str) -> bool:
        """Note a record that is whole; whether it is the first of its id."""
        self._found.add(hash((file, record, url)))
        key = hash((file, record))
        is_first = key not in self._records
        self._records.add(key)
        return is_first

    def missing(self) -> Iterator[tuple[Path, int, str]]:
        """Segment, line and what is wrong: records that are not in a file which is there, files of own runs that are not.

        A page that was replayed from elsewhere names a file that is not here, which is no mistake.
        """
        told: set[str] = set()
        for at, line in enumerate(self._lines):
            file = self._of[self._keys[2 * at]]
            if self._keys[2 * at + 1] in self._found:
                continue
            if file in self.files:
                yield (
                    self._segment(at),
                    line,
                    f"names a page of {file} that is not there, is damaged or is of another URL",
                )
            elif file in self._own and file not in told:
                told.add(file)
                yield self._segment(at), line, f"names {file}, as {self._own[file]} articles do, which is not there"

    def _segment(self, at: int) -> Path:
        starts = [start for start, _ in self._segments]
        return self._segments[bisect_right(starts, 2 * at) - 1][1]
