"""What `clean` and `explain` share: a page from a file, standard input or the web, and its extraction."""

from __future__ import annotations

import argparse
import http.client
import ipaddress
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl import follow
from newscrawl.article import Extraction, Page
from newscrawl.errors import ConfigError, PageError
from newscrawl.extraction import RENDERED, extract_page
from newscrawl.noise import load_rules
from newscrawl.sites import load_sites

_TIMEOUT_SECONDS = 45
#: Between two pages of one story.
_PAUSE_SECONDS = 1.0
_WEB = ("http", "https")
_MAX_BYTES = 10 * 1024 * 1024


SYNTAX = "[options] FILE|URL|-"


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """The options that both commands take."""
    parser.add_argument("--url", help="where the page in FILE was read; chooses the site's profile")
    parser.add_argument("--no-color", action="store_true", help="plain text, as when the output is no terminal")


def extraction_of(command: ScrapyCommand, args: list[str], opts: argparse.Namespace) -> Extraction:
    """The page named on the command line, extracted.

    Raises:
        UsageError: no page, or more than one, is named.
        SystemExit: with one line on standard error: 66 cannot be read, 65 gives no article, 78 bad profile or rule.
    """
    if len(args) != 1:
        raise UsageError(f"give one page: scrapy {type(command).__module__.rpartition('.')[2]} {SYNTAX}")
    try:
        page = read_page(args[0], opts.url)
        sites, rules = load_sites(sites_folder(command)), load_rules(_folder(command, "RULES"))
        first = extract_page(page, sites=sites, rules=rules)
        is_fetched = urlsplit(args[0]).scheme.lower() in _WEB
        return follow(first, _further, sites=sites, rules=rules) if is_fetched else first
    except PageError as error:
        fail(65, f"{args[0]}: no article: {error}")
    except ConfigError as error:
        fail(78, str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        fail(66, f"{args[0]}: {_reason(error)}")


def sites_folder(command: ScrapyCommand) -> Path | None:
    """The user's folder of profiles, if a setting names one."""
    return _folder(command, "SITES")


def _folder(command: ScrapyCommand, what: str) -> Path | None:
    folder = command.settings.get(f"NEWSCRAWL_{what}_DIR") if command.settings else None
    return Path(folder) if folder else None


def fail(code: int, message: str) -> NoReturn:
    """End with one line on standard error."""
    print(f"newscrawl: {message}", file=sys.stderr)
    raise SystemExit(code)


def write_page(file: str, page: str) -> None:
    """Write a page for the browser into a file; `-` is standard output."""
    if file == "-":
        sys.stdout.write(page)
        return
    try:
        Path(file).write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        fail(73, f"{file}: {error.strerror}")


def _reason(error: BaseException) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return f"cannot be fetched ({error.reason})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def read_page(source: str, url: str | None) -> Page:
    """A page from `-` (standard input), an http(s) URL, or a file.

    Raises:
        OSError: the file or URL cannot be read.
        ValueError: the URL is of another scheme, or its host is not public.
    """
    if source == "-":
        return Page(url=url or "about:stdin", html=sys.stdin.buffer.read(_MAX_BYTES + 1))
    scheme = urlsplit(source).scheme.lower()
    if scheme in _WEB:
        return _fetch(source)
    if "://" in source or (scheme in ("file", "data", "javascript", "mailto") and not Path(source).exists()):
        raise ValueError(f"{scheme}: is not fetched, only http and https")
    with Path(source).open("rb") as file:
        return Page(url=url or Path(source).resolve().as_uri(), html=file.read(_MAX_BYTES + 1))


def _further(url: str) -> Page | None:
    """A further page of the story, after a pause; None where it cannot be had."""
    time.sleep(_PAUSE_SECONDS)
    try:
        return _fetch(url)
    except (OSError, http.client.HTTPException, ValueError):
        return None


def _fetch(url: str) -> Page:
    """One plain request; certificates are verified, private addresses are not asked."""
    _refuse_private(url)
    opener = urllib.request.build_opener(_Redirects())
    request = urllib.request.Request(
        url,
        headers={"User-Agent": "newscrawl (one page by hand)", "Accept-Encoding": "identity"},
    )
    with opener.open(request, timeout=_TIMEOUT_SECONDS) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        headers.pop(RENDERED, None)  # no server can know
        return Page(url=response.url, html=response.read(_MAX_BYTES + 1), headers=headers)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        _refuse_private(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_private(url: str) -> None:
    host = urlsplit(url).hostname
    if not host:
        raise ValueError("no host in the URL")
    for family in socket.getaddrinfo(host, None):
        address = ipaddress.ip_address(str(family[4][0]).partition("%")[0])
        if not address.is_global or address.is_multicast:
            raise ValueError(f"{host} is at {address}, which is no public address")
