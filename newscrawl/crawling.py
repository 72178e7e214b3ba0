"""What `scrapy crawl` does: one run, from its settings to its manifest and an exit code that cron can trust.

Everything that can be wrong with what the user typed is said before the folder is locked,
and everything that can be wrong with the folder before the first request.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.log import install_scrapy_root_handler
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

from newscrawl import log
from newscrawl.commands._printing import fail
from newscrawl.errors import ConfigError, NewscrawlError, ProfileError, RuleError
from newscrawl.middlewares.address import parse_hosts
from newscrawl.middlewares.contact import identify
from newscrawl.middlewares.networks import parse_networks
from newscrawl.noise import load_rules
from newscrawl.options import list_of, take_up
from newscrawl.report.figures import summary
from newscrawl.report.progress import Figures, LoggedProgress, Progress
from newscrawl.report.run import show_run
from newscrawl.run import Run
from newscrawl.run.conduct import Outcome, conduct
from newscrawl.run.conduct import accompany as run_beside
from newscrawl.run.config import Config, read_config
from newscrawl.run.ending import Exit, start_code
from newscrawl.run.space import check_space
from newscrawl.settings import CRAWL_SETTINGS
from newscrawl.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

_SCOPE_CHARS = 120
_SPIDERMON = "spidermon.contrib.scrapy.extensions.Spidermon"
_NO_FEEDS = "scrapy crawl writes into the folder NEWSCRAWL_OUTPUT_DIR: leave out -o and -O; then `scrapy export -o FILE` makes a file of it"


def crawl(settings: Settings, args: Sequence[str], opts: argparse.Namespace) -> int:
    """Crawl as the command line says; the exit code. Ends the process where the crawl cannot begin."""
    log.install()
    watched = _is_watched(settings, opts)
    if watched:
        settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    if opts.strict_health:
        settings.set("NEWSCRAWL_STRICT_HEALTH", True, priority="cmdline")
    config = _config_of(settings)
    add_spidermon(settings)
    crawler = _crawler_of(settings, args, opts)
    try:
        run = _begin(config, settings, scope_of(args[0], opts.spargs))
        figures = Figures(run.fates, run.sites, lambda: run.ledger.count_waiting(run.scope))
        seconds = settings.getfloat("LOGSTATS_INTERVAL")
        quiet = LoggedProgress(figures, seconds) if seconds > 0 else nullcontext()
        beside = Progress(Console(stderr=True), figures) if watched else quiet
        outcome = conduct(run, crawler, settings, beside)
    except KeyboardInterrupt:
        fail(Exit.INTERRUPTED, "interrupted before the first request")
    _tell(outcome, config.output, show=opts.show)
    if outcome.forced:
        _leave(outcome.ending.code)
    return outcome.ending.code


def run(spider: str, settings: Mapping[str, Any] | None = None, **arguments: object) -> int:
    """What `scrapy crawl` does, from a script: `run("articles", url="https://…")`. Once in a process, as with every reactor.

    Args:
        spider: its name, in SPIDER_MODULES.
        settings: as `-s`; what they leave out comes from the environment, the project's module (`scrapy.cfg`), newscrawl.settings.
        arguments: as `-a`.

    Returns:
        The exit code.

    Raises:
        SystemExit: with the exit code, where the crawl cannot begin; one line on standard error says why.
        UsageError: there is no such spider.
    """
    found = get_project_settings()
    if not found.get("NEWSCRAWL_OUTPUT_DIR"):
        found.setmodule("newscrawl.settings", priority="project")
    found.setdict(CRAWL_SETTINGS, priority="command")
    found.setdict(settings or {}, priority="cmdline")
    try:
        take_up(found)
    except ConfigError as error:
        fail(Exit.CONFIG, str(error))
    opts = argparse.Namespace(
        spargs={name: str(value) for name, value in arguments.items()},
        feeds=None, show=False, strict_health=False, loglevel=None, logfile=None, nolog=False,
    )  # fmt: skip
    return crawl(found, [spider], opts)


def accompany(crawler: Crawler, settings: Settings) -> None:
    """Make a run of a crawl that somebody else's process conducts; its settings can still be changed.

    Raises:
        NewscrawlError: a setting is wrong, or the folder cannot be used.
    """
    spider = crawler.spider
    assert isinstance(spider, NewsSpider)
    log.install()
    settings.setdict(CRAWL_SETTINGS, priority="addon")
    take_up(settings)
    config = _checked(settings)
    add_spidermon(settings)
    check_space(config.output, config.min_free_mb)
    run_beside(Run(config, scope_of(spider.name, spider.given)), crawler, settings)


def add_spidermon(settings: Settings) -> None:
    """With SPIDERMON_ENABLED it is an extension, with our monitors unless there are others; without, it is not loaded."""
    if not settings.getbool("SPIDERMON_ENABLED"):
        return
    if not find_spec("spidermon"):
        fail(Exit.CONFIG, "SPIDERMON_ENABLED: spidermon is not there: pip install newscrawl[spidermon]")
    settings.setdefault_in_component_priority_dict("EXTENSIONS", load_object(_SPIDERMON), 500)
    settings.set("SPIDERMON_SPIDER_CLOSE_MONITORS", ["newscrawl.monitors.HealthSuite"], priority="default")


class _PreparedCrawler(Crawler):
    """A crawler whose spider was made beforehand, so that wrong arguments are told before a folder is touched."""

    prepared: Spider

    def _create_spider(self, *args: Any, **kwargs: Any) -> Spider:
        return self.prepared


def _is_watched(settings: Settings, opts: argparse.Namespace) -> bool:
    """Whether a person looks on: then there is a line of progress, and of the log only warnings, unless asked for."""
    asked = opts.loglevel or opts.logfile or opts.nolog or settings.get("LOG_FILE")
    return sys.stderr.isatty() and not asked and settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]


# before the folder is touched


def _checked(settings: Settings) -> Config:
    """The settings of a run; raises `ConfigError`."""
    config = read_config(settings)
    parse_networks(list_of(settings, "NEWSCRAWL_ALLOW_ADDRESSES"))
    parse_hosts(list_of(settings, "NEWSCRAWL_HOSTS"))
    load_rules(config.rules)
    identify(settings)
    return config


def _config_of(settings: Settings) -> Config:
    try:
        config = _checked(settings)
        install_scrapy_root_handler(settings)
    except ConfigError as error:
        fail(Exit.CONFIG, str(error))
    except OSError as error:
        fail(Exit.CANNOT_WRITE, f"LOG_FILE {settings.get('LOG_FILE')}: {error.strerror}")
    return config


def _crawler_of(settings: Settings, args: Sequence[str], opts: argparse.Namespace) -> Crawler:
    """The crawler with its spider; ends the process where name or arguments are wrong."""
    if opts.feeds:
        raise UsageError(_NO_FEEDS)
    loader = get_spider_loader(settings)
    names = ", ".join(sorted(loader.list()))
    unknown = [arg for arg in args if arg.startswith("-")]
    if unknown or len(args) != 1:
        wrong = f"unknown option {unknown[0]}" if unknown else "name one spider"
        raise UsageError(f"{wrong}; spiders: {names}")
    if args[0] not in loader.list():
        meant = "; a page: articles -a url=ADDRESS, a site: site -a site=HOST" if "://" in args[0] else ""
        raise UsageError(f"there is no spider {args[0]!r}, only: {names}{meant}")
    crawler = _PreparedCrawler(loader.load(args[0]), settings)
    try:
        crawler.prepared = crawler.spidercls.from_crawler(crawler, **opts.spargs)
    except (ProfileError, RuleError) as error:
        fail(Exit.CONFIG, str(error))
    except ConfigError as error:
        fail(Exit.USAGE, str(error))
    return crawler


def scope_of(spider: str, arguments: Mapping[str, str]) -> str:
    """What makes two commands the same work, so that one goes on with what the other left.

    >>> scope_of("site", {"site": "v.daum.net", "limit": "5"})
    'site -a site=v.daum.net'
    """
    named = {
        name: value
        for name, value in arguments.items()
        if name not in ("limit", "site_limit", "again") and name[:1] != "_"
    }
    scope = " ".join([spider, *(f"-a {name}={value}" for name, value in sorted(named.items()))])
    said = scope.encode("utf-8", "replace").decode()  # a file's name may be no UTF-8
    if said == scope and len(scope) <= _SCOPE_CHARS:
        return scope
    digest = hashlib.sha256(scope.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{said[:_SCOPE_CHARS]}… {digest}"


def _begin(config: Config, settings: Settings, scope: str) -> Run:
    try:
        check_space(config.output, config.min_free_mb)
        return Run(config, scope)
    except NewscrawlError as error:
        fail(start_code(error), str(error))


# what the user sees


def _tell(outcome: Outcome, folder: Path, *, show: bool) -> None:
    """Print what came of it. That nobody can read it (a closed pipe, a full disk) changes nothing about the run."""
    manifest, ending = outcome.manifest, outcome.ending
    try:
        if manifest is not None and show:
            show_run(Console(highlight=False, width=None if sys.stdout.isatty() else 160), manifest, folder)
        if manifest is not None:
            print(summary(manifest, folder), flush=True)
    except OSError as error:
        logger.warning("The result cannot be printed: %s", error.strerror)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python flushes it once more, and fails
    if ending.code:
        with suppress(OSError):
            print(f"newscrawl: {log.escape(ending.reason)}", file=sys.stderr, flush=True)


def _leave(code: int) -> NoReturn:
    """End without waiting for anything that a forced stop left running."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)
