"""`scrapy sites draft`: a first profile of a site from some of its pages."""

from __future__ import annotations

import argparse
import http.client
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.article import Page
from newscrawl.commands._page import (
    is_address,
    kept,
    named_addresses,
    output_folder,
    read_page,
    reason,
    rules_folder,
    web,
)
from newscrawl.commands._printing import fail, note
from newscrawl.errors import ConfigError, PageError, RecordError
from newscrawl.log import escape
from newscrawl.noise import load_rules
from newscrawl.sites import Sites, without_profiles

#: Of one page so many differences are told, and so many hosts.
_TOLD = 8
#: So many kept pages of a site are read. Of these a draft is made from every second one and tried on the others,
#: where that leaves enough to draft from.
_KEPT, _ENOUGH = 24, 5
_NO_BODY = "no element with a name that lasts holds its story and little else"


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
        raise UsageError("give article pages of one site, or its name: scrapy sites draft PAGE …", print_help=False)
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
    is_kept = any(_is_site(command, name) for name in names)
    apart = reads[1::2] if is_kept and len(reads) >= 2 * _ENOUGH else []
    found = drafted(reads[::2] if apart else reads)
    if found is None:
        fail(65, f"no layout can be drafted: {_NO_BODY.replace('its story', 'the story of a page')}")
    known = sites.for_host(found.profile.name)
    if known is not None:
        note(f"the profile {known.name} knows this site already; the pages were read without it")
    print(profile_text(found), end="")
    for read in found.others:
        note(escape(f"{read.article.url}: of no layout: {_NO_BODY}"))
    _compare(differences(found.profile, found.held, default, rules))
    if apart:
        same = _compare(differences(found.profile, apart, default, rules), only_others=True)
        note(f"of {len(apart)} pages more, which it was not drafted from, {same} give the same article with it")


def _compare(pages: Iterable[tuple[str, list[str]]], *, only_others: bool = False) -> int:
    """Tell of each page what is read otherwise with the profile; how many are the same."""
    same = 0
    for url, changes in pages:
        same += not changes
        if changes or not only_others:
            how = "with this profile it is another article:" if changes else "the same article with this profile"
            note(escape(f"{url}: {how}"))
        for change in changes[:_TOLD]:
            note(escape(f"  {change}"))
        if len(changes) > _TOLD:
            note(f"  and {len(changes) - _TOLD} more")
    return same


def _some(hosts: Sequence[str]) -> str:
    more = f" and {len(hosts) - _TOLD} more" if len(hosts) > _TOLD else ""
    return ", ".join(hosts[:_TOLD]) + more


def _pages(command: ScrapyCommand, names: Sequence[str], opts: argparse.Namespace, default: Sites) -> Iterator[Page]:
    """The pages that can be had, each at its address; of one that cannot, why not."""
    fetch = _fetcher(command, ask=opts.fetch)
    for name in names:
        try:
            if _is_site(command, name):
                yield from _of_site(command, name)
            else:
                yield fetch(name) if is_address(name) else _at_home(read_page(name, None), default)
        except FileNotFoundError as error:
            hint = "" if "/" in name else ", nor has a crawl stories of such a site"
            note(escape(f"{name}: {reason(error)}{hint}"))
        except (PageError, RecordError) as error:
            note(escape(f"{name}: {error}"))
        except (OSError, http.client.HTTPException, ValueError) as error:
            note(escape(f"{name}: {reason(error)}"))


def _fetcher(command: ScrapyCommand, *, ask: bool) -> Callable[[str], Page]:
    """Where the pages of addresses come from: the archive, where it holds them, else the web, one after the other."""
    assert command.settings is not None
    settings = command.settings
    fetch = lru_cache(maxsize=1)(lambda: web(settings))

    def page(url: str) -> Page:
        found = None if ask else kept(output_folder(settings), url)
        return found if found is not None else fetch()(url)

    return page


def _is_site(command: ScrapyCommand, name: str) -> bool:
    """Whether the output folder has stories of a site that is called so."""
    return not Path(name).exists() and (site := _site(name)) != "" and _stories(command, site).is_dir()


def _site(name: str) -> str:
    return "" if "/" in name else name.lower().removeprefix("www.")


def _stories(command: ScrapyCommand, site: str) -> Path:
    from newscrawl.output.files import slug

    assert command.settings is not None
    return output_folder(command.settings) / "articles" / slug(site)


def _of_site(command: ScrapyCommand, name: str) -> Iterator[Page]:
    """The pages that crawls have kept of a site."""
    from newscrawl.kept import addresses_of

    assert command.settings is not None
    folder = output_folder(command.settings)
    found = [page for url in addresses_of(folder, _site(name), _KEPT) if (page := kept(folder, url)) is not None]
    note(escape(f"{name}: {len(found)} pages that are kept in {folder}"))
    yield from found


def _at_home(page: Page, default: Sites) -> Page:
    """A page of a file, at the address that it gives itself."""
    url = next(iter(named_addresses(page, default)), None)
    if url is None:
        raise ValueError("the page names no address of its own: give the address, or the page a <link rel=canonical>")
    return replace(page, url=url)
