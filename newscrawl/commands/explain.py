"""`scrapy explain`: every line of a page, kept or struck out, with rule and reason."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import ClassVar

from rich.console import Console
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._page import SYNTAX, add_page_options, extraction_of, write_page
from newscrawl.commands._printing import fail
from newscrawl.errors import LedgerError
from newscrawl.log import escape
from newscrawl.report.page import print_explanation


class Command(OwnCommand):
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return SYNTAX

    def short_desc(self) -> str:
        return "Show every line of a page: kept, or removed by which rule and why"

    def long_desc(self) -> str:
        return (
            "Reads one page (a file, a URL, or - for standard input) and shows every line of its article part in page "
            "order: + kept, - removed, with the rule that took it; then each rule's reason, and where each field was read. "
            "With --fate it reads no page: it says what became of a URL, by which command it was found, why it was refused "
            "or held, when it is tried again, and to which line it was written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_page_options(parser)
        parser.add_argument(
            "--fate", action="store_true", help="what became of a URL in the crawls of NEWSCRAWL_OUTPUT_DIR, and why"
        )

        parser.add_argument("--html", metavar="FILE", help="write a page for the browser; - for standard output")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.fate:
            self._tell_fate(args)
            return
        extraction = extraction_of(self, args, opts)
        if opts.html:
            from newscrawl.report.html import explanation_html

            write_page(opts.html, explanation_html(extraction))
            return
        width = None if sys.stdout.isatty() else 200
        print_explanation(Console(no_color=opts.no_color or None, highlight=False, width=width), extraction)

    def _tell_fate(self, args: list[str]) -> None:
        from newscrawl.kept import spellings
        from newscrawl.ledger.sqlite import SqliteLedger
        from newscrawl.report.fate import fate_lines

        if len(args) != 1:
            raise UsageError("give one URL: scrapy explain --fate URL")
        folder = Path(self.settings.get("NEWSCRAWL_OUTPUT_DIR") or "output") if self.settings else Path("output")
        path = folder / "ledger.sqlite"
        if not path.exists():
            fail(66, f"there is no ledger in {folder}: nothing was crawled there")
        try:
            ledger = SqliteLedger(path, "explain")
            known = ledger.known(spellings(args[0]))
            trace = next((ledger.trace(url) for url in spellings(args[0]) if url in known), None)
            ledger.close()
        except LedgerError as error:
            fail(74, str(error))
        if trace is None:
            fail(66, f"{args[0]} was never announced to a crawl of {folder}")
        print("\n".join(map(escape, fate_lines(trace, folder))))
