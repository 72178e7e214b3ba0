"""One article of a run, read from its segments."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from newscrawl.article import Article, Removal
from newscrawl.output.manifest import Manifest
from newscrawl.output.packing import open_packed
from newscrawl.output.record import decode, decode_removals

_BLOCK = 1 << 16


def newest_article(manifest: Manifest, folder: Path) -> tuple[Article, tuple[Removal, ...]] | None:
    """The article of the run that was fetched last, and its removals; None if the run stored none.

    Raises:
        OSError, ValueError: a segment of the manifest cannot be read.
    """
    last = [
        (decode(_last_line(folder / segment.file)), segment.file)
        for segment in manifest.segments
        if segment.file.startswith("articles/")
    ]
    if not last:
        return None
    article, file = max(last, key=lambda found: found[0].fetched_at or "")
    return article, _removals_of(article, folder / "removals" / Path(file).relative_to("articles"))


def _removals_of(article: Article, path: Path) -> tuple[Removal, ...]:
    """From the twin of the article's segment; the last line that bears its id counts."""
    found: tuple[Removal, ...] = ()
    needle = article.id.encode()
    with open_packed(path) as lines:
        for line in lines:
            if needle in line and (record := decode_removals(line)).id == article.id:
                found = record.removals
    return found


def _last_line(path: Path) -> bytes:
    if path.suffix != ".jsonl":  # packed: it can only be read from its beginning
        with open_packed(path) as lines:
            return deque(lines, maxlen=1).pop()
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tail = b""
        while size and b"\n" not in tail[:-1]:
            step = min(_BLOCK, size)
            size -= step
            file.seek(size)
            tail = file.read(step) + tail
    return tail[tail[:-1].rfind(b"\n") + 1 :]
