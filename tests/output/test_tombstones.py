"""Stories that vanished."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.errors import RecordError
from newscrawl.output.record import Tombstone, encode
from newscrawl.output.tombstones import TombstoneFiles, read_tombstones, recover_tombstones


def grave(number: int) -> Tombstone:
    return Tombstone(
        id=f"id{number}", revision=2, url=f"https://a.example/{number}", site="a.example", reason="http-410",
        gone_at="2026-03-01T00:00:00+00:00", run_id="run1",
    )  # fmt: skip


def test_lines_are_published_when_the_run_ends(tmp_path: Path) -> None:
    """Until then they stand in a part, which readers leave alone."""
    files = TombstoneFiles(tmp_path, "run1")
    files.add(grave(1))
    files.add(grave(2))
    assert list(read_tombstones(tmp_path)) == []
    (segment,) = files.close()
    assert (segment.lines, segment.file.split("/")[:2]) == (2, ["tombstones", "a.example"])
    assert list(read_tombstones(tmp_path)) == [grave(1), grave(2)]


def test_what_a_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    """Whole lines are adopted and published, half a one is cut off."""
    TombstoneFiles(tmp_path, "run1").add(grave(1))
    (part,) = (tmp_path / "tombstones").rglob("*.part")
    part.write_bytes(part.read_bytes() + encode(grave(2))[:40])
    adopted: list[Tombstone] = []
    (segment,) = recover_tombstones(tmp_path, adopted.append, bool)
    assert adopted == [grave(1)]
    assert segment.lines == 1
    assert list(read_tombstones(tmp_path)) == [grave(1)]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """As in the articles."""
    (tmp_path / "tombstones/a").mkdir(parents=True)
    (tmp_path / "tombstones/a/x.jsonl").write_bytes(encode(grave(1)) + b"{}\n")
    with pytest.raises(RecordError, match=r"x\.jsonl:2"):
        list(read_tombstones(tmp_path))
