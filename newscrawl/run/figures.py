"""The health of a run's sites among Scrapy's statistics, for extensions that look there.

    newscrawl/health/sites                  sites that were judged
    newscrawl/health/sites_odd              those that are not as usual
    newscrawl/health/<site>/<figure>        each number of `SiteFigures`, beside it <figure>_usual
    newscrawl/health/<site>/fields/<name>   share of articles that have the field; fields_usual/<name>
    newscrawl/health/<site>/findings/<kind> what is wrong, in words

Sites that are not as usual are always there, the others only while the run has no more than fifty sites: Scrapy prints all
statistics into the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from newscrawl.output.manifest import SiteFigures

PREFIX = "newscrawl/health/"
_SITES = 50


def to_stats(figures: Mapping[str, SiteFigures]) -> dict[str, object]:
    """Statistics by key."""
    odd = [site for site, of_site in figures.items() if of_site.findings]
    stats: dict[str, object] = {f"{PREFIX}sites": len(figures), f"{PREFIX}sites_odd": len(odd)}
    for site in figures if len(figures) <= _SITES else odd:
        stats.update(_flat(f"{PREFIX}{site}/", msgspec.to_builtins(figures[site])))
    return stats


def _flat(prefix: str, figures: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}/", value)
        elif value is not None:
            yield f"{prefix}{name}", value


def findings_in(stats: Mapping[str, object], kind: str) -> dict[str, str]:
    """What statistics say is wrong, of one kind, by site; of the kind `held`, how many articles are held.

    >>> findings_in({"newscrawl/health/paper.example/findings/fields": "no authors"}, "fields")
    {'paper.example': 'no authors'}
    """
    found = {}
    for key, value in stats.items():
        site, _, figure = key.removeprefix(PREFIX).rpartition("/")
        if not key.startswith(PREFIX):
            continue
        if kind == "held" and figure == "held" and value:
            found[site] = f"{value} articles held"
        elif figure == kind and site.endswith("/findings"):
            found[site.removesuffix("/findings")] = str(value)
    return found
