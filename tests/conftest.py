"""What all tests share."""

import os

import pytest

# hundreds of processes are started: each would compile all of newscrawl for itself
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: one more than there are cores, because tests wait for crawls a good part of their time; each takes 600 MB."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 7) + 1
