"""`scrapy export`: the stories of an output folder as they stand now, in one file."""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.exceptions import UsageError

from newscrawl.article import Article
from newscrawl.commandline import OwnCommand
from newscrawl.commands._page import fail, note
from newscrawl.errors import ConfigError, OutputError, RecordError

if TYPE_CHECKING:
    from newscrawl.output.latest import Latest
    from newscrawl.spiders.window import Window

_BROKEN, _UNREADABLE, _CANNOT_WRITE = 65, 66, 73
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
            "Exit codes: 0 done; 2 usage; 65 a line is broken; 66 the folder cannot be read; 73 the file cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--to", metavar="FILE", default="-", help="FILE.jsonl or FILE.csv, replaced as a whole when all is written; default: standard output")  # fmt: skip
        parser.add_argument("--format", choices=_FORMATS, help="jsonl (default) or csv, where the name of FILE does not say it")  # fmt: skip
        parser.add_argument("--columns", metavar="A,B", help="with csv: these columns, in this order")
        parser.add_argument("--excel", action="store_true", help="with csv: the mark by which Excel knows UTF-8")
        parser.add_argument("--site", metavar="A,B", help="only stories of these sites, as `site` names them")
        parser.add_argument("--since", metavar="DAY", help="only stories published on that day (2026-11-24) or later; 7d: of the last seven days")  # fmt: skip
        parser.add_argument("--until", metavar="DAY", help="only stories published on that day or before")
        parser.add_argument("--without-ai-ban", action="store_true", help="leave out stories whose rights forbid AI training (`rights.ai_training`)")  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.output.latest import Latest

        assert self.settings is not None
        if len(args) > 1:
            raise UsageError(f"scrapy export {self.syntax()}")
        path = Path(args[0] if args else self.settings["NEWSCRAWL_OUTPUT_DIR"])
        choice, lines_of = _Choice(opts), _maker(opts)
        try:
            latest = Latest(path)
            _write(lines_of(choice.of(_read(latest))), opts.to)
        except RecordError as error:
            fail(_BROKEN, str(error))
        except _UnreadableError as error:
            fail(_UNREADABLE, f"{error.why.filename or path}: {error.why.strerror or error.why}")
        except (OutputError, OSError) as error:
            fail(_CANNOT_WRITE, str(error))
        note(choice.summary(latest, "standard output" if opts.to == "-" else opts.to))


class _UnreadableError(Exception):
    """The stories cannot be read; else it would look as if they could not be written."""

    def __init__(self, why: OSError) -> None:
        self.why = why
        super().__init__(str(why))


def _read(latest: Iterable[Article]) -> Iterator[Article]:
    try:
        yield from latest
    except OSError as error:
        raise _UnreadableError(error) from error


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
    return lambda articles: chain(mark, csv_lines(articles, columns))


def _named(file: str) -> str:
    """The format that a file's name says."""
    ending = Path(file).suffix.lower().removeprefix(".")
    if file == "-" or ending in _FORMATS:
        return ending or "jsonl"
    hint = "; DuckDB makes Parquet of the articles (README, Reading the articles)" if ending == "parquet" else ""
    raise UsageError(f"--to {file}: name it .jsonl or .csv, or give --format{hint}", print_help=False)


def _write(lines: Iterable[bytes], to: str) -> None:
    """Into the file, as a whole when all is there, or to standard output. Raises `OutputError`, OSError."""
    from newscrawl.output.files import TEMPORARY, replace

    if to != "-":
        try:
            replace(Path(to), lines)
        finally:
            Path(to + TEMPORARY).unlink(missing_ok=True)
        return
    try:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


class _Choice:
    """Which stories are wanted, and how many were not."""

    def __init__(self, opts: argparse.Namespace) -> None:
        names = (opts.site or "").lower().split(",")
        self._sites = {name.strip().removeprefix("www.") for name in names if name.strip()}
        self._window = _window(opts)
        self._without_ban = opts.without_ai_ban
        self.written, self.left = 0, Counter[str]()

    def of(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            if why := self._why_not(article):
                self.left[why] += 1
            else:
                self.written += 1
                yield article

    def _why_not(self, article: Article) -> str:
        if self._sites and article.site not in self._sites:
            return "of other sites"
        if self._window and not _is_of(self._window, article):
            return "of other days"
        if self._without_ban and article.rights.ai_training == "prohibited":
            return "with a ban on AI training"
        return ""

    def summary(self, latest: Latest, where: str) -> str:
        left = {"older revisions": latest.older, "gone": latest.gone, **self.left}
        said = ", ".join(f"{number} {what}" for what, number in left.items() if number)
        stories = "1 story" if self.written == 1 else f"{self.written} stories"
        return f"{stories} -> {where}" + (f"; left out: {said}" if said else "")


def _window(opts: argparse.Namespace) -> Window:
    from newscrawl.spiders.window import read_window

    try:
        return read_window(opts.since, opts.until)
    except ConfigError as error:
        raise UsageError(str(error).replace("-a ", "--"), print_help=False) from error


def _is_of(window: Window, article: Article) -> bool:
    """A story without a time is of no day that anybody asks for."""
    from datetime import date

    return article.published_at is not None and window.has(date.fromisoformat(article.published_at[:10]))
