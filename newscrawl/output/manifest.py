"""The account of one run, `output/runs/<run_id>.json`: what was asked, what became of it, and that it adds up.

The numbers of URLs come from the ledger and the numbers of lines from the segments; that both agree is
computed here and written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import msgspec

from newscrawl.output.accounts import account_path
from newscrawl.output.files import make_folder, replace
from newscrawl.output.record import NO_JSON
from newscrawl.output.writer import Segment

#: Fields whose presence is counted, as consumers ask for them.
COUNTED_FIELDS = (
    "publisher", "title", "subtitle", "text", "authors", "section", "tags", "language", "published_at",
    "modified_at", "images", "rights",
)  # fmt: skip


#: Why an address that stood in a list, or in an archive, was not asked for.
PASSED = MappingProxyType(
    {
        "shape": "no article by the shape of its address",
        "profile": "no article by the site's profile",
        "window": "outside the days that were asked for",
        "foreign": "of another site than the sitemap",
        "filter": "not what -a allow= and -a deny= ask for",
        "site": "of a site that was not asked for",
    }
)


@dataclass(kw_only=True)
class Passed:
    """Addresses of lists that were not asked for, for one reason of `PASSED`."""

    urls: int = 0
    examples: Sequence[str] = ()


@dataclass(kw_only=True)
class SiteCount:
    """What became of the article URLs of one site in this run."""

    announced: int = 0
    """URLs this run was told of, or found waiting."""
    stored: int = 0
    unchanged: int = 0
    """Stored before, and nothing new was found or looked for."""
    duplicate: int = 0
    refused: int = 0
    failed: int = 0
    waiting: int = 0
    refused_before: int = 0
    """Refused or given up by an earlier run, and not asked for again."""
    lines_removed: int = 0
    """Lines taken out of the articles that were stored."""
    codes: dict[str, int] = field(default_factory=dict)
    """Refused and failed URLs per code."""
    codes_before: dict[str, int] = field(default_factory=dict)
    """The same of `refused_before`."""
    lists: dict[str, int] = field(default_factory=dict)
    """Its feeds, sitemaps and sections by what became of them."""

    @property
    def settled(self) -> int:
        ended = self.stored + self.unchanged + self.duplicate + self.refused + self.failed
        return ended + self.refused_before + self.waiting


@dataclass(kw_only=True)
class SiteFigures:
    """What a run saw of one site, beside what is usual there; null where that is not known, or no page was judged."""

    articles: int = 0
    """New article pages found."""
    articles_usual: float | None = None
    """For the time since the last look, at these hours of the day."""
    empty_share: float | None = None
    """Share of the pages that gave no article."""
    empty_share_usual: float | None = None
    fields: Mapping[str, float] = field(default_factory=dict)
    """Share of the articles that have the field."""
    fields_usual: Mapping[str, float] = field(default_factory=dict)
    text_chars: float | None = None
    """Median."""
    text_chars_usual: float | None = None
    removed_share: float | None = None
    """Median of the share of the article part's characters that was taken out."""
    removed_share_usual: float | None = None
    held: int = 0
    """Articles held in this run."""
    findings: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by kind: `lists`, `volume`, `pages`, `fields`, `template`, `text`, `removals`."""


@dataclass(kw_only=True)
class Manifest:
    """One run, as it is written."""

    run_id: str
    command: str
    started_at: str
    """ISO 8601, UTC."""
    ended_at: str
    exit_code: int
    reason: str
    """Why the run ended, in words."""
    versions: Mapping[str, str]
    settings: Mapping[str, object]
    """Those that differ from Scrapy's, and the NEWSCRAWL_* in force."""
    urls: SiteCount
    """Article URLs of all sites together."""
    lists: Mapping[str, int]
    """Feeds, sitemaps and sections by what became of them."""
    adds_up: bool
    """announced = stored + unchanged + duplicate + refused + failed + refused_before + waiting, and stored = lines written."""
    sites: Mapping[str, SiteCount]
    fields_present: Mapping[str, float]
    """Share of stored articles that have the field."""
    removals_by_rule: Mapping[str, int]
    fetched: Mapping[str, int]
    """Answers and bytes that came over the wire."""
    adopted: int
    """Lines that a killed run had written and this one took over; they are among `stored`."""
    segments: Sequence[Segment]
    health: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Sites that are not as usual, and what is wrong with each."""
    figures: Mapping[str, SiteFigures] = field(default_factory=dict)
    """By site, what `health` was judged by."""
    passed: Mapping[str, Passed] = field(default_factory=dict)
    """By reason, what stood in feeds, sitemaps and sections and was not asked for; of links those that read like headlines."""
    loop_ms: Mapping[str, int] = field(default_factory=dict)
    """Milliseconds for which the event loop kept others waiting: `median`, `p99`, `worst`; by its own work: `own_p99`, `own_worst`."""
    schema_version: int = 1


class ArticleCounts:
    """Running figures over the articles that were stored."""

    def __init__(self) -> None:
        self.articles = 0
        self.fields: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()

    def add(self, site: str, present: Mapping[str, bool], by_rule: Mapping[str, int], lines: int) -> None:
        """Count one article: which fields it has, removals by rule, lines removed."""
        self.articles += 1
        self.fields.update(name for name, has in present.items() if has)
        self.rules.update(by_rule)
        self.lines[site] += lines

    @property
    def shares(self) -> dict[str, float]:
        return {name: round(self.fields[name] / self.articles, 4) for name in COUNTED_FIELDS} if self.articles else {}


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write it whole; raises `OutputError`."""
    path = account_path(folder, manifest.run_id)
    make_folder(path.parent)
    replace(path, [msgspec.json.format(msgspec.json.encode(manifest), indent=2), b"\n"])
    return path


def read_manifest(path: Path) -> Manifest:
    """The manifest of a file.

    Raises:
        ValueError: it is none.
    """
    return manifest_in(path.read_bytes())


def manifest_in(data: bytes) -> Manifest:
    """The manifest of some bytes; raises ValueError."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except NO_JSON as error:
        raise ValueError(str(error)) from error


def contradictions(manifest: Manifest) -> list[str]:
    """What an account says that cannot be, in words; it is added up again, not believed."""
    found = [] if manifest.adds_up else ["the account does not add up: ledger and files disagreed"]
    for name, count in {"all": manifest.urls, **manifest.sites}.items():
        if count.announced != count.settled:
            found.append(f"{name}: {count.announced} URLs were announced, and {count.settled} have a fate")
        if count.codes and sum(count.codes.values()) != count.refused + count.failed:
            found.append(f"{name}: the reasons are not as many as the refused and failed URLs")
    stored = sum(count.stored for count in manifest.sites.values())
    if stored != manifest.urls.stored:
        found.append(f"{stored} articles were stored by site, {manifest.urls.stored} in all")
    lines = {segment.file: segment.lines for segment in manifest.segments}
    for file, written in lines.items():
        twin = file.replace("articles/", "removals/", 1)
        if file.startswith("articles/") and lines.get(twin, written) != written:
            found.append(f"{file} has {written} lines, its removals {lines[twin]}")
    return found
