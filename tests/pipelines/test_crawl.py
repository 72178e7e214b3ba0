"""A small real crawl over loopback: every stage, worker processes, the output on disk; killed in the middle as well."""

import os
import signal
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

import newscrawl.output
from tests import warm
from tests.commands.conftest import wait_for
from tests.middlewares.local_web import LocalServer

from .conftest import html

ROOT = Path(__file__).parent.parent.parent
SETTINGS = {
    "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1",
    "NEWSCRAWL_EXTRACT_PROCESSES": 1,
    "NEWSCRAWL_MIN_FREE_MB": 0,
    "NEWSCRAWL_STOP_FREE_MB": 0,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_LEVEL": "WARNING",
}


@pytest.fixture
def server():
    local = LocalServer()
    yield local
    local.close()


@contextmanager
def crawling(folder, urls, **changes):
    """A crawl of addresses in a process group of its own."""
    (folder / "urls.txt").write_text("".join(f"{url}\n" for url in urls))
    settings = {**SETTINGS, "NEWSCRAWL_OUTPUT_DIR": folder / "out", **changes}
    words = ["crawl", "articles", "-a", f"urls={folder / 'urls.txt'}", *warm.settings_as_words(settings)]
    process = warm.Process(*words, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        yield process
    finally:
        process.kill_group()
        process.communicate(timeout=300)


def crawl(folder, urls, **changes):
    """A whole crawl; its exit code and its manifest."""
    with crawling(folder, urls, **changes) as process:
        _, log = process.communicate(timeout=300)
    manifest = max((folder / "out" / "runs").glob("*.json"))
    return process.returncode, msgspec.json.decode(manifest.read_bytes()), log


def stored(folder):
    """How often each URL stands in the published articles."""
    return Counter(article.url for article in newscrawl.output.read(folder / "out" / "articles"))


def test_every_url_ends_in_one_fate(server, tmp_path):
    """Good pages, a copy, a page that hangs, one that kills its worker, a PDF and a missing one each end as they must."""
    good = [server.page(f"/a/{number}", html(number)) for number in range(10)]
    urls = [
        *good,
        server.page("/copy", html(3)),
        server.page("/hang", html(20)),
        server.page("/die", html(21)),
        server.page("/paper.pdf", b"%PDF-1.4", Content_Type="application/pdf"),
        server.base + "/missing",
        "http://[nowhere",
    ]
    stages = (
        '{"newscrawl.pipelines.archive.Archive": 1, "tests.pipelines.odd_stage.OddExtract": 2, "newscrawl.pipelines.dedupe.Dedupe": 3, '
        '"newscrawl.pipelines.validate.Validate": 5, "newscrawl.pipelines.write.Write": 6}'
    )

    code, manifest, log = crawl(tmp_path, urls, ITEM_PIPELINES=stages, NEWSCRAWL_EXTRACT_SECONDS=8)

    assert (code, log) == (0, "")
    assert manifest["urls"]["stored"] == 10 and manifest["urls"]["duplicate"] == 1
    assert manifest["urls"]["codes"] == {"timeout": 1, "crashed": 1, "not-html": 1, "http-error": 1, "bad-url": 1}
    assert manifest["adds_up"]
    assert stored(tmp_path) == Counter(good)


def test_a_killed_crawl_goes_on(server, tmp_path):
    """After SIGKILL of everything in the middle the same command stores each page once."""
    urls = [server.page(f"/a/{number}", html(number)) for number in range(120)]

    with server.holding(urls[-1]), crawling(tmp_path, urls, NEWSCRAWL_SYNC_LINES=5, DOWNLOAD_TIMEOUT=600) as process:
        wait_for(lambda: lines_written(tmp_path) >= 20, "twenty lines are written")
        os.killpg(process.pid, signal.SIGKILL)
    assert not list((tmp_path / "out" / "runs").glob("*.json"))
    code, manifest, _ = crawl(tmp_path, urls)

    assert code == 0 and manifest["adds_up"]
    assert stored(tmp_path) == Counter(urls)
    assert list((tmp_path / "out").rglob("*.part")) == []


def lines_written(folder):
    return sum(part.read_bytes().count(b"\n") for part in (folder / "out" / "articles").rglob("*.part"))
