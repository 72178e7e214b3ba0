"""Whether a list page is read again, and what is taken from it when it says that nothing is new.

A feed, sitemap or section that has not announced anything new for long is asked less often; whoever is asked is
asked conditionally, and one that answers 304 costs no parsing. The lists it named are visited all the same: an index
stays as it is while the sitemaps behind it grow.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapy.http import Response

from newscrawl.ledger.base import Lease, Target, Visit
from newscrawl.ledger.fates import Fate

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.run import Run

#: A page that names more lists is always read.
_MAX_LISTS = 2_000


class Harvest:
    """What the reading of one list page gives, child by child."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.lists: list[Target] = []

    def add(self, child: Target) -> None:
        """Take note of a child, in page order."""
        self._digest.update(child.url.encode() + b"\n")
        if child.kind != "article" and len(self.lists) <= _MAX_LISTS:
            self.lists.append(child)

    @property
    def found(self) -> str:
        """Hash over all children."""
        return self._digest.hexdigest()


class Visits:
    """The list pages of one run."""

    def __init__(self, run: Run, crawler: Crawler) -> None:
        self._run, self._crawler = run, crawler

    def _known(self, lease: Lease) -> Visit | None:
        """The last visit, where another one may rest on it."""
        spider = self._crawler.spider
        if lease.kind == "article" or spider is None or not getattr(spider, "reads_all", True):
            return None
        if getattr(spider, "again", False):
            return None
        visit = self._run.ledger.visit(lease.url)
        if visit is None or visit.reader != self._reader(lease):
            return None
        if not visit.is_possible(time.time()):
            self._run.warn_of_clock(lease.url, visit.read_at)
            return None
        return visit

    def _reader(self, lease: Lease) -> str:
        spider = self._crawler.spider
        assert spider is not None
        return str(spider.reader_of(lease.url)) if hasattr(spider, "reader_of") else spider.name

    def rests(self, lease: Lease) -> bool:
        """Whether it is too early to ask again; then its fate is settled.

        Raises:
            LedgerError: it cannot be read or written.
        """
        most = self._run.config.poll_max_seconds
        visit = self._known(lease) if most else None
        if visit is None or visit.due_at(most) <= time.time():
            return False
        self._count("resting")
        self._settle(lease, visit)
        return True

    def conditions(self, lease: Lease) -> dict[str, str]:
        """Headers that ask for the page only if it has changed."""
        visit = self._known(lease)
        if visit is None:
            return {}
        headers = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
        return {name: value for name, value in headers.items() if value}

    def unchanged(self, lease: Lease) -> None:
        """The host says that nothing has changed since the last visit (304)."""
        visit = self._known(lease)
        if visit is None:
            self._run.settle(lease.url, Fate("failed", "http-error", "HTTP 304 to an unconditional request"))
            return
        self._count("not_modified")
        self._run.ledger.visited(visit.read_again(time.time()))
        self._settle(lease, visit)

    def read(self, lease: Lease, response: Response, harvest: Harvest) -> None:
        """Remember what a page that was read gave; after its children are in the ledger."""
        spider = self._crawler.spider
        if not getattr(spider, "reads_all", True) or len(harvest.lists) > _MAX_LISTS:
            return
        before, now = self._run.ledger.visit(lease.url), time.time()
        same = before is not None and before.found == harvest.found
        self._run.ledger.visited(
            Visit(
                url=lease.url,
                reader=self._reader(lease),
                etag=_header(response, "ETag"),
                last_modified=_header(response, "Last-Modified"),
                found=harvest.found,
                lists=tuple(harvest.lists),
                read_at=now,
                changed_at=min(now, before.changed_at) if before is not None and same else now,
            )
        )

    def missing(self, lease: Lease) -> None:
        """There is no such list: it is asked for again only after the longest rest."""
        self._run.ledger.visited(
            Visit(url=lease.url, reader=self._reader(lease), found="", read_at=time.time(), changed_at=0)
        )

    def _settle(self, lease: Lease, visit: Visit) -> None:
        self._run.ledger.add(_deeper(visit.lists, lease.depth + 1), self._run.scope)
        self._run.settle(lease.url, Fate("unchanged"))

    def _count(self, what: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"newscrawl/lists_{what}")


def _deeper(targets: Iterable[Target], depth: int) -> list[Target]:
    return [Target(url=target.url, kind=target.kind, site=target.site, depth=depth) for target in targets]


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1").strip()[:500] if value else ""
