"""What all commands do with what was typed: settings from the environment too, no name or option that there is not; and
the command `newscrawl`, which is `scrapy` with all of ours outside of a project, too.
"""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from scrapy.cmdline import execute
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.project import ENVVAR, get_project_settings

from newscrawl.commands._printing import fail, printing
from newscrawl.errors import ConfigError
from newscrawl.options import take_up

_CONFIG = 78


def main() -> None:
    """`newscrawl COMMAND`: what `scrapy COMMAND` does in a project of ours, in any folder.

    The settings are those of the project that it is called in, if they begin with ours, else newscrawl.settings.
    """
    if not get_project_settings().get("NEWSCRAWL_OUTPUT_DIR"):
        os.environ[ENVVAR] = "newscrawl.settings"
    execute()


def prepare_streams() -> None:
    """See to it that there are three standard streams, and that stories of any script can be written to two of them.

    One that was closed (`>&-`) would else be a file or socket of the crawl's; what goes into a file or pipe is UTF-8, and
    a terminal of another encoding shows a `?` for what it does not have.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free is given out first
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open as long as the process is
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


class OwnCommand(ScrapyCommand):
    """Base of our commands. It stands outside of `commands/`, where Scrapy would take it for one."""

    is_verdict = False
    """Whether the exit code says what was found, and not only that something could be shown."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options that all commands have.

        Raises:
            UsageError: an option is unknown; Scrapy hands it on among the arguments.
            SystemExit: with 78, where a NEWSCRAWL_* setting is unknown.
        """
        prepare_streams()
        unknown = [arg for arg in args if arg.startswith("-") and arg != "-"]
        if unknown:
            raise UsageError(f"unknown option {unknown[0]}", print_help=False)
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            take_up(self.settings)
        except ConfigError as error:
            fail(_CONFIG, str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """What Scrapy calls; ends the process where standard output cannot be written."""
        with printing(to_the_end=self.is_verdict):
            self.act(args, opts)

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """What the command does."""
        raise NotImplementedError
