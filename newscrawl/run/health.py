"""The health of every site in one run: pages of a changed template are held, a silent site is named, somebody is told.

What is known of a site lies in the ledger as JSON; a run that is killed forgets what its own pages taught.
"""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from newscrawl.article import Extraction
from newscrawl.health.guard import SiteHealth, sample_of
from newscrawl.health.volume import Volume
from newscrawl.ledger.base import Ledger, Tally

logger = logging.getLogger(__name__)

_COMMAND_SECONDS = 60
#: Pages of a run below which their share of articles says nothing.
_ENOUGH_PAGES = 10
_KEPT_PAGES = 2_000
#: What says nothing of a site's pages.
_NO_PAGE = frozenset(
    {"robots", "held", "postponed", "host-down", "throttled", "robots-unavailable", "bad-url", "scheme"}
)


@dataclass(slots=True)
class _Known:
    """Everything that is kept of one site."""

    guard: SiteHealth = field(default_factory=SiteHealth)
    volume: Volume = field(default_factory=Volume)
    made_by: str = ""
    """Version and rules that read its pages: other ones read other things from the same template."""
    good: float = 0.0
    """Pages that gave an article, and pages that did not; both are halved from time to time."""
    bad: float = 0.0


class Health:
    """All sites of one run."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sites: dict[str, _Known] = {}

    def look(self, site: str, extraction: Extraction) -> str:
        """Why the page is to be held, "" if it is not.

        Raises:
            LedgerError: what is known of the site cannot be read.
        """
        known = self._known(site)
        extractor = extraction.article.extractor
        made_by = f"{extractor.version} {extractor.rules}" if extractor else ""
        if made_by != known.made_by:
            known.made_by = made_by
            known.guard.forgive()
        before = known.guard.alarm
        alarm = known.guard.look(sample_of(extraction))
        if alarm and not before:
            logger.warning("%s: its pages have changed (%s); its articles are held until somebody looks", site, alarm)
        return alarm

    def finish(self, rows: Sequence[Tally], now: float, *, complete: bool) -> dict[str, list[str]]:
        """What is wrong, by site, at the end of a run; and remember what was learned.

        Args:
            rows: the ledger's tally.
            now: seconds since the epoch.
            complete: whether the run read all its sources; else a small number of articles says nothing.

        Raises:
            LedgerError: it cannot be remembered.
        """
        findings = {}
        for site in sorted({row.site for row in rows if row.kind == "article"} | self._sites.keys()):
            known = self._known(site)
            found = list(
                filter(None, _findings(known, [row for row in rows if row.site == site], now, complete=complete))
            )
            if found:
                findings[site] = found
                logger.warning("%s is not as usual: %s", site, "; ".join(found))
            self._ledger.keep_health(site, msgspec.json.encode(known).decode())
        return findings

    def _known(self, site: str) -> _Known:
        if site not in self._sites:
            state = self._ledger.health(site)
            self._sites[site] = msgspec.json.decode(state, type=_Known) if state else _Known()
        return self._sites[site]


def _findings(known: _Known, rows: Sequence[Tally], now: float, *, complete: bool) -> list[str]:
    ended: Counter[str] = Counter()
    for row in rows:
        if row.kind == "article" and row.code not in _NO_PAGE:
            ended[row.outcome] += row.urls
    good, bad = ended["stored"] + ended["duplicate"], ended["refused"] + ended["failed"]
    held = sum(row.urls for row in rows if row.code == "held" and row.outcome == "refused")
    said = [f"its pages have changed ({known.guard.alarm}), {held} held in this run"] if known.guard.alarm else []
    said.append(_share(known, good, bad))
    if complete:
        said.append(known.volume.add(good + bad + held, now))
    return said


def _share(known: _Known, good: int, bad: int) -> str:
    """What is wrong with the share of pages that gave an article."""
    usual = (known.bad + 1) / (known.good + known.bad + 2)
    share = bad / (good + bad) if good + bad else 0.0
    is_odd = good + bad >= _ENOUGH_PAGES and known.good >= _ENOUGH_PAGES and share >= 0.5 and share > 3 * usual
    if not is_odd:
        known.good, known.bad = known.good + good, known.bad + bad
        if known.good + known.bad > _KEPT_PAGES:
            known.good, known.bad = known.good / 2, known.bad / 2
    return f"{bad} of {good + bad} pages gave no article, {usual:.0%} are usual" if is_odd else ""


def released(state: str, *, as_usual: bool) -> str:
    """What is known of a site after somebody looked at its held pages.

    Args:
        as_usual: the pages as they are now are good; else the profile was fixed, and what was learned holds.
    """
    known = msgspec.json.decode(state, type=_Known)
    if as_usual:
        known.guard.forgive()
    else:
        known.guard.resume()
    return msgspec.json.encode(known).decode()


def tell(command: str, run_id: str, findings: Mapping[str, Sequence[str]]) -> None:
    """Start NEWSCRAWL_HEALTH_COMMAND with the findings as JSON on its standard input; its failure is logged."""
    if not command or not findings:
        return
    report = msgspec.json.encode({"run_id": run_id, "sites": findings})
    try:
        subprocess.run(shlex.split(command), input=report, timeout=_COMMAND_SECONDS, check=True)  # noqa: S603
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        logger.error("NEWSCRAWL_HEALTH_COMMAND: %s", error)
