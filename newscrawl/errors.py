"""Every error newscrawl raises. The class says what the caller should do next.

NewscrawlError
├── PageError(code)              this page gives no article: count it under the code, go on
├── ConfigError                  refuse to start
│   └── DataFileError(file, key)     a data file is wrong
│       ├── ProfileError                 of a site
│       └── RuleError                    of noise rules
├── RecordError(file, line)      a record does not fit the schema: nothing after it is trusted
├── CrawlError(code)             a crawl that was started ended otherwise than complete: the code says how
├── LedgerError                  stop the run, keep the cause
└── OutputError                  stop the run, keep the cause
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Every reason why a page can be refused, and what it means to a reader of the run's report.
PAGE_CODES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "the page has no bytes, or no text at all",
        "not-html": "the bytes are no HTML page (a PDF, an image, JSON, a feed, random bytes …)",
        "too-large": "the page is larger than an article page can be",
        "too-complex": "the markup is nested or repeated beyond what a page for people needs",
        "error-page": "the site answered with an error page, whatever its status says",
        "http-error": "the site answered with an HTTP status other than 200",
        "consent-wall": "the page asks for consent to cookies instead of showing the article",
        "login-wall": "the page asks for a login or a subscription and shows no article",
        "bot-wall": "the page asks the visitor to prove to be human",
        "list-page": "the page is a list of articles (a front page, section, tag or search page)",
        "gallery": "the page is a picture or video page without a story",
        "no-article": "no story was found in the page",
        "too-short": "what was found is too short for a story",
        "no-title": "the page has a text but no headline",
        "implausible": "so much of the page was taken out as noise that the rest cannot be trusted",
        "timeout": "extraction took longer than the time a page may take",
        "crashed": "extraction ended the worker process",
    }
)


class NewscrawlError(Exception):
    """Root of everything raised on purpose."""


class PageError(NewscrawlError):
    """This page gives no article.

    Attributes:
        code: one of `PAGE_CODES`.
        detail: what was seen, in a few words; may be empty.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        if code not in PAGE_CODES:
            raise ValueError(f"unknown page code {code!r}")
        self.code = code
        self.detail = detail
        super().__init__(code, detail)

    def __str__(self) -> str:
        return f"{self.code}: {PAGE_CODES[self.code]}" + (f" ({self.detail})" if self.detail else "")


class ConfigError(NewscrawlError):
    """A setting, argument or data file is wrong: refuse to start."""


class DataFileError(ConfigError):
    """A data file is wrong. Attributes: `file`, `key` (dotted, "" for the whole file), `problem`."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file, self.key, self.problem = file, key, problem
        super().__init__(file, key, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem}" if self.key else f"{self.file}: {self.problem}"


class ProfileError(DataFileError):
    """A site profile is wrong."""


class RuleError(DataFileError):
    """A noise rule is wrong."""


class RecordError(NewscrawlError):
    """A line of an output file is no record. Attributes: `file`, `line` (from 1), `problem`."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        super().__init__(file, line, problem)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


class CrawlError(NewscrawlError):
    """A crawl in a process of its own ended otherwise than complete. Attributes: `code`, as of `scrapy crawl`, and `reason`."""

    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(code, reason)

    def __str__(self) -> str:
        return f"exit code {self.code}: {self.reason or 'standard error says why'}"


class LedgerError(NewscrawlError):
    """The ledger cannot be read or written: stop the run. The cause is in `__cause__`."""


class OutputError(NewscrawlError):
    """Output cannot be written: stop the run. The cause is in `__cause__`."""
