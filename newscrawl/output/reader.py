"""Reading what newscrawl wrote: typed articles from a file or a folder of segments.

A line that does not fit the schema stops the reading with its place: whoever builds on the data should not
learn of a broken line from a missing story.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newscrawl.article import Article
from newscrawl.errors import RecordError
from newscrawl.output.files import PART
from newscrawl.output.record import decode


def read(path: str | os.PathLike[str]) -> Iterator[Article]:
    """The articles of one `.jsonl` file, or of all below a folder (sorted by path).

    A folder's `.jsonl.part` files, which a running crawl still writes to, are left out; name such a file itself
    to get its whole lines.

    Raises:
        RecordError: file, line number and what is wrong with it.
        OSError: the path cannot be read.
    """
    source = Path(path)
    if source.is_dir():
        for file in sorted(source.rglob("*.jsonl")):
            yield from _read_file(file)
    else:
        yield from _read_file(source)


def _read_file(path: Path) -> Iterator[Article]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if path.suffix == PART and not line.endswith(b"\n"):
                return
            try:
                yield decode(line)
            except ValueError as error:
                raise RecordError(str(path), number, str(error)) from error
