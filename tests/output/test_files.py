"""Appending, replacing and naming files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import OutputError
from newscrawl.output.files import append, publish, replace, slug


@given(st.text())
def test_a_site_can_name_no_folder_but_one_below(name: str) -> None:
    """Whatever a site is called, its folder is one plain path part."""
    folder = slug(name)
    assert folder
    assert folder not in (".", "..")
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert len(folder) <= 90


def test_names_that_differ_get_folders_that_differ() -> None:
    """Taming a name does not make it another site's name."""
    names = [
        "a.example",
        "A.example",
        "../a.example",
        "a.example/",
        "a example",
        "",
        "신문.example",
        "x" * 300,
        "x" * 301,
    ]
    assert len({slug(name) for name in names}) == len(names)


def test_append_adds_to_the_end(tmp_path: Path) -> None:
    """Two appends stand one after the other."""
    append(tmp_path / "f", b"one\n")
    append(tmp_path / "f", b"two\n")
    assert (tmp_path / "f").read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize(("lines", "left"), [(True, b"one\ntwo\n"), (False, b"one\n")])
def test_a_full_disk_leaves_no_torn_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: bool, left: bytes
) -> None:
    """When the disk takes only half of a batch, whole lines stay, because somebody may have read them; all else goes."""
    append(tmp_path / "f", b"one\n")
    write = os.write
    calls = []

    def half(descriptor: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OutputError, match="No space left"):
        append(tmp_path / "f", b"two\nthree\n", lines=lines)
    assert (tmp_path / "f").read_bytes() == left
    assert len(calls) == 2


def test_dev_full_is_an_error(tmp_path: Path) -> None:
    """A real device that is full is reported as such."""
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(OutputError):
        append(tmp_path / "full", b"line\n")


def test_replace_is_all_or_nothing(tmp_path: Path) -> None:
    """A source that fails half way leaves the old file."""

    def pieces() -> object:
        yield b"new"
        raise OSError(5, "Input/output error")

    replace(tmp_path / "f", [b"old"])
    with pytest.raises(OutputError, match="Input/output error"):
        replace(tmp_path / "f", pieces())  # type: ignore[arg-type]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_publish_takes_the_ending_off_and_drops_empty_files(tmp_path: Path) -> None:
    """A finished part gets its final name; one without a line vanishes."""
    for name, data in (("a.jsonl.part", b"x\n"), ("b.jsonl.part", b"")):
        (tmp_path / name).write_bytes(data)
        publish(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
