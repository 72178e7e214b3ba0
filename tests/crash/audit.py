"""Three sets of a crawl laid side by side: what the site served, what the ledger says, what stands in the files.

It trusts none of the package's own readers: lines are split and parsed here, the ledger is asked in SQL.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found; `faults` is empty when every promise was kept."""

    stored: int
    """Articles in the files."""
    lost: tuple[str, ...]
    """Addresses that were announced and have neither article nor fate."""
    doubled: tuple[str, ...]
    """Article ids with their revision that stand in the files twice."""
    torn: tuple[str, ...]
    """Lines that are no JSON, with their place."""
    disagreements: tuple[str, ...]
    """Where ledger, articles, removals and archive say different things."""

    @property
    def faults(self) -> tuple[str, ...]:
        """All of it in words."""
        named = {"lost": self.lost, "doubled": self.doubled, "torn": self.torn, "disagree": self.disagreements}
        return tuple(f"{name}: {fault}" for name, found in named.items() for fault in found)


def audit(output: Path, announced: Iterable[str]) -> Audit:
    """Look at an output folder nobody works in. `announced` are the addresses of all stories."""
    torn: list[str] = []
    articles = list(_records(output / "articles", torn))
    removals = list(_records(output / "removals", torn))
    fates = _fates(output)
    written = {article["url"] for article in articles}
    times = Counter(f"{article['id']} r{article['revision']}" for article in articles)
    return Audit(
        stored=len(articles),
        lost=tuple(sorted(url for url in announced if url not in written and fates.get(url) != "duplicate")),
        doubled=tuple(sorted(name for name, count in times.items() if count > 1)),
        torn=tuple(torn),
        disagreements=(
            *_ledger_disagreements(fates, written),
            *_account_disagreements(articles, removals),
            *_archive_disagreements(output / "pages", articles),
        ),
    )


def _records(folder: Path, torn: list[str]) -> Iterator[dict]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not path.name.endswith((".jsonl", ".jsonl.gz")):
            torn.append(f"{path}: nobody works here, and yet it is not finished")
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for number, line in enumerate(data.split(b"\n")[:-1], start=1):
            try:
                yield json.loads(line)
            except ValueError:
                torn.append(f"{path}:{number}")
        if not data.endswith(b"\n"):
            torn.append(f"{path}: its end")


def _fates(output: Path) -> dict[str, str]:
    with closing(sqlite3.connect(output / "ledger.sqlite")) as ledger:
        return dict(ledger.execute("SELECT url, state FROM urls WHERE kind = 'article'"))


def _ledger_disagreements(fates: dict[str, str], written: set[str]) -> Iterator[str]:
    settled = {url for url, state in fates.items() if state == "stored"}
    yield from (f"in the files, not stored in the ledger: {url}" for url in sorted(written - settled))
    yield from (f"stored in the ledger, not in the files: {url}" for url in sorted(settled - written))
    yield from (f"left {state}: {url}" for url, state in fates.items() if state in ("pending", "leased"))


def _account_disagreements(articles: list[dict], removals: list[dict]) -> Iterator[str]:
    """Each article line has its account, and no account stands alone."""
    one = Counter((article["id"], article["run_id"]) for article in articles)
    other = Counter((account["id"], account["run_id"]) for account in removals)
    yield from (f"article without account: {key}" for key in one - other)
    yield from (f"account without article: {key}" for key in other - one)


def _archive_disagreements(folder: Path, articles: list[dict]) -> Iterator[str]:
    """Each article names a record that can be read whole."""
    kept = set()
    for path in folder.iterdir():
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                record.content_stream().read()
                kept.add(f"{path.name}#{record.rec_headers.get_header('WARC-Record-ID')}")
    yield from (
        f"no such record: {article['http']['archive']}"
        for article in articles
        if article["http"]["archive"] not in kept
    )
