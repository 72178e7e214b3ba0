"""`scrapy export`: the stories of an output folder as they stand now, in one file."""

from __future__ import annotations

import argparse
import codecs
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import ClassVar

from scrapy.exceptions import UsageError

from newscrawl.article import Article
from newscrawl.commandline import OwnCommand
from newscrawl.commands._printing import fail, note, write_code
from newscrawl.commands._stories import Choice, add_choice_options, read_all, reading
from newscrawl.errors import OutputError

_FORMATS = ("jsonl", "csv")


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [FOLDER]"

    def short_desc(self) -> str:
        return "Write the stories as they stand now into one file, JSON lines or CSV"

    def long_desc(self) -> str:
        return (
            "Reads an output folder (default: NEWSCRAWL_OUTPUT_DIR), also one file of articles, and writes of each story "
            "its newest revision, those left out that are gone. What a crawl is writing to at the moment comes with the next export. "
            "Exit codes: 0 done; 2 usage; 65 a line is broken; 66 the folder cannot be read; 73 the file cannot be written; 74 disk full or I/O error."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--to", metavar="FILE", default="-", help="FILE.jsonl or FILE.csv, replaced as a whole when all is written; default: standard output")  # fmt: skip
        parser.add_argument("--format", choices=_FORMATS, help="jsonl (default) or csv, where the name of FILE does not say it")  # fmt: skip
        parser.add_argument("--columns", metavar="A,B", help="with csv: these columns, in this order")
        parser.add_argument("--excel", action="store_true", help="with csv: the mark by which Excel knows UTF-8, and an apostrophe before what it would take for a formula")  # fmt: skip
        add_choice_options(parser)
        parser.add_argument("--without-copies", action="store_true", help="of stories that say nearly the same only the first (scrapy copies)")  # fmt: skip

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.output.latest import Latest

        assert self.settings is not None
        if len(args) > 1:
            raise UsageError(f"scrapy export {self.syntax()}")
        path = Path(args[0] if args else self.settings["NEWSCRAWL_OUTPUT_DIR"])
        choice, lines_of = Choice(opts), _maker(opts)
        with reading(path):
            copies = _copies(path, opts) if opts.without_copies else frozenset[str]()
            latest = Latest(path)
            stories = (story for story in choice.of(read_all(latest)) if choice.is_no_copy(story, copies))
            try:
                _write(lines_of(stories), opts.to)
            except OutputError as error:
                fail(write_code(error.__cause__), str(error))
            except OSError as error:
                fail(write_code(error), f"cannot write {opts.to}: {error.strerror}")
        note(choice.summary(latest, "standard output" if opts.to == "-" else opts.to))


def _copies(path: Path, opts: argparse.Namespace) -> frozenset[str]:
    """The ids of the stories that say what another one of those that are wanted has said before."""
    from newscrawl.output.copies import groups
    from newscrawl.output.latest import Latest

    found = groups(Choice(opts).of(read_all(Latest(path))))
    return frozenset(copy.id for group in found for copy in group.copies)


def _maker(opts: argparse.Namespace) -> Callable[[Iterable[Article]], Iterator[bytes]]:
    """What makes lines of stories, in the format that was asked for."""
    format_ = opts.format or _named(opts.to)
    if format_ == "jsonl":
        if opts.columns or opts.excel:
            raise UsageError("--columns and --excel go with csv", print_help=False)
        from newscrawl.output.record import encode

        return lambda articles: map(encode, articles)
    from newscrawl.output.table import COLUMNS, csv_lines

    columns = [name.strip() for name in opts.columns.split(",")] if opts.columns else list(COLUMNS)
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise UsageError(f"--columns {unknown[0]}: there are {', '.join(COLUMNS)}", print_help=False)
    mark = [codecs.BOM_UTF8] if opts.excel else []
    return lambda articles: chain(mark, csv_lines(articles, columns, is_for_people=opts.excel))


def _named(file: str) -> str:
    """The format that a file's name says."""
    ending = Path(file).suffix.lower().removeprefix(".")
    if file == "-" or ending in _FORMATS:
        return ending or "jsonl"
    hint = "; DuckDB makes Parquet of the articles (README, Reading the articles)" if ending == "parquet" else ""
    raise UsageError(f"--to {file}: name it .jsonl or .csv, or give --format{hint}", print_help=False)


def _write(lines: Iterable[bytes], to: str) -> None:
    """Into the file, as a whole when all is there, or as they come where none can be put in its place. Raises `OutputError`, OSError."""
    from newscrawl.output.files import TEMPORARY, replace

    path = Path(to)
    if to == "-":
        sys.stdout.buffer.writelines(lines)
        sys.stdout.flush()  # before it is said that all is written
    elif path.exists() and not (path.is_file() or path.is_dir()):  # a pipe or device; it stays one
        with path.open("wb") as stream:
            stream.writelines(lines)
    else:
        file = path.resolve()  # a link stays one, too
        try:
            replace(file, lines)
        finally:
            file.with_name(file.name + TEMPORARY).unlink(missing_ok=True)
