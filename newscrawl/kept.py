"""Pages that a crawl has kept: the newest one of an address, so that nobody is asked for what lies here.

The ledger says in which file and at which byte it lies. Only what a ledger of an earlier version knows is looked for in
the whole archive, which may take hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from newscrawl.article import Http, Page
from newscrawl.errors import LedgerError
from newscrawl.ledger.base import Trace
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.archive import FOLDER
from newscrawl.output.files import PART, slug
from newscrawl.output.reader import read, segments
from newscrawl.spiders.spelling import twins, without_amp
from newscrawl.spiders.urls import UrlError, canonical_url
from newscrawl.spiders.warc_reader import Kept, Place, pages, read_page, warc_files

T = TypeVar("T")


def spellings(url: str) -> list[str]:
    """The addresses under which the ledger may know a page."""
    try:
        plain = without_amp(canonical_url(url))
    except UrlError:
        return [url]
    return [url, canonical_url(url), plain, *twins(plain)]


def kept_page(folder: Path, url: str, max_bytes: int, tell: Callable[[str], None]) -> Page | None:
    """The page as it was last kept in the output folder; None where it is not, or cannot be read.

    Args:
        tell: is given a line for who waits, where it takes longer or the archive lacks what the ledger knows.
    """
    ledger = folder / "ledger.sqlite"
    if not ledger.exists() or not (folder / FOLDER).is_dir():
        return None
    try:
        place = _place(folder / FOLDER, _traces(ledger, spellings(url)), tell)
        return _page(place, read_page(place, max_bytes)) if place else None
    except (LedgerError, OSError, ValueError):
        return None


def addresses_of(folder: Path, site: str, most: int) -> list[str]:
    """Addresses of a site's stories in an output folder, `most` at most and spread over the time in which they were crawled.

    Raises:
        RecordError: a line is broken.
        OSError: a file cannot be read.
    """
    files = list(segments(folder / "articles" / slug(site)).values())
    return _spread(list(dict.fromkeys(article.url for file in _spread(files, most) for article in read(file))), most)


def _spread(values: Sequence[T], most: int) -> list[T]:
    """So many of them, as far apart as they can be."""
    return list(values) if len(values) <= most else [values[number * len(values) // most] for number in range(most)]


def _traces(path: Path, urls: list[str]) -> list[Trace]:
    """What the ledger knows of the addresses, what was settled last first."""
    ledger = SqliteLedger(path, "kept")
    try:
        traces = [trace for url in ledger.known(urls) if (trace := ledger.trace(url))]
    finally:
        ledger.close()
    return sorted(traces, key=lambda trace: trace.settled_at.timestamp() if trace.settled_at else 0, reverse=True)


def _place(archive: Path, traces: Sequence[Trace], tell: Callable[[str], None]) -> Place | None:
    urls = {trace.url for trace in traces}
    named = next((trace for trace in traces if trace.kept_in), None)
    if named is not None:
        return _named(archive, named, urls, tell)
    untold = [trace for trace in traces if trace.kept_in is None]
    if not untold:
        return None
    files = list(_files(archive, untold[0].settled_run or ""))
    tell(f"{untold[0].url} was crawled by a version that did not say where: {len(files)} files are looked through")
    return _looked_for(files, urls)


def _named(archive: Path, trace: Trace, urls: set[str], tell: Callable[[str], None]) -> Place | None:
    """Where the ledger says that a page is; its file may have been moved to a folder of its own."""
    name = trace.kept_in or ""
    here = [path for ending in ("", PART) if (path := archive / (name + ending)).exists()]
    file = next(iter(here or archive.rglob(name)), None)
    if file is None:
        tell(f"{trace.url} was kept in {archive / name}, which is not there any more")
        return None
    if trace.kept_at is not None and _is_at(Place(file, trace.kept_at), urls):
        return Place(file, trace.kept_at)
    tell(f"{trace.url} lies somewhere in {file}, which is looked through")
    return _looked_for([file], urls)


def _is_at(place: Place, urls: set[str]) -> bool:
    try:
        return _is_of(read_page(place, 0), urls)
    except ValueError:
        return False


def _is_of(kept: Kept, urls: set[str]) -> bool:
    return kept.requested in urls or kept.url in urls


def _files(archive: Path, run: str) -> Iterator[Path]:
    """The archive's files, the newest first, but those of the run before all others."""
    files = warc_files(archive)[::-1]
    yield from (file for file in files if run and run in file.name)
    yield from (file for file in files if not run or run not in file.name)


def _looked_for(files: Iterable[Path], urls: set[str]) -> Place | None:
    for file in files:
        places = [place for place, kept in pages(file) if _is_of(kept, urls)]
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
