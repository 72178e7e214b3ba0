"""The power fails, and what was not synced is not there: the next run completes everything exactly once."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.extraction import article_id
from newscrawl.output.verify import Verification
from tests.crash.audit import audit
from tests.crash.faults import DONE, Fault, in_child
from tests.crash.killing import SETTINGS, crawling
from tests.crash.power import Cut, cuts, cuts_of_crawl
from tests.crash.test_faults import URLS, check, work
from tests.newssite.server import NewsSite

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


def ids(folder: Path) -> Iterator[str]:
    """Of the articles whose lines stand in the files, finished or not."""
    for path in folder.glob("articles/*/*.jsonl*"):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield from (json.loads(line)["id"] for line in data.splitlines() if line.startswith(b"{") and line[-1:] == b"}")


def go_on(cut: Cut) -> None:
    """What was acknowledged is there, and the next run comes to its end."""
    assert cut.acknowledged <= set(ids(cut.folder)), cut.folder.name
    assert in_child(lambda: work(cut.folder), Fault(0, "")) == DONE, cut.folder.name


def test_a_power_cut_at_any_moment_is_mended_by_the_next_run(tmp_path):
    """Folders, files, lines, names and the ledger's last commits are lost or torn; every story is there once, nothing is torn."""
    found = cuts(lambda: work(tmp_path / "out"), tmp_path / "out", tmp_path / "left", every=7)

    assert len(found) > 15
    assert {len(cut.acknowledged) for cut in found} == {0, 2, 4, 6}
    for cut in found:
        go_on(cut)
        check(cut.folder)


def test_a_power_cut_while_a_run_takes_over_what_another_one_left(tmp_path):
    """What is published then is known to the ledger for good, or is not published."""
    folder, again = tmp_path / "out", 0
    for first in cuts(lambda: work(folder), folder, tmp_path / "left", every=10, hows=["synced"]):
        if not any(part.stat().st_size for part in first.folder.glob("articles/*/*.part")):
            continue
        into = tmp_path / f"{first.folder.name}-again"
        for cut in cuts(lambda first=first: work(first.folder), first.folder, into, every=13, hows=["synced", "torn"]):
            go_on(cut)
            check(cut.folder)
            again += 1
    assert again > 10


def elsewhere(folder: Path) -> int:
    """A run in which every address leads on to another one."""
    return work(folder, lambda url: f"{url}/read")


def test_a_power_cut_after_redirects(tmp_path):
    """The ledger may have lost under which address a story in the files was asked for: it is not stored twice for that."""
    found = cuts(lambda: elsewhere(tmp_path / "out"), tmp_path / "out", tmp_path / "left", every=9)

    assert len(found) > 10
    for cut in found:
        assert in_child(lambda cut=cut: elsewhere(cut.folder), Fault(0, "")) == DONE, cut.folder.name
        assert Counter(ids(cut.folder)) == Counter(map(article_id, URLS)), cut.folder.name
        assert [str(problem) for problem in Verification(cut.folder).problems()] == []


def test_a_power_cut_in_a_real_crawl(tmp_path):
    """With spiders, workers and threads: what is left at three moments, in three ways, is completed."""
    with NewsSite() as site:
        settings = {
            **site.settings, **SETTINGS, "NEWSCRAWL_SYNC_LINES": 4, "NEWSCRAWL_OUTPUT_DIR": str(tmp_path / "out")
        }  # fmt: skip
        papers = ",".join(site.base[key] for key in site.papers)
        found = cuts_of_crawl("site", settings, {"site": papers}, tmp_path / "out", tmp_path / "left", every=80)

        assert any(cut.acknowledged for cut in found)
        for cut in found[1:4]:
            assert cut.acknowledged <= set(ids(cut.folder)), cut.folder.name
            with crawling(site, cut.folder) as process:
                assert process.wait(timeout=300) == 0
            assert audit(cut.folder, site.urls).faults == ()
            assert [str(problem) for problem in Verification(cut.folder).problems()] == []
