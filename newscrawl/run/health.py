"""The health of every site in one run: pages of a changed template are held, a silent site is named, somebody is told.

What is known of a site lies in the ledger as JSON; a run that is killed forgets what its own pages taught.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import msgspec

from newscrawl.article import Extraction
from newscrawl.health.guard import SIGNS, SiteHealth, sample_of
from newscrawl.health.harvest import Harvest
from newscrawl.health.seen import Seen, Usual, middle, usual_of
from newscrawl.health.volume import Volume
from newscrawl.ledger.base import Ledger, Tally
from newscrawl.output.manifest import SiteFigures
from newscrawl.run.ending import away_sites
from newscrawl.run.moves import Moves

logger = logging.getLogger(__name__)

#: What says nothing of a site's pages.
_NO_PAGE = frozenset(
    {
        "robots",
        "held",
        "postponed",
        "host-down",
        "throttled",
        "robots-unavailable",
        "bad-url",
        "scheme",
        "outside-window",
        "unwanted",
    }
)


#: So many pages that could not be had make a site one that is away; one or two may be their own affair.
_AWAY_PAGES = 3


@dataclass(slots=True)
class _Known:
    """Everything that is kept of one site."""

    guard: SiteHealth = field(default_factory=SiteHealth)
    volume: Volume = field(default_factory=Volume)
    harvest: Harvest = field(default_factory=Harvest)
    made_by: str = ""
    """Version and rules that read its pages, and signs that judged them: others see other things in the same template."""
    moved_to: str = ""
    """The host that all of its addresses lead to, as it was told."""


class Health:
    """All sites of one run.

    Attributes:
        figures: by site, what was judged; None before `judge`.
        moves: where the answers of sites came from.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sites: dict[str, _Known] = {}
        self._usual: dict[str, Usual] = {}
        self._seen: dict[str, Seen] = {}
        self.figures: dict[str, SiteFigures] | None = None
        self.moves = Moves()

    def look(self, site: str, extraction: Extraction) -> str:
        """Why the page is to be held, "" if it is not.

        Raises:
            LedgerError: what is known of the site cannot be read.
        """
        known = self._known(site)
        extractor = extraction.article.extractor
        made_by = f"{extractor.version} {extractor.rules} {SIGNS}" if extractor else ""
        if made_by != known.made_by:
            known.made_by = made_by
            known.guard.forgive()
        before = known.guard.alarm
        sample = sample_of(extraction)
        self._seen.setdefault(site, Seen()).add(sample)
        alarm = known.guard.look(sample)
        if alarm and not before:
            logger.warning("%s: its pages have changed (%s); its articles are held until somebody looks", site, alarm)
        return alarm

    def judge(self, rows: Sequence[Tally], now: float, *, complete: bool, asked: Collection[str] | None = None) -> None:
        """Look at every site at the end of a run, once; the findings stand in `figures`.

        Args:
            rows: the ledger's tally.
            now: seconds since the epoch.
            complete: whether the run read all its sources; else a small number of articles says nothing.
            asked: the sites whose lists must be there; None for all of which there are lists.

        Raises:
            LedgerError: what is known of a site cannot be read.
        """
        by_site: dict[str, list[Tally]] = {site: [] for site in self._sites}
        for row in rows:
            if row.kind == "article":
                by_site.setdefault(row.site, []).append(row)
        # of a site that is silent there are lists only
        silent, unread, moved = (
            {row.site for row in rows} - by_site.keys(),
            _unread(rows, asked),
            self.moves.found(asked),
        )
        by_site.update({site: [] for site in silent if site in unread or site in moved or self._ledger.health(site)})
        away, figures = away_sites(rows), {}
        for site, of_site in sorted(by_site.items()):
            known = self._known(site)
            figures[site] = self._figures(site, known, of_site, now, complete=complete)
            if site in unread:
                figures[site].findings = {"lists": unread[site], **figures[site].findings}
            if (codes := away.get(site, Counter())).total() >= _AWAY_PAGES:
                figures[site].findings = {"pages": f"none of its pages could be had ({_codes(codes)})"} | dict(
                    figures[site].findings
                )
            if site in moved and (told := _moved(known, *moved[site])):
                figures[site].findings = {"moved": told, **figures[site].findings}
            if found := figures[site].findings:
                logger.warning("%s is not as usual: %s", site, "; ".join(found.values()))
        self.figures = figures

    @property
    def findings(self) -> dict[str, list[str]]:
        """What is wrong, by site; nothing before `judge`."""
        return {site: list(seen.findings.values()) for site, seen in (self.figures or {}).items() if seen.findings}

    def keep(self) -> None:
        """Remember what was learned; raises `LedgerError`."""
        for site, known in self._sites.items():
            self._ledger.keep_health(site, msgspec.json.encode(known).decode())

    def _known(self, site: str) -> _Known:
        if site not in self._sites:
            state = self._ledger.health(site)
            known = msgspec.json.decode(state, type=_Known) if state else _Known()
            self._sites[site], self._usual[site] = known, usual_of(known.guard)
        return self._sites[site]

    def _figures(self, site: str, known: _Known, rows: Sequence[Tally], now: float, *, complete: bool) -> SiteFigures:
        ended: Counter[str] = Counter()
        for row in rows:
            if row.code not in _NO_PAGE:
                ended[row.outcome] += row.urls
        good, bad = ended["stored"] + ended["duplicate"], ended["refused"] + ended["failed"]
        held = sum(row.urls for row in rows if row.code == "held" and row.outcome == "refused")
        usual, seen = self._usual[site], self._seen.get(site, Seen())
        figures = SiteFigures(
            articles=good + bad + held,
            articles_usual=_rounded(known.volume.usual(now)) if complete else None,
            empty_share=_rounded(bad / (good + bad)) if good + bad else None,
            empty_share_usual=_rounded(known.harvest.usual) if known.harvest.good else None,
            fields=seen.fields,
            fields_usual=usual.fields,
            text_chars=middle(seen.lengths),
            text_chars_usual=usual.text_chars,
            removed_share=middle(seen.removed),
            removed_share_usual=usual.removed_share,
            held=held,
        )
        said = {"pages": known.harvest.add(good, bad)}
        if complete:
            said["volume"] = known.volume.add(figures.articles, now)
        if alarm := known.guard.alarm:
            said = {kind_of(alarm): f"its pages have changed ({alarm}), {held} held in this run", **said}
        figures.findings = {kind: text for kind, text in said.items() if text}
        return figures


def _moved(known: _Known, host: str, addresses: int) -> str:
    """What is said of a site that has moved, once; "" when it was said."""
    if known.moved_to == host:
        return ""
    known.moved_to = host
    return (
        f"all {addresses} addresses that answered lead to {host}: it seems to have moved, `-a site={host}` asks there"
    )


def _unread(rows: Sequence[Tally], asked: Collection[str] | None) -> dict[str, str]:
    """Sites that were asked for lists and gave none, and what came instead."""
    lost: dict[str, Counter[str]] = {}
    read = set()
    for row in rows:
        if row.kind != "article" and row.outcome in ("refused", "failed") and row.code != "postponed":
            lost.setdefault(row.site, Counter())[row.code or ""] += row.urls
        elif row.is_read or (row.kind != "article" and row.outcome == "waiting"):
            read.add(row.site)
    silent = [site for site in lost if site not in read and (asked is None or site in asked)]
    return {site: f"none of its lists could be read ({_codes(lost[site])})" for site in silent}


def _codes(codes: Counter[str]) -> str:
    return ", ".join(f"{code} {urls}" for code, urls in codes.most_common())


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def kind_of(sign: str) -> str:
    """What a sign of the guard speaks of.

    >>> [kind_of(sign) for sign in ("no authors", "same title", "new layout", "short text", "few lines", "much removed")]
    ['fields', 'fields', 'template', 'text', 'text', 'removals']
    """
    first, _, last = sign.partition(" ")
    if first in ("no", "same"):
        return "fields"
    if first in ("new", "now"):
        return "template"
    return "text" if last in ("text", "texts", "lines", "edges") else "removals"


def released(state: str, *, as_usual: bool) -> str:
    """What is known of a site after somebody looked at its held pages.

    Args:
        as_usual: the pages as they are now are good; else the profile was fixed, and what was learned holds.
    """
    known = msgspec.json.decode(state, type=_Known)
    if as_usual:
        known.guard.forgive()
        known.harvest = Harvest()
    else:
        known.guard.resume()
        known.harvest.doubt = 0.0
    return msgspec.json.encode(known).decode()
