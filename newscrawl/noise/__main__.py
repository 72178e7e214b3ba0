"""Writes anew what the patterns of the rules need: `python -m newscrawl.noise`; see `pieces`."""

from newscrawl.noise.pieces import FILE, render
from newscrawl.noise.rules import load_rules

if __name__ == "__main__":
    FILE.write_text(render(load_rules().patterns()), encoding="utf-8")
