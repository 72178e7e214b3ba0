"""The pages that a profile is drafted from, as they are read without one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from newscrawl.article import Article, Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction import Opened, read_page
from newscrawl.extraction.body import Body, Reading
from newscrawl.extraction.lines import Mark, fold_space
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.prune import mark_rules
from newscrawl.noise import Rules
from newscrawl.sites import Sites

#: Larger elements are no field.
_FIELD_ELEMENTS, _FIELD_CHARS = 60, 600
_shown = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::noscript or parent::template)]",
    smart_strings=False,
)
_SILENT = frozenset(("script", "style", "noscript", "template"))


@dataclass(frozen=True)
class Read:
    """One page as it is read without a profile."""

    opened: Opened
    reading: Reading
    extraction: Extraction
    marks: Mapping[int, Mark]
    """The noise elements that rules know, by number."""

    @property
    def article(self) -> Article:
        return self.extraction.article

    @cached_property
    def kept(self) -> list[int]:
        """The elements of the story's lines, by number, in page order."""
        stays = {line.position for line in self.extraction.lines}
        return sorted(line.node for line in self.reading.lines if line.position in stays)

    @cached_property
    def single(self) -> list[int]:
        """Of those the elements that hold one line, and nothing beside it: no box whose text is parted by line breaks."""
        ends, every = self.opened.nodes.ends, sorted(line.node for line in self.reading.lines)
        return [number for number in self.kept if bisect_left(every, ends[number]) - bisect_left(every, number) == 1]

    @cached_property
    def left_out(self) -> list[tuple[int, Mark, int]]:
        """Lines that model and engine left out, which a layout would not: element, why, and how long."""
        gone = {removal.position: removal for removal in self.extraction.removals if removal.stage == "body"}
        return [
            (line.node, Mark(gone[line.position].rule, gone[line.position].why), len(line.text))
            for line in self.reading.lines
            if line.position in gone
        ]

    @cached_property
    def noise(self) -> list[tuple[int, int]]:
        """What is no story, pictures aside: elements by number, and how much text each has."""
        nodes, end = self.opened.nodes, 0
        found = [(number, size) for number, _, size in self.left_out]
        for number in sorted(self.marks):
            if number >= end and nodes.tags[number] != "figure":
                end = nodes.ends[number]
                found.append((number, len(shown_text(nodes, number))))
        return found

    @cached_property
    def texts(self) -> dict[str, list[int]]:
        """Small elements by their text, without white space."""
        nodes = self.opened.nodes
        found: dict[str, list[int]] = {}
        for number in range(nodes.body, nodes.ends[nodes.body]):
            if nodes.ends[number] - number <= _FIELD_ELEMENTS and nodes.tags[number] not in _SILENT:
                text = squeezed(shown_text(nodes, number))
                if 0 < len(text) <= _FIELD_CHARS:
                    found.setdefault(text, []).append(number)
        return found


def read_all(pages: Iterable[Page], default: Sites, rules: Rules) -> tuple[list[Read], list[str]]:
    """The pages as they are read without a profile, and why others are of no use."""
    reads: list[Read] = []
    useless: list[str] = []
    for page in pages:
        try:
            opened, body, extraction = read_page(page, sites=default, rules=rules)
        except PageError as error:
            useless.append(f"{page.url}: no article: {error}")
            continue
        if body.reading is None:
            useless.append(
                f"{page.url}: its story stands where no layout can say it (a script, or all of it below what rules take for noise)"
            )
        else:
            reads.append(_read(opened, body, body.reading, extraction))
    return reads, useless


def _read(opened: Opened, body: Body, reading: Reading, extraction: Extraction) -> Read:
    marks = mark_rules(opened.nodes, opened.rules, {})
    return Read(opened, reading, extraction, {opened.nodes.at[element]: mark for element, mark in marks.items()})


def shown_text(nodes: Nodes, number: int) -> str:
    """The text of an element, white space folded, without what no browser shows."""
    found: Any = _shown(nodes.elements[number])
    return fold_space(" ".join(found))


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(fold_space(text).split())
