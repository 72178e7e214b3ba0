"""WHAT CONSUMERS READ: the lines, the segments they stand in, the manifest of a run, and a reader for them."""

from newscrawl.output.cursor import Cursor
from newscrawl.output.reader import read

__all__ = ["Cursor", "read"]
