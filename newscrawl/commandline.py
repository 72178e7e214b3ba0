"""What all commands do with what was typed: settings from the environment too, no name or option that there is not; and
the command `newscrawl`, which is `scrapy` with all of ours outside of a project, too.
"""

from __future__ import annotations

import argparse
import os

from scrapy.cmdline import execute
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.project import ENVVAR, get_project_settings

from newscrawl.commands._page import fail
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


class OwnCommand(ScrapyCommand):
    """Base of our commands. It stands outside of `commands/`, where Scrapy would take it for one."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options that all commands have.

        Raises:
            UsageError: an option is unknown; Scrapy hands it on among the arguments.
            SystemExit: with 78, where a NEWSCRAWL_* setting is unknown.
        """
        unknown = [arg for arg in args if arg.startswith("-") and arg != "-"]
        if unknown:
            raise UsageError(f"unknown option {unknown[0]}", print_help=False)
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            take_up(self.settings)
        except ConfigError as error:
            fail(_CONFIG, str(error))
