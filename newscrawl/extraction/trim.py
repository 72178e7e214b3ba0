"""Which lines of the chosen body are noise after all, and which pieces of lines.

The story is trimmed from its ends inwards: rules for the end fire as long as only removed lines stand below,
rules for the start as long as only removed lines stand above; the others fire anywhere. Every cut keeps the
rest of the line whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newscrawl.article import Line, Removal
from newscrawl.extraction.afterwords import afterwords, is_korean
from newscrawl.extraction.afterwords import closes as ends_story
from newscrawl.extraction.bios import HOUSE, PRESENTED, house, presented
from newscrawl.extraction.captions import captions_above_credits, is_labelled_row
from newscrawl.extraction.deck_lines import is_first_paragraph, is_worded_as_deck, may_be_deck
from newscrawl.extraction.draft import Draft
from newscrawl.extraction.enclosed import ENCLOSED, closes, enclosed
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.fields.who_and_when import opens_row
from newscrawl.extraction.forms import forms_of
from newscrawl.extraction.glued import SENTENCE_ENDS
from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.model.characters import folded_lines
from newscrawl.extraction.pulled import copies, pull_quotes
from newscrawl.extraction.signatures import SIGNED, is_by_guest, is_signature, signs_alone
from newscrawl.extraction.teasers import LINKED, TEASER_CHARS, is_headline, is_teaser, other_stories
from newscrawl.noise import LineRule, LineRules, RuleSet
from newscrawl.sites import Layout

#: A block that runs to the end may hold at most this share of the story's characters.
_REST_SHARE = 0.4
#: A heading that ends so may be the story's last sentence.
_STATED = (".", "!", "?", "。", "！", "？", "…", "؟", "।", "۔")
_HEADINGS_SHARE = 0.5
_HEAD_LINES = 6
#: So many paragraphs above a line are the story's.
_TOLD = 2
#: A line that is said twice.
_REPEAT_CHARS = 40
ABOVE = Mark("any.above-headline", "It stands above the headline: a section, a label, a date.")
ABOVE_BYLINE = Mark("any.above-byline", "It stands above byline and date: a label, a role, a deck.")
LAST_HEADING = Mark("any.last-heading", "A heading below which nothing is left heads what is not the story.")
CAPTION = Mark("any.sign-caption", "A caption behind its sign, right above the picture's credit.")
REPEATED = Mark("any.repeated", "It stood in the story already.")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What stays of the story, and what was taken."""

    lines: tuple[Line, ...]
    removals: tuple[Removal, ...]


def trim(
    source: Sequence[SourceLine], rules: RuleSet, layout: Layout, fields: Mapping[str, str] | None = None
) -> Trimmed:
    """Apply line and cut rules to the lines of the story, in page order.

    Args:
        source: the lines of the chosen body.
        rules: the rules for the page's language.
        layout: the site's own line patterns.
        fields: texts that stand in fields of the record -> the field's name; such a line at the head is no story.
    """
    trimmer = _Trimmer(source, rules, layout)
    trimmer.by_guest = any(name == "title" and is_by_guest(text) for text, name in (fields or {}).items())
    trimmer.repeated_fields({fold(text): name for text, name in (fields or {}).items()})
    trimmer.repeated()
    trimmer.open_rest()
    trimmer.anywhere()
    trimmer.enclosed()
    trimmer.behind(fields or {})
    trimmer.from_end()
    trimmer.presentations(fields or {})
    trimmer.from_start()
    return Trimmed(trimmer.lines(), tuple(trimmer.draft.removals))


def field_mark(name: str) -> Mark:
    """Why a line goes that says what stands in a field of the record."""
    if name == "byline":
        return Mark("field.byline", "It says who wrote the story, or when, below the headline.")
    return Mark(f"field.{name}", f"It stands in the field {name}.")


class _Trimmer:
    def __init__(self, source: Sequence[SourceLine], rules: RuleSet, layout: Layout) -> None:
        self.draft = Draft(source, rules, layout)
        self.rules = rules
        self.site_lines = tuple((re.compile(p.pattern), p) for p in layout.lines if not p.tail)
        self.chars = sum(len(line.text) for line in source)
        self.names: frozenset[str] = frozenset()
        """Names of the authors, folded."""
        self.afterwords: Mapping[int, Mark] = {}
        """Why lines go that stand behind the story, by their positions."""
        self.by_guest = False
        """Whether a reader or a guest wrote it, who signs it."""

    def lines(self) -> tuple[Line, ...]:
        """What stays, as it stays."""
        kept = [(line, self.draft.text(line)) for line in self.draft.kept()]
        return tuple(Line(line.position, text, form) for (line, text), form in zip(kept, forms_of(kept), strict=True))

    # -- the head of the page repeated ---------------------------------------------------------------------------

    def repeated_fields(self, named: Mapping[str, str]) -> None:
        """Headline, deck, names and byline that stand at the head of the body once more, or an `h1` there; with headline
        and byline what stands above them."""
        self.names = frozenset(text for text, name in named.items() if name == "authors")
        above: list[SourceLine] = []
        rest, told = _HEAD_LINES, 0
        for line in self.draft.kept():
            if rest == 0:
                break
            rest -= rest < _HEAD_LINES or line.linked < LINKED  # a menu above all else is no head
            # behind paragraphs an `h1` is a sub-heading, as some editors write them, or a long caption
            is_title = line.tag == "h1" and (told < _TOLD or len(line.text) > TEASER_CHARS)
            name = named.get(fold(line.text)) or ("title" if is_title else None)
            told += line.tag == "p" and len(line.text) >= _REPEAT_CHARS and line.text.endswith(SENTENCE_ENDS)
            if name in ("title", "byline") and len(self.draft) > len(above) + 1:
                for short in above:
                    self.draft.remove(short, ABOVE if name == "title" else ABOVE_BYLINE)
                above, rest = [], rest + len(above)
            if (
                name
                and not self.draft.is_last
                and not (name == "subtitle" and is_first_paragraph(line, self.draft.kept()))
            ):
                self.draft.remove(line, self._field_mark(line, name))
            elif is_teaser(line, self.draft.text(line)) and not opens_row(line.text):
                above.append(line)

    def _field_mark(self, line: SourceLine, name: str) -> Mark:
        """Why such a line goes; a rule that knows a byline says more."""
        rules = (self.rules.anywhere, self.rules.at_start) if name == "byline" else ()
        known = (self._line_mark(line, each) for each in rules)
        return next((mark for mark in known if mark), field_mark(name))

    # -- anywhere ------------------------------------------------------------------------------------------------

    def anywhere(self) -> None:
        lines = self.draft.kept()
        texts = [self.draft.text(line) for line in lines]
        for number, line in enumerate(lines):
            mark = self._site_mark(line) or self._line_mark(line, self.rules.anywhere)
            if mark and "photo-credit" in mark.rule and is_labelled_row(texts, number):
                continue
            if not self._take(line, mark):
                self.draft.cut(line, "any")
        taken = {each.position: each.text for each in self.draft.removals}
        for line in captions_above_credits(lines, taken):
            if line in self.draft and not self.draft.is_last:
                self.draft.remove(line, CAPTION)

    def _site_mark(self, line: SourceLine) -> Mark | None:
        text = self.draft.text(line)
        found = next((p for regex, p in self.site_lines if len(text) <= 400 and regex.fullmatch(text)), None)
        return Mark(found.rule, found.why) if found else None

    def _line_mark(self, line: SourceLine, rules: LineRules) -> Mark | None:
        for rule in rules.matching(self.draft.text(line)):
            if not rule.linked or line.linked >= LINKED:
                return Mark(rule.name, rule.why)
        return None

    # -- from the ends -------------------------------------------------------------------------------------------

    def enclosed(self) -> None:
        kept, removals = self.draft.kept(), [each for each in self.draft.removals if each.stage == "line"]
        closed = {each.position for each in removals if closes(each.rule)}
        closed |= self._closing_lines(kept, closes)
        for line in enclosed(kept, self.draft.text, closed, {each.position for each in removals}):
            self.draft.remove(line, ENCLOSED)

    def behind(self, fields: Mapping[str, str]) -> None:
        """Note which lines go if nothing stays below them: what the paper says behind byline or notice."""
        publisher = next((text for text, name in fields.items() if name == "publisher"), "")
        kept = self.draft.kept()
        if not is_korean(kept):
            return
        closed = {
            each.position for each in self.draft.removals if each.stage in ("line", "tail") and ends_story(each.rule)
        }
        closed |= self._closing_lines(kept, ends_story)
        headed = {each.position for each in self.draft.removals if "related" in each.rule}
        self.afterwords = afterwords(kept, [*map(self.draft.text, kept)], closed, headed, publisher)

    def _closing_lines(self, kept: Sequence[SourceLine], closes: Callable[[str], bool]) -> set[int]:
        """Of the last lines those that a rule for the end would take as such behind which a story does not go on."""
        marks = {line.position: self._line_mark(line, self.rules.at_end) for line in kept[-_HEAD_LINES:]}
        return {position for position, mark in marks.items() if mark and closes(mark.rule)}

    def from_end(self) -> None:
        for line in reversed(self.draft.kept()):
            if not self._end_line(line):
                self.draft.cut(line, "end")
                if line in self.draft and not self._end_line(line):
                    break

    def _end_line(self, line: SourceLine) -> bool:
        """Take the line if a rule for the end of the story fires on it, or if it is the author's name as a signature."""
        mark = self._line_mark(line, self.rules.at_end)
        if mark is None and fold(self.draft.text(line)) in self.names:
            mark = field_mark("authors")
        if mark is None and is_signature([self.draft.text(each) for each in self.draft.kept()], self.by_guest):
            mark = SIGNED
        if mark is None and self._heads_nothing(line):
            mark = LAST_HEADING
        mark = mark or self.afterwords.get(line.position)
        return self._take(line, mark)

    def _take(self, line: SourceLine, mark: Mark | None) -> bool:
        """Take the line if there is a reason to, and if others stay."""
        if mark is None or self.draft.is_last:
            return False
        self.draft.remove(line, mark)
        return True

    def _heads_nothing(self, line: SourceLine) -> bool:
        """Whether the last line heads what is no story; where most lines are headings they head nothing either way."""
        if not line.is_heading or self.draft.text(line).rstrip("\"'”’」』)] ").endswith(_STATED):
            return False
        kept = self.draft.kept()
        return sum(other.is_heading for other in kept) < _HEADINGS_SHARE * len(kept)

    def presentations(self, fields: Mapping[str, str]) -> None:
        """Lines at the end that present the authors, or the publisher."""
        authors = [text for text, name in fields.items() if name == "authors"]
        publisher = next((text for text, name in fields.items() if name == "publisher"), "")
        kept = self.draft.kept()
        texts = [self.draft.text(line) for line in kept]
        for number in presented(kept, texts, authors):
            self.draft.remove(kept[number], PRESENTED)
        if len(kept) == len(self.draft) and house(kept, texts, publisher):
            self.draft.remove(kept[-1], HOUSE)

    def open_rest(self) -> None:
        """A heading such as "Related" takes the teasers below it, up to the next line that reads like a story."""
        kept = self.draft.kept()
        for rule, block in other_stories(kept, self.draft.text, self._rest_rule, _REST_SHARE * self.chars):
            for line in block:
                self.draft.remove(line, Mark(rule.name, rule.why))

    def _rest_rule(self, line: SourceLine) -> LineRule | None:
        return next(self.rules.rest.matching(self.draft.text(line)), None)

    def repeated(self) -> None:
        """Lines that stood in the story already, and sentences of it in a box of their own: pull quotes, copies for small screens."""
        kept = self.draft.kept()
        folded_texts = folded_lines([line.text for line in kept])
        for number in copies(folded_texts, _REPEAT_CHARS):
            self.draft.remove(kept[number], REPEATED)
        for line in pull_quotes(kept, folded_texts):
            if line in self.draft:
                self.draft.remove(line, REPEATED)

    def from_start(self) -> None:
        """Rules for whole lines stop at the first line that stays; cuts reach the first one that reads like a story, below
        a deck or a label that nobody knew. What stands above a dateline is such a deck."""
        above: list[SourceLine] = []
        for line in self.draft.kept():
            if not above and self._start_line(line, self.rules.at_start):
                continue
            self.draft.cut(line, "start")
            if self._is_deck(above, line):
                for deck in above:
                    self.draft.remove(deck, ABOVE_BYLINE)
                above = []
            if line not in self.draft or (
                not above and self._start_line(line, self.rules.at_start, self.rules.anywhere)
            ):
                continue
            above.append(line)
            if len(above) == _HEAD_LINES or not (
                is_teaser(line, self.draft.text(line)) or is_headline(self.draft.text(line))
            ):
                break

    def _is_deck(self, above: Sequence[SourceLine], line: SourceLine) -> bool:
        """Whether the short lines above this one are a deck or a label: by their wording, or because dateline or byline stand here."""
        texts = [self.draft.text(each) for each in above]
        if not may_be_deck(texts):
            return False
        cut = any(each.position == line.position and "dateline" in each.rule for each in self.draft.removals)
        if cut or line not in self.draft:
            return cut
        mark = self._line_mark(line, self.rules.at_start)
        return (mark is not None and "byline" in mark.rule) or is_worded_as_deck(texts, self.draft.text(line))

    def _start_line(self, line: SourceLine, *rules: LineRules) -> bool:
        """Take the line if one of the rules fires on it."""
        mark = next((mark for each in rules if (mark := self._line_mark(line, each))), None)
        if mark is None and signs_alone(self.draft.text(line), map(self.draft.text, self.draft.kept())):
            mark = SIGNED
        return self._take(line, mark)
