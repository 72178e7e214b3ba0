"""Whether a folder can take a run."""

import pytest

from newscrawl.errors import OutputError
from newscrawl.run.ending import start_code
from newscrawl.run.space import FOLDERS, check_space, check_writable, free_mb


def test_a_folder_that_is_not_there_yet_has_the_room_of_its_parent(tmp_path):
    """The question is asked before anything is made."""
    assert free_mb(tmp_path / "a" / "b") > 0
    assert not (tmp_path / "a").exists()


def test_too_little_room_is_a_full_disk(tmp_path):
    """It ends the run with the code of a full disk, and says how much is needed."""
    check_space(tmp_path, 0)
    with pytest.raises(OutputError, match="1000000000 MB are needed") as full:
        check_space(tmp_path, 10**9)

    assert start_code(full.value) == 74


def test_a_writable_folder_holds_its_parts_and_nothing_else(tmp_path):
    """The probe leaves no file behind."""
    check_writable(tmp_path)

    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(FOLDERS)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_in_the_place_of_a_folder_cannot_be_written(tmp_path, name):
    """It is found before the first request."""
    (tmp_path / name).write_text("")
    with pytest.raises(OutputError, match=name):
        check_writable(tmp_path)
