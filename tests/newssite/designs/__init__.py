"""The page designs: what each writes around a story. Each module has `article(story, sheet) -> str`.

The shapes (elements, class names, the wording of widgets) are those of real news sites; every sentence is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from tests.newssite.papers import Paper
from tests.newssite.story import Block, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a page says beside its story."""

    paper: Paper
    base: str
    """Scheme, host and port of the paper."""
    url: str
    """The story's own address."""
    others: Sequence[tuple[str, str]]
    """(address, headline) of other stories."""

    def headlines(self, ending: str = "") -> str:
        """The other headlines as list rows."""
        return "".join(
            f'<li><a href="{escape(url)}">{escape(title + ending)}</a></li>\n' for url, title in self.others[:10]
        )


def inline(
    blocks: Sequence[Block], render: dict[str, Callable[[Block], str]], dateline: str, tail: Sequence[str]
) -> str:
    """The blocks of a story in a design's markup: a dateline goes to the first paragraph, glued noise to the last one."""
    prose = [index for index, block in enumerate(blocks) if block.kind == "p"]
    glued = "".join(" " + line[1:].strip() for line in tail if line.startswith("+"))
    parts = []
    for index, block in enumerate(blocks):
        if block.kind == "p":
            before = dateline if index == prose[0] else ""
            after = glued if index == prose[-1] else ""
            block = Block("p", ((before + block.text + after,),))
        parts.append(render[block.kind](block))
    return "\n".join(parts)


def own_lines(tail: Sequence[str]) -> list[str]:
    """The noise lines that stand on their own."""
    return [line for line in tail if not line.startswith("+")]


def rows_of(block: Block, cell: str = "td") -> str:
    """The rows of a table."""
    return "".join(
        "<tr>" + "".join(f"<{cell}>{escape(text)}</{cell}>" for text in row) + "</tr>\n" for row in block.rows
    )


def meta(story: Story, sheet: Sheet, *, site_name: str, extra: str = "") -> str:
    """The head that nearly every design shares."""
    paper = sheet.paper
    picture = f'<meta property="og:image" content="{sheet.base}/img/{story.number}.jpg">' if story.captions else ""
    return f"""<title>{escape(story.title)} | {escape(site_name)}</title>
<link rel="canonical" href="{escape(sheet.url)}">
<link rel="alternate" type="application/rss+xml" href="{paper.feed}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="{escape(site_name)}">
<meta property="og:url" content="{escape(sheet.url)}">
{picture}{extra}"""
