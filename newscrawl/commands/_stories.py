"""What commands share that read the stories of an output folder: which of them are wanted, and what may go wrong."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newscrawl.article import Article
from newscrawl.commands._printing import fail
from newscrawl.errors import ConfigError, RecordError

if TYPE_CHECKING:
    from newscrawl.output.latest import Latest
    from newscrawl.spiders.window import Window

_BROKEN, _UNREADABLE = 65, 66


def add_choice_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which stories are wanted."""
    parser.add_argument("--site", metavar="A,B", help="only stories of these sites, as `site` names them")
    parser.add_argument("--since", metavar="DAY", help="only stories published on that day (2026-11-24) or later; 7d: of the last seven days")  # fmt: skip
    parser.add_argument("--until", metavar="DAY", help="only stories published on that day or before")
    parser.add_argument("--without-ai-ban", action="store_true", help="leave out stories whose rights forbid AI training (`rights.ai_training`)")  # fmt: skip


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """End with one line where the stories cannot be read: 65 a line is broken, 66 anything else."""
    try:
        yield
    except RecordError as error:
        fail(_BROKEN, str(error))
    except UnreadableError as error:
        fail(_UNREADABLE, f"{error.why.filename or path}: {error.why.strerror or error.why}")


class UnreadableError(Exception):
    """The stories cannot be read; else it would look as if they could not be written."""

    def __init__(self, why: OSError) -> None:
        self.why = why
        super().__init__(str(why))


def read_all(latest: Iterable[Article]) -> Iterator[Article]:
    try:
        yield from latest
    except OSError as error:
        raise UnreadableError(error) from error


class Choice:
    """Which stories are wanted, and how many were not."""

    def __init__(self, opts: argparse.Namespace) -> None:
        from newscrawl.spiders.urls import host_of

        names = [name.strip() for name in (opts.site or "").lower().split(",") if name.strip()]
        self._sites = {(host_of(name) or name).removeprefix("www.") for name in names}
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

    def is_no_copy(self, article: Article, copies: Collection[str]) -> bool:
        """Whether it is to be written; one that is a copy counts as left out."""
        if article.id not in copies:
            return True
        self.written -= 1
        self.left["copies"] += 1
        return False

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
