"""Making ledger and segments agree at the start of a run, whatever ended the one before.

The file is the truth: lines of unfinished segments become stored stories, and a ledger that was lost is filled
again from all segments.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newscrawl.article import Article
from newscrawl.errors import OutputError
from newscrawl.ledger import Ledger
from newscrawl.output.files import sync_folder
from newscrawl.output.reader import read
from newscrawl.output.recovery import recover
from newscrawl.output.tombstones import read_tombstones, recover_tombstones
from newscrawl.output.writer import Segment
from newscrawl.run.stories import story_of_article


def adopt_leftovers(folder: Path, ledger: Ledger, packing: str = "none") -> tuple[int, list[Segment]]:
    """Take over unfinished segments.

    Args:
        folder: the output folder.
        ledger: what is to know them.
        packing: of the segments that are published.

    Returns:
        How many articles were taken over, and the segments that were published.

    Raises:
        OutputError, LedgerError: the next start goes on.
    """
    articles = 0

    def adopt(article: Article) -> None:
        nonlocal articles
        articles += 1
        _adopt(ledger, article)

    segments = recover(folder, adopt, ledger.checkpoint, packing)
    segments += recover_tombstones(folder, lambda grave: ledger.bury(grave.url, grave.revision), ledger.checkpoint)
    return articles, segments


def _adopt(ledger: Ledger, article: Article) -> None:
    if article.http is not None and article.http.archive:
        ledger.keep(article.url, article.http.archive.partition("#")[0])
    ledger.adopt(story_of_article(article), article.site)


def rebuild_ledger(folder: Path, path: Path, open_ledger: Callable[[Path], Ledger]) -> int:
    """Fill a ledger that was lost from all finished segments; it takes its name when it is complete, and not before.

    Args:
        folder: the output folder.
        path: the ledger's file, which is not there.
        open_ledger: makes a ledger in a file.

    Returns:
        How many articles were read.

    Raises:
        OutputError, LedgerError: the next start begins again.
        RecordError: a finished segment is broken, so what it held cannot be known again.
    """
    half = path.with_name(f"{path.name}.rebuild")
    articles = 0
    try:
        for name in (path.name, half.name):  # a log without its ledger would be played into the new one
            for ending in ("", "-wal", "-shm"):
                path.with_name(name + ending).unlink(missing_ok=True)
        ledger = open_ledger(half)
        try:
            for article in read(folder):
                _adopt(ledger, article)
                articles += 1
            for grave in read_tombstones(folder):
                ledger.bury(grave.url, grave.revision)
        finally:
            ledger.close()
        half.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot rebuild {path}: {error}") from error
    return articles
