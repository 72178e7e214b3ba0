"""Front and section pages: navigation, headlines with their first words, pages to turn."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.newssite.papers import Paper
from tests.newssite.story import Story

PER_PAGE = 20


def listing(paper: Paper, stories: Sequence[Story], *, heading: str, path: str, page: int) -> str:
    """A page of headlines, newest first.

    Args:
        stories: all of the list; the page's share is cut out here.
        path: address of the list's first page.
        page: from 1.
    """
    shown = stories[(page - 1) * PER_PAGE : page * PER_PAGE]
    declared = "euc-kr" if paper.encoding == "cp949" else paper.encoding
    last = max(1, -(-len(stories) // PER_PAGE))
    pages = "".join(f'<a href="{path}?page={number}">{number}</a> ' for number in range(1, min(last, 10) + 1))
    return f"""<!DOCTYPE html>
<html lang="{paper.language}"><head><meta charset="{declared}"><title>{escape(heading)} | {escape(paper.name)}</title>
<meta property="og:type" content="website"><link rel="alternate" type="application/{_kind(paper)}" href="{paper.feed}"></head><body>
<header><a href="/">{escape(paper.name)}</a><nav><ul>{"".join(f'<li><a href="/section/{i}">{escape(s)}</a></li>' for i, s in enumerate(paper.sections, 1))}
<li><a href="/login">로그인</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main><h1>{escape(heading)}</h1><ul class="list_news">
{"".join(_item(paper, story) for story in shown)}</ul><div class="paging">{pages}</div></main>
<footer>{escape(paper.name)}</footer></body></html>"""


def _kind(paper: Paper) -> str:
    return "atom+xml" if paper.feed.startswith("/atom") else "rss+xml"


def _item(paper: Paper, story: Story) -> str:
    url = escape(paper.path(story))
    return f"""<li><a href="{url}"><img src="/img/{story.number}.jpg" alt=""></a><strong><a href="{url}">{escape(story.title)}</a></strong>
<p class="lead">{escape(story.lines[0][:80])} …</p></li>
"""
