"""Layouts learned from a site's last pages: which element holds its stories, and how lines of each place and look ended.

A page whose article part has only lines of which always the same became is read by that, without model and engine. Any other page is
read the full way, and learned from. So is one in ten of those that could be recalled; a site where both ways differ begins anew.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newscrawl.article import Removal
from newscrawl.extraction.body import MODEL, OUTSIDE, Body, Reading, account
from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.looks import Look, Place, kind_of, looks_of, part_place, place_of, prose_outside
from newscrawl.extraction.model.features import Known
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.overlay import as_declared
from newscrawl.extraction.prints import as_announced
from newscrawl.extraction.prune import mark_part
from newscrawl.extraction.walk import complete, unmarked
from newscrawl.noise import RuleSet

MAX_SITES = 200
"""Sites that are remembered at a time; the one that was read longest ago is forgotten."""
UNLEARNED = 2
"""The first pages of a site are not learned from: most sites have no more in a run, and what is learned of a page costs a twentieth of reading it."""
MIN_PAGES = 3
"""Pages of a site that are read the full way before one is recalled."""
TRIALS = 2
"""The first pages of a site that could be recalled are read the full way too."""
CHECKED = 10
"""One of so many after them is read the full way too."""
MAX_DIFFERENCES = 3
"""A site that gave another text so often is not recalled any more."""
#: So many pages in a row could not be recalled: only one in `_RARELY` is tried from then on.
_MISSES, _RARELY = 8, 4
_MAX_KINDS = 600
#: Nothing is learned from pages of more lines.
_MAX_LINES = 1_000
_MAX_PARTS = 5
_MIN_CHARS = 150
#: How much more prose than on the pages before may stand where no story is, as a share of it.
_OUTSIDE_MORE = 0.1
#: Lines of one look that must have ended the same way: those that stay, those that go, and all of a place for a sentence of any look.
_KEPT_LINES, _LEFT_OUT_LINES, _PLACE_LINES = 3, 5, 8
#: Those that stay and are neither long nor a sentence: sub-headings and rows, of which the model takes one now and then.
_SCRAPS = 12


@dataclass(slots=True)
class Endings:
    """What became of the lines of one kind."""

    kept: int = 0
    trimmed: int = 0
    """Taken out of the chosen body by rules, which will do so again."""
    left_out: int = 0
    mark: Mark | None = None
    """Why the last one of those went."""

    def add(self, removal: Removal | None) -> None:
        """Count one more, and what took it out of the story."""
        if removal is None:
            self.kept += 1
        elif removal.stage == "line":
            self.trimmed += 1
        else:
            self.left_out, self.mark = self.left_out + 1, Mark(removal.rule, removal.why)

    @property
    def total(self) -> int:
        return self.kept + self.trimmed + self.left_out

    @property
    def same(self) -> bool:
        """Whether all stayed or all went."""
        return not (self.kept and self.left_out)


@dataclass(slots=True)
class LearnedLayout:
    """What was learned of one site's pages in one language."""

    met: int = 0
    """Pages that could have been learned from, up to `UNLEARNED`."""
    pages: int = 0
    """Learned from since it last began anew."""
    recalled: int = 0
    missed: int = 0
    """Pages in a row that could not be recalled."""
    differences: int = 0
    parts: Counter[Place] = field(default_factory=Counter)
    """Elements that were the article part, and how often."""
    looks: dict[tuple[Place, Look], Endings] = field(default_factory=dict)
    places: dict[Place, Endings] = field(default_factory=dict)
    outside: float = 0.0
    """The most prose outside the article part or in its noise elements, as a share of the story."""

    def learn(self, nodes: Nodes, known: Known, reading: Reading, removals: Iterable[Removal]) -> None:
        """Remember what became of the lines of a page that was read the full way."""
        if self.met < UNLEARNED:
            self.met += 1
            return
        if len(reading.lines) > _MAX_LINES:
            return
        if len(self.looks) > _MAX_KINDS:
            self.forget()
        gone = {removal.position: removal for removal in removals if removal.stage in ("body", "line")}
        self.pages += 1
        self.parts[part_place(nodes, reading.part)] += 1
        for line, look in zip(reading.lines, looks_of(reading.lines, known.title), strict=True):
            place, removal = place_of(nodes, reading.part, line.node), gone.get(line.position)
            self.looks.setdefault((place, look), Endings()).add(removal)
            self.places.setdefault(place, Endings()).add(removal)
        story = sum(len(line.text) for line in reading.lines if line.position not in gone)
        self.outside = max(self.outside, prose_outside(nodes, reading.part, reading.passed) / max(1, story))

    def recall(self, nodes: Nodes, rules: RuleSet, known: Known) -> Body | None:
        """The body of a page that agrees with what was learned, else None.

        Args:
            nodes: the parsed page.
            rules: those for its language.
            known: what the page says of its story outside the text.
        """
        if self.pages < MIN_PAGES or self.differences >= MAX_DIFFERENCES:
            return None
        if self.missed >= _MISSES and self.missed % _RARELY:
            self.missed += 1
            return None
        body = self._recalled(nodes, rules, known)
        self.missed = 0 if body else self.missed + 1
        return body

    def is_due(self) -> bool:
        """Whether the page that could be recalled is to be read the full way too; counts it."""
        self.recalled += 1
        return self.recalled <= TRIALS or self.recalled % CHECKED == 0

    def differs(self) -> None:
        """Begin anew: a page gave another text than the full way."""
        self.forget()
        self.differences += 1

    def forget(self) -> None:
        """Begin anew."""
        self.pages = self.recalled = self.missed = 0
        self.parts, self.looks, self.places, self.outside = Counter(), {}, {}, 0.0

    def _recalled(self, nodes: Nodes, rules: RuleSet, known: Known) -> Body | None:
        part = self._part(nodes)
        marks = mark_part(nodes, rules, part) if part is not None else None
        if part is None or marks is None:
            return None
        lines, passed = unmarked(nodes, part, marks)
        left_out = self._left_out(nodes, part, known.title, [line for line in lines if line.text])
        kept = [line for line in lines if line.text and id(line) not in (left_out or ())]
        if left_out is None or not self._is_story(nodes, part, passed, lines, kept, known):
            return None
        every = complete(nodes, lines, passed, marks)  # numbers the lines
        against = {line.position: left_out[id(line)] for line in lines if id(line) in left_out}
        removals = account(every, {line.position for line in kept}, OUTSIDE, against)
        return Body(tuple(kept), tuple(removals))

    def _part(self, nodes: Nodes) -> int | None:
        """The article part: the only element of the place that was most often one, of those that the page has."""
        for place, _ in self.parts.most_common(_MAX_PARTS):
            like = (number for number in nodes.by_tag[place[0][0]] if kind_of(nodes, number) == place[0])
            found = [number for number in like if part_place(nodes, number) == place]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _left_out(self, nodes: Nodes, part: int, title: str, lines: Sequence[SourceLine]) -> Mapping[int, Mark] | None:
        """Why lines are left out, by their `id`; None where there is one of which nobody knows."""
        out: dict[int, Mark] = {}
        for line, look in zip(lines, looks_of(lines, title), strict=True):
            endings = self._endings(place_of(nodes, part, line.node), look) if line.tag != "tr" else None
            if endings is None or not endings.same:
                return None
            if endings.mark is not None:
                # the rule is found anew, by what this line says
                out[id(line)] = Mark(MODEL, f"As on this site's last pages: {endings.mark.why}")
        return out

    def _endings(self, place: Place, look: Look) -> Endings | None:
        found = self.looks.get((place, look))
        linked, size, ends, _, _ = look
        least = _LEFT_OUT_LINES if found and found.left_out else _KEPT_LINES if size or ends else _SCRAPS
        if found is not None and found.total >= least:
            return found
        found = self.places.get(place)
        is_sentence = size and ends and not linked
        return found if found is not None and found.total >= _PLACE_LINES and is_sentence else None

    def _is_story(
        self,
        nodes: Nodes,
        part: int,
        passed: Sequence[int],
        lines: Sequence[SourceLine],
        kept: Sequence[SourceLine],
        known: Known,
    ) -> bool:
        """Whether what is kept is a story, the publisher's own if there is one, and there is no other beside it; a feed agrees."""
        chars, positions = sum(len(line.text) for line in kept), {line.position for line in kept}
        return (
            chars >= _MIN_CHARS
            and prose_outside(nodes, part, passed) <= (self.outside + _OUTSIDE_MORE) * chars
            and as_declared(told := [line for line in lines if line.text], positions, known.declared) == positions
            and not any(as_announced(told, [0.5] * len(told), positions, known.prints))
        )


class LearnedLayouts:
    """What was learned of sites, in the memory of one process."""

    def __init__(self) -> None:
        self._sites: OrderedDict[tuple[str, RuleSet], LearnedLayout] = OrderedDict()

    def of(self, host: str, rules: RuleSet) -> LearnedLayout:
        """What was learned of the pages of a host for which these rules hold."""
        layout = self._sites.setdefault((host, rules), LearnedLayout())
        self._sites.move_to_end((host, rules))
        if len(self._sites) > MAX_SITES:
            self._sites.popitem(last=False)
        return layout
