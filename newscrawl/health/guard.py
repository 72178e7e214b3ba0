"""Whether a site's template has changed, page by page: what is unlike the site's usual pages, and how long in a row.

Each sign (no author where there always was one, a field read from another place, a text of a quarter of the usual
length) has a rate at which it occurs on good pages. A cumulative sum per sign weighs how much better "half of the
pages have it now" (of common signs: "nearly all") explains the latest pages than that rate does. It rises only where an odd page follows an odd page,
so one brief without an author does nothing, and a handful of pages of a new template is enough.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from newscrawl.article import Extraction

#: What the guard looks at; raised with every new sign, because what was learned without it is no measure.
SIGNS = 2
#: Good pages that must have been seen before anything is judged.
LEARNED_PAGES = 30
#: Sum at which a template counts as changed: five odd pages in a row of a sign that good pages have in 1 of 33.
ALARM = 12.0
#: The same of signs that briefs, columns and galleries have too, which come in series: eight in a row.
ALARM_OF_KINDS = 20.0
#: A sign is never taken for rarer than this: sites send runs of briefs, galleries and tables.
_LEAST_RATE = 0.03
#: Of signs that good pages have more often, only pages in a row say anything: "nearly all have it now".
_OFTEN = 0.2
#: Signs that good pages have more often still say nothing.
_MOST_RATE = 0.5
#: Weight of what was learned, after each page: some 200 pages count.
_FORGET = 0.995
#: Times that a fact must have been seen before it is nothing new, however few pages are known.
_SEEN = 3
#: Share of the good pages on which a rule has taken something for it to be one of the site's usual ones.
_USUAL_RULE = 0.9
#: So many usual rules must be known before that half of them have nothing to do says anything.
_LEAST_RULES = 4
#: Latest values of a size that are kept, and titles.
_KEPT_VALUES, _KEPT_TITLES = 120, 20
#: Share of an alarm's sum up to which pages are learned from.
_LEARNING_DOUBT = 0.35
#: A size is beyond the usual ones where so few good pages are.
_TAIL = 0.05
_END = re.compile(r"[.?!…。？！:;\"'”’»」』)\]]$")
FIELDS = ("authors", "published_at", "publisher", "section", "subtitle", "images", "captions", "rights")
_FIELDS_OF_ALL = ("published_at", "publisher", "section", "rights")
_SOURCED = ("title", "published_at", "authors")
_FLAGS = frozenset({"paywalled", "truncated", "low-confidence", "no-zone", "update-only"})
_KINDS = ("layout", *(f"{name}-from" for name in _SOURCED))


@dataclass(slots=True)
class SiteHealth:
    """What is known of one site's pages. Plain numbers: it is stored as JSON between runs."""

    pages: float = 0.0
    """Good pages that were learned from, the older ones counting less."""
    counts: dict[str, float] = field(default_factory=dict)
    """Per fact (`has authors`, `layout paper/2025`, `title from h1`), pages that had it; counting down likewise."""
    odd: dict[str, float] = field(default_factory=dict)
    """Per sign, pages that had it."""
    lengths: list[int] = field(default_factory=list)
    """Characters of the latest texts."""
    lines: list[int] = field(default_factory=list)
    """Lines of the latest texts."""
    removed: list[float] = field(default_factory=list)
    """Shares of the latest pages' article part that were removed."""
    bare: list[float] = field(default_factory=list)
    """Shares of the latest texts' lines that do not end as a sentence does."""
    titles: list[str] = field(default_factory=list)
    """The latest headlines."""
    sums: dict[str, float] = field(default_factory=dict)
    """The cumulative sums, by sign."""
    alarm: str = ""
    """The sign that says that the template has changed; "" while all is well."""

    def look(self, sample: Sample) -> str:
        """Judge one page, and learn from it unless it is odd; the alarm, "" for none. An alarm stays until `forgive`."""
        if self.alarm:
            return self.alarm
        if self.pages < LEARNED_PAGES * _FORGET**LEARNED_PAGES:
            # how often a page has what is odd by itself is learned from the first one on
            self._learn(sample, frozenset(self._odd_by_itself(sample)))
            return ""
        signs = self._signs(sample)
        self._weigh(signs)
        doubts = {sign: total / _alarm_at(sign) for sign, total in self.sums.items()}
        worst = max(doubts, key=doubts.__getitem__, default="")
        doubt = doubts.get(worst, 0.0)
        if doubt >= 1:
            self.alarm = worst
        elif doubt < _LEARNING_DOUBT:
            # while something is in doubt nothing is learned, else the new template would become the usual one
            self._learn(sample, signs)
        return self.alarm

    def forgive(self) -> None:
        """Take the pages that come now for the site's usual ones."""
        self.pages, self.alarm = 0.0, ""
        for known in (self.counts, self.odd, self.sums, self.lengths, self.lines, self.removed, self.bare, self.titles):
            known.clear()

    def resume(self) -> None:
        """Judge by what is known, from the next page on: the profile was fixed.

        A fixed profile reads from other places, so these are learned anew; what a page has and how long it is, is not.
        """
        self.alarm = ""
        self.sums.clear()
        passing = (*_KINDS, *(f"any {kind}" for kind in _KINDS), "rule")
        self.counts = {name: times for name, times in self.counts.items() if not name.startswith(passing)}

    def _signs(self, sample: Sample) -> frozenset[str]:
        """What is odd about a page, among what can be odd here."""
        signs = {f"no {name}" for name in FIELDS if name not in sample.present and self._share(f"has {name}") > 0.5}
        for fact in sample.facts:
            if self._is_new(fact) and self._share(f"any {_kind(fact)}") > 0.5:
                signs.add(f"new {_kind(fact)}")
        signs.update(self._odd_by_itself(sample))
        signs.update(self._odd_sizes(sample))
        rules = [name for name in self.counts if name.startswith("rule ") and self._share(name) > _USUAL_RULE]
        if len(rules) >= _LEAST_RULES and 2 * sum(name[5:] in sample.rules for name in rules) < len(rules):
            signs.add("few usual removals")
        return frozenset(signs)

    def _is_new(self, fact: str) -> bool:
        return self.counts.get(fact, 0.0) < max(_SEEN, _LEAST_RATE * self.pages)

    def _odd_by_itself(self, sample: Sample) -> Iterator[str]:
        """Signs that are ordinary one by one: only more of them in a row than the site has mean something."""
        yield from (f"now {flag}" for flag in sample.flags)
        if sample.title in self.titles:
            yield "same title"
        if sample.has_bare_edge:
            yield "bare edges"
        if self.lengths and sample.length < min(median(self.lengths) / 2, sorted(self.lengths)[_tail(self.lengths)]):
            yield "shorter texts"
        if self.bare and sample.bare > median(self.bare) + 0.1:
            yield "bare lines"

    def _odd_sizes(self, sample: Sample) -> Iterator[str]:
        """Sizes far beyond those of the latest good pages."""
        if not self.lengths:
            return
        if sample.length * 4 < median(self.lengths):
            yield "short text"
        if sample.length > 4 * max(self.lengths):
            yield "long text"
        if self.lines and sample.lines * 4 < median(self.lines):
            yield "few lines"
        if sample.removed > max(self.removed) + 0.1:
            yield "much removed"
        if sample.removed < min(self.removed) - 0.1:
            yield "little removed"

    def _weigh(self, signs: frozenset[str]) -> None:
        for sign in signs | self.sums.keys():
            rate = self._rate(sign)
            if rate > _MOST_RATE:
                self.sums.pop(sign, None)
                continue
            now = 0.5 if rate <= _OFTEN else 0.95
            step = math.log(now / rate) if sign in signs else math.log((1 - now) / (1 - rate))
            self.sums[sign] = max(0.0, self.sums.get(sign, 0.0) + step)

    def _rate(self, sign: str) -> float:
        """How many good pages have the sign, cautiously: few pages say little."""
        missing = sign.removeprefix("no ")
        times = self.pages - self.counts.get(f"has {missing}", 0.0) if missing != sign else self.odd.get(sign, 0.0)
        return max(_LEAST_RATE, (times + 1.5) / (self.pages + 2))

    def _share(self, fact: str) -> float:
        return self.counts.get(fact, 0.0) / self.pages if self.pages else 0.0

    def _learn(self, sample: Sample, signs: frozenset[str]) -> None:
        facts = Counter([*sample.facts, *(f"has {name}" for name in sample.present)])
        facts.update({f"any {_kind(fact)}" for fact in sample.facts})
        facts.update(f"rule {name}" for name in sample.rules)
        self.pages = self.pages * _FORGET + 1
        self.counts = _updated(self.counts, facts)
        self.odd = _updated(self.odd, Counter(signs))
        # one odd page would move the bound beyond the next one
        if not signs & {"short text", "long text"}:
            self.lengths = [*self.lengths, sample.length][-_KEPT_VALUES:]
        if "few lines" not in signs:
            self.lines = [*self.lines, sample.lines][-_KEPT_VALUES:]
        if not signs & {"much removed", "little removed"}:
            self.removed = [*self.removed, sample.removed][-_KEPT_VALUES:]
        self.bare = [*self.bare, sample.bare][-_KEPT_VALUES:]
        self.titles = [*self.titles, sample.title][-_KEPT_TITLES:] if sample.title else self.titles


def _tail(values: list[int]) -> int:
    return int(_TAIL * len(values))


def _alarm_at(sign: str) -> float:
    """The sum of a sign at which the template counts as changed."""
    first, _, rest = sign.partition(" ")
    is_of_kinds = sign == "new authors-from" or (first not in ("new", "now", "same") and rest not in _FIELDS_OF_ALL)
    return ALARM_OF_KINDS if is_of_kinds and sign != "few usual removals" else ALARM


def _kind(fact: str) -> str:
    return fact.split(" ", 1)[0]


def _updated(known: Mapping[str, float], seen: Counter[str]) -> dict[str, float]:
    kept = {name: value * _FORGET for name, value in known.items() if value > 0.05}
    for name, times in seen.items():
        kept[name] = kept.get(name, 0.0) + min(1, times)
    return kept


@dataclass(frozen=True, slots=True)
class Sample:
    """What the guard sees of one page."""

    present: frozenset[str]
    """Fields that have a value."""
    facts: frozenset[str]
    """`layout …`, and for some fields where they were read: `title-from …`."""
    length: int
    removed: float
    """Share of the article part's characters that were taken out."""
    lines: int = 1
    """Of the text."""
    rules: frozenset[str] = frozenset()
    """That took something out."""
    flags: frozenset[str] = frozenset()
    """Of the article, those that speak of the page."""
    bare: float = 0.0
    """Share of the text's lines that do not end as a sentence does."""
    has_bare_edge: bool = False
    """Whether the first line is such a one, or the last."""
    title: str = ""


def sample_of(extraction: Extraction) -> Sample:
    """What the guard sees of a page."""
    article = extraction.article
    present = {name for name in FIELDS if name not in ("rights", "captions") and getattr(article, name)}
    if article.rights and article.rights.notice:
        present.add("rights")
    if any(image.caption for image in article.images):
        present.add("captions")
    facts = {f"{name}-from {extraction.evidence[name]}" for name in _SOURCED if name in extraction.evidence}
    if article.extractor is not None:
        facts.add(f"layout {article.extractor.profile}")
    lines = article.text.split("\n")
    # what the site's own repetitions took counts: a site is not short because more and more is known of it
    learned = [len(removal.text) for removal in extraction.removals if removal.stage == "learn"]
    length = len(article.text) + sum(learned)
    taken, rules = (article.removed.chars, set(article.removed.by_rule)) if article.removed else (0, set())
    taken -= sum(learned)
    return Sample(
        frozenset(present),
        frozenset(facts),
        length,
        taken / (taken + length) if taken + length else 0.0,
        lines=len(lines) + len(learned),
        rules=frozenset(rules - {"learn"}),
        flags=_FLAGS & set(article.flags),
        bare=sum(map(_is_bare, lines)) / len(lines),
        has_bare_edge=_is_bare(lines[0]) or _is_bare(lines[-1]),
        title=article.title,
    )


def _is_bare(line: str) -> bool:
    """Whether a line ends otherwise than a sentence does.

    >>> _is_bare("Related: bridge reopens"), _is_bare("The bridge reopens on Monday.")
    (True, False)
    """
    return _END.search(line) is None
