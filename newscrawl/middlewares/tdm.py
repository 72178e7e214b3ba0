"""What `/.well-known/tdmrep.json` reserves (TDM Reservation Protocol): asked once a day for each host of which articles are
fetched, where robots.txt allows it. It changes nothing about a crawl; what it says of a page ends in `rights.signals`.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newscrawl.ledger.base import Ledger, Visit
from newscrawl.run import run_of

PATH = "/.well-known/tdmrep.json"
_MAX_BYTES = 256 * 1024
_MAX_RULES = 200
_MAX_CHARS = 500
#: robots.txt is not to be believed for longer either (RFC 9309, 2.4).
_DAY_SECONDS = 86_400
_READER = "tdm"
#: No file is an answer as well.
_ANSWERS = frozenset({200, 401, 403, 404, 410})

Rule = tuple[str, str, str]
"""Location, `tdm-reservation` and `tdm-policy` (or ""), as written."""


def read_tdmrep(body: bytes) -> tuple[Rule, ...]:
    """The rules of a file, in order; none where it is no such file.

    >>> read_tdmrep(b'[{"location": "/news/*", "tdm-reservation": 1}]')
    (('/news/*', '1', ''),)
    """
    try:
        found = json.loads(body[:_MAX_BYTES].decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    return tuple(_rules(found if isinstance(found, list) else [found]))[:_MAX_RULES]


def _rules(found: list[Any]) -> Iterator[Rule]:
    for entry in found:
        if not isinstance(entry, dict):
            continue
        location, reserved, policy = (entry.get(key) for key in ("location", "tdm-reservation", "tdm-policy"))
        if isinstance(location, str) and str(reserved) in ("0", "1") and len(location) <= _MAX_CHARS:
            named = policy if isinstance(policy, str) and len(policy) <= _MAX_CHARS else ""
            yield location, str(reserved), named.strip()


def said_of(rules: tuple[Rule, ...], url: str) -> str:
    """What the first rule that fits says of a page, one statement a line; "" where none does.

    >>> said_of((("/news/*.html$", "1", "https://paper.example/policy"),), "https://paper.example/news/a.html")
    'tdm-reservation: 1 (tdmrep.json, /news/*.html$)\\ntdm-policy: https://paper.example/policy'
    """
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for location, reserved, policy in rules:
        if _fits(unquote(location), path):
            lines = [f"tdm-reservation: {reserved} (tdmrep.json, {location})"]
            return "\n".join([*lines, *([f"tdm-policy: {policy}"] if policy else [])])
    return ""


def _fits(location: str, path: str) -> bool:
    """As robots.txt is matched: from the front, `*` for anything, `$` for the end; in linear time."""
    ends = location.endswith("$")
    first, *others = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if ends and others else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not ends or at == len(path)


class TdmFiles:
    """The files of a crawl, kept in the ledger for a day."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, tuple[Rule, ...]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def of(self, site: str, url: str) -> str:
        """What is said of a page; `site` is its scheme, host and port. Raises `LedgerError`."""
        async with self._asking.setdefault(site, asyncio.Lock()):
            if site not in self._rules:
                kept = self._kept(site)
                self._rules[site] = await self._ask(site) if kept is None else kept
        return said_of(self._rules[site], url)

    def _kept(self, site: str) -> tuple[Rule, ...] | None:
        ledger = self._ledger()
        visit = ledger.visit(site + PATH) if ledger else None
        now = time.time()
        if visit is None or visit.reader != _READER or not visit.is_possible(now) or visit.read_at < now - _DAY_SECONDS:
            return None
        return tuple((rule[0], rule[1], rule[2]) for rule in json.loads(visit.found))

    async def _ask(self, site: str) -> tuple[Rule, ...]:
        meta = {"dont_obey_robotstxt": True, "dont_retry": True, "kind": "part"}
        response = await self._response(Request(site + PATH, meta=meta, callback=NO_CALLBACK))
        if response is None or response.status not in _ANSWERS:
            return ()
        rules = read_tdmrep(response.body) if response.status == 200 else ()
        if ledger := self._ledger():
            found = json.dumps(rules, ensure_ascii=False)
            ledger.visited(Visit(url=site + PATH, reader=_READER, found=found, read_at=time.time(), changed_at=0))
        return rules

    async def _response(self, request: Request) -> Response | None:
        assert self._crawler.engine is not None
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value("newscrawl/tdm_files")
        try:
            return await self._crawler.engine.download_async(request)
        except IgnoreRequest:
            return None
        # as for robots.txt: whatever a download handler raises says that it could not be had
        except Exception:  # noqa: BLE001
            return None

    def _ledger(self) -> Ledger | None:
        try:
            return run_of(self._crawler).ledger
        except NotConfigured:
            return None
