"""BYTES -> ARTICLE, pure: no Scrapy, no network, no clock, no database.

decode > choose layout > fields > prune > body > trim
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from newscrawl.article import RECALLED, Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction.body import Body, account, choose_body
from newscrawl.extraction.by_wording import by_wording
from newscrawl.extraction.flags import RENDERED
from newscrawl.extraction.kind import refuse_lists, refuse_walls
from newscrawl.extraction.learned import LearnedLayouts
from newscrawl.extraction.lines import fold_space
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.opened import Opened, open_page
from newscrawl.extraction.prune import Marks, mark_layout, mark_rules
from newscrawl.extraction.record import (
    MIN_CHARS,
    article_id,
    content_hash,
    count_removed,
    finished,
    host_of,
    with_lines,
)
from newscrawl.extraction.scripts import rendered_flight, set_aside, story_in_scripts
from newscrawl.extraction.walk import linearize
from newscrawl.noise import Rules, load_rules
from newscrawl.sites import Sites

__all__ = [
    "MIN_CHARS", "RENDERED", "LearnedLayouts", "Opened", "article_id", "content_hash", "count_removed", "extract_page", "open_page",
    "read_page", "with_lines",
]  # fmt: skip

#: A story below this many characters may be a teaser of the one that a script holds.
_THIN_CHARS = 400


def extract_page(
    page: Page, *, sites: Sites | None = None, rules: Rules | None = None, learned: LearnedLayouts | None = None
) -> Extraction:
    """Read the article of a page, and account for every line of the page's article part.

    Args:
        page: what was fetched.
        sites: profiles in force; the built-in ones by default.
        rules: noise rules in force; the built-in ones by default.
        learned: layouts of sites without a profile, learned from the pages before; is added to. None: each page for itself.

    Raises:
        PageError: the page gives no article; `code` says why.
        ConfigError: a built-in or given profile or rule file is wrong.
    """
    try:
        with _collector_at_rest():
            return _extraction(page, sites, rules or load_rules(), learned)
    except RecursionError as error:
        raise PageError("too-complex", "it is nested too deep") from error


def read_page(page: Page, *, sites: Sites | None = None, rules: Rules | None = None) -> tuple[Opened, Body, Extraction]:
    """As `extract_page`, with the page and the body that it was read from: for whoever asks where in a page things stand."""
    rules = rules or load_rules()
    opened = open_page(page, sites=sites, rules=rules)
    body = _full_body(opened)
    return opened, body, finished(opened, body, rules.fingerprint)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for unreachable objects meanwhile.

    A page makes thousands of objects, which would start that search several times, and all of them go when the page is done.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _extraction(page: Page, sites: Sites | None, rules: Rules, learned: LearnedLayouts | None) -> Extraction:
    opened = open_page(page, sites=sites, rules=rules)
    if learned is None or opened.layout.body:
        return finished(opened, _full_body(opened), rules.fingerprint)
    return _remembered(opened, learned, rules.fingerprint)


def _remembered(opened: Opened, learned: LearnedLayouts, fingerprint: str) -> Extraction:
    """The record of a page whose site may be known from the pages before; see `learned`."""
    layout = learned.of(host_of(opened.page.url), opened.rules)
    recalled = layout.recall(opened.nodes, opened.rules, opened.known)
    if recalled is not None and _chars(recalled) < _THIN_CHARS and _told(opened) is not None:
        recalled = None  # a teaser of what a script holds
    if recalled is not None and not layout.is_due():
        try:
            read = finished(opened, _not_a_list(opened, recalled), fingerprint)
            return replace(read, evidence={**read.evidence, "text": RECALLED})
        except PageError:  # the full way says what it is
            pass
    try:
        body = _full_body(opened)
        read = finished(opened, body, fingerprint)
    except PageError:
        if recalled is not None and not _is_same(opened, recalled, None):
            layout.differs()
        raise
    if recalled is not None and not _is_same(opened, recalled, read):
        layout.differs()
    elif body.reading is not None:
        layout.learn(opened.nodes, opened.known, body.reading, read.removals)
    return read


def _is_same(opened: Opened, recalled: Body, read: Extraction | None) -> bool:
    """Whether a page gives the same article either way; `read` is None where the full way gives none."""
    try:
        article = finished(opened, _not_a_list(opened, recalled), "").article
    except PageError:  # such a page is read the full way
        return True
    return read is not None and (article.text, article.authors) == (read.article.text, read.article.authors)


def _full_body(opened: Opened) -> Body:
    marks = mark_layout(opened.nodes, opened.layout)
    if not opened.layout.body:
        marks = mark_rules(opened.nodes, opened.rules, marks)
    return _body(opened, marks)


def _body(opened: Opened, marks: Marks) -> Body:
    """The chosen body, from the page's elements or, where they hold hardly any story, from its scripts.

    A page without one is refused for what it says, where it says it is an error or a wall, or for being a list.
    """
    try:
        body = choose_body(opened.nodes, marks, opened.layout, opened.known, by_wording(opened.rules))
        _not_a_list(opened, body)
    except PageError:
        if (told := _told(opened)) is not None:
            return told
        body_ = opened.nodes.elements[opened.nodes.body]
        words = fold_space(" ".join(line.text for line in linearize(body_, nodes=opened.nodes)))
        refuse_walls(opened.fields.title, words, declared=opened.is_declared)
        raise
    chars = _chars(body)
    told = _told(opened) if chars < _THIN_CHARS else None
    return told if told and _chars(told) > 2 * chars else body


def _chars(body: Body) -> int:
    return sum(len(line.text) for line in body.chosen)


def _not_a_list(opened: Opened, body: Body) -> Body:
    fields = opened.fields
    refuse_lists(
        opened.page.url, opened.structured, body.chosen, title=fields.title, dated=fields.published_at is not None
    )
    return body


def _told(opened: Opened) -> Body | None:
    """The story that a script of the page holds, as a value or as elements yet to be put together."""
    found = story_in_scripts(opened.tree, opened.fields.title or "", declared=opened.is_declared)
    if found is not None:
        nodes = Nodes(found[0])
        lines = linearize(found[0], mark_rules(nodes, opened.rules, {}), nodes=nodes)
        chosen = tuple(line for line in lines if line.mark is None and line.text)
        return Body(chosen, tuple(account(lines, {line.position for line in chosen}))) if chosen else None
    rendered = rendered_flight(opened.tree)
    if rendered is None:
        rendered = set_aside(opened.tree)
    if rendered is None:
        return None
    nodes = Nodes(rendered)
    try:
        return choose_body(nodes, mark_rules(nodes, opened.rules, {}), opened.layout, opened.known)
    except PageError:
        return None
