"""`scrapy diff`: what another version of the rules made of the same pages, grouped by rule."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.console import Console
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import fail
from newscrawl.errors import RecordError

if TYPE_CHECKING:
    from newscrawl.output.changes import Change

_DIFFERENT, _BROKEN, _UNREADABLE = 1, 65, 66


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    is_verdict = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] OLD NEW"

    def short_desc(self) -> str:
        return "Compare two output folders: what changed in the stories, and by which rule"

    def long_desc(self) -> str:
        return (
            "OLD and NEW are output folders with the same pages, as `scrapy crawl archive` makes one from another. "
            "Articles are matched by id. Shown are: articles that are there once only, fields that changed, and for "
            "each rule the lines that it cuts now and did not before, and those that it gives back. "
            "Exit codes: 0 no difference; 1 there are some; 65 a line is broken; 66 a folder cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON line per article that differs")
        parser.add_argument("--examples", type=int, default=3, metavar="N", help="lines shown per rule (default: 3)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        import sqlite3

        from newscrawl.output.changes import changes

        if len(args) != 2:
            raise UsageError(f"scrapy diff {self.syntax()}")
        folders = [Path(arg) for arg in args]
        for folder in folders:
            if not (folder / "articles").is_dir():
                fail(_UNREADABLE, f"{folder} is no output folder: it holds no folder `articles`")
        try:
            found = self._print(changes(*folders), opts)
        except RecordError as error:
            fail(_BROKEN, str(error))
        except (OSError, sqlite3.Error) as error:
            fail(_UNREADABLE, str(error))
        self.exitcode = _DIFFERENT if found else 0

    @staticmethod
    def _print(found: Iterator[Change], opts: argparse.Namespace) -> int:
        if opts.json:
            return sum(1 for change in found if sys.stdout.write(msgspec.json.encode(change).decode() + "\n"))
        from newscrawl.report.changes import Differences, print_differences

        differences = Differences(opts.examples)
        for change in found:
            differences.add(change)
        print_differences(Console(highlight=False, width=None if sys.stdout.isatty() else 160), differences)
        return differences.articles
