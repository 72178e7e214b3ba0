"""Who is deciding on a story right now: two pages with the same story are decided one after the other.

Without it, two copies that are in the line at once would each find the other not stored yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection


class Claims:
    """Keys (ids, fingerprints) held by URLs that are between `dedupe` and their fate."""

    def __init__(self) -> None:
        self._holders: dict[str, asyncio.Event] = {}
        self._owned: dict[str, tuple[asyncio.Event, Collection[str]]] = {}

    async def take(self, owner: str, keys: Collection[str]) -> None:
        """Wait until no other owner holds one of the keys, then hold all of them (all or none, so no deadlock)."""
        while busy := [self._holders[key] for key in keys if key in self._holders]:
            await busy[0].wait()
        released = asyncio.Event()
        self._owned[owner] = (released, keys)
        self._holders.update(dict.fromkeys(keys, released))

    def release(self, owner: str) -> None:
        """Let go of what the owner holds, if anything."""
        released, keys = self._owned.pop(owner, (None, ()))
        for key in keys:
            del self._holders[key]
        if released is not None:
            released.set()
