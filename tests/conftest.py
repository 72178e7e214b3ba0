"""What all tests share."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

#: What is set on somebody's machine for other programs, or for crawls of theirs, and would change what is tested.
_FOREIGN = re.compile(
    r"(NEWSCRAWL|SCRAPY)_\w+|(ALL|FTP|HTTPS?|NO)_PROXY|(NO|FORCE)_COLOR|COLUMNS|LINES|TTY_\w+"
    # without the first one hundreds of processes would each compile all of newscrawl for themselves
    r"|PYTHON(DONTWRITEBYTECODE|WARNINGS|UTF8|IOENCODING|SAFEPATH|DEVMODE|ASYNCIODEBUG)",
    re.IGNORECASE,
)
for name in filter(_FOREIGN.fullmatch, list(os.environ)):
    del os.environ[name]

# the same examples on every machine, and no deadline for one: how fast it is says nothing of the code
settings.load_profile("ci")


def cores() -> int:
    """How many cores the tests may use; a container often sees more than its share."""
    seen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        share, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return min(seen, max(1, int(share) // int(period)))
    except (OSError, ValueError):  # there is none, or it is "max"
        return seen


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: one more than there are cores, because tests wait for crawls a good part of their time; each takes 600 MB."""
    return min(cores(), 7) + 1
