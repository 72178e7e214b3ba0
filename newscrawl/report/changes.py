"""The difference of two outputs for people: how many articles, which fields, and per rule what it cuts or gives back."""

from __future__ import annotations

from collections import Counter, defaultdict

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl.log import escape
from newscrawl.output.changes import Change

_SHOWN_CHARS = 100


class Differences:
    """Changes, counted as they come.

    Args:
        examples: lines kept per rule and direction.
    """

    def __init__(self, examples: int) -> None:
        self._examples = examples
        self.kinds: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.lines: Counter[tuple[str, bool]] = Counter()
        """By rule, and whether it cuts them now."""
        self.stories: Counter[tuple[str, bool]] = Counter()
        self.examples: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)

    @property
    def articles(self) -> int:
        """How many differ."""
        return self.kinds.total()

    def add(self, change: Change) -> None:
        """Count one article."""
        self.kinds[change.kind] += 1
        self.fields.update(change.fields)
        self.stories.update({(line.rule, line.is_cut) for line in change.lines})
        for line in change.lines:
            key = (line.rule, line.is_cut)
            self.lines[key] += 1
            if len(self.examples[key]) < self._examples:
                self.examples[key].append(line.text)


def print_differences(console: Console, found: Differences) -> None:
    """A line of counts, then a table of fields and one of rules, where there is anything in them."""
    if not found.articles:
        console.print("no difference")
        return
    words = {"changed": "changed", "gone": "only in OLD", "added": "only in NEW"}
    console.print(
        ", ".join(f"{found.kinds[kind]} articles {word}" for kind, word in words.items() if found.kinds[kind])
    )
    if found.fields:
        console.print(_fields(found))
    if found.lines:
        console.print(_rules(found))


def _fields(found: Differences) -> Table:
    table = _table("Fields that changed", "field", "articles")
    for name, number in found.fields.most_common():
        table.add_row(name, str(number))
    return table


def _rules(found: Differences) -> Table:
    table = _table("Lines of stories, by rule", "rule", "", "lines", "articles", "for example")
    for key, lines in sorted(found.lines.items(), key=lambda item: (-item[1], item[0])):
        rule, is_cut = key
        word = Text("cut now", style="red") if is_cut else Text("back now", style="green")
        shown = "\n".join(_short(text) for text in found.examples[key])
        table.add_row(Text(escape(rule)), word, str(lines), str(found.stories[key]), Text(shown))
    return table


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)


def _short(text: str) -> str:
    line = escape(" ".join(text.split()))
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"
