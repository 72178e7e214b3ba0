"""What any ledger must do, and the small values that pass between it, the spiders and the pipelines.

    pending -> leased -> stored | unchanged | duplicate | refused:<code> | failed:<code>      (an article page)
                      -> expanded | refused:<code> | failed:<code>                            (a feed, sitemap, section)

A URL is added once and is its own seen test. Who leases it must settle it before the lease runs out; else it
comes back. `failed` with a time to retry comes back by itself then; `failed` without one was given up. What a host hides
behind a wall waits together: one of it comes back then, and the others when a story was had of that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol, get_args

from newscrawl.ledger.fates import Fate

Kind = Literal["article", "feed", "sitemap", "section"]
KINDS: tuple[str, ...] = get_args(Kind)
CLOCK_SECONDS = 60
"""Clocks are set back by seconds every day; what lies further in the future was written by one that was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that somebody announced."""

    url: str
    kind: str = "article"
    site: str
    """Name of the profile, or the host."""
    announced: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    """Steps from what the user asked for."""
    found_in: str = ""
    """The list page that named it, where one did."""
    is_last: bool = False
    """Whether it waits for all others of its host."""
    again: bool = False
    """Fetch it although an earlier run settled it. Without this only list pages are fetched again, and …"""
    days: tuple[str, str] = ("", "9999")
    """… what was `refused:outside-window` and was published between these days, as ISO dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A URL that this worker has promised to settle before the lease runs out."""

    url: str
    kind: str
    site: str
    announced: Mapping[str, str]
    depth: int
    tries: int
    """Times it was leased before and failed."""
    announced_at: float = 0.0
    """When the ledger first heard of it, seconds since the epoch."""
    code: str | None = None
    """What the last fate said, where it was refused or failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What was found when a list page was last read. Times are seconds since the epoch."""

    url: str
    reader: str
    """What decided which links are taken; another one reads the page anew."""
    etag: str = ""
    last_modified: str = ""
    found: str
    """Hash over the addresses that were taken from it; of a `tdmrep.json` its rules."""
    lists: tuple[Target, ...] = ()
    """The feeds, sitemaps and sections it named."""
    read_at: float
    changed_at: float
    """When it last gave something else than the time before."""

    def due_at(self, most: float, *, share: float = 0.1, least: float = 60) -> float:
        """When to ask again: after a share of the time for which nothing was new, at most so many seconds."""
        rest = share * (self.read_at - self.changed_at)
        return self.read_at + (min(most, rest) if rest >= least else 0)

    def is_possible(self, now: float) -> bool:
        """Whether it was read before now; else the clock was wrong then."""
        return self.read_at <= now + CLOCK_SECONDS

    def read_again(self, now: float) -> Visit:
        """The same page, found unchanged."""
        return replace(self, read_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the ledger keeps of a stored article: enough to know it again, and to revise it."""

    id: str
    url: str
    """The URL the ledger knows (that of the lease)."""
    fingerprint: str
    """Hash for equality of the story's text, see `pipelines/dedupe.py`; "" where it is too short to tell."""
    source_hash: str
    """Hash of title and text as extracted; another one is a new revision."""
    revision: int = 1
    source: str = ""
    """Whose lines these are: site and publisher."""
    lines: tuple[int, ...] = ()
    """64-bit hashes of the story's short lines, each once, to be counted under `source`."""
    due_at: datetime | None = None
    """When its page is to be fetched again (aware)."""

    @property
    def is_buried(self) -> bool:
        """Whether it vanished; should it come back, it is a new revision."""
        return not self.source_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that the ledger knows of one URL. Moments are aware (UTC)."""

    url: str
    kind: str
    site: str
    scope: str
    """The command that asked for it last."""
    state: str
    """An outcome, `pending` or `leased`."""
    code: str | None
    detail: str
    tries: int
    added_at: datetime
    settled_at: datetime | None
    retry_at: datetime | None
    settled_run: str | None
    story_id: str | None
    """Of the story that was stored from it."""
    revision: int | None
    found_in: str | None = None
    """The list page that named it first."""
    kept_in: str | None = None
    """The file of the archive that has its page; "" where none was kept, None where an earlier version did not say."""
    kept_at: int | None = None
    """At which byte of that file its record begins, if that is known."""
    announced: Mapping[str, str] = field(default_factory=dict)
    """What was announced with it last."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of a run's account: so many URLs of this site and kind ended like this."""

    site: str
    kind: str
    """That of a target; or `no-list`: a robots.txt, or the place of a list that was not there lately and is not asked."""
    outcome: str
    """An outcome, or `waiting`, or `known` (settled by an earlier run and not fetched again), or `refused-before` (the
    same of what was refused, or given up)."""
    code: str | None
    urls: int

    @property
    def is_read(self) -> bool:
        """Whether lists were read, or have nothing new."""
        return self.kind not in ("article", "no-list") and self.outcome in ("expanded", "unchanged")


@dataclass(frozen=True, slots=True)
class Loss:
    """A URL that gave nothing."""

    url: str
    kind: str
    outcome: str
    code: str
    detail: str


class Ledger(Protocol):
    """All methods are called from one thread, between the making of the ledger and `close`.

    What a method did is durable against the end of the process when it returns, and against a power cut after
    `checkpoint`. Every method raises `LedgerError` when the store cannot be read or written.
    """

    def add(self, targets: Iterable[Target], scope: str) -> int:
        """Remember URLs as pending; returns how many are to be fetched that were not before.

        A known URL stays what it is, except: one that an earlier run settled comes back if it is a list page or
        `again` is set; one that waits belongs to the scope that asked for it last, with what was announced then.
        """

    def record(self, target: Target, fate: Fate, scope: str, *, waiting: bool = False) -> None:
        """Add a URL that is not to be fetched, with its fate; one that is known stays what it is, and so does one that waits, but for `waiting`."""

    def expand(self, url: str, children: Iterable[Target], scope: str) -> None:
        """Add the children and settle their parent as `expanded`, both or neither."""

    def hand_over(self, scope: str, to: str) -> None:
        """Give all pending URLs of one scope to another, at once: a listing is worked on when it is complete."""

    def lease(self, scope: str, limit: int, per_host: int) -> list[Lease]:
        """Take pending URLs of the scope, list pages first, fairly over hosts, at most `per_host` open per host."""

    def renew(self, urls: Sequence[str]) -> None:
        """Give held leases the full time again."""

    def settle(self, url: str, fate: Fate) -> None:
        """End a lease. A URL that is not leased is a mistake of the caller (`LedgerError`)."""

    def keep(self, url: str, file: str, offset: int | None = None) -> None:
        """Say where the archive has the page of a URL; it is written down with its fate, or when leases are given back."""

    def release(self) -> int:
        """Make every leased URL pending again; only for who holds the lock of the folder. Returns how many."""

    def revive(self, scope: str, longest: float | None = None) -> int:
        """Make failed URLs whose time has come, of each wall one, and expired leases, pending again. Returns how many.

        A time more than `longest` seconds ahead has come as well: no pause is longer, so a wrong clock set it.
        """

    def waiting(self, scope: str) -> bool:
        """Whether a pending URL of the scope is left."""

    def intend(self, stories: Sequence[Story]) -> None:
        """Say which URL's story is about to be written, so that a line found after a crash finds its URL."""

    def store(self, stories: Sequence[Story]) -> None:
        """Settle as `stored`, remember the stories and count the lines of new ones, all or nothing."""

    def adopt(self, story: Story, site: str) -> None:
        """As `store` for a line that an earlier run wrote, leased or not, known or not.

        Its URL is the one intended, else `story.url`. What is known of the same revision of the story stays.
        """

    def bury(self, url: str, revision: int) -> None:
        """Settle as `refused:gone`, leased or not, and give the story of the URL this revision; again is the same."""

    def story(self, id: str) -> Story | None:
        """The stored story of this id (without lines)."""

    def story_at(self, url: str) -> Story | None:
        """The stored story that was read at this URL (without lines)."""

    def twin(self, fingerprint: str, id: str) -> Story | None:
        """A stored story with another id and the same non-empty fingerprint."""

    def repeats(self, source: str, lines: Sequence[int]) -> tuple[int, Mapping[int, int]]:
        """Stories counted under the source lately, and for each line on how many of them it stood, or a few less."""

    def visit(self, url: str) -> Visit | None:
        """What was found at the last reading of a list page."""

    def visited(self, visit: Visit) -> None:
        """Remember the reading of a list page, in place of the one before."""

    def pause(self, host: str, until: float) -> None:
        """Remember that a host is to be left alone, in seconds since the epoch, in place of what it asked for before."""

    def paused_until(self, host: str) -> float:
        """Until when a host is to be left alone; 0 where it has not asked for it."""

    def known(self, urls: Sequence[str]) -> set[str]:
        """Which of some URLs (at most some hundred) are known, whatever became of them."""

    def trace(self, url: str) -> Trace | None:
        """All that is known of a URL."""

    def health(self, site: str) -> str | None:
        """What was kept of a site's health, as it was given."""

    def keep_health(self, site: str, state: str) -> None:
        """Keep what is known of a site's health, in place of what was kept."""

    def count_waiting(self, scope: str) -> int:
        """How many URLs of the scope are pending."""

    def waiting_by_scope(self) -> Mapping[str, int]:
        """How many URLs are pending, by the command that asked for them last; the most first."""

    def held(self) -> list[tuple[str, str, int]]:
        """(site, why, URLs) of what is `refused:held`."""

    def release_held(self, site: str) -> int:
        """Make the held URLs of a site pending again. Returns how many."""

    def shapes(self, site: str) -> Mapping[str, int]:
        """How many announced articles of the site had each shape of address."""

    def learn_shapes(self, site: str, counts: Mapping[str, int]) -> None:
        """Remember how often shapes were announced, in place of what was remembered of them."""

    def lost(self, run: str, why: str = "", *, lately: bool = False) -> list[Loss]:
        """What a run refused or could not have and no later one settled anew, by outcome, code and URL.

        Args:
            run: its id.
            why: one outcome or code; "" for all.
            lately: it is this run; spares looking at every URL.
        """

    def tally(self, scope: str) -> list[Tally]:
        """The account of this run: every URL it was told of or found waiting, once."""

    def checkpoint(self) -> None:
        """Make all of it durable against a power cut."""

    def close(self) -> None:
        """Checkpoint and close; nothing but another `close` may follow."""
