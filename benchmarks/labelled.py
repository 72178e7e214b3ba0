"""Folders of labelled pages: which sets there are, or why there is nothing to measure."""

from __future__ import annotations

import argparse
from pathlib import Path


def sets_of(parser: argparse.ArgumentParser, data: Path, named: str = "") -> list[str]:
    """The sets below a folder, or those of them that were named; ends with the usage where one is not there."""
    sets = named.split(",") if named else sorted(path.parent.name for path in data.glob("*/truth.jsonl"))
    missing = [name for name in sets if not (data / name / "truth.jsonl").is_file()]
    if missing or not sets:
        what = f"no set {missing[0]!r}" if missing else "no labelled set" if data.is_dir() else "no such folder"
        parser.error(f"--data {data}: {what}; a set is SET/truth.jsonl and SET/pages/ID.html.gz")
    return sets
