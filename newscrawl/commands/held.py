"""`scrapy held`: articles that were held because their site's template seems to have changed; give them back."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import fail
from newscrawl.errors import NewscrawlError


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[list | release SITE [--as-usual]] [-s NEWSCRAWL_OUTPUT_DIR=FOLDER]"

    def short_desc(self) -> str:
        return "List articles held because their site has changed; give them back to be fetched again"

    def long_desc(self) -> str:
        return (
            "A site whose pages suddenly lack what they always had is taken to have changed its template: its articles "
            "are held instead of being written. list: how many, by site and sign (the default). release SITE: the next "
            "crawl fetches them again; do so after the profile was fixed. With --as-usual the pages as they are now are "
            "taken for the site's usual ones from then on."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--as-usual", action="store_true", help="with release: the pages are good as they are")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.run.ending import Exit, start_code

        assert self.settings is not None
        folder = Path(self.settings["NEWSCRAWL_OUTPUT_DIR"])
        if not (args in ([], ["list"]) or (len(args) == 2 and args[0] == "release")):
            raise UsageError(f"scrapy held {self.syntax()}")
        if not (folder / "ledger.sqlite").exists():
            fail(Exit.NOT_STARTED, f"there is no ledger in {folder}: nothing was crawled there")
        try:
            if len(args) == 2:
                _release(folder, args[1], as_usual=opts.as_usual)
            else:
                _list(folder)
        except NewscrawlError as error:
            fail(start_code(error), str(error))


def _list(folder: Path) -> None:
    from newscrawl.ledger.sqlite import SqliteLedger

    ledger = SqliteLedger(folder / "ledger.sqlite", "held")
    rows = ledger.held()
    ledger.close()
    table = Table(box=None, pad_edge=False)
    table.add_column("site", overflow="fold")
    table.add_column("what is odd")
    table.add_column("articles", justify="right")
    for site, sign, urls in rows:
        table.add_row(site, sign, str(urls))
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table if rows else "nothing is held")


def _release(folder: Path, site: str, *, as_usual: bool) -> None:
    from newscrawl.ledger.sqlite import SqliteLedger
    from newscrawl.run.health import released
    from newscrawl.run.lock import FolderLock

    lock = FolderLock(folder, "held", datetime.now(UTC))
    try:
        ledger = SqliteLedger(folder / "ledger.sqlite", "held")
        state = ledger.health(site)
        if state:
            ledger.keep_health(site, released(state, as_usual=as_usual))
        count = ledger.release_held(site)
        ledger.close()
    finally:
        lock.release()
    if not count:
        print(f"no article of {site} is held; `scrapy held` lists the sites")
    else:
        print(f"{count} articles of {site} are to be fetched again by the next crawl")
