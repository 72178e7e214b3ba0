"""`scrapy clean`: the article of one page, readable or as the record."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import ClassVar

import msgspec
from rich.console import Console
from scrapy.exceptions import UsageError

from newscrawl import markdown
from newscrawl.commandline import OwnCommand
from newscrawl.commands._page import SYNTAX, add_page_options, extraction_of
from newscrawl.report.page import print_article


class Command(OwnCommand):
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return SYNTAX

    def short_desc(self) -> str:
        return "Show the article of a page without its noise"

    def long_desc(self) -> str:
        return (
            "Reads one page (a file, a URL, or - for standard input) and shows its article: headline, deck, authors, "
            "time, the story. Nothing is stored. Ends with 65 where the page gives no article, and says why."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_page_options(parser)
        parser.add_argument("--json", action="store_true", help="the whole record as one JSON line")
        parser.add_argument("--markdown", action="store_true", help="headline, deck and story as Markdown")
        parser.add_argument("--links", action="store_true", help="with --markdown: the story's links, too")
        parser.add_argument("--removals", action="store_true", help="with --json: what was removed, inline")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.json and opts.markdown:
            raise UsageError("--json and --markdown: choose one", print_help=False)
        if opts.links and not opts.markdown:
            raise UsageError("--links goes with --markdown; the record (--json) has them in any case", print_help=False)
        extraction = extraction_of(self, args, opts)
        article = extraction.article
        if opts.json:
            if opts.removals:
                article = replace(article, removals=extraction.removals)
            sys.stdout.write(msgspec.json.encode(article).decode("utf-8") + "\n")
        elif opts.markdown:
            from newscrawl.output.record import without_surrogates

            sys.stdout.write(without_surrogates(markdown(article, links=opts.links)))
        else:
            print_article(Console(no_color=opts.no_color or None, highlight=False), article)
