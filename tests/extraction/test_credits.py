"""Authors that only a script's data names."""

import json
from typing import Any

import pytest

import newscrawl

TITLE = "Ferry sails again after thirty years"
STORY = "".join(
    f"<p>{line}</p>"
    for line in (
        "On Monday the ferry crossed the river of the harbour town again, for the first time in thirty years.",
        "“I had forgotten how slow it is,” said a man who sold tickets until the bridge was built, and shook his head.",
        "The council has paid for one summer. Whether the ferry sails next year is for the passengers to decide.",
    )
)


def authors_of(script: str, head: str = "") -> tuple[str, ...]:
    page = f"<html><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{STORY}</article>{script}</body></html>"
    return newscrawl.extract(page, url="https://paper.example/2026/11/23/ferry").authors


def state(value: Any) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "article",
    [
        {"headlines": {"basic": TITLE}, "credits": {"by": [{"type": "author", "name": "Quill Marlowe"}], "photos_by": [{"name": "Ada Lens"}]}},
        {"title": TITLE, "authors": [{"firstName": "Quill", "lastName": "Marlowe", "bio": "Writes about rivers."}]},
        {"title": {"rendered": TITLE}, "author": 7, "_embedded": {"author": [{"id": 7, "name": "Quill Marlowe"}]}},
        {"title": TITLE, "author": {"node": {"name": "Quill Marlowe"}}},
        {"attributes": {"title": TITLE, "author": {"data": {"attributes": {"fullName": "Quill Marlowe"}}}}},
        {"headline": TITLE, "byline": "By Quill Marlowe, Staff Writer"},
    ],
)  # fmt: skip
def test_the_shapes_that_systems_write(article: dict[str, Any]) -> None:
    """The author of the object with the page's headline, in the shape of half a dozen systems."""
    assert authors_of(state({"props": {"pageProps": {"article": article}}})) == ("Quill Marlowe",)


def test_an_assignment() -> None:
    """Data that a script assigns to a variable is read, too."""
    content = {"headlines": {"basic": TITLE}, "credits": {"by": [{"name": "Quill Marlowe"}, {"name": "Ada Wharf"}]}}

    found = authors_of(
        f"<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(content)};</script>"
    )

    assert found == ("Quill Marlowe", "Ada Wharf")


def test_other_stories_have_other_authors() -> None:
    """The author of a story that the page only links says nothing of this one."""
    others = [{"title": "Bridge shut for repairs until Easter", "author": {"name": "Ben Other"}}]

    assert authors_of(state({"props": {"related": others, "article": {"title": TITLE, "related": others}}})) == ()


def test_what_the_page_declares_comes_first() -> None:
    """A page that names its author elsewhere is not asked twice."""
    script = state({"article": {"title": TITLE, "author": {"name": "edit.user7"}}})

    assert authors_of(script, '<meta name="author" content="Quill Marlowe">') == ("Quill Marlowe",)
