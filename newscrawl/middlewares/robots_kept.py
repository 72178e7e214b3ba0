"""The robots.txt of all hosts of a run: those that were asked about last as rules, of the others the file, packed.

Rules take twenty times the memory of their file (84 KB of one with 150 lines): ten thousand hosts would fill the machine,
and asking their files anew would be rude.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable

from scrapy.robotstxt import RobotParser

MOST_READY = 500


class KeptFiles:
    """Rules by site.

    Args:
        read: makes rules of a file.
        most: so many are ready at once.
    """

    def __init__(self, read: Callable[[bytes], RobotParser], most: int = MOST_READY) -> None:
        self._read, self._most = read, most
        self._packed: dict[str, bytes] = {}
        self._ready: OrderedDict[str, RobotParser] = OrderedDict()

    def keep(self, site: str, file: bytes) -> RobotParser:
        """The rules of a file, from now on also by its site."""
        self._packed[site] = zlib.compress(file)
        return self._made(site, file)

    def of(self, site: str) -> RobotParser | None:
        """The rules of a site; None where no file was kept."""
        rules = self._ready.get(site)
        if rules is not None:
            self._ready.move_to_end(site)
            return rules
        packed = self._packed.get(site)
        return None if packed is None else self._made(site, zlib.decompress(packed))

    def _made(self, site: str, file: bytes) -> RobotParser:
        self._ready[site] = rules = self._read(file)
        if len(self._ready) > self._most:
            self._ready.popitem(last=False)
        return rules
