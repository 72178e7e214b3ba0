"""`scrapy runs`: the accounts of past crawls; list them, explain one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.console import Console
from scrapy.exceptions import UsageError

from newscrawl.commandline import OwnCommand
from newscrawl.commands._page import write_page
from newscrawl.commands._printing import fail
from newscrawl.errors import LedgerError
from newscrawl.log import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newscrawl.output.accounts import Accounts
    from newscrawl.output.manifest import Manifest

_NEWEST = 20


class Command(OwnCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[list [NUMBER | all] | show ID | show last] [--urls [CODE]] [-s NEWSCRAWL_OUTPUT_DIR=FOLDER]"

    def short_desc(self) -> str:
        return "List the crawls that wrote into the output folder, explain one"

    def long_desc(self) -> str:
        return (
            f"list: the newest crawls ({_NEWEST}, or NUMBER, or all), oldest first, with exit code and what they stored (the default). "
            "show ID: one crawl: why it ended, what became of its pages, which fields its articles have, what was cut "
            "by which rule, its files; the first characters of ID are enough, and `last` is the newest. "
            "With --urls: the pages and lists that gave nothing in that run, one a line: URL, fate, what was seen; those of "
            "one code (--urls http-error) or outcome (--urls failed), or all. What a later run settled anew is its own."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="with show: the account as it is stored")
        parser.add_argument(
            "--html", metavar="FILE", help="with show: write a page for the browser; - for standard output"
        )

        parser.add_argument(
            "--urls",
            nargs="?",
            const="",
            metavar="CODE",
            help="with show: URLs that were refused or failed, all or of a code",
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.report.html import run_html
        from newscrawl.report.run import explain_run

        assert self.settings is not None
        folder = Path(self.settings["NEWSCRAWL_OUTPUT_DIR"])
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
        if args[:1] in ([], ["list"]) and len(args) < 3:
            _print_runs(console, folder, args[1:])
        elif len(args) == 2 and args[0] == "show":
            path = _find(folder, args[1])
            if opts.urls is not None:
                _print_lost(folder, _read(path).run_id, opts.urls)
            elif opts.html:
                write_page(opts.html, run_html(_read(path), folder))
            elif opts.json:
                sys.stdout.write(path.read_text(encoding="utf-8"))
            else:
                explain_run(console, _read(path))
        else:
            raise UsageError(f"scrapy runs {self.syntax()}")


def _print_runs(console: Console, folder: Path, number: list[str]) -> None:
    """The newest runs, and what stands in no account yet."""
    from newscrawl.output.accounts import account_path
    from newscrawl.report.tables import runs_table

    if not folder.is_dir():
        fail(66, f"{folder}: there is no such folder")
    found = _listed(folder)
    said = number[0] if number else str(_NEWEST)
    if said != "all" and not (said.isdecimal() and int(said)):
        fail(2, f"list {escape(said)}: give a number, or all")
    newest = found.ended if said == "all" else found.ended[-int(said) :]
    console.print(runs_table([_read(account_path(folder, run_id)) for run_id in newest]))
    if older := len(found.ended) - len(newest):
        console.print(f"{older} older ones are not shown: scrapy runs list all")
    _print_unfinished(console, folder, found.announced)
    _print_waiting(console, folder)


def _print_waiting(console: Console, folder: Path) -> None:
    """What no run will fetch until its own command is run again; another command, be it one argument, leaves it alone."""
    from newscrawl.ledger.sqlite import SqliteLedger

    if not (folder / "ledger.sqlite").exists():
        return
    try:
        ledger = SqliteLedger(folder / "ledger.sqlite", "runs")
        waiting = ledger.waiting_by_scope()
        ledger.close()
    except LedgerError as error:
        fail(74, str(error))
    for scope, urls in waiting.items():
        console.print(f"{urls} URLs wait for: scrapy crawl {escape(scope)}", markup=False)


def _print_lost(folder: Path, run_id: str, why: str) -> None:
    """A line for each URL: address, fate, detail, apart by tabs."""
    from newscrawl.ledger.fates import CODES
    from newscrawl.ledger.sqlite import SqliteLedger

    known = ("refused", "failed", *CODES)
    if why and why not in known:
        fail(2, f"--urls {escape(why)}: no code or outcome; there are {', '.join(known)}")
    if not (folder / "ledger.sqlite").exists():
        fail(66, f"there is no ledger in {folder}")
    try:
        ledger = SqliteLedger(folder / "ledger.sqlite", run_id)
        lost = ledger.lost(run_id, why)
        ledger.close()
    except LedgerError as error:
        fail(74, str(error))
    for loss in lost:
        sys.stdout.write("\t".join(map(escape, (loss.url, f"{loss.outcome}:{loss.code}", loss.detail))) + "\n")


def _print_unfinished(console: Console, folder: Path, announced: Sequence[str]) -> None:
    """A line for each run that has no account yet."""
    from newscrawl.output.accounts import announcement_path
    from newscrawl.run.announcement import KILLED, read_announcement
    from newscrawl.run.lock import running

    now = running(folder)
    for run_id in announced:
        manifest = _read(announcement_path(folder, run_id), read_announcement)
        ended = (
            "was killed"
            if manifest.exit_code == KILLED
            else f"ended with {manifest.exit_code}, {escape(manifest.reason)}"
        )
        word = "is running" if manifest.run_id == now else f"{ended}; the next run takes over what it left"
        console.print(f"{manifest.run_id} ({escape(manifest.command)}) {word}", markup=False)


def _listed(folder: Path) -> Accounts:
    from newscrawl.output.accounts import list_accounts

    try:
        return list_accounts(folder)
    except OSError as error:
        fail(66, f"{folder / 'runs'}: {error.strerror}")


def _find(folder: Path, name: str) -> Path:
    from newscrawl.output.accounts import account_path

    ended = _listed(folder).ended
    if not ended:
        fail(66, f"no run has ended in {folder}: there is no account in {folder / 'runs'}")
    found = ended[-1:] if name == "last" else [run_id for run_id in ended if run_id.startswith(name)]
    if len(found) != 1:
        fail(2, f"{len(found)} runs in {folder / 'runs'} begin with {name!r}; `scrapy runs` lists them")
    return account_path(folder, found[0])


def _read(path: Path, read: Callable[[Path], Manifest] | None = None) -> Manifest:
    from newscrawl.output.manifest import read_manifest

    try:
        return (read or read_manifest)(path)
    except OSError as error:
        fail(66, f"{path}: {error.strerror}")
    except (ValueError, msgspec.DecodeError) as error:
        fail(65, f"{path}: no account of a run ({error})")
