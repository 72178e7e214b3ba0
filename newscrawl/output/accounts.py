"""Where the accounts of runs lie, and which there are, by the names of the files alone.

A crawl every ten minutes makes fifty thousand a year: who wants the newest must not read them all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from newscrawl.output.files import PART, TEMPORARY

_FOLDER = "runs"
_ENDED = ".json"
_ANNOUNCED = f".json{PART}"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Ids of runs. They begin with the time, so that they sort by it: the oldest comes first."""

    ended: tuple[str, ...]
    """Their accounts are written."""
    announced: tuple[str, ...]
    """They have not ended, or could not write their account."""
    halfway: tuple[Path, ...]
    """Files that a crash left beside those that they were to become."""


def account_path(output: Path, run_id: str) -> Path:
    """The file of a run's account."""
    return output / _FOLDER / f"{run_id}{_ENDED}"


def announcement_path(output: Path, run_id: str) -> Path:
    """The file that says that a run has begun."""
    return output / _FOLDER / f"{run_id}{_ANNOUNCED}"


def list_accounts(output: Path) -> Accounts:
    """The accounts of an output folder; it may have none.

    Raises:
        OSError: their folder cannot be read.
    """
    try:
        names = os.listdir(output / _FOLDER)  # noqa: PTH208 - a path for each would take ten times as long
    except FileNotFoundError:
        names = []
    halfway = tuple(output / _FOLDER / name for name in names if name.endswith(TEMPORARY))
    return Accounts(ended=_ids(names, _ENDED), announced=_ids(names, _ANNOUNCED), halfway=halfway)


def _ids(names: list[str], ending: str) -> tuple[str, ...]:
    return tuple(sorted(name.removesuffix(ending) for name in names if name.endswith(ending)))
