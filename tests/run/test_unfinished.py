"""The account of a run that wrote none is written by the next."""

import errno
import os

import msgspec
import pytest
from scrapy.settings import Settings

from newscrawl.output.files import append, sha256
from newscrawl.output.manifest import read_manifest
from newscrawl.run import Run
from newscrawl.run.announcement import conclude, read_announcement
from newscrawl.run.config import read_config
from newscrawl.run.ending import Ending


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
    manifest = read_announcement(tmp_path / "runs" / f"{run.run_id}.json.part")
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


FULL = Ending(74, "storage error: cannot write pages/x: No space left on device")


def accounted(begin, tmp_path, dead):
    """What the next run writes of a dead one."""
    dead.close()
    begin().close()
    return read_manifest(tmp_path / "runs" / f"{dead.run_id}.json")


def test_a_run_without_room_for_its_account_says_how_it_ended(begin, tmp_path):
    """In the room that its announcement took at the beginning: the file grows by nothing."""
    dead = begin()
    path = tmp_path / "runs" / f"{dead.run_id}.json.part"
    size = path.stat().st_size
    conclude(tmp_path, dead.run_id, FULL)
    assert path.stat().st_size == size

    manifest = accounted(begin, tmp_path, dead)
    assert manifest.exit_code == 74
    assert manifest.reason.startswith(FULL.reason + "; run ")
    assert manifest.started_at < manifest.ended_at


def test_where_nothing_can_be_written_over_the_room_is_given_back(begin, tmp_path, monkeypatch):
    """Also on a file system that takes new space for every write, it was no kill."""
    dead = begin()

    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", no_space)
    conclude(tmp_path, dead.run_id, FULL)
    monkeypatch.undo()

    manifest = accounted(begin, tmp_path, dead)
    assert (manifest.exit_code, "full or broken" in manifest.reason) == (74, True)


@pytest.mark.parametrize("torn_in", [b"No space", "다".encode()[1:]], ids=["a word", "a character"])
def test_half_an_ending_hides_nothing_else(begin, tmp_path, torn_in):
    """A machine that stops while the ending is written leaves an announcement that can be read."""
    dead = begin()
    conclude(tmp_path, dead.run_id, Ending(FULL.code, f"{FULL.reason}: /data/다음"))
    path = tmp_path / "runs" / f"{dead.run_id}.json.part"
    whole = path.read_bytes()
    torn = whole.index(torn_in)
    path.write_bytes(whole[:torn] + b" " * (len(whole) - torn))

    manifest = accounted(begin, tmp_path, dead)
    assert (manifest.exit_code, manifest.command) == (74, "scrapy crawl articles")


def test_the_longest_ending_has_room(begin, tmp_path):
    """Whatever characters it has, and however many."""
    dead = begin()
    path = tmp_path / "runs" / f"{dead.run_id}.json.part"
    size = path.stat().st_size
    conclude(tmp_path, dead.run_id, Ending(74, "\x01" * 5000))

    assert path.stat().st_size == size
    assert read_announcement(path).reason.startswith("\x01" * 100)


def test_announcements_of_earlier_versions_are_read(begin, tmp_path):
    """They are indented and have no room."""
    dead = begin()
    path = tmp_path / "runs" / f"{dead.run_id}.json.part"
    path.write_bytes(msgspec.json.format(path.read_bytes().strip(), indent=2) + b"\n")

    manifest = accounted(begin, tmp_path, dead)
    assert (manifest.exit_code, manifest.reason[:6]) == (137, "killed")
