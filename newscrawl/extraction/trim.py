"""Which lines of the chosen body are noise after all, and which pieces of lines.

The story is trimmed from its ends inwards: rules for the end fire as long as only removed lines stand below,
rules for the start as long as only removed lines stand above; the others fire anywhere. Every cut keeps the
rest of the line whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from newscrawl.article import Line, Removal, Stage
from newscrawl.extraction.bios import HOUSE, PRESENTED, house, presented
from newscrawl.extraction.fields.bylines import opens_row
from newscrawl.extraction.fields.structured import fold
from newscrawl.extraction.glued import SENTENCE_ENDS, is_whole
from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.model.characters import folded_lines, is_unstopped
from newscrawl.extraction.pulled import copies, pull_quotes
from newscrawl.extraction.signatures import SIGNED, is_by_guest, signer
from newscrawl.noise import CutRule, LineRule, LineRules, RuleSet
from newscrawl.sites import Layout

_LINKED = 0.8
#: A block that runs to the end may hold at most this share of the story's characters.
_REST_SHARE = 0.4
_MAX_CUTS = 6
_TEASER_CHARS, _HEADLINE_CHARS = 120, 50
#: The longest caption that is looked for below a picture, and the longest label of a picture.
_CAPTION_CHARS, _LABEL_CHARS = 400, 30
_PARAGRAPHS = ("p", "div", "span", "em", "center", "figcaption", "td")
_PICTURES = ("img", "picture", "amp-img")
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
    trimmer.from_end()
    trimmer.presentations(fields or {})
    trimmer.from_start()
    kept = tuple(Line(line.position, trimmer.texts[line.position]) for line in trimmer.kept())
    return Trimmed(kept, tuple(trimmer.removals))


def field_mark(name: str) -> Mark:
    """Why a line goes that says what stands in a field of the record."""
    if name == "byline":
        return Mark("field.byline", "It says who wrote the story, or when, below the headline.")
    return Mark(f"field.{name}", f"It stands in the field {name}.")


class _Trimmer:
    def __init__(self, source: Sequence[SourceLine], rules: RuleSet, layout: Layout) -> None:
        self.source = list(source)
        self.texts = {line.position: line.text for line in source}
        self.removals: list[Removal] = []
        self.rules = rules
        self.site_lines = tuple((re.compile(p.pattern), p) for p in layout.lines if not p.tail)
        self.site_tails = tuple((re.compile(f"(?:{p.pattern})\\Z"), p) for p in layout.lines if p.tail)
        self.chars = sum(len(line.text) for line in source)
        self.names: frozenset[str] = frozenset()
        """Names of the authors, folded."""
        self.by_guest = False
        """Whether a reader or a guest wrote it, who signs it."""

    def kept(self) -> list[SourceLine]:
        return [line for line in self.source if line.position in self.texts]

    def _remove(self, line: SourceLine, mark: Mark, stage: Stage = "line") -> None:
        text = self.texts.pop(line.position)
        self.removals.append(Removal(rule=mark.rule, stage=stage, text=text, position=line.position, why=mark.why))

    # -- the head of the page repeated ---------------------------------------------------------------------------

    def repeated_fields(self, named: Mapping[str, str]) -> None:
        """Headline, deck, names and byline that stand at the head of the body once more, or an `h1` there; with headline
        and byline what stands above them."""
        self.names = frozenset(text for text, name in named.items() if name == "authors")
        above: list[SourceLine] = []
        rest, told = _HEAD_LINES, 0
        for line in self.kept():
            if rest == 0:
                break
            rest -= rest < _HEAD_LINES or line.linked < _LINKED  # a menu above all else is no head
            # behind paragraphs an `h1` is a sub-heading, as some editors write them, or a long caption
            is_title = line.tag == "h1" and (told < _TOLD or len(line.text) > _TEASER_CHARS)
            name = named.get(fold(line.text)) or ("title" if is_title else None)
            told += line.tag == "p" and len(line.text) >= _REPEAT_CHARS and line.text.endswith(SENTENCE_ENDS)
            if name in ("title", "byline") and len(self.texts) > len(above) + 1:
                for short in above:
                    self._remove(short, ABOVE if name == "title" else ABOVE_BYLINE)
                above, rest = [], rest + len(above)
            if name and not self._is_last() and not (name == "subtitle" and self._is_first_paragraph(line)):
                self._remove(line, self._field_mark(line, name))
            elif self._is_teaser(line) and not opens_row(line.text):
                above.append(line)

    def _field_mark(self, line: SourceLine, name: str) -> Mark:
        """Why such a line goes; a rule that knows a byline says more."""
        rules = (self.rules.anywhere, self.rules.at_start) if name == "byline" else ()
        known = (self._line_mark(line, each) for each in rules)
        return next((mark for mark in known if mark), field_mark(name))

    def _is_first_paragraph(self, line: SourceLine) -> bool:
        """Whether a deck is only the story's first paragraph: the next paragraphs stand beside it and are of its kind."""
        element = line.element
        beside = [
            other
            for other in self.kept()
            if other is not line and other.element.getparent() is element.getparent() and other.tag == line.tag
        ]
        return (
            line.tag == "p"
            and len(beside) > 1
            and all(other.element.get("class") == element.get("class") for other in beside[:2])
        )

    # -- anywhere ------------------------------------------------------------------------------------------------

    def anywhere(self) -> None:
        for line in self.kept():
            mark = self._site_mark(line) or self._line_mark(line, self.rules.anywhere)
            if mark and not self._is_last():
                self._remove(line, mark)
            else:
                self._cut(line, "any")

    def _site_mark(self, line: SourceLine) -> Mark | None:
        text = self.texts[line.position]
        found = next((p for regex, p in self.site_lines if len(text) <= 400 and regex.fullmatch(text)), None)
        return Mark(found.rule, found.why) if found else None

    def _line_mark(self, line: SourceLine, rules: LineRules) -> Mark | None:
        for rule in rules.matching(self.texts[line.position]):
            if not rule.linked or line.linked >= _LINKED:
                return Mark(rule.name, rule.why)
        return None

    # -- from the ends -------------------------------------------------------------------------------------------

    def from_end(self) -> None:
        for line in reversed(self.kept()):
            if not self._end_line(line):
                self._cut(line, "end")
                if line.position in self.texts and not self._end_line(line):
                    break

    def _end_line(self, line: SourceLine) -> bool:
        """Take the line if a rule for the end of the story fires on it, or if it is the author's name as a signature."""
        mark = self._line_mark(line, self.rules.at_end)
        if mark is None and fold(self.texts[line.position]) in self.names:
            mark = field_mark("authors")
        if mark is None and self.by_guest and signer(self.texts[line.position]):
            mark = SIGNED
        if mark is None and self._heads_nothing(line):
            mark = LAST_HEADING
        if mark is None or self._is_last():
            return False
        self._remove(line, mark)
        return True

    def _heads_nothing(self, line: SourceLine) -> bool:
        """Whether the last line heads what is no story; where most lines are headings they head nothing either way."""
        if not line.is_heading or self.texts[line.position].rstrip("\"'”’」』)] ").endswith(_STATED):
            return False
        kept = self.kept()
        return sum(other.is_heading for other in kept) < _HEADINGS_SHARE * len(kept)

    def presentations(self, fields: Mapping[str, str]) -> None:
        """Lines at the end that present the authors, or the publisher."""
        authors = [text for text, name in fields.items() if name == "authors"]
        publisher = next((text for text, name in fields.items() if name == "publisher"), "")
        kept = self.kept()
        texts = [self.texts[line.position] for line in kept]
        for number in presented(kept, texts, authors):
            self._remove(kept[number], PRESENTED)
        if len(kept) == len(self.texts) and house(kept, texts, publisher):
            self._remove(kept[-1], HOUSE)

    def _is_last(self) -> bool:
        """Whether taking the line would leave no story at all."""
        return len(self.texts) <= 1

    def open_rest(self) -> None:
        """A heading such as "Related" takes the teasers below it, up to the next line that reads like a story."""
        kept = self.kept()
        index = 0
        while index < len(kept):
            rule = self._rest_rule(kept[index]) if index else None
            index += 1
            if rule is None:
                continue
            block = [kept[index - 1]]
            while index < len(kept) and self._is_listed(kept[index]) and not self._opens_section(kept[index]):
                block.append(kept[index])
                index += 1
            if sum(len(line.text) for line in block) <= _REST_SHARE * self.chars:
                for line in block:
                    self._remove(line, Mark(rule.name, rule.why))

    def _rest_rule(self, line: SourceLine) -> LineRule | None:
        return next(self.rules.rest.matching(self.texts[line.position]), None)

    def _is_teaser(self, line: SourceLine) -> bool:
        """A line of a list of other stories: a link, or short and no sentence."""
        text = self.texts[line.position]
        if line.linked >= _LINKED:
            return True
        if len(text) >= _TEASER_CHARS or is_unstopped(text[-1:], len(text)):
            return False
        return not text.rstrip("\"'”’」』)]").endswith(SENTENCE_ENDS)

    def _is_listed(self, line: SourceLine) -> bool:
        """A teaser below a heading that announces some: there a Korean headline may end as a sentence, but without full stop."""
        text = self.texts[line.position].rstrip("\"'”’」』)]")
        return self._is_teaser(line) or (text.endswith("다") and len(text) < _HEADLINE_CHARS)

    @staticmethod
    def _opens_section(line: SourceLine) -> bool:
        """A sub-heading that is no link: the story goes on there."""
        return line.is_heading and line.linked < _LINKED

    def repeated(self) -> None:
        """Lines that stood in the story already, and sentences of it in a box of their own: pull quotes, copies for small screens."""
        kept = self.kept()
        folded_texts = folded_lines([line.text for line in kept])
        for number in copies(folded_texts, _REPEAT_CHARS):
            self._remove(kept[number], REPEATED)
        for line in pull_quotes(kept, folded_texts):
            if line.position in self.texts:
                self._remove(line, REPEATED)

    def from_start(self) -> None:
        """Rules for whole lines stop at the first line that stays; cuts reach the first one that reads like a story, below
        a deck or a label that nobody knew."""
        opens, rest = True, _HEAD_LINES
        for line in self.kept():
            if opens and self._start_line(line):
                continue
            self._cut(line, "start")
            if line.position not in self.texts or (opens and self._start_line(line)):
                continue
            opens, rest = False, rest - 1
            if rest == 0 or not self._is_teaser(line):
                break

    def _start_line(self, line: SourceLine) -> bool:
        """Take the line if a rule for the start of the story fires on it."""
        mark = self._line_mark(line, self.rules.at_start)
        if mark is None or self._is_last():
            return False
        self._remove(line, mark)
        return True

    # -- pieces --------------------------------------------------------------------------------------------------

    def _cut(self, line: SourceLine, where: str) -> bool:
        """Cut pieces off one line until no rule fires; True if anything went."""
        before = self.texts[line.position]
        for _ in range(_MAX_CUTS):
            if line.position not in self.texts or not self._cut_once(line, where):
                break
        return self.texts.get(line.position) != before

    def _cut_once(self, line: SourceLine, where: str) -> bool:
        text = self.texts[line.position]
        seen = self.rules.seen(text)
        for rule in self.rules.cuts_in(text):
            if rule.where in (where, "any") and (span := rule.piece(seen)) and self._take(line, span, rule):
                return True
        if where == "end":
            for regex, pattern in self.site_tails:
                if found := regex.search(text, max(0, len(text) - 400)):
                    return self._take_mark(line, found.span(), "tail", Mark(pattern.rule, pattern.why))
        return False

    def _take(self, line: SourceLine, span: tuple[int, int], rule: CutRule) -> bool:
        mark = Mark(rule.name, rule.why)
        if "photo-credit" in rule.name and not self._is_last() and _is_below_picture(line):
            self._remove(line, mark)
            return True
        return self._take_mark(line, span, rule.side, mark)

    def _take_mark(self, line: SourceLine, span: tuple[int, int], stage: Stage, mark: Mark) -> bool:
        """Cut the piece if the rest of the line stays whole; the whole line goes if nothing readable is left."""
        text = self.texts[line.position]
        piece = text[span[0] : span[1]]
        rest = (text[: span[0]] if stage == "tail" else text[span[1] :]).strip()
        if not any(char.isalnum() for char in rest):
            if self._is_last():
                return False
            self._remove(line, mark)
            return True
        if not is_whole(text, span, stage):
            return False
        self.texts[line.position] = rest
        self.removals.append(
            Removal(rule=mark.rule, stage=stage, text=piece.strip(), position=line.position, why=mark.why)
        )
        return True


def _is_below_picture(line: SourceLine) -> bool:
    """Whether a line is a paragraph that holds a picture or stands right below one: with a credit at its end, a caption."""
    element = line.element
    if len(line.text) > _CAPTION_CHARS or element.tag not in _PARAGRAPHS or element.find("br") is not None:
        return False
    before = element.getprevious()
    return _shows_picture(element) or (
        before is not None
        and _shows_picture(before)
        and len("".join(map(str, before.itertext())).strip()) < _LABEL_CHARS
    )


def _shows_picture(element: etree._Element) -> bool:
    return element.tag in _PICTURES or next(element.iter(*_PICTURES), None) is not None
