"""`scrapy sites`: the profiles in force; list them, show one, check a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._page import fail, sites_folder
from newscrawl.errors import ConfigError
from newscrawl.sites import SiteProfile, Sites, load_profile, load_sites


class Command(OwnCommand):
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[list | show NAME | check FILE …]"

    def short_desc(self) -> str:
        return "List the site profiles, show one, check a profile file"

    def long_desc(self) -> str:
        return (
            "list: every profile and family, with its hosts and layouts (the default). "
            "show NAME: what a profile says; NAME may be a profile, a family, a host or a URL. "
            "check FILE …: read profile files and name the first mistake of each; ends with 78 if there is one."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        action, names = (args[0], args[1:]) if args else ("list", [])
        console = Console(highlight=False)
        if action == "check" and names:
            _check(console, names)
        elif (action == "list" and not names) or (action == "show" and len(names) == 1):
            sites = self._sites()
            console.print(_list(sites)) if action == "list" else _show(console, _find(sites, names[0]))
        else:
            raise UsageError(f"scrapy sites {self.syntax()}")

    def _sites(self) -> Sites:
        try:
            return load_sites(sites_folder(self))
        except ConfigError as error:
            fail(78, str(error))


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
    if wrong:
        raise SystemExit(78)
