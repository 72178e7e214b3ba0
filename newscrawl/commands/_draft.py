"""`scrapy sites draft`: a first profile of a site from some of its pages."""

from __future__ import annotations

import argparse
import http.client
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.article import Page
from newscrawl.commands._page import is_address, read_page, reason, rules_folder
from newscrawl.commands._printing import fail, note
from newscrawl.errors import ConfigError, PageError
from newscrawl.extraction import open_page
from newscrawl.extraction.decode import MAX_BYTES
from newscrawl.log import escape
from newscrawl.noise import load_rules
from newscrawl.sites import Sites, without_profiles

#: Of one page so many differences are told, and so many hosts.
_TOLD = 8


def draft(command: ScrapyCommand, names: Sequence[str], opts: argparse.Namespace, sites: Sites) -> None:
    """Print a profile of the site that the pages are of, and say on standard error what a person should know of it.

    Raises:
        UsageError: no page is named.
        SystemExit: 65 where nothing can be drafted, 66 where no page can be had, 78 for a wrong setting or rule.
    """
    from newscrawl.report.draft_pages import read_all
    from newscrawl.report.drafts import differences, drafted
    from newscrawl.report.profile_text import profile_text
    from newscrawl.report.url_shapes import hosts_of, site_of

    if not names:
        raise UsageError("give article pages of one site: scrapy sites draft PAGE …", print_help=False)
    default = without_profiles(sites)
    try:
        rules = load_rules(rules_folder(command))
        pages = list(_pages(command, names, opts, default))
    except ConfigError as error:
        fail(78, str(error))
    if not pages:
        fail(66, "no page could be had")
    reads, useless = read_all(pages, default, rules)
    for message in useless:
        note(escape(message))
    if not reads:
        fail(65, "none of the pages gives an article that a layout could be drafted from")
    urls = [read.article.url for read in reads]
    if not site_of(urls):
        fail(65, escape(f"no one site that has a name: {_some(hosts_of(urls))}; give pages of one"))
    found = drafted(reads)
    if found is None:
        fail(
            65, "no layout can be drafted: no element with a name that lasts holds the story of a page and little else"
        )
    known = sites.for_host(found.profile.name)
    if known is not None:
        note(f"the profile {known.name} knows this site already; the pages were read without it")
    print(profile_text(found), end="")
    for read in found.others:
        note(
            escape(
                f"{read.article.url}: of no layout: no element with a name that lasts holds its story and little else"
            )
        )
    for url, changes in differences(found, default, rules):
        note(
            escape(
                f"{url}: {'the same article with this profile' if not changes else 'with this profile it is another article:'}"
            )
        )
        for change in changes[:_TOLD]:
            note(escape(f"  {change}"))
        if len(changes) > _TOLD:
            note(f"  and {len(changes) - _TOLD} more")


def _some(hosts: Sequence[str]) -> str:
    more = f" and {len(hosts) - _TOLD} more" if len(hosts) > _TOLD else ""
    return ", ".join(hosts[:_TOLD]) + more


def _pages(command: ScrapyCommand, names: Sequence[str], opts: argparse.Namespace, default: Sites) -> Iterator[Page]:
    """The pages that can be had, each at its address; of one that cannot, why not."""
    fetch = _fetcher(command, ask=opts.fetch)
    for name in names:
        try:
            yield fetch(name) if is_address(name) else _at_home(read_page(name, None), default)
        except PageError as error:
            note(escape(f"{name}: {error}"))
        except (OSError, http.client.HTTPException, ValueError) as error:
            note(escape(f"{name}: {reason(error)}"))


def _fetcher(command: ScrapyCommand, *, ask: bool) -> Callable[[str], Page]:
    """Where the pages of addresses come from: the archive, where it holds them, else the web, one after the other."""
    assert command.settings is not None
    settings = command.settings
    folder = Path(settings.get("NEWSCRAWL_OUTPUT_DIR") or "output")

    @lru_cache(maxsize=1)
    def web() -> Callable[[str], Page]:
        from newscrawl.web import Web  # with it comes much of the crawl

        return Web(settings).fetch

    def fetch(url: str) -> Page:
        if not ask and (folder / "ledger.sqlite").exists():
            from newscrawl.kept import kept_page

            if (page := kept_page(folder, url, MAX_BYTES, note)) is not None:
                return page
        return web()(url)

    return fetch


def _at_home(page: Page, default: Sites) -> Page:
    """A page of a file, at the address that it gives itself."""
    structured = open_page(page, sites=default).structured
    said = (*structured.links.get("canonical", ()), *structured.meta.get("og:url", ()))
    url = next((each for each in said if is_address(each)), None)
    if url is None:
        raise ValueError("the page names no address of its own: give the address, or the page a <link rel=canonical>")
    return replace(page, url=url)
