"""`scrapy copies`: which stories say nearly the same as an earlier one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import note
from newscrawl.commands._stories import Choice, add_choice_options, read_all, reading
from newscrawl.log import escape

if TYPE_CHECKING:
    from newscrawl.output.copies import Group, Told


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [FOLDER]"

    def short_desc(self) -> str:
        return "Find stories that say nearly the same as an earlier one: agency reports, portals' copies"

    def long_desc(self) -> str:
        return (
            "Reads the stories of an output folder (default: NEWSCRAWL_OUTPUT_DIR) as they stand now, and groups those of which the "
            "better part has been said by an earlier one, shortened, under another headline, with paragraphs of their own. "
            "The first of a group is the earliest by the times that the pages give; who wrote it is not known by that. "
            "Takes some 6 KB of memory for every thousand letters of a story. Exit codes: 0 done; 2 usage; 65 a line is broken; 66 the folder cannot be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON line a group: `first`, and `copies` with their `share`")  # fmt: skip
        parser.add_argument("--share", type=float, default=0.6, metavar="N", help="how much of a copy an earlier story must have said, above 0 to 1 (default: 0.6)")  # fmt: skip
        add_choice_options(parser)

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.output.copies import groups
        from newscrawl.output.latest import Latest

        assert self.settings is not None
        if len(args) > 1:
            raise UsageError(f"scrapy copies {self.syntax()}")
        if not 0 < opts.share <= 1:
            raise UsageError(f"--share {opts.share:g}: must be above 0 and not above 1", print_help=False)
        path, choice = Path(args[0] if args else self.settings["NEWSCRAWL_OUTPUT_DIR"]), Choice(opts)
        with reading(path):
            found = groups(choice.of(read_all(Latest(path))), opts.share)
        for group in found:
            sys.stdout.write(
                msgspec.json.encode(group).decode() + "\n" if opts.json else "\n".join(_shown(group)) + "\n\n"
            )
        copies = sum(len(group.copies) for group in found)
        note(f"{copies} of {choice.written} stories are copies, of {len(found)}")


def _shown(group: Group) -> Iterator[str]:
    yield f"      {_line(group.first)}"
    yield from (f"{copy.share:4.0%}  {_line(copy)}" for copy in group.copies)


def _line(story: Told) -> str:
    said = (story.published_at or "no time", story.publisher or story.site, story.title, story.url)
    return "  ".join(map(escape, said))
