"""A stage of the line with a mistake in it."""


class Breaks:
    """Raises what no stage may raise."""

    def process_item(self, page):
        raise KeyError("a mistake of ours")
