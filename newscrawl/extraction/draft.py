"""The story while it is trimmed: what stays of each line, what was taken, and how a piece is cut off a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from newscrawl.article import Removal, Stage
from newscrawl.extraction.glued import is_whole
from newscrawl.extraction.lines import Mark, SourceLine, fold_space
from newscrawl.noise import CutRule, RuleSet
from newscrawl.sites import Layout

_MAX_CUTS = 6
#: The longest caption that is looked for below a picture, and the longest label of a picture.
_CAPTION_CHARS, _LABEL_CHARS = 400, 30
_PARAGRAPHS = ("p", "div", "span", "em", "center", "figcaption", "td")
_PICTURES = ("img", "picture", "amp-img")


class Draft:
    """Lines of a story, in page order, of which some are taken and others shortened."""

    def __init__(self, source: Sequence[SourceLine], rules: RuleSet, layout: Layout) -> None:
        self.removals: list[Removal] = []
        self._source = list(source)
        self._texts = {line.position: line.text for line in source}
        self._rules = rules
        self._tails = tuple((re.compile(f"(?:{p.pattern})\\Z"), p) for p in layout.lines if p.tail)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, line: SourceLine) -> bool:
        return line.position in self._texts

    @property
    def is_last(self) -> bool:
        """Whether taking one more line would leave no story at all."""
        return len(self._texts) <= 1

    def kept(self) -> list[SourceLine]:
        """The lines that are left."""
        return [line for line in self._source if line.position in self._texts]

    def text(self, line: SourceLine) -> str:
        """What is left of a line."""
        return self._texts[line.position]

    def remove(self, line: SourceLine, mark: Mark) -> None:
        """Take what is left of a line."""
        text = self._texts.pop(line.position)
        self.removals.append(Removal(rule=mark.rule, stage="line", text=text, position=line.position, why=mark.why))

    def cut(self, line: SourceLine, where: str) -> None:
        """Cut pieces off one line until no rule for this place fires."""
        for _ in range(_MAX_CUTS):
            if line not in self or not self._cut_once(line, where):
                break

    def _cut_once(self, line: SourceLine, where: str) -> bool:
        """Whether a rule has cut off a piece, or taken the line."""
        text = self._texts[line.position]
        seen = self._rules.seen(text)
        for rule in self._rules.cuts_in(text):
            if rule.where in (where, "any") and (span := rule.piece(seen)) and self._take(line, span, rule):
                return True
        if where == "end":
            for regex, pattern in self._tails:
                if found := regex.search(text, max(0, len(text) - 400)):
                    return self._take_mark(line, found.span(), "tail", Mark(pattern.rule, pattern.why))
        return False

    def _take(self, line: SourceLine, span: tuple[int, int], rule: CutRule) -> bool:
        mark = Mark(rule.name, rule.why)
        if "photo-credit" in rule.name and not self.is_last and _is_below_picture(line):
            self.remove(line, mark)
            return True
        return self._take_mark(line, span, rule.side, mark)

    def _take_mark(self, line: SourceLine, span: tuple[int, int], stage: Stage, mark: Mark) -> bool:
        """Cut the piece if the rest of the line stays whole; the whole line goes if nothing readable is left."""
        text = self._texts[line.position]
        piece = text[span[0] : span[1]]
        rest = (text[: span[0]] if stage == "tail" else text[span[1] :]).strip()
        if not any(char.isalnum() for char in rest):
            if self.is_last:
                return False
            self.remove(line, mark)
            return True
        if not is_whole(text, span, stage):
            return False
        self._texts[line.position] = fold_space(rest)  # of marks that come in pairs one may be in the piece
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
