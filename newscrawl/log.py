"""What goes into the log: short lines, and nothing that a page could use to forge one or to drive a terminal.

Control characters are written as escapes, and what follows a line feed is indented, so that only newscrawl
itself begins a line of the log.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

#: C0 but the line feed, DEL, C1, line and paragraph separator, and what turns the direction of writing
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAX_CHARS = 20_000


def escape(text: str) -> str:
    """The text as it may stand in a log or on a terminal.

    >>> escape("a\\x1b[31m\\r\\n2026-01-01 CRITICAL")
    'a\\\\x1b[31m\\\\r\\n    2026-01-01 CRITICAL'
    """
    cut = text if len(text) <= _MAX_CHARS else text[:_MAX_CHARS] + " … (cut)"
    return _CONTROLS.sub(_as_escape, cut.expandtabs(4)).replace("\n", "\n    ")


def _as_escape(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape", "backslashreplace").decode("ascii")


class SafeRecord(logging.LogRecord):
    """A log record whose message and traceback are escaped, whichever handler writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[0]:
            self.exc_text = "    " + escape("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:  # noqa: N802 - the name is logging's
        return escape(super().getMessage())


def install() -> None:
    """Make every record of this process a safe one."""
    logging.setLogRecordFactory(SafeRecord)
    logging.getLogger("scrapy.downloadermiddlewares.redirect").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Scrapy warns in each run that no Referer is sent after a redirect; that is meant so."""
    return "RefererMiddleware" not in str(record.msg)


class ShortLogFormatter(LogFormatter):
    """Scrapy's messages about items without the items: a page is a hundred thousand characters."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "Stored %(url)s", "args": {"url": getattr(item, "url", "")}}

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        args = {"url": getattr(item, "requested_url", None) or getattr(item, "url", ""), "why": str(exception)}
        return {"level": logging.INFO, "msg": "No article: %(why)s: %(url)s", "args": args}
