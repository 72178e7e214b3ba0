"""What a story is, as data: the clean text a careful editor would keep, and the noise that its page carries.

Stories stand in `stories/<paper>.toml`; the text is a row of blocks with a blank line between them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "stories"

#: Portal -> (paper, number) of the stories that it carries over from the publishers' own pages.
REPRINTS = {"portal": (("economy", 4), ("local", 1)), "news": (("economy", 2),)}


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a story. `rows` holds one tuple of cells per line of text it stands for; a picture has none in the text."""

    kind: str
    """`p` paragraph, `h` sub-heading, `quote`, `list` (a row per item), `table` (a row of cells per row), `picture`."""
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The only line of a paragraph, sub-heading or quote; the caption of a picture."""
        return self.rows[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story and where it is published."""

    paper: str
    """Short name of the paper's host, `portal`."""
    number: int
    """Counts the stories of a paper from 1."""
    title: str
    blocks: tuple[Block, ...]
    published: datetime
    """With its zone."""
    modified: datetime | None = None
    deck: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str
    section: str
    dateline: str = ""
    """What the agency writes at the head of the first sentence."""
    tail: tuple[str, ...] = ()
    """Noise lines below the story; one that starts with `+` is glued to the last sentence."""
    summary: tuple[str, ...] = ()
    """Sentences of the automatic summary, near copies of the story's."""
    notice: str = ""
    """The copyright line."""
    slug: str = ""
    keywords: tuple[str, ...] = field(default=())

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the clean text, a table's cells joined by ` | `."""
        return tuple(" | ".join(row) for block in self.blocks if block.kind != "picture" for row in block.rows)

    @property
    def text(self) -> str:
        """The clean text."""
        return "\n".join(self.lines)

    @property
    def notices(self) -> tuple[str, ...]:
        """All copyright lines of the page: its own, and those the publisher wrote below the story."""
        return (self.notice, *(line for line in self.tail if "금지" in line or "rights reserved" in line))

    @property
    def captions(self) -> tuple[str, ...]:
        """Captions of the pictures, in page order."""
        return tuple(block.text for block in self.blocks if block.kind == "picture")


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks of a story: `## ` sub-heading, `> ` quote, `- ` list, `| ` table, `! caption | credit` picture.

    >>> [block.kind for block in read_blocks("## Prices" + chr(10) * 2 + "| oats | 4" + chr(10) + "| rye | 5")]
    ['h', 'table']
    """
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.strip().splitlines()]
        mark = lines[0][:2]
        if mark == "##":
            yield Block("h", ((lines[0][3:],),))
        elif mark == "> ":
            yield Block("quote", ((lines[0][2:],),))
        elif mark == "- ":
            yield Block("list", tuple((line[2:],) for line in lines))
        elif mark == "| ":
            yield Block("table", tuple(tuple(cell.strip() for cell in line[2:].split("|")) for line in lines))
        elif mark == "! ":
            yield Block("picture", (tuple(part.strip() for part in lines[0][2:].split("|")),))
        else:
            yield Block("p", ((" ".join(lines),),))


@lru_cache(maxsize=1)
def told_stories() -> tuple[Story, ...]:
    """The stories somebody wrote, paper by paper, and the reprints of some of them on the portals."""
    own = {file.stem: tuple(_read(file)) for file in sorted(FOLDER.glob("*.toml"))}
    own = {paper: (*stories, *_reprints(own, paper)) for paper, stories in own.items()}
    return tuple(story for stories in own.values() for story in stories)


def _reprints(own: Mapping[str, tuple[Story, ...]], portal: str) -> Iterator[Story]:
    """A publisher's stories as a portal carries them: same words and time, another page."""
    for number, (paper, index) in enumerate(REPRINTS.get(portal, ()), len(own[portal]) + 1):
        story = own[paper][index - 1]
        notice = f"Copyright © {story.publisher}. 무단전재 및 재배포 금지."
        yield replace(story, paper=portal, number=number, notice=notice, section="경제", modified=None)


def _read(file: Path) -> Iterator[Story]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    for number, told in enumerate(data["story"], 1):
        said = {**data.get("all", {}), **told}
        blocks = tuple(read_blocks(said.pop("text")))
        said = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
        yield Story(paper=file.stem, number=number, blocks=blocks, **said)
