"""`scrapy sites`: the profiles in force; list them, show one, check a file, draft one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from newscrawl.article import Page
from newscrawl.commandline import OwnCommand
from newscrawl.commands import _draft
from newscrawl.commands._page import is_address, named_addresses, rules_folder, sites_folder
from newscrawl.commands._printing import fail, note
from newscrawl.errors import ConfigError, PageError
from newscrawl.log import escape
from newscrawl.noise import load_rules
from newscrawl.sites import SiteProfile, Sites, load_profile, load_sites, with_profile

if TYPE_CHECKING:
    from newscrawl.report.trial import Expected, Trial


class Command(OwnCommand):
    requires_project = False
    requires_crawler_process = False
    is_verdict = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[list | show NAME | check FILE … | check FILE --page PAGE [--url URL] [--expect TOML] | draft PAGE … | draft SITE]"

    def short_desc(self) -> str:
        return "List the site profiles, show one, check a profile file, draft one"

    def long_desc(self) -> str:
        return (
            "list: every profile and family, with its hosts and layouts (the default). "
            "show NAME: what a profile says; NAME may be a profile, a family, a host or a URL. "
            "check FILE …: read profile files and name the first mistake of each; ends with 78 if there is one. "
            "With --page: also read that page with the profile, as if it were in force, and count what each selector finds; with "
            "--expect: compare the article with what the file says (in the form of tests/golden/*/expected.toml), end with 65 where it "
            "differs. draft PAGE …: a first profile of a site from some of its article pages (addresses, read from the archive where a crawl "
            "has kept them, or HTML files; or the name of a site, of which a crawl has kept pages), as TOML on standard output; what a person "
            "should look at is said on standard error."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--page", metavar="FILE", help="with check: a page of the site, to be read with the profile"
        )
        parser.add_argument("--url", help="where the page was read; else the `url` of --expect, or what the page names")
        parser.add_argument(
            "--fetch",
            action="store_true",
            help="with draft: ask the web for addresses whose pages a crawl has kept, too",
        )
        parser.add_argument("--expect", metavar="FILE", help="with --page: what should be read in it")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        action, names = (args[0], args[1:]) if args else ("list", [])
        console = Console(highlight=False)
        if (opts.page and len(names) != 1) or (not opts.page and (opts.url or opts.expect)):
            raise UsageError("--page takes one profile: scrapy sites check FILE --page PAGE", print_help=False)
        if action == "check" and names:
            _check(console, names)
            if opts.page:
                self._try(console, names, opts)
        elif action == "draft":
            _draft.draft(self, names, opts, self._sites())
        elif (action == "list" and not names) or (action == "show" and len(names) == 1):
            sites = self._sites()
            console.print(_list(sites)) if action == "list" else _show(console, _find(sites, names[0]))
        else:
            raise UsageError(f"scrapy sites {self.syntax()}")

    def _try(self, console: Console, names: list[str], opts: argparse.Namespace) -> None:
        """Read a page with a profile, as if it were in force."""
        from newscrawl.report.trial import Expected, read_expected, tried

        try:
            expected = read_expected(Path(opts.expect)) if opts.expect else Expected()
            profile = load_profile(Path(names[0]))
            sites = with_profile(self._sites(), profile)
            html = Path(opts.page).read_bytes()
            url = opts.url or expected.page.url or _named(html, sites, profile)
            if not is_address(url):
                raise UsageError(
                    "--page needs --url ADDRESS, where the page was read; the page names none of the profile's hosts",
                    print_help=False,
                )
            if profile.hosts and sites.for_url(url) is not sites.profiles[profile.name]:
                raise UsageError(f"--url {url}: is no host of {profile.name}", print_help=False)
            page = Page(url=url, html=html, headers=expected.page.headers)
            trial = tried(page, sites, load_rules(rules_folder(self)))
        except ConfigError as error:
            fail(78, str(error))
        except PageError as error:
            fail(65, f"{opts.page}: {error}")
        except OSError as error:
            fail(66, f"{opts.page}: {error.strerror}")
        _tell(console, trial, profile)
        if opts.expect:
            _compare(trial, expected, opts.expect)
        elif trial.refusal is not None:
            fail(65, f"{opts.page}: no article: {trial.refusal}")

    def _sites(self) -> Sites:
        try:
            return load_sites(sites_folder(self))
        except ConfigError as error:
            fail(78, str(error))


def _named(html: bytes, sites: Sites, profile: SiteProfile) -> str:
    """The address that a page gives itself, if the profile is for it; "" for none. Raises `PageError`."""
    named = named_addresses(Page(url="", html=html), sites)
    return next((url for url in named if not profile.hosts or sites.for_url(url) is sites.profiles[profile.name]), "")


def _list(sites: Sites) -> Table:
    table = Table("profile", "hosts", "layouts", "language", "zone")
    for profile in (*sites.profiles.values(), *sites.families.values(), sites.default):
        hosts = ", ".join(profile.hosts) or ("any" if profile is sites.default else "by its mark in the page")
        layouts = ", ".join(layout.name for layout in profile.layouts)
        table.add_row(profile.name, hosts, layouts, profile.language or "", profile.timezone or "")
    return table


def _find(sites: Sites, name: str) -> SiteProfile:
    named = {**sites.profiles, **sites.families, "default": sites.default}
    found = named.get(name) or (sites.for_url(name) if "://" in name else sites.for_host(name))
    if found is None:
        fail(2, f"no profile {name!r}; `scrapy sites` lists them")
    return found


def _show(console: Console, profile: SiteProfile) -> None:
    console.print(Text(profile.name, style="bold"), soft_wrap=True)
    for key in ("hosts", "language", "timezone", "publisher", "portal"):
        console.print(Text(f"  {key}: {getattr(profile, key)}"), soft_wrap=True)
    for source in ("feeds", "sitemaps", "sections"):
        for url in getattr(profile.sources, source):
            console.print(Text(f"  {source}: {url}"), soft_wrap=True)
    for layout in profile.layouts:
        until = f" until {layout.until}" if layout.until else ""
        console.print(Text(f"layout {layout.name}{until} — {layout.seen}", style="bold"), soft_wrap=True)
        for key, selector in layout.selectors:
            console.print(Text(f"  {key}: {selector}"), soft_wrap=True)


def _check(console: Console, names: list[str]) -> None:
    wrong = 0
    for name in names:
        try:
            profile = load_profile(Path(name))
        except ConfigError as error:
            print(f"newscrawl: {error}", file=sys.stderr)
            wrong += 1
        else:
            layouts = (
                f"layouts of {profile.layouts_from}" if profile.layouts_from else f"{len(profile.layouts)} layout(s)"
            )
            console.print(Text(f"{name}: {profile.name} is well formed, {layouts}"), soft_wrap=True)
            if profile.name != Path(name).stem:
                note(f"{name}: name: {profile.name!r} is not the file's name, by which people look for it")
    if wrong:
        raise SystemExit(78)


def _tell(console: Console, trial: Trial, profile: SiteProfile) -> None:
    """What the page was read with, and what each selector finds in it."""
    console.print(Text(f"read with {trial.read_with}"), soft_wrap=True)
    for hit in trial.hits:
        sign = "!" if not hit.count and hit.is_needed else " "
        console.print(Text(f"{sign}{hit.count:5}  {hit.key}: {hit.looks_for}"), soft_wrap=True)
    nothing = sum(not hit.count and hit.is_needed for hit in trial.hits)
    if not trial.is_known:
        note(f"no layout of {profile.name} has a mark that the page carries")
    elif nothing:
        note(f"{nothing} of {len(trial.hits)} find nothing in this page, those with !")


def _compare(trial: Trial, expected: Expected, file: str) -> None:
    from newscrawl.report.trial import differences

    found = list(differences(trial, expected))
    for difference in found:
        print(escape(difference))
    if found:
        fail(65, f"{len(found)} differences from {file}")
    print(f"as {file} expects")
