"""What stands in the body of pages and is no story, put into elements that have a name: the `remove` entries of a draft."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from newscrawl.extraction.body import MODEL
from newscrawl.extraction.lines import Mark
from newscrawl.extraction.nodes import Nodes
from newscrawl.report.draft_pages import shown_text
from newscrawl.report.places import found_by, holds_any, outermost, stands_in, ways_to
from newscrawl.sites.profile import Remove

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: An id with a number at its end: the next page has as many of them as it has notes.
_COUNTED = re.compile(r"#[\w-]*\d(?![\w-])")
_NAME = re.compile(r"[#.=]([\w-]+)")
_SHOWN_CHARS = 60
#: So many selectors of one element are tried, so many of all, and so many entries given: nobody looks at more.
_WAYS, _TRIED, _ENTRIES = 30, 4_000, 40


@dataclass(frozen=True, eq=False)
class Ground:
    """The body of one page."""

    nodes: Nodes
    holders: Sequence[int]
    """Its elements."""
    kept: Sequence[int]
    """The elements of the story's lines, in page order."""
    single: Sequence[int]
    """Of those the ones that hold one line, and nothing beside it: none stands in another."""
    noise: Mapping[int, Mark]
    """Elements in it that are no story, each with the reason."""
    known: Collection[int]
    """Noise elements that rules know: one may stand in a line of the story."""

    def is_story(self, number: int) -> bool:
        """Whether an element holds a line of the story, or stands in one and is not known for noise."""
        if holds_any(self.nodes, number, self.kept):
            return True
        return number not in self.known and stands_in(self.nodes, self.single, number)

    def wider(self, number: int) -> Iterator[int]:
        """A noise element, and before it those around it that hold no line of the story either, the outermost first."""
        found = [number]
        for above in self.nodes.above(number):
            if above in self.holders or self.is_story(above):
                break
            found.append(above)
        yield from reversed(found)

    @cached_property
    def _noise(self) -> list[int]:
        return sorted(self.noise)

    def noise_in(self, number: int) -> list[int]:
        """The noise that an element is or holds."""
        every = self._noise
        return every[bisect_left(every, number) : bisect_left(every, self.nodes.ends[number])]


_Box = tuple[int, int]
"""A noise element: the place of its page, and its number there."""


def removes(grounds: Sequence[Ground], body: str, site: str) -> list[Remove]:
    """Entries that take all noise which has a name of its own, and no line of any page's story.

    Args:
        grounds: all pages of one layout.
        body: the selector of the body, below which each entry looks.
        site: the name of the profile.
    """
    ways = _ways(grounds, body)
    takes = {way: taken for way in ways if (taken := _taken(grounds, way))}
    entries: list[Remove] = []
    left = {(place, number) for place, ground in enumerate(grounds) for number in ground.noise}
    while takes and len(entries) < _ENTRIES:
        best = min(takes, key=lambda way: (-len(takes[way] & left), ways[way], len(way), way))
        taken = takes.pop(best) & left
        if not taken:
            break
        left -= taken
        entries.append(_entry(best, body, site, [(grounds[place], number) for place, number in sorted(taken)]))
    return entries


def _ways(grounds: Sequence[Ground], body: str) -> dict[str, int]:
    """The selectors to try, with how plain each is: those that most boxes suggest."""
    ranks, boxes = dict[str, int](), Counter[str]()
    for ground in grounds:
        for number in ground.noise:
            for each in ground.wider(number):
                for rank, way in enumerate(islice(ways_to(ground.nodes, each), _WAYS)):
                    if _COUNTED.search(way):
                        continue
                    way = f"{body} {way}"
                    ranks[way] = min(rank, ranks.get(way, rank))
                    boxes[way] += 1
    return {way: ranks[way] for way in sorted(ranks, key=lambda way: (-boxes[way], ranks[way]))[:_TRIED]}


def _taken(grounds: Sequence[Ground], selector: str) -> set[_Box]:
    """The noise that a selector takes; none where it takes a line of any page's story."""
    taken: set[_Box] = set()
    for place, ground in enumerate(grounds):
        found = found_by(ground.nodes, selector)
        if any(ground.is_story(number) for number in found):
            return set()
        taken |= {(place, number) for each in outermost(ground.nodes, found) for number in ground.noise_in(each)}
    return taken


def _entry(selector: str, body: str, site: str, taken: Sequence[tuple[Ground, int]]) -> Remove:
    marks = [ground.noise[number] for ground, number in taken]
    reasons = Counter(mark.why for mark in marks if mark.rule != MODEL)
    why = max(reasons, key=lambda each: reasons[each], default="") or _seen(taken)
    return Remove(rule=f"{_scope(site)}.{_thing(selector.removeprefix(body))}", select=selector, why=why)


def _seen(taken: Sequence[tuple[Ground, int]]) -> str:
    """What a person may see of it: on how many pages it is no story, and how it begins on the first."""
    pages, (ground, number) = len({id(ground) for ground, _ in taken}), taken[0]
    text = shown_text(ground.nodes, number)
    shown = text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS].rstrip()} …"
    return f"On {pages} page{'' if pages == 1 else 's'} no part of the story: “{shown}”"


def _scope(site: str) -> str:
    """The site in one word: the longest of its names."""
    names = re.findall(r"[a-z0-9-]+", site.rpartition(".")[0].lower())
    return max(names, key=len, default="site").strip("-") or "site"


def _thing(selector: str) -> str:
    """What an element is called, in words: `div.RelatedStories > ul` is `related-stories`; else its tag."""
    name = (_NAME.findall(selector) or [selector.split()[-1]])[-1]
    return "-".join(word.lower() for word in _WORDS.findall(name)) or "noise"
