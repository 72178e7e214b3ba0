"""How a stage says that a page ends before it is written, though nothing is wrong: it is known already."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from newscrawl.ledger import Fate


class Ended(DropItem):
    """The page ends here with a fate of its own. Pages without an article raise `PageError` instead."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        super().__init__(str(fate))
