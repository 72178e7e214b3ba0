"""A profile without a mistake, for tests to make mistakes in."""

from pathlib import Path

GOOD = """
name = "paper.example"
hosts = ["paper.example"]
timezone = "Asia/Seoul"

[url]
article = ['/news/\\d+']

[[layouts]]
name = "2025"
seen = "a page of May 2025"
mark = ["div.story"]
body = ["div.story"]

[[layouts.remove]]
rule = "paper.ad"
select = "div.ad"
why = "An advertisement."

[[layouts.lines]]
rule = "paper.tip-off"
pattern = "tips: .+"
why = "How to reach the newsroom."
"""


def written(folder: Path, text: str, name: str = "paper.toml") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
