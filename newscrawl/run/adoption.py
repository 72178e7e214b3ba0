"""Making ledger and segments agree at the start of a run, whatever ended the one before.

The file is the truth: lines of unfinished segments become stored stories, and a ledger that was lost is filled
again from all segments.
"""

from __future__ import annotations

from pathlib import Path

from newscrawl.article import Article
from newscrawl.ledger import Ledger
from newscrawl.output.reader import read
from newscrawl.output.recovery import recover
from newscrawl.output.writer import Segment
from newscrawl.run.stories import story_of_article


def adopt_leftovers(
    folder: Path, ledger: Ledger, *, every_segment: bool, packing: str = "none"
) -> tuple[int, list[Segment]]:
    """Take over unfinished segments; with `every_segment` the finished ones as well (the ledger is new).

    Args:
        folder: the output folder.
        ledger: what is to know them.
        every_segment: also read all finished segments.
        packing: of the segments that are published.

    Returns:
        How many articles were taken over, and the segments that were published.

    Raises:
        OutputError, LedgerError: as `recover`.
        RecordError: a finished segment is broken, so what it held cannot be known again.
    """
    articles = 0

    def adopt(article: Article) -> None:
        nonlocal articles
        articles += 1
        ledger.adopt(story_of_article(article), article.site)

    if every_segment and (folder / "articles").is_dir():
        for article in read(folder / "articles"):
            adopt(article)
    segments = recover(folder, adopt, packing)
    return articles, segments
