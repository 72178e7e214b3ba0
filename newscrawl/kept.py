"""Pages that a crawl has kept: the newest one of an address, so that nobody is asked for what lies here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from newscrawl.article import Http, Page
from newscrawl.errors import LedgerError
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.archive import FOLDER
from newscrawl.spiders.spelling import twins, without_amp
from newscrawl.spiders.urls import UrlError, canonical_url
from newscrawl.spiders.warc_reader import Kept, Place, pages, read_page, warc_files


def spellings(url: str) -> list[str]:
    """The addresses under which the ledger may know a page."""
    try:
        plain = without_amp(canonical_url(url))
    except UrlError:
        return [url]
    return [url, canonical_url(url), plain, *twins(plain)]


def kept_page(folder: Path, url: str, max_bytes: int) -> Page | None:
    """The page as it was last kept in the output folder; None where it is not, or cannot be read.

    The ledger says whether it was crawled at all, and in which run, whose files are looked through first.
    """
    ledger = folder / "ledger.sqlite"
    if not ledger.exists() or not (folder / FOLDER).is_dir():
        return None
    try:
        known, run = _known(ledger, spellings(url))
        place = _place(_files(folder, run), known) if known else None
        return _page(place, read_page(place, max_bytes)) if place else None
    except (LedgerError, OSError, ValueError):
        return None


def _known(path: Path, urls: list[str]) -> tuple[set[str], str]:
    """Which of the addresses the ledger knows, and the last run that settled one of them."""
    ledger = SqliteLedger(path, "kept")
    try:
        known = ledger.known(urls)
        traces = [trace for url in known if (trace := ledger.trace(url))]
        return known, max((trace.settled_run or "" for trace in traces), default="")
    finally:
        ledger.close()


def _files(folder: Path, run: str) -> Iterator[Path]:
    """The archive's files, the newest first, but those of the run before all others."""
    files = warc_files(folder / FOLDER)[::-1]
    yield from (file for file in files if run and run in file.name)
    yield from (file for file in files if not run or run not in file.name)


def _place(files: Iterable[Path], urls: set[str]) -> Place | None:
    for file in files:
        places = [place for place, kept in pages(file) if kept.requested in urls or kept.url in urls]
        if places:
            return places[-1]
    return None


def _page(place: Place, kept: Kept) -> Page:
    return Page(
        url=kept.url,
        html=kept.body,
        headers={name.lower(): value for name, value in kept.headers},
        requested_url=kept.requested,
        fetched_at=kept.fetched_at or None,
        http=Http(status=200, archive=f"{place.file.name}#{kept.record_id}"),
        announced=kept.announced,
    )
