"""A Next.js flight: the chunks in which such a page hands its elements and data to its script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extraction.scripts.javascript import MAX_SCRIPT_CHARS, MIN_CHARS, decoded

MAX_ROWS, MAX_TEXTS = 500, 50
"""Rows and long texts of a flight that are tried."""
FLIGHT = re.compile(r"self\.__next_f\.push\(\[1,\s*(?=\")")
_FLIGHT_ROW = re.compile(r"(?:\A|\n)[0-9a-f]{1,8}:(?=[\[{])")
#: A text row of a flight: its length in bytes, then the text.
_FLIGHT_TEXT = re.compile(r"(?:\A|\n|(?<=[}\]\"]))[0-9a-f]{1,8}:T([0-9a-f]{1,8}),")


def flight(tree: HtmlElement) -> str:
    """The chunks of a flight, joined."""
    texts = (script.text or "" for script in tree.iter("script"))
    pushed = ((text, found) for text in texts if len(text) < MAX_SCRIPT_CHARS and (found := FLIGHT.search(text)))
    return "".join(part for text, found in pushed if isinstance(part := decoded(text, found.end()), str))


def flight_values(whole: str) -> Iterator[Any]:
    """The rows of a Next.js flight: JSON values, and long texts with their length in bytes ahead."""
    for row in islice(_FLIGHT_ROW.finditer(whole), MAX_ROWS):
        yield decoded(whole, row.end())
    long_ones = (row for row in _FLIGHT_TEXT.finditer(whole) if int(row[1], 16) >= MIN_CHARS)
    for row in islice(long_ones, MAX_TEXTS):
        size = int(row[1], 16)
        yield whole[row.end() : row.end() + size].encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
