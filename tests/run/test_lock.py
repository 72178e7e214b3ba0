"""One run at a time in a folder."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from newscrawl.errors import OutputError
from newscrawl.run.lock import FolderLock, LockedError, running

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_second_lock_is_refused_and_told_who_holds_the_first(tmp_path):
    """The message names folder, process and run."""
    FolderLock(tmp_path, "run-1", NOW)
    with pytest.raises(LockedError, match="run-1") as refused:
        FolderLock(tmp_path, "run-2", NOW)

    assert "process" in refused.value.holder


def test_a_released_lock_is_free(tmp_path):
    """The next run takes it."""
    FolderLock(tmp_path, "run-1", NOW).release()
    FolderLock(tmp_path, "run-2", NOW).release()


def test_the_lock_of_a_dead_process_is_no_obstacle(tmp_path):
    """The file stays, what is written in it does not count."""
    code = (
        "import os, sys, pathlib, datetime; from newscrawl.run.lock import FolderLock\n"
        "lock = FolderLock(pathlib.Path(sys.argv[1]), 'dead', datetime.datetime.now()); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)

    assert "dead" in (tmp_path / ".lock").read_text()
    FolderLock(tmp_path, "run-2", NOW).release()


def test_a_folder_without_room_for_a_lock_file_is_an_output_error(tmp_path):
    """It cannot be written, and nobody else holds it."""
    with pytest.raises(OutputError, match="cannot write"):
        FolderLock(tmp_path / "absent", "run-1", NOW)


def test_who_runs_is_told_without_taking_the_lock(tmp_path):
    """The run's id while it holds the folder, nothing before and after it."""
    assert running(tmp_path) == ""
    lock = FolderLock(tmp_path, "run-1", NOW)
    assert running(tmp_path) == "run-1"
    lock.release()
    assert running(tmp_path) == ""


def test_a_dead_process_runs_nothing(tmp_path):
    """What a killed run wrote into its lock file is not believed."""
    code = (
        "import os, sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from newscrawl.run.lock import FolderLock; FolderLock(Path(sys.argv[1]), 'run-1', datetime.now(UTC)); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert "run-1" in (tmp_path / ".lock").read_text()
    assert running(tmp_path) == ""
