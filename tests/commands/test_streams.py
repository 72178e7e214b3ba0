"""Standard streams as cron, daemons and old terminals give them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm

ROOT = Path(__file__).parent.parent.parent
PAGE = "tests/golden/daum-portal/page.html"


def test_stories_of_any_script_go_through_a_pipe(tmp_path):
    """Whatever encoding the environment names, a file or pipe gets UTF-8."""
    command = [sys.executable, "-m", "scrapy", "clean", PAGE, "--url", "https://v.daum.net/v/20260312091503214"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=300)

    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").startswith("해든시, 나루다리")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_files_of_the_crawl(crawl, site, closed):
    """`>&-` in a line of cron, and daemons that close all three: the crawl is complete."""
    line = crawl.line("articles", "-a", f"url={site.urls[0]}")
    done = subprocess.run(
        ["sh", "-c", f"exec {line} {closed}"], cwd=ROOT, capture_output=True, check=False, timeout=300
    )

    assert done.returncode == 0, done.stderr
    assert len(list((crawl.output / "articles").glob("*/*.jsonl"))) == 1


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """An output folder with the articles of some golden pages."""
    folder = tmp_path_factory.mktemp("printed")
    for name in ("columnist", "daum-portal"):
        (folder / f"{name}.html").write_bytes((ROOT / "tests/golden" / name / "page.html").read_bytes())
    words = ("crawl", "archive", "-a", f"path={folder}", "-a", "base=https://paper.example/")
    assert warm.run(*words, "-s", f"NEWSCRAWL_OUTPUT_DIR={folder / 'out'}").returncode == 0
    return folder / "out"


def shell(output, line):
    """`newscrawl …` in a shell."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m newscrawl {line}"],
        cwd=ROOT, env={**os.environ, "NEWSCRAWL_OUTPUT_DIR": str(output)}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "command",
    ["runs", "runs show last --json", "export", "verify", "held", f"clean {PAGE}", "sites show mk.co.kr"],
)
def test_a_full_disk_is_told_in_one_line(output, command):
    """With the code of a full disk, whether the buffers are emptied at the end or before."""
    done = shell(output, f"{command} > /dev/full")

    assert done.returncode == 74
    assert done.stderr.splitlines()[-1] == "newscrawl: standard output: No space left on device"
    assert "Traceback" not in done.stderr
    assert "->" not in done.stderr, "nothing is said to be written"


@pytest.mark.parametrize(
    ("command", "code"), [("runs", 0), ("export", 0), (f"explain {PAGE}", 0), ("verify", 0), ("diff {} /nowhere", 66)]
)
def test_who_reads_no_more_is_told_nothing(output, command, code):
    """`| head` is no mistake of anybody's."""
    done = shell(output, f"{command.format(output)} | true")

    assert done.returncode == code
    assert [line for line in done.stderr.splitlines() if not line.startswith("newscrawl: ")] == []


def test_a_verdict_is_given_though_nobody_reads(output, tmp_path):
    """`scrapy verify | head` does not end with 0 where something is wrong further below."""
    broken = tmp_path / "out"
    shutil.copytree(output, broken)
    segment = next((broken / "articles").glob("*/*.jsonl"))
    segment.write_bytes(b"{}\n" * 2000)
    done = shell(broken, "verify | head -1")

    assert done.returncode == 65
    assert len(done.stdout.splitlines()) == 1
    assert re.search(r"\d{4} problems$", done.stderr)
