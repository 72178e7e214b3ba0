"""`scrapy explain`: every line of a page, kept or struck out, with rule and reason."""

from __future__ import annotations

import argparse
import sys
from typing import ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand

from newscrawl.commands._page import SYNTAX, add_page_options, extraction_of
from newscrawl.report.page import print_explanation


class Command(ScrapyCommand):
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
            "order: + kept, - removed, with the rule that took it; then each rule's reason, and where each field was read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_page_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        extraction = extraction_of(self, args, opts)
        width = None if sys.stdout.isatty() else 200
        print_explanation(Console(no_color=opts.no_color or None, highlight=False, width=width), extraction)
