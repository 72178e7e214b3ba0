"""`scrapy crawl`: what may stand behind it on the command line. It replaces Scrapy's own command.

Scrapy loads all commands to start one of them, so what this one does is loaded when it is asked for.
"""

from __future__ import annotations

import argparse
from typing import ClassVar

from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import fail
from newscrawl.settings import CRAWL_SETTINGS

_CANNOT_WRITE = 73


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = CRAWL_SETTINGS

    def syntax(self) -> str:
        return "SPIDER -a NAME=VALUE … [--show] [-s NEWSCRAWL_OUTPUT_DIR=FOLDER]"

    def short_desc(self) -> str:
        return "Crawl news pages into clean JSONL; a killed run is taken up again by the next"

    def long_desc(self) -> str:
        return (
            "Fetches news pages and writes their stories to FOLDER/articles (default: output), what was cut from them "
            "to FOLDER/removals, and an account of the run to FOLDER/runs. SPIDER says where the addresses come from: "
            "articles (-a url=ADDRESS, or -a urls=FILE), site (-a site=HOST), feed, sitemap, section (-a url=ADDRESS), "
            "archive (-a path=FOLDER of WARC files or saved pages, read without fetching); "
            "all take -a limit=NUMBER. Run the same command again to go on. "
            "Exit codes: 0 complete; 1 could not start; 2 usage; 69 too few pages succeeded; 70 internal error; "
            "73 cannot write there; 74 disk full or I/O error; 75 another run works in the folder; "
            "78 bad setting, profile or rule; 124 time budget used up; 130/143 interrupted, the next run goes on."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="argument of the spider"
        )
        parser.add_argument(
            "--show", action="store_true", help="at the end: a table per site, one article, and what was cut from it"
        )
        parser.add_argument(
            "--strict-health", action="store_true", help="end with 69 when a site is not as it usually is"
        )
        parser.epilog = (
            "Examples: scrapy crawl articles -a url=https://example.org/2026/11/23/rates-rise --show; "
            "scrapy crawl site -a site=example.org -a limit=100 -s NEWSCRAWL_OUTPUT_DIR=/var/lib/news"
        )
        parser.add_argument("-o", "-O", "--output", dest="feeds", action="append", help=argparse.SUPPRESS)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
        except OSError as error:
            fail(_CANNOT_WRITE, f"--pidfile {opts.pidfile}: {error.strerror}")
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.crawling import crawl

        assert self.settings is not None
        self.exitcode = crawl(self.settings, args, opts)
