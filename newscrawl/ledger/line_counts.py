"""How often the stories of one source carry the same line, in a space that does not grow with the stories.

Nearly every line stands on one story only. A source keeps `MOST_LINES` of them; when another one comes, each count is
lowered by one and what reaches nothing is forgotten (Misra and Gries, 1982). So a count is never too high, and too low
by at most one story in `MOST_LINES` / lines of a story: what stands on most stories stays, what stands on one goes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

MOST_LINES = 256
"""Lines of a source that are kept, ten bytes each: a row fits into a page of the file."""

COUNTED_STORIES = 1000
"""Stories of a source after which its counts are halved, so that they speak of the last several hundred."""

Counts = dict[int, int]
"""64-bit hash of a line (signed) -> stories it stood on."""


def unpack(packed: bytes) -> Counts:
    """The counts that `pack` packed."""
    lines = len(packed) // 10
    values = struct.unpack(f"<{lines}q{lines}H", packed)
    return dict(zip(values[:lines], values[lines:], strict=True))


def pack(counts: Mapping[int, int]) -> bytes:
    return struct.pack(f"<{len(counts)}q{len(counts)}H", *counts, *counts.values())


def counted(counts: Counts, lines: Iterable[int]) -> Counts:
    """The counts with one more story, which carries these lines."""
    for line in lines:
        if line not in counts and len(counts) >= MOST_LINES:
            counts = {known: stories - 1 for known, stories in counts.items() if stories > 1}
        if line in counts or len(counts) < MOST_LINES:
            counts[line] = counts.get(line, 0) + 1
    return counts


def halved(counts: Mapping[int, int]) -> Counts:
    """As if every second story had been counted."""
    return {line: stories // 2 for line, stories in counts.items() if stories > 1}


def most(counts: Mapping[int, int]) -> Counts:
    """The `MOST_LINES` lines that stood on most stories."""
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:MOST_LINES])
