"""Runs on a disk of 8 kB, then of a little more, and so on: `python -m tests.crash.small_disk FOLDER STEP` (kilobytes).

FOLDER becomes a file system in memory, so this needs a mount namespace of its own. On each size a run is started on an
empty disk, then the disk is given room and the run started again. Prints how many sizes were too small.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.crash.faults import DONE, STOPPED, Fault, in_child
from tests.crash.test_faults import check, work

FIRST, MOST, ROOM = 8, 4000, 64_000
"""Kilobytes."""


def sweep(folder: Path, step: int) -> int:
    """From a disk on which nothing fits to one on which the run gets through; how many were too small."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}k", "newscrawl", folder], check=True)
    output = folder / "out"
    for tried, size in enumerate(range(FIRST, MOST, step)):
        _resize(folder, size)
        ended = in_child(lambda: work(output), Fault(0, ""))
        if ended not in (DONE, STOPPED):
            raise AssertionError(f"a disk of {size} kB: ended with {ended}")
        _resize(folder, ROOM)
        again = in_child(lambda: work(output), Fault(0, ""))
        if again != DONE:
            raise AssertionError(f"a disk of {size} kB, and then enough: ended with {again}")
        check(output)
        shutil.rmtree(output)
        if ended == DONE:
            return tried
    raise AssertionError("it never came to an end")


def _resize(folder: Path, size: int) -> None:
    # without its source, options of the mount would be set again that an ordinary user may not set
    subprocess.run(["mount", "-o", f"remount,size={size}k", "newscrawl", folder], check=True)


if __name__ == "__main__":
    print(sweep(Path(sys.argv[1]), int(sys.argv[2])))
