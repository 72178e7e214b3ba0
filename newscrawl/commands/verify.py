"""`scrapy verify`: whether everything that was published is whole, once, and as its account says."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import ClassVar

from scrapy.exceptions import UsageError

from newscrawl import log
from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import fail

_BROKEN, _UNREADABLE = 65, 66


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    is_verdict = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[FOLDER]"

    def short_desc(self) -> str:
        return "Check what was published: schema, order, hashes, that nothing stands there twice"

    def long_desc(self) -> str:
        return (
            "Reads every segment below FOLDER (default: NEWSCRAWL_OUTPUT_DIR) and prints what is wrong, one problem a "
            "line, as FILE:LINE: PROBLEM. Checked are: each line against the schema; that revisions are in order and no "
            "article stands there twice; that each has its account of removals; sizes, hashes and numbers of lines "
            "against the accounts of the runs; that accounts add up; that a tombstone follows its article; that the kept "
            "pages are whole (length and hashes, record by record) and hold each record that an article names. It may be used while a crawl runs. "
            "Exit codes: 0 all is well; 65 something is wrong; 66 the folder cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--without-pages", action="store_true", help="leave the kept pages alone")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.output.verify import Verification

        assert self.settings is not None
        if len(args) > 1:
            raise UsageError(f"scrapy verify {self.syntax()}")
        folder = Path(args[0] if args else self.settings["NEWSCRAWL_OUTPUT_DIR"])
        if not (folder / "articles").is_dir():
            fail(_UNREADABLE, f"{folder} is no output folder: it holds no folder `articles`")
        verification = Verification(folder, pages=not opts.without_pages)
        wrong = 0
        try:
            for problem in verification.problems():
                wrong += 1
                print(log.escape(str(problem)))
        except OSError as error:
            fail(_UNREADABLE, f"{error.filename or folder}: {error.strerror or error}")
        checked = f"{verification.segments} files, {verification.articles} articles, {verification.kept} pages"
        if wrong:
            fail(_BROKEN, f"{checked}, {wrong} problems")
        print(f"{checked}: all is well")
