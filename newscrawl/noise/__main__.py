"""Writes anew what the patterns of the rules need: `python -m newscrawl.noise`; see `pieces`."""

import sys

from newscrawl.noise.files import load_rules
from newscrawl.noise.pieces import FILE, render

if __name__ == "__main__":
    try:
        FILE.write_text(render(load_rules().patterns()), encoding="utf-8")
    except OSError as error:  # an installed package may be read-only
        sys.exit(f"cannot write {FILE}: {error.strerror}")
