"""`scrapy` as somebody would type it, into a folder of the test."""

import json
from pathlib import Path

import pytest

from tests import warm

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
        done = warm.run(*arguments, *warm.settings_as_words(settings))
        assert "Traceback" not in done.stderr
        return done

    return run


def account(folder):
    """The newest run's."""
    return json.loads(max((folder / "output" / "runs").glob("*.json")).read_text())
