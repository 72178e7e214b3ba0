"""What the workers of some tests call: the real extraction, but a page may ask to hang, die, or break."""

import os
import signal
import time
from pathlib import Path

from newscrawl.extraction import extract_page


def extract(page, *, sites, rules, learned=None):
    """Extract a page, unless its URL says otherwise."""
    if "/hang" in page.url:
        time.sleep(3600)
    if "/die-once" in page.url:
        _die_the_first_time(Path(page.headers["x-marker"]))
    elif "/die" in page.url:
        os.kill(os.getpid(), signal.SIGKILL)
    if "/orphan" in page.url:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    if "/leave" in page.url:
        os._exit(3)
    if "/greedy" in page.url:
        bytearray(600_000_000)
    if "/bug" in page.url:
        raise KeyError("a mistake of ours")
    return extract_page(page, sites=sites, rules=rules, learned=learned)


def _die_the_first_time(marker):
    if not marker.exists():
        marker.touch()
        os._exit(3)
