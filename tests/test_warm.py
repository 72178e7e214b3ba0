"""Processes that are forked from a warm one are what new ones are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm

PAGE = Path(__file__).parent / "golden" / "american-local" / "page.html"


@pytest.mark.parametrize(
    "words",
    [
        ("settings", "--get", "NEWSCRAWL_OUTPUT_DIR"),
        ("clean", "-"),
        ("clean", "gone.html"),
        ("verify", "nowhere"),
        ("runs", "-s", "NEWSCRAWL_OUTPUTDIR=x"),
    ],
)
def test_it_says_what_a_new_process_says(words: tuple[str, ...], tmp_path: Path) -> None:
    """Exit code, output and errors are the same, in a folder and an environment of its own."""
    env = {**os.environ, "NEWSCRAWL_OUTPUT_DIR": str(tmp_path / "out"), "PYTHONPATH": str(warm.ROOT)}
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n")
    command = [sys.executable, "-m", "scrapy", *words]
    cold = subprocess.run(command, cwd=tmp_path, env=env, input=PAGE.read_bytes(), capture_output=True, check=False)
    done = warm.run(*words, folder=tmp_path, env=env, stdin=PAGE.read_bytes())

    assert (done.returncode, done.stdout, done.stderr) == (cold.returncode, cold.stdout.decode(), cold.stderr.decode())


def test_it_can_be_killed() -> None:
    """How it ended is known at once, and whoever waits too long is told."""
    process = warm.Process("shell", "-c", "__import__('time').sleep(60)", "--nolog")
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.1)
    process.kill_group()

    assert process.wait(50) == process.poll() == -9
