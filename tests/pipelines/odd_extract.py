"""What the workers of some tests call: the real extraction, but a page may ask to hang, die, or break."""

import os
import signal
import time

from newscrawl.extraction import extract_page


def extract(page, *, sites, rules):
    """Extract a page, unless its URL says otherwise."""
    if "hang" in page.url:
        time.sleep(3600)
    if "die" in page.url:
        os.kill(os.getpid(), signal.SIGKILL)
    if "leave" in page.url:
        os._exit(3)
    if "once" in page.url and not os.path.exists(page.url.partition("#")[2]):
        open(page.url.partition("#")[2], "w").close()
        os._exit(3)
    if "greedy" in page.url:
        bytearray(10**12)
    if "bug" in page.url:
        raise KeyError("a mistake of ours")
    return extract_page(page, sites=sites, rules=rules)
