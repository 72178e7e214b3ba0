"""Real crawls that meet a real full disk, lose a worker, and are read while they are killed."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from shlex import quote

import pytest

import newscrawl
from newscrawl.output.manifest import read_manifest
from newscrawl.output.verify import Verification
from tests.commands.conftest import wait_for
from tests.crash.audit import audit
from tests.crash.killing import ROOT, SETTINGS, crawling, kill
from tests.newssite.server import NewsSite

MOUNT = "mount -t tmpfs -o size={} newscrawl {}"
RESIZE = "mount -o remount,size={} newscrawl {}"
"""With its source named, the file system keeps none of its options: those of an ordinary user's cannot be set again."""


def can_mount():
    """Whether this user may have a file system of its own."""
    probe = ["unshare", "-rm", "sh", "-c", MOUNT.format("1m", "/mnt")]
    try:
        return subprocess.run(probe, capture_output=True, check=False, timeout=60).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not can_mount(), reason="needs a mount namespace")
def test_a_full_disk_ends_with_74_and_the_next_run_completes(tmp_path):
    """On a disk of two megabytes the crawl stops; with more space the same command finishes, and nothing is doubled."""
    small, kept = tmp_path / "small", tmp_path / "kept"
    small.mkdir()
    with NewsSite(stories=300) as site:
        settings = {**site.settings, **SETTINGS, "NEWSCRAWL_OUTPUT_DIR": small / "out"}
        papers = ",".join(site.base[key] for key in site.papers)
        options = " ".join(f"-s '{name}={value}'" for name, value in settings.items())
        command = f"{quote(sys.executable)} -m scrapy crawl site -a site={papers} {options}"
        script = f"{MOUNT.format('2m', small)}; {command}; echo $? >{tmp_path}/first; "
        script += f"{RESIZE.format('200m', small)}; {command}; echo $? >{tmp_path}/second; cp -r {small}/out {kept}"
        subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=ROOT, check=True, timeout=300, capture_output=True)
        urls = site.urls

    assert [(tmp_path / name).read_text().strip() for name in ("first", "second")] == ["74", "0"]
    assert audit(kept, urls).faults == ()
    assert list(Verification(kept).problems()) == []
    first = read_manifest(min((kept / "runs").glob("*.json")))
    assert (first.exit_code, "No space left on device" in first.reason or "disk is full" in first.reason) == (74, True)


@pytest.mark.skipif(not can_mount(), reason="needs a mount namespace")
def test_a_disk_of_any_size_stops_the_run_and_costs_nothing(tmp_path):
    """It runs full at another place on each: with 74, and when there is room the same run is completed exactly once."""
    command = ["unshare", "-rm", sys.executable, "-m", "tests.crash.small_disk", tmp_path, "24"]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=300, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5


def workers_of(pid):
    """The process that forks the extraction workers of a crawl, and behind it the workers."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        # it may end while it is looked at
        with contextlib.suppress(OSError):
            if b"newscrawl.pipelines.worker" in (folder / "cmdline").read_bytes():
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    nurseries = [child for child, parent in parents.items() if parent == pid]
    return [*nurseries, *(child for child, parent in parents.items() if parent in nurseries)]


def stored(output):
    """How many stories are stored so far, by the ledger of the crawl at work; none before there is one."""
    with (
        contextlib.suppress(sqlite3.OperationalError),
        contextlib.closing(sqlite3.connect(f"{(output / 'ledger.sqlite').as_uri()}?mode=ro", uri=True)) as ledger,
    ):
        return ledger.execute("SELECT count(*) FROM urls WHERE state = 'stored'").fetchone()[0]
    return 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("which", [slice(1, None), slice(None)], ids=["workers", "all"])
def test_workers_that_are_killed_cost_no_page(tmp_path, which):
    """Each is replaced, its page is given to another, and the crawl is complete; also when what forks them dies with them."""
    rounds = 0
    with (
        NewsSite(stories=300) as site,
        crawling(site, tmp_path / "out") as process,
    ):
        while process.poll() is None and rounds < 4:
            # a page that loses its worker twice is refused, so those in hand (and two batches behind them) come through between two kills
            wanted = stored(tmp_path / "out") + 60
            while process.poll() is None and stored(tmp_path / "out") < wanted:
                time.sleep(0.02)
            found = workers_of(process.pid)[which]
            for worker in found:
                with contextlib.suppress(ProcessLookupError):  # workers end with the process that forked them
                    os.kill(worker, signal.SIGKILL)
            rounds += bool(found)
        code = process.wait(timeout=300)
        urls = site.urls

    assert (code, rounds > 1) == (0, True)  # pages may be read faster than workers come back
    assert audit(tmp_path / "out", urls).faults == ()


@contextlib.contextmanager
def following(out):
    """What somebody sees who polls a growing folder, and at what he breaks; he goes when the block ends."""
    seen, broken, is_over = [], [], threading.Event()

    def follow():
        try:
            for article in newscrawl.read(out, follow=True, poll_seconds=0.01):
                if is_over.is_set():
                    return
                seen.append((article.id, article.revision))
        except Exception as error:  # noqa: BLE001 - it is told in the test's own thread
            broken.append(error)

    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    yield seen, broken
    is_over.set()
    shutil.copy(next((out / "articles").glob("*/*.gz")), out / "articles" / "last.jsonl.gz")  # he looks up once more
    reader.join()


def test_a_reader_sees_every_article_once_while_the_crawl_is_killed(tmp_path):
    """It polls the growing folder through three kills and the final run: no half line, no repeat, nothing missed."""
    out = tmp_path / "out"
    (out / "articles").mkdir(parents=True)
    with following(out) as (seen, broken), NewsSite(stories=120) as site:
        for pages in (20, 50, 80):
            with crawling(site, out, NEWSCRAWL_SEGMENT_MB=0.02) as process:
                while process.poll() is None and len(site.hits) < pages:
                    time.sleep(0.005)
                kill(process)
        with crawling(site, out, NEWSCRAWL_SEGMENT_MB=0.02) as process:
            assert process.wait(timeout=300) == 0
        found = audit(out, site.urls)
        wait_for(lambda: broken or len(seen) >= found.stored, "the reader has seen all of it")

    assert broken == []
    assert len(seen) == len(set(seen)) == found.stored
    assert found.faults == ()
