"""The values that travel down the line: Page in, Extraction through, Article out.

All are frozen; a stage that changes something returns a new value (`dataclasses.replace`).
Absent is None (or an empty tuple), never an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Literal, NamedTuple

SCHEMA_VERSION = 1

#: Where a removal happened: `node` a whole element, `body` left out when the body was chosen,
#: `line` a whole line, `head`/`tail` a piece cut off the front/end of a kept line,
#: `learn` a line that the site repeats on other stories.
Stage = Literal["node", "body", "line", "head", "tail", "learn"]

#: What a line of the story is.
Form = Literal["paragraph", "heading", "quote", "item", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """How the page was fetched."""

    status: int
    """HTTP status code."""
    content_type: str | None = None
    """Content-Type header as sent."""
    etag: str | None = None
    last_modified: str | None = None
    bytes: int | None = None
    """Size of the decoded body in bytes."""
    archive: str | None = None
    """Where the raw page is kept: `<file under output/pages>#<record id>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was fetched: the input of extraction.

    `html` is the body as served (bytes, best) or already decoded (str). `headers` have lower-case names;
    `content-type` helps decoding, `x-robots-tag` and `tdm-reservation` are rights signals.
    """

    url: str
    html: bytes | str
    headers: Mapping[str, str] = field(default_factory=dict)
    requested_url: str | None = None
    """The URL the ledger knows this page by, where redirects led elsewhere."""
    fetched_at: str | None = None
    """ISO 8601 with offset."""
    run_id: str | None = None
    http: Http | None = None
    number: int = 1
    """Which page of its story it is, from 1."""
    continues: str | None = None
    """Where the first page of its story was asked for, if it is a further one."""
    announced: Mapping[str, str] = field(default_factory=dict)
    """What the source said of this page (`title`, `published`, and `lines`: prints of its text), and `robots.txt` and `tdmrep.json` of AI (`robots`), where they said anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the story. Captions never stand in the text."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One statement about what may be done with the text, as it was found."""

    source: str
    """`notice` (copyright line), `meta` (robots meta), `header` (X-Robots-Tag), `tdm` (TDM reservation: header, meta, tdmrep.json), `robots` (robots.txt)."""
    value: str
    """The raw wording."""
    ai_training: Literal["prohibited", "allowed"] | None = None
    """What this signal says of AI training; None where it says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The copyright line, cut from the text and kept raw, and what is said of AI training."""

    notice: str | None = None
    ai_training: Literal["prohibited", "allowed"] | None = None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """What made the record: the version of the code, of the profile, of the rules."""

    version: str
    """Version of newscrawl."""
    profile: str
    """Name of the profile and layout, `v.daum.net/2026` or `default`."""
    rules: str
    """Fingerprint of all noise rules and profiles in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How much was taken out of the page's article part."""

    lines: int = 0
    """Whole lines."""
    chars: int = 0
    """Characters, pieces of kept lines included."""
    by_rule: Mapping[str, int] = field(default_factory=dict)
    """Removals per rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One thing that was taken out, and why."""

    rule: str
    """`<scope>.<thing>`, e.g. `ko.tip-off`; `trafilatura` for what the engine left out."""
    stage: Stage
    text: str
    """Exactly what was taken out, white space folded."""
    position: int
    """Line number in the page's article part, from 0; shared with the kept line where a piece was cut."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the story."""

    url: str
    """Absolute, http or https."""
    text: str
    """Its words, as they stand in the line."""
    line: int
    """The line of the text, from 0."""
    start: int
    """The character of that line with which the words begin, from 0."""


class Anchor(NamedTuple):
    """A link in one line."""

    start: int
    """The character with which its words begin, from 0."""
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One kept line of the story and its number in the page's article part."""

    position: int
    text: str
    form: Form = "paragraph"
    links: tuple[Anchor, ...] = ()
    """Those in it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Which lines of the text are no paragraphs, by their numbers from 0."""

    headings: tuple[int, ...] = ()
    """Sub-headings."""
    quotes: tuple[int, ...] = ()
    """Quotations in a block of their own."""
    items: tuple[int, ...] = ()
    """Points of lists; where one has several lines its first."""
    rows: tuple[int, ...] = ()
    """Rows of tables, their cells parted by ` | `."""


def _plain(value: Any) -> Any:
    """Dicts and lists in place of our classes: exporters of Scrapy's that write no JSON take `Structure.items` for a dict's."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


_PLAIN = {"serializer": _plain}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One record of the output. Field order is the order in the JSON line."""

    id: str
    """First 32 hex digits of the SHA-256 of the canonical URL."""
    revision: int = 1
    """Counts real changes of the content, from 1."""
    url: str
    """Where it was read, after redirects."""
    canonical_url: str
    """The address the publisher wants it known by; `url` without trackers where none is declared."""
    site: str
    """Name of the profile, or the host without `www.`."""
    publisher: str | None = None
    """The press that wrote it; on a portal not the portal."""
    title: str
    subtitle: str | None = None
    """The deck, its lines joined by a line feed; never inside `text`."""
    text: str
    """The story: paragraphs, sub-headings, quotes, list rows, joined by a line feed."""
    structure: Structure = field(default=Structure(), metadata=_PLAIN)
    links: tuple[Link, ...] = field(default=(), metadata=_PLAIN)
    """Where the story's own words lead to, in order."""
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 code."""
    published_at: str | None = None
    """ISO 8601 with offset; without offset only when neither page nor profile knows the zone (flag `no-zone`)."""
    modified_at: str | None = None
    images: tuple[Image, ...] = field(default=(), metadata=_PLAIN)
    rights: Rights = field(default=Rights(), metadata=_PLAIN)
    fetched_at: str | None = None
    run_id: str | None = None
    http: Http | None = field(default=None, metadata=_PLAIN)
    content_hash: str
    """SHA-256 (hex) of title and text, NFKC, white space and case folded."""
    extractor: Extractor = field(metadata=_PLAIN)
    removed: Removed = field(default=Removed(), metadata=_PLAIN)
    removals: tuple[Removal, ...] | None = field(default=None, metadata=_PLAIN)
    """The full record of removals, only where asked for inline; else it stands in the removals file."""
    flags: tuple[str, ...] = ()
    """What a careful reader should know: `no-zone`, `truncated`, `paywalled`, `short`, `low-confidence` …"""
    schema_version: int = SCHEMA_VERSION


RECALLED = "this site's last pages"
"""Evidence of a text that was read by a layout learned from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """An article and the account of how it was read.

    `lines` and `removals` together are all lines of the page's article part: whoever merges them by
    `position` sees the page as it was.
    """

    article: Article
    lines: tuple[Line, ...]
    removals: tuple[Removal, ...]
    requested_url: str | None = None
    next_page: str | None = None
    """Where the story goes on, if the page leads to a further one of it."""
    first_page: str | None = None
    """Where the story begins, if the page says that it is a further one of it."""
    evidence: Mapping[str, str] = field(default_factory=dict)
    """Per field, where its value came from (`json-ld datePublished`, `profile title h3.tit_view` …)."""
