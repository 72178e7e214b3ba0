"""Stages of the line with a mistake in them."""


class Breaks:
    """Raises what no stage may raise."""

    def process_item(self, page):
        raise KeyError("a mistake of theirs")


class OursBreaks:
    """The same, as if newscrawl had it."""

    __module__ = "newscrawl.pipelines.breaks"

    def process_item(self, page):
        raise KeyError("a mistake of ours")
