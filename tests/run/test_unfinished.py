"""The account of a run that was killed is written by the next."""

import pytest
from scrapy.settings import Settings

from newscrawl.output.files import append, sha256
from newscrawl.output.manifest import read_manifest
from newscrawl.run import Run
from newscrawl.run.config import read_config


@pytest.fixture
def begin(tmp_path):
    """`begin()` starts a run in the folder of the test."""
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.set("NEWSCRAWL_OUTPUT_DIR", str(tmp_path))
    settings.set("NEWSCRAWL_MIN_FREE_MB", 0)
    return lambda: Run(read_config(settings), "articles")


def test_a_running_crawl_is_announced(begin, tmp_path):
    """From its first moment there is an account that says it has not ended."""
    run = begin()
    manifest = read_manifest(tmp_path / "runs" / f"{run.run_id}.json.part")
    assert (manifest.run_id, manifest.exit_code) == (run.run_id, 137)
    run.close()


def test_what_a_killed_run_published_stands_in_its_account(begin, tmp_path):
    """Segments that were finished before the kill are listed with lines and hash; no other run's are."""
    dead = begin()
    dead.close()
    folder = tmp_path / "articles" / "a.example"
    folder.mkdir()
    own, other = folder / f"2026-11-24-{dead.run_id}-0001.jsonl", folder / "2026-11-24-other-0001.jsonl"
    for path in (own, other):
        append(path, b"{}\n{}\n")
    begin().close()

    manifest = read_manifest(tmp_path / "runs" / f"{dead.run_id}.json")
    assert "killed" in manifest.reason
    assert [(segment.file, segment.lines, segment.sha256) for segment in manifest.segments] == [
        (own.relative_to(tmp_path).as_posix(), 2, sha256(own))
    ]
    assert (manifest.urls.stored, manifest.sites["a.example"].stored) == (2, 2)
    assert not (tmp_path / "runs" / f"{dead.run_id}.json.part").exists()


def test_an_account_that_was_written_is_not_written_again(begin, tmp_path):
    """A kill between the account and the end of its announcement changes nothing."""
    dead = begin()
    dead.close()
    account = tmp_path / "runs" / f"{dead.run_id}.json"
    account.write_text("whole")
    begin().close()
    assert account.read_text() == "whole"
