"""What `clean` and `explain` share: a page from a file, standard input or the web, and its extraction."""

from __future__ import annotations

import argparse
import gzip
import http.client
import io
import re
import sys
import urllib.error
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawl import follow
from newscrawl.article import Extraction, Page
from newscrawl.commands._printing import fail, note, write_code
from newscrawl.errors import ConfigError, PageError
from newscrawl.extraction import extract_page, open_page
from newscrawl.extraction.decode import MAX_BYTES
from newscrawl.noise import load_rules
from newscrawl.sites import Sites, load_sites

_WEB = ("http", "https")
_GZIP = b"\x1f\x8b\x08"
#: What browsers show of an address.
_BARE_ADDRESS = re.compile(r"www\.\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)


SYNTAX = "[options] FILE|URL|-"


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """The options that both commands take."""
    parser.add_argument("--url", help="where the page in FILE was read; chooses the site's profile")
    parser.add_argument("--fetch", action="store_true", help="ask the web for a URL whose page a crawl has kept, too")
    parser.add_argument("--no-color", action="store_true", help="plain text, as when the output is no terminal")


def extraction_of(command: ScrapyCommand, args: list[str], opts: argparse.Namespace) -> Extraction:
    """The page named on the command line, extracted.

    Raises:
        UsageError: no page, or more than one, is named, or `--url` is no address.
        SystemExit: with one line on standard error: 66 cannot be read, 65 gives no article, 78 bad setting, profile or rule.
    """
    if len(args) != 1:
        raise UsageError(f"give one page: scrapy {type(command).__module__.rpartition('.')[2]} {SYNTAX}")
    if opts.url and not is_address(opts.url):
        raise UsageError(f"--url {opts.url}: is no http or https address", print_help=False)
    assert command.settings is not None
    try:
        sites, rules = load_sites(sites_folder(command)), load_rules(rules_folder(command))
        if urlsplit(args[0]).scheme.lower() not in _WEB:
            page = read_page(args[0], opts.url)
            return extract_page(page if opts.url else _at_home(page, sites), sites=sites, rules=rules)
        fetch = _source(command.settings, args[0], ask=opts.fetch)
        first = extract_page(fetch(args[0]), sites=sites, rules=rules)
        most = command.settings.getint("NEWSCRAWL_STORY_PAGES", 20)
        return follow(first, lambda url: _further(fetch, url), most=most, sites=sites, rules=rules)
    except PageError as error:
        fail(65, f"{args[0]}: no article: {error}")
    except ConfigError as error:
        fail(78, str(error))
    except FileNotFoundError as error:
        hint = "; an address begins with https://" if _BARE_ADDRESS.fullmatch(args[0]) else ""
        fail(66, f"{args[0]}: {reason(error)}{hint}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        fail(66, f"{args[0]}: {reason(error)}")


def is_address(url: str) -> bool:
    """Whether it is an absolute http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _WEB and bool(parts.hostname)


def named_addresses(page: Page, sites: Sites) -> list[str]:
    """The addresses that a page gives itself. Raises `PageError`."""
    structured = open_page(page, sites=sites).structured
    said = (*structured.links.get("canonical", ()), *structured.meta.get("og:url", ()))
    return [url for url in said if is_address(url)]


def _at_home(page: Page, sites: Sites) -> Page:
    """The page at the address that it gives itself, if we know that site: else its profile would not be used."""
    try:
        named = named_addresses(page, sites)
    except PageError:  # told when it is extracted
        return page
    for url in named:
        if (profile := sites.for_url(url)) is not None:
            note(f"read as {url}, which it says it is, with the profile {profile.name}; --url names another address")
            return replace(page, url=url)
    return page


def _source(settings: BaseSettings, url: str, *, ask: bool) -> Callable[[str], Page]:
    """Where the pages of a story come from: the archive, if it holds the first one, else the web."""
    folder = output_folder(settings)
    page = None if ask else kept(folder, url)
    if page is not None and page.http is not None:
        note(f"read from {folder}/pages/{page.http.archive}, kept {page.fetched_at}; --fetch asks the web")
        return lambda wanted: page if wanted == url else _further_kept(folder, wanted)
    return web(settings)


def _further_kept(folder: Path, url: str) -> Page:
    page = kept(folder, url)
    if page is None:
        note(f"{url} is not kept in {folder}")
        raise FileNotFoundError(url)
    return page


def output_folder(settings: BaseSettings) -> Path:
    """Where crawls write."""
    return Path(settings.get("NEWSCRAWL_OUTPUT_DIR") or "output")


def kept(folder: Path, url: str) -> Page | None:
    """The page of an address as a crawl has kept it last; None where none has."""
    if not (folder / "ledger.sqlite").exists():
        return None
    from newscrawl.kept import kept_page  # with it comes the ledger

    return kept_page(folder, url, MAX_BYTES, note)


def web(settings: BaseSettings) -> Callable[[str], Page]:
    """What fetches pages, under the manners of a crawl."""
    from newscrawl.web import Web  # with it comes much of the crawl

    return Web(settings).fetch


def _further(fetch: Callable[[str], Page], url: str) -> Page | None:
    """A further page of the story; None where it cannot be had."""
    try:
        return fetch(url)
    except (OSError, http.client.HTTPException, ValueError):
        return None


def sites_folder(command: ScrapyCommand) -> Path | None:
    """The user's folder of profiles, if a setting names one."""
    return _folder(command, "SITES")


def rules_folder(command: ScrapyCommand) -> Path | None:
    """The user's folder of noise rules, if a setting names one."""
    return _folder(command, "RULES")


def _folder(command: ScrapyCommand, what: str) -> Path | None:
    folder = command.settings.get(f"NEWSCRAWL_{what}_DIR") if command.settings else None
    return Path(folder) if folder else None


def write_page(file: str, page: str) -> None:
    """Write a page for the browser into a file; `-` is standard output."""
    if file == "-":
        sys.stdout.write(page)
        return
    try:
        Path(file).write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        fail(write_code(error), f"{file}: {error.strerror}")


def reason(error: BaseException) -> str:
    """Why a page could not be had, in words."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return f"cannot be fetched ({error.reason})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def read_page(source: str, url: str | None) -> Page:
    """A page from `-` (standard input) or a file.

    Raises:
        OSError: the file cannot be read, or unpacked.
        ValueError: it is a URL.
    """
    if source == "-":
        return Page(url=url or "about:stdin", html=_unpacked(sys.stdin.buffer.read(MAX_BYTES + 1)))
    scheme = urlsplit(source).scheme.lower()
    if "://" in source or (scheme in ("file", "data", "javascript", "mailto") and not Path(source).exists()):
        raise ValueError(f"{scheme}: is not fetched, only http and https")
    with Path(source).open("rb") as file:
        return Page(url=url or Path(source).resolve().as_uri(), html=_unpacked(file.read(MAX_BYTES + 1)))


def _unpacked(data: bytes) -> bytes:
    """A page that may be packed with gzip, up to as many bytes as a page may have and one more; raises OSError."""
    if not data.startswith(_GZIP):
        return data
    try:
        return gzip.GzipFile(fileobj=io.BytesIO(data)).read(MAX_BYTES + 1)
    except (EOFError, zlib.error) as error:
        raise OSError(f"its gzip is damaged ({error})") from error
