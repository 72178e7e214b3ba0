"""What may become of a URL, and why: outcomes, the codes that say the reason, and the values that carry both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Literal, get_args

from newscrawl.errors import PAGE_CODES

Outcome = Literal["stored", "unchanged", "duplicate", "refused", "failed", "expanded"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)

#: Why a URL gave no page, beside `errors.PAGE_CODES` (why a page gave no article).
FETCH_CODES: Mapping[str, str] = MappingProxyType(
    {
        "dns": "the host has no address",
        "connect": "the server refused or dropped the connection",
        "tls": "the server's certificate or TLS handshake is wrong",
        "download-timeout": "the server did not answer in time",
        "truncated": "the answer ended before it was complete",
        "encoding": "the answer's compression cannot be undone",
        "headers": "the answer's header is too large or no HTTP",
        "http-error": "the site answered with an HTTP status other than 200",
        "too-large": "the answer is larger than a page can be",
        "robots": "the site's robots.txt asks not to fetch it",
        "address": "the host is at an address that is not public",
        "robots-unavailable": "robots.txt cannot be read for now, so nothing may be fetched",
        "scheme": "the URL's scheme is not http or https",
        "bad-url": "this is no URL of a page: no http(s), no host, or a user name in it",
        "not-feed": "the answer is no feed",
        "not-sitemap": "the answer is no sitemap",
        "too-deep": "sitemap indexes are nested too deep",
        "host": "the host is not among those this crawl may visit",
        "redirects": "too many redirects",
        "outside-window": "the story was published outside the days that were asked for; a run that asks for its day takes it",
        "held": "the site's template seems to have changed; `scrapy held` lists and releases",
        "host-down": "the host gave no answer several times in a row and is left alone for a while",
        "postponed": "the run ended before it was asked for",
        "throttled": "the site asked to come back later",
        "render": "the browser could not draw the page whole",
        "fetch": "the download failed in another way",
        "gone": "the story was stored before and is not there any more (404, 410, or the front page instead)",
        "unwanted": "a stage of the user's own left it out (DropItem)",
        "stage": "a stage or spider of the user's own broke; the log has its traceback",
        "internal": "an error of newscrawl itself; the log has its traceback",
    }
)

#: With these nothing was asked of the page itself: they use up none of its tries.
UNTRIED_CODES = frozenset({"host-down", "postponed", "robots-unavailable", "throttled"})

#: A page that a site shows for a while in place of others: it says nothing of the one that was asked for, and what stands
#: behind it is asked for again (`sqlite_walls.py`).
WALL_CODES = frozenset({"bot-wall", "consent-wall", "login-wall"})

#: All codes a fate may carry.
CODES: Mapping[str, str] = MappingProxyType({**PAGE_CODES, **FETCH_CODES})


def _check_code(code: str) -> None:
    if code not in CODES:
        raise ValueError(f"unknown code {code!r}")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a URL.

    `refused` is final. `failed` may work later: the ledger sets the time of the next try, unless `retry_at`
    (aware UTC) says when the site wants to be asked again, and gives up when the tries are used up; of all that a host
    hides behind a wall one page is tried. With `unchanged`, `retry_at` says when the page is to be looked at again.
    """

    outcome: Outcome
    code: str | None = None
    detail: str = ""
    retry_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {self.outcome!r}")
        if self.outcome in ("refused", "failed"):
            _check_code(self.code or "")

    def __str__(self) -> str:
        name = f"{self.outcome}:{self.code}" if self.code else self.outcome
        return f"{name} ({self.detail})" if self.detail else name


@dataclass(frozen=True, slots=True)
class _Told:
    """What a spider yields for a URL that gives no article."""

    url: str
    """The URL the ledger knows."""
    code: str
    detail: str = ""
    outcome: ClassVar[Outcome]

    def __post_init__(self) -> None:
        _check_code(self.code)

    @property
    def fate(self) -> Fate:
        return Fate(self.outcome, self.code, self.detail)


@dataclass(frozen=True, slots=True)
class Refused(_Told):
    """Neither today nor later."""

    outcome: ClassVar[Outcome] = "refused"


@dataclass(frozen=True, slots=True)
class Failed(_Told):
    """It may give one later."""

    outcome: ClassVar[Outcome] = "failed"
