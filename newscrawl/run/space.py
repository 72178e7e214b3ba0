"""Whether an output folder can take a run: enough room, and a place where files can be made.

Asked before the first request, because a crawl that fetches and cannot write has cost its sites for nothing.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from newscrawl.errors import OutputError
from newscrawl.output.files import make_folder

#: What a run writes into.
FOLDERS = ("articles", "removals", "pages", "runs")


def free_mb(folder: Path) -> int:
    """Megabytes (10^6 bytes) free where the folder is, or would be made.

    Raises:
        OutputError: the file system cannot be asked.
    """
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        return shutil.disk_usage(place).free // 1_000_000
    except OSError as error:
        raise OutputError(f"cannot ask for the free space of {place}: {error.strerror}") from error


def check_space(folder: Path, least_mb: int) -> None:
    """Refuse a folder with too little room.

    Raises:
        OutputError: its `__cause__` is an ENOSPC.
    """
    free = free_mb(folder)
    if free < least_mb:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise OutputError(f"only {free} MB are free in {folder}, {least_mb} MB are needed to start") from full


def check_writable(folder: Path) -> None:
    """Make the folders of a run, and a file in each.

    Raises:
        OutputError: one of them cannot be written.
    """
    for name in FOLDERS:
        make_folder(folder / name)
        try:
            probe = folder / name / ".probe"  # always the same, so that one a kill left is gone at the next start
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise OutputError(f"cannot write into {folder / name}: {error.strerror}") from error
