"""What the patterns of our rules need, kept in a file: reading it from the patterns takes a process a tenth of a second.

`python -m newscrawl.noise` writes the file anew. Nobody who changes a rule has to: what a pattern needs that does not
stand there is read from the pattern itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from newscrawl.noise.literals import needed

FILE = Path(__file__).parent / "pieces.json"


def pieces(pattern: str) -> Iterable[str]:
    """What `needed` says of a pattern."""
    found = kept().get(key(pattern))
    return needed(pattern) if found is None else found


@lru_cache(maxsize=1)
def kept() -> Mapping[str, list[str]]:
    """What stands in the file: pieces by the `key` of their pattern."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, list[str]])


def key(pattern: str) -> str:
    """First 16 hex digits of the SHA-256 of a pattern."""
    return hashlib.sha256(pattern.encode("utf-8")).hexdigest()[:16]


def render(patterns: Iterable[str]) -> str:
    """The file for these patterns."""
    found = {key(pattern): sorted(needed(pattern)) for pattern in patterns}
    lines = (f'"{number}": {json.dumps(found[number], ensure_ascii=False)}' for number in sorted(found))
    return "{\n" + ",\n".join(lines) + "\n}\n"
