"""A drafted profile as the file that a person goes on with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from newscrawl._version import __version__
from newscrawl.report.drafts import Draft
from newscrawl.sites import Layout
from newscrawl.sites.profile import SELECTOR_FIELDS


def profile_text(draft: Draft) -> str:
    """TOML in the order of `newscrawl/sites/README.md`; a comment says where a selector does not find something on all pages."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    profile, pages = draft.profile, [read for reads in draft.pages.values() for read in reads]
    yield f"# Drafted by newscrawl {__version__} from {_counted(len(pages), 'page')}: look at each line; newscrawl/sites/README.md says what they mean."
    yield f"name = {_quoted(profile.name)}"
    yield f"hosts = {_listed(profile.hosts)}"
    for key in ("language", "publisher"):
        if value := getattr(profile, key):
            yield f"{key} = {_quoted(value)}"
    if any("no-zone" in read.article.flags for read in pages):
        yield '# timezone = "Area/City"  # its times say no zone'
    if profile.url.article:
        yield from ("", "[url]", f"article = {_listed(profile.url.article)}")
    for layout in profile.layouts:
        yield from _layout_lines(draft, layout)


def _layout_lines(draft: Draft, layout: Layout) -> Iterator[str]:
    yield from ("", "[[layouts]]", f"name = {_quoted(layout.name)}", f"seen = {_quoted(layout.seen)}")
    for key in SELECTOR_FIELDS:
        if selectors := getattr(layout, key):
            yield f"{key} = {_listed(selectors)}{_found(draft, layout, selectors if key != 'caption' else ())}"
    for entry in layout.remove:
        yield from ("", "[[layouts.remove]]", f"rule = {_quoted(entry.rule)}")
        yield f"select = {_quoted(entry.select)}{_found(draft, layout, [entry.select])}"
        yield f"why = {_quoted(entry.why)}"


def _found(draft: Draft, layout: Layout, selectors: Sequence[str]) -> str:
    """On how many of the pages they find something, where it is not on all of them."""
    pages = len(draft.pages[layout.name])
    counts = [draft.count(layout, selector) for selector in selectors]
    if all(count == pages for count in counts):
        return ""
    return f"  # on {', '.join(map(str, counts))} of {_counted(pages, 'page')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(text: str) -> str:
    """A TOML string: as it stands where that can be (patterns), else with JSON's escapes, which TOML reads too."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
