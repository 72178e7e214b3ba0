"""`scrapy` as somebody would type it, into a folder of the test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def scrapy(tmp_path):
    """`scrapy("crawl", …)` with an output folder and a folder of profiles."""

    def run(*arguments, **other):
        settings = {
            "NEWSCRAWL_OUTPUT_DIR": tmp_path / "output", "NEWSCRAWL_SITES_DIR": tmp_path,
            "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 0,
            "RETRY_TIMES": 0, **other,
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "scrapy", *map(str, arguments), *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert "Traceback" not in done.stderr
        return done

    return run


def account(folder):
    """The newest run's."""
    return json.loads(max((folder / "output" / "runs").glob("*.json")).read_text())
