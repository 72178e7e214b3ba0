"""A run that dies, or runs out of disk, at its first, second, third … touch of the disk, and is then run again."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.article import Article, Extraction, Extractor, Http, Page
from newscrawl.errors import LedgerError, OutputError
from newscrawl.extraction import article_id
from newscrawl.ledger import Fate
from newscrawl.ledger.base import Target
from newscrawl.output.manifest import read_manifest, write_manifest
from newscrawl.output.verify import Verification
from newscrawl.pipelines.warc import WarcFiles, record_of, recover
from newscrawl.pipelines.write import Write, ready
from newscrawl.run import Run
from newscrawl.run.account import manifest_of
from newscrawl.run.announcement import KILLED, conclude, withdraw
from newscrawl.run.config import read_config
from newscrawl.run.ending import Ending
from newscrawl.run.lock import LockedError
from tests.crash.audit import audit
from tests.crash.faults import BROKEN, DONE, STOPPED, Fault, in_child

URLS = [f"https://paper-{number % 2}.example/{number}" for number in range(6)]
BATCH = 2
LOCKED = 75


def settings_for(folder: Path) -> Settings:
    """A run that closes a segment after nearly every batch, and packs it."""
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    few = {"OUTPUT_DIR": str(folder), "MIN_FREE_MB": 0, "SEGMENT_MB": 0.001, "SEGMENT_PACKING": "gzip"}
    settings.update({f"NEWSCRAWL_{name}": value for name, value in few.items()})
    return settings


def extraction(url: str, archive: str) -> Extraction:
    """An invented story at an address."""
    article = Article(
        id=article_id(url), url=url, canonical_url=url, site=url.split("/")[2], title=f"Title of {url}",
        text=f"Story of {url}. " * 20, content_hash="0", extractor=Extractor(version="1", profile="default", rules="x"),
        http=Http(status=200, archive=archive),
    )  # fmt: skip
    return Extraction(article=article, lines=(), removals=())


def work(folder: Path, read_at: Callable[[str], str] = str) -> int:
    """A whole run over all addresses, from its lock to its account, without fetching; redirects lead to where each is read."""
    settings = settings_for(folder)
    try:
        run = Run(read_config(settings), "articles")
    except LockedError:
        return LOCKED
    except (LedgerError, OutputError):
        return STOPPED
    try:
        _crawl(run, read_at)
        run.finish()
        manifest = manifest_of(run, run.ledger.tally(run.scope), Ending(0, "complete"), settings)
        if not manifest.adds_up:
            return BROKEN
        write_manifest(folder, manifest)
        withdraw(folder, run.run_id)
        run.close()
    except (LedgerError, OutputError) as error:
        conclude(folder, run.run_id, Ending(STOPPED, str(error)))
        return STOPPED
    return DONE


def _crawl(run: Run, read_at: Callable[[str], str]) -> None:
    pages = WarcFiles(run.config.output / "pages", run.run_id, 1500)
    recover(run.config.output / "pages", run.config.output / "quarantine")
    run.ledger.add([Target(url=url, site=url.split("/")[2]) for url in URLS], run.scope)
    write = Write(run)
    while leases := run.ledger.lease(run.scope, BATCH, BATCH):
        run.held.update({lease.url: lease for lease in leases})
        records = [record_of(Page(url=read_at(lease.url), html=b"<html>", run_id=run.run_id)) for lease in leases]
        files = pages.write([record for record, _ in records])
        names = [f"{file}#{record_id}" for (file, _), (_, record_id) in zip(files, records, strict=True)]
        found = [extraction(lease.url, name) for lease, name in zip(leases, names, strict=True)]
        found = [
            replace(
                one,
                article=replace(one.article, run_id=run.run_id, url=read_at(one.article.url)),
                requested_url=one.article.url,
            )
            for one in found
        ]
        known = [one for one in found if run.ledger.story(one.article.id)]  # as the stage `dedupe` does
        for one in known:
            run.settle(one.requested_url or "", Fate("duplicate"))
        asyncio.run(write._flush([ready(one, inline_removals=False) for one in found if one not in known]))
    pages.close()


def check(folder: Path) -> None:
    """Every story once, nothing torn, ledger, files, archive and accounts agree."""
    assert audit(folder, URLS).faults == ()
    assert [str(problem) for problem in Verification(folder).problems()] == []


def sweep(tmp_path: Path, kind: str, code: int, step: int) -> int:
    """Strike at the n-th touch of the disk for n = 1, 1 + step, … until a run is through; how many faults there were."""
    for struck, at in enumerate(range(1, 2000, step)):
        folder = tmp_path / str(at)
        ended = in_child(lambda folder=folder: work(folder), Fault(at, kind))
        if ended == DONE:
            return struck
        assert ended == code, f"{kind} at {at}"
        # the next run is struck as well, while it takes over what the first one left
        assert in_child(lambda folder=folder: work(folder), Fault(1 + at % 40, kind)) in (code, DONE)
        assert in_child(lambda folder=folder: work(folder), Fault(0, "")) == DONE, f"{kind} at {at}"
        check(folder)
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("kind", ["die before", "die after", "half"])
def test_a_crash_at_any_touch_of_the_disk_is_mended_by_the_next_run(tmp_path, kind):
    """Two crashes in a row at a write, sync, rename, unlink or commit: the third run completes everything exactly once."""
    assert sweep(tmp_path, kind, 137, step=11) > 5


def test_a_disk_that_is_full_from_any_moment_on_stops_the_run_and_costs_nothing(tmp_path):
    """The run ends with a storage error, as its account says; when there is space again, the next completes everything exactly once."""
    assert sweep(tmp_path, "full", STOPPED, step=9) > 5
    endings = [read_manifest(path) for path in tmp_path.glob("*/runs/*.json")]
    assert [ending.reason for ending in endings if ending.exit_code == KILLED] == []
    assert sum(ending.exit_code == STOPPED for ending in endings) > 5


@pytest.mark.parametrize("starts", [2, 4, 8])
def test_of_simultaneous_starts_one_works_and_the_others_are_turned_away(tmp_path, starts):
    """Whoever comes second finds the folder locked; what the one wrote is whole."""
    ready_to_go, go = os.pipe()
    children = []
    for _ in range(starts):
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.read(ready_to_go, 1)  # until the parent lets all of them go at once
            os._exit(work(tmp_path / "out"))
        children.append(pid)
    os.close(ready_to_go)
    os.close(go)
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children)

    # one may come when another is through already: then it finds everything done
    assert set(codes) <= {DONE, LOCKED}
    assert codes[0] == DONE
    check(tmp_path / "out")
