"""Every setting of newscrawl, and the order of the stages. Scrapy's own are set where its default is wrong for a
crawl of strangers' pages; `scrapy crawl … -s NAME=VALUE` overrides any of them. Those that begin with NEWSCRAWL_ may
also come from the environment, which wins over this file and yours; lists are written `a,b` or `["a", "b"]`.
"""

from __future__ import annotations

import os
from typing import Any

from scrapy.settings.default_settings import EXTENSIONS_BASE as _EXTENSIONS

from newscrawl._version import __version__
from newscrawl.options import PREFIX, from_environment

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
COMMANDS_MODULE = "newscrawl.commands"
SPIDER_LOADER_CLASS = "newscrawl.hooks.Loader"  # refuses NEWSCRAWL_* names that there are not
ADDONS = {"newscrawl.hooks.Addon": 500}  # makes a run of what a script's CrawlerProcess crawls
USER_AGENT = f"newscrawl/{__version__}"
# e-mail or web address under which site owners reach you; must be set to crawl anything but loopback
NEWSCRAWL_CONTACT = ""

# --- where things are ---------------------------------------------------------------------------------------------

# folder of everything a crawl writes; one crawl at a time may use it
NEWSCRAWL_OUTPUT_DIR = "output"
# folder of your own site profiles (*.toml), which win over built-in ones of the same name; "" for none
NEWSCRAWL_SITES_DIR = ""
# folder of your own noise rules (*.toml), laid over the built-in ones: the same name replaces one, others are added; "" for none
NEWSCRAWL_RULES_DIR = ""

# --- the line: stages in order; each is one file in newscrawl/pipelines -------------------------------------------

ITEM_PIPELINES: dict[str, int | None] = {
    "newscrawl.pipelines.archive.Archive": 100,
    "newscrawl.pipelines.extract.Extract": 200,
    "newscrawl.pipelines.join.Join": 250,
    "newscrawl.pipelines.dedupe.Dedupe": 300,
    "newscrawl.pipelines.learn.Learn": 400,
    "newscrawl.pipelines.validate.Validate": 500,
    "newscrawl.pipelines.hold.Hold": 550,
    "newscrawl.pipelines.write.Write": 600,
}

# archive: keep the raw pages as WARC files under pages/
NEWSCRAWL_ARCHIVE = True
# archive: megabytes (10^6 bytes) after which the next WARC file is begun
NEWSCRAWL_ARCHIVE_FILE_MB = 1000
# extract: worker processes
NEWSCRAWL_EXTRACT_PROCESSES = max(1, min(8, os.cpu_count() or 1))
# extract: seconds a page may take before its worker is killed
NEWSCRAWL_EXTRACT_SECONDS = 10
# extract: megabytes of memory a worker may take beyond what it starts with
NEWSCRAWL_EXTRACT_MEMORY_MB = 1024
# extract: remember the layout of sites that have no profile, and read pages that agree with it without model and engine; one in ten
# of them is read the full way too, and a site whose text then differs is learned anew
NEWSCRAWL_LEARN_LAYOUTS = True
# join: pages from which one story is put together at most, where a page leads to the next one of its story; 1 to take each story
# as its first page has it
NEWSCRAWL_STORY_PAGES = 20
# dedupe: take pages with the same text for the same story, also across sites
NEWSCRAWL_DEDUPE_TEXT = True
# learn: remove short lines that a site repeats on other stories
NEWSCRAWL_LEARN = True
# validate: characters a story must have
NEWSCRAWL_MIN_TEXT_CHARS = 25
# validate: share of the chosen body that line rules may have taken out, from 0 to 1
NEWSCRAWL_MAX_REMOVED_SHARE = 0.8
# write: put the full record of removals into each article too
NEWSCRAWL_INLINE_REMOVALS = False
# write: bytes that the line of an article, or that of its removals, may have; a page that needs more is refused (too-large). The longest
# of a thousand news pages have 34 KB and 98 KB
NEWSCRAWL_LINE_MAX_BYTES = 2_097_152
# what is started (by no shell) when a site is not as usual; it reads {"run_id": …, "sites": {site: [finding, …]}} from
# its standard input: a script of yours that writes a mail or calls a webhook
NEWSCRAWL_HEALTH_COMMAND = ""
# address to which the same JSON is posted; it may be a private one
NEWSCRAWL_HEALTH_WEBHOOK = ""
# with SPIDERMON_ENABLED (needs `pip install newscrawl[spidermon]`) the monitors of newscrawl.monitors.HealthSuite run at
# the end, unless SPIDERMON_SPIDER_CLOSE_MONITORS names others; actions of spidermon to run when a site is not as usual, as class paths, such as
# spidermon.contrib.actions.email.smtp.SendSmtpEmail, newscrawl.monitors.SendMail, newscrawl.monitors.PostJson
NEWSCRAWL_HEALTH_ACTIONS: list[str] = []
# end with 69 when a site is not as usual; `--strict-health` sets it
NEWSCRAWL_STRICT_HEALTH = False
# write: sync after so many lines …
NEWSCRAWL_SYNC_LINES = 100
# … or so many seconds, whichever comes first
NEWSCRAWL_SYNC_SECONDS = 0.2
# write: megabytes (10^6 bytes) of articles after which a site's segment is closed and the next begun …
NEWSCRAWL_SEGMENT_MB = 256
# … or seconds after its first line, whichever comes first; consumers of finished segments wait no longer
NEWSCRAWL_SEGMENT_SECONDS = 3600
# write: how closed segments are packed: none, gzip or zstd
NEWSCRAWL_SEGMENT_PACKING = "none"

# --- what a run promises ------------------------------------------------------------------------------------------

# times a URL is tried (in so many runs) before it is given up: after one, four, sixteen and sixty-four hours once more, so that
# what a site announced before it, or your own line, was down for three days is not lost; a wall (consent, login, bot) is met
# 3 * NEWSCRAWL_TRIES - 2 times, one page of a host trying for all
NEWSCRAWL_TRIES = 5
# seconds before a failed URL is due again; four times as long after each further failure
NEWSCRAWL_RETRY_SECONDS = 3600
# seconds after which a URL that a dead worker held comes back
NEWSCRAWL_LEASE_SECONDS = 900
# ages in hours, [1, 6, 24], at which a stored story is fetched again, to see whether it changed or is gone; for sites
# whose profile says nothing else (`refetch_hours`); [] for never
NEWSCRAWL_REFETCH_HOURS: list[float] = []
# megabytes that must be free to start
NEWSCRAWL_MIN_FREE_MB = 500
# megabytes below which a running crawl stops (exit code 74)
NEWSCRAWL_STOP_FREE_MB = 200
# share of the article URLs settled by a run that must give an article, from 0 to 1 (else exit code 69)
NEWSCRAWL_MIN_SUCCESS_SHARE = 0.5
# seconds after which the crawl stops by itself and leaves the rest to the next (exit code 124); 0 for no limit
NEWSCRAWL_TIME_BUDGET_SECONDS = 0
# seconds for which a feed, sitemap or section that announces nothing new is left alone at most (its rest is a tenth
# of the time for which it has been unchanged, none below a minute); 0 to read all of them in every run
NEWSCRAWL_POLL_MAX_SECONDS = 21_600
# seconds that a crawl which is stopped gives the pages in flight, before it stops as at a second signal
NEWSCRAWL_STOP_SECONDS = 30

# --- what stands between us and the web ---------------------------------------------------------------------------

# networks that may be visited although they are not public, "127.0.0.0/8,::1"; for tests and intranets
NEWSCRAWL_ALLOW_ADDRESSES: list[str] = []
# ["name=address", …] like /etc/hosts
NEWSCRAWL_HOSTS: list[str] = []
# lines and bytes a response's header may have
NEWSCRAWL_HEADERS_MAX_LINES = 300
NEWSCRAWL_HEADERS_MAX_BYTES = 262_144
# bytes of a sitemap, on the wire and unpacked (50 MB is the protocol's limit)
NEWSCRAWL_SITEMAP_MAX_BYTES = 52_428_800
# requests in a row without an answer after which a host is left alone …
NEWSCRAWL_BREAKER_FAILURES = 8
# … for so many seconds, twice as long after each further failure
NEWSCRAWL_BREAKER_SECONDS = 300
# ask each host of which articles are fetched once a day for /.well-known/tdmrep.json, what it reserves of text and data
# mining; it ends in `rights.signals` and changes nothing about the crawl
NEWSCRAWL_TDMREP = True
# seconds between two requests that robots.txt may ask for (Crawl-delay) at most
NEWSCRAWL_CRAWL_DELAY_MAX_SECONDS = 60
# seconds the crawl waits itself where a host asks it to; longer waits are left to a later run
NEWSCRAWL_RETRY_AFTER_WAIT_SECONDS = 60
# seconds a host may ask us to stay away at most
NEWSCRAWL_RETRY_AFTER_MAX_SECONDS = 3600
# seconds of the first pause after 429 or 503 without Retry-After; doubles
NEWSCRAWL_BACKOFF_SECONDS = 5

# the browser for sites whose profile says `render` (Chromium or Chrome, with the extra newscrawl[render]); "" to look
# for one in the usual places
NEWSCRAWL_RENDER_BROWSER = ""
# its sandbox; root has none, and containers often allow none
NEWSCRAWL_RENDER_SANDBOX = os.geteuid() != 0
# pages that are drawn at the same time
NEWSCRAWL_RENDER_PAGES = 2
# seconds a page may take to be drawn, beside waiting for what it loads
NEWSCRAWL_RENDER_SECONDS = 20
# scripts and data that a page may load
NEWSCRAWL_RENDER_REQUESTS = 40

DOWNLOADER = "newscrawl.middlewares.downloader.CountingDownloader"
TWISTED_DNS_RESOLVER = "newscrawl.middlewares.address.GuardResolver"
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "newscrawl.middlewares.headers.BoundedHTTP11DownloadHandler",
    "https": "newscrawl.middlewares.headers.BoundedHTTP11DownloadHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "newscrawl.middlewares.render.PartsMiddleware": 2,
    "newscrawl.middlewares.contact.ContactMiddleware": 5,
    "newscrawl.middlewares.urls.UrlPolicyMiddleware": 10,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawl.middlewares.robots.RobotsMiddleware": 100,
    "newscrawl.middlewares.render.RenderMiddleware": 150,
    "newscrawl.middlewares.retry_after.RetryAfterMiddleware": 555,
    "newscrawl.middlewares.refresh.ForwardMiddleware": 580,
    "newscrawl.middlewares.truncated.TruncatedMiddleware": 595,
    "newscrawl.middlewares.refresh.CheckedRedirectMiddleware": 600,
    "newscrawl.middlewares.breaker.BreakerMiddleware": 980,
    "newscrawl.middlewares.verdict.VerdictMiddleware": 990,
}
# callbacks of ours yield no requests (children go to the ledger), so what Scrapy does to them is left out
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawl"
COOKIES_ENABLED = False
HTTPPROXY_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 45
REDIRECT_MAX_TIMES = 8
METAREFRESH_MAXDELAY = 5  # news pages reload themselves every minute or so; only real forwards count
RETRY_TIMES = 2
CONCURRENT_REQUESTS = 32
CONCURRENT_ITEMS = 1  # a page is one item; Scrapy starts so many tasks for each response, whether they have work or not
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
SCRAPER_SLOT_MAX_ACTIVE_SIZE = max(2, NEWSCRAWL_EXTRACT_PROCESSES) * 8 * 1024 * 1024  # bytes of pages in the line

# --- the process --------------------------------------------------------------------------------------------------

# 2.19 opens a port that runs any Python it is sent, and leaves its token behind
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10.0
LOG_LEVEL = "INFO"
LOG_FORMATTER = "newscrawl.log.ShortLogFormatter"
# seconds between two lines that say how far the crawl is; 0 for none. They take the place of Scrapy's, which know pages only
LOGSTATS_INTERVAL = 60.0
EXTENSIONS: dict[str, int | None] = {}
# what stands in EXTENSIONS is loaded even with None, and the remote control brings a web server, a tenth of what starts
EXTENSIONS_BASE: dict[str, int] = {
    name: place
    for name, place in _EXTENSIONS.items()
    if name not in ("scrapy.extensions.logstats.LogStats", "scrapy.extensions.remote_control.RemoteControl")
}

#: what only `scrapy crawl` needs; `scrapy shell`, `parse` (`--spider articles -a url=URL URL`) and `check` work without ledger and output
CRAWL_SETTINGS: dict[str, Any] = {
    "SCHEDULER": "newscrawl.scheduler.LedgerScheduler",
    "ITEM_PROCESSOR": "newscrawl.pipelines.line.Line",
}

#: what the settings of ours are where nobody says anything
defaults: dict[str, Any] = {name: value for name, value in globals().items() if name.startswith(PREFIX)}
# for `scrapy shell`, `parse` and scripts; our own commands take the environment up themselves, and refuse unknown names
globals().update(from_environment(defaults))
