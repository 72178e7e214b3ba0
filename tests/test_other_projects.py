"""newscrawl in somebody else's Scrapy project or script: what README says of it works."""

import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.exporters import CsvItemExporter, JsonLinesItemExporter, XmlItemExporter

import newscrawl
from newscrawl.output.manifest import read_manifest
from tests.commands.conftest import Site, wait_for

ROOT = Path(__file__).parent.parent

CALLBACK = """
import scrapy, newscrawl

class Mine(scrapy.Spider):
    name = "mine"

    def parse(self, response):
        try:
            yield newscrawl.extract(response.body, response.url, headers=response.headers.to_unicode_dict())
        except newscrawl.PageError as error:
            self.logger.info("no article: %s", error)
"""
OWN_SPIDER = """
from newscrawl.spiders.news import NewsSpider

class Front(NewsSpider):
    name = "front"
    known_arguments = {"paper": "address of the paper"}

    def __init__(self, name=None, **given):
        super().__init__(name, **given)
        self.paper = given["paper"]

    async def start(self):
        yield self.request(self.paper, "section")
"""
OWN_SETTINGS = """
from newscrawl.settings import *

SPIDER_MODULES = [*SPIDER_MODULES, "mine.spiders"]
NEWSCRAWL_ALLOW_ADDRESSES = ["127.0.0.1"]
NEWSCRAWL_EXTRACT_PROCESSES = 1
DOWNLOAD_DELAY = 0
"""


@pytest.fixture
def site():
    """A paper with three stories, and a front page that links to them."""
    server = Site(3)
    links = "".join(
        f"<li><a href='{url}'>Ward {n} votes on its bridge today</a></li>" for n, url in enumerate(server.urls)
    )
    server.front = server.page("/", f"<html><title>Paper</title><ul>{links}</ul></html>")
    yield server
    server.close()


@pytest.fixture
def project(tmp_path):
    """A project of somebody else: makes it of its settings and spiders, and returns what runs Python in it."""

    def make(settings, spiders):
        (tmp_path / "mine").mkdir()
        (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = mine.settings\n")
        for name, text in (("__init__", ""), ("settings", settings), ("spiders", spiders)):
            (tmp_path / "mine" / f"{name}.py").write_text(text)
        env = {name: value for name, value in os.environ.items() if not name.startswith(("SCRAPY", "NEWSCRAWL"))}
        env["PYTHONPATH"] = os.pathsep.join((str(tmp_path), str(ROOT)))

        def run(*command):
            return subprocess.run([sys.executable, *command], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False)  # fmt: skip

        return run

    return make


BROKEN_SPIDERS = """
import scrapy
from newscrawl.spiders.news import NewsSpider

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = ["http://127.0.0.1:1/"]

class Breaks(NewsSpider):
    name = "breaks"

    async def start(self):
        yield self.request(SITE, "section")

    def parse_section(self, response):
        raise KeyError("theirs")

class Starts(Breaks):
    name = "starts"

    async def start(self):
        raise KeyError("theirs")
        yield
"""

FOREIGN = "SPIDER_MODULES = ['mine.spiders']\nITEM_PIPELINES = {}\n"


def test_extract_in_a_callback_gives_items_for_any_feed(project, site, tmp_path):
    """An article is a dataclass, which Scrapy writes as it is; a page that is none costs a line of the log."""
    run = project(FOREIGN, CALLBACK)
    (tmp_path / "mine" / "spiders.py").write_text(CALLBACK + f"    start_urls = {[*site.urls, site.front]}\n")
    done = run("-m", "scrapy", "crawl", "mine", "-O", "items.jsonl")

    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert sorted(item["title"] for item in items) == [f"Ward {ward} votes on its bridge" for ward in range(3)]
    assert all(item["language"] == "en" and item["rights"]["signals"] == [] for item in items)
    assert "no article: " in done.stderr


@pytest.mark.parametrize("exporter", [XmlItemExporter, CsvItemExporter, JsonLinesItemExporter])
def test_every_exporter_of_scrapy_writes_articles(exporter):
    """With dicts and lists in place of classes of ours."""
    text = "".join(f"<p>On day {day} the harbour of Lower Bexford took {day * 7 + 3} boats in.</p>" for day in range(9))
    page = f"<title>Boats</title><h1>Boats come in</h1><article><h2>Sunday</h2>{text}</article>"
    out = io.BytesIO()
    out.close = lambda: None
    writer = exporter(out)
    writer.start_exporting()
    writer.export_item(newscrawl.extract(page, "https://paper.example/2026/boats"))
    writer.finish_exporting()
    written = out.getvalue().decode()
    assert "Boats come in" in written and "headings" in written
    assert "Structure(" not in written and "Removed(" not in written


def test_a_stage_of_ours_in_another_project_says_what_to_do(project, site, tmp_path):
    """It is switched off, as it knows neither ledger nor folder; what is to be called instead is said."""
    run = project(FOREIGN.replace("{}", "{'newscrawl.pipelines.extract.Extract': 200}"), CALLBACK + f"    start_urls = {site.urls[:1]}\n")  # fmt: skip
    done = run("-m", "scrapy", "crawl", "mine")

    assert "Disabled newscrawl.pipelines.extract.Extract: it belongs to a run of `scrapy crawl` under newscrawl.settings" in done.stderr  # fmt: skip
    assert "In a spider of your own call newscrawl.extract(response.body, response.url)" in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plain", "errors: 1 of mine.spiders.Plain.start; the log has their tracebacks"),
        ("breaks", "errors: 1 of mine.spiders.Breaks.parse_section; the log has their tracebacks"),
        ("starts", "the spider's start() broke; the log has its traceback"),
    ],
)
def test_a_mistake_of_somebody_elses_spider_is_told_as_theirs(project, site, name, said):
    """It ends with 70: cron takes what was interrupted for what the next run goes on with."""
    run = project(OWN_SETTINGS, BROKEN_SPIDERS.replace("SITE", repr(site.front)))
    done = run("-m", "scrapy", "crawl", name)

    assert (done.returncode, done.stderr.splitlines()[-1]) == (70, f"newscrawl: {said}")


def test_a_project_may_have_settings_and_spiders_of_its_own(project, site, tmp_path):
    """`from newscrawl.settings import *`, and a subclass that says where addresses come from: the whole crawl, by `scrapy crawl`."""
    run = project(OWN_SETTINGS, OWN_SPIDER)
    done = run("-m", "scrapy", "crawl", "front", "-a", f"paper={site.front}")

    assert done.returncode == 0, done.stderr
    assert sorted(article.url for article in newscrawl.read(tmp_path / "output")) == sorted(site.urls)
    (account,) = (tmp_path / "output" / "runs").glob("*.json")
    assert read_manifest(account).adds_up


def test_a_script_runs_a_crawl_and_has_its_exit_code(project, site, tmp_path):
    """Without a project of its own, under newscrawl.settings; a wrong setting ends it as it ends the command."""
    (tmp_path / "script.py").write_text(
        "import sys\nfrom newscrawl.crawling import run\n"
        "sys.exit(run('articles', url=sys.argv[1], settings={'NEWSCRAWL_OUTPUT_DIR': 'out', 'NEWSCRAWL_ALLOW_ADDRESSES': '127.0.0.1',"
        " 'DOWNLOAD_DELAY': 0, 'NEWSCRAWL_EXTRACT_PROCESSES': 1, **dict(arg.split('=') for arg in sys.argv[2:])}))\n"
    )
    run = project("", "")
    (tmp_path / "scrapy.cfg").unlink()
    done = run("script.py", site.urls[0])
    wrong = run("script.py", site.urls[0], "NEWSCRAWL_TRYS=5")

    assert (done.returncode, done.stdout) == (0, "1 stored -> out/articles\n"), done.stderr
    assert [article.url for article in newscrawl.read(tmp_path / "out")] == site.urls[:1]
    assert wrong.returncode == 78
    assert "did you mean NEWSCRAWL_TRIES?" in wrong.stderr


PROCESS = """
import sys
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess
from scrapy.utils.project import get_project_settings

process = (AsyncCrawlerProcess if sys.argv[1] == "async" else CrawlerProcess)(get_project_settings())
crawlers = [process.create_crawler("articles") for _ in sys.argv[2:]]
for crawler, url in zip(crawlers, sys.argv[2:]):
    process.crawl(crawler, url=url)
print("at work", flush=True)
process.start()
print([crawler.stats.get_value("newscrawl/exit_code") for crawler in crawlers if crawler._stats])
"""


@pytest.mark.parametrize("kind", ["async", "deferred"])
def test_a_process_of_scrapys_in_a_script_is_a_run(project, site, tmp_path, kind):
    """With settings module, ledger and account as under `scrapy crawl`, and again: what is stored is not fetched anew."""
    run = project(OWN_SETTINGS, "")
    told = [run("-c", PROCESS, kind, " ".join(site.urls)) for _ in range(2)]
    accounts = sorted((tmp_path / "output" / "runs").glob("*"))

    assert [done.stdout.splitlines()[-1] for done in told] == ["[0]", "[0]"], told[0].stderr
    assert "ended with 0: complete" in told[0].stderr
    assert sorted(article.url for article in newscrawl.read(tmp_path / "output")) == sorted(site.urls)
    found = [read_manifest(path) for path in accounts]
    assert [(one.urls.stored, one.urls.unchanged, one.adds_up) for one in found] == [(3, 0, True), (0, 3, True)]


def test_a_process_that_cannot_begin_says_why_and_fetches_nothing(project, site, tmp_path):
    """A wrong value, and a second crawl in the folder in which the first one works; that one goes on."""
    run = project(OWN_SETTINGS + "NEWSCRAWL_TRIES = 'many'\n", "")
    wrong = run("-c", PROCESS, "async", site.urls[0])
    asked = list(site.asked)
    (tmp_path / "mine" / "settings.py").write_text(OWN_SETTINGS)
    two = run("-c", PROCESS, "async", site.urls[0], site.urls[1])

    assert "The crawl cannot begin: NEWSCRAWL_TRIES: 'many' is no number" in wrong.stderr
    assert (asked, "CRITICAL: The crawl cannot begin: another run works in" in two.stderr) == ([], True)
    assert [article.url for article in newscrawl.read(tmp_path / "output")] == site.urls[:1]


@pytest.mark.parametrize(
    ("kind", "number", "times", "code"),
    [("async", signal.SIGTERM, 1, 143), ("deferred", signal.SIGTERM, 1, 143), ("async", signal.SIGTERM, 2, 143), ("async", signal.SIGINT, 1, 130)],
)  # fmt: skip
def test_a_process_that_is_interrupted_leaves_its_account(project, site, tmp_path, kind, number, times, code):
    """Once it ends in good order, a second time at once; either way it is told by which signal, and the next run goes on."""
    run = project(OWN_SETTINGS, "")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    log = tmp_path / "crawl.log"
    with log.open("w") as file:
        process = subprocess.Popen([sys.executable, "-c", PROCESS, kind, f"{site.never} {site.urls[0]}"], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=file)  # fmt: skip
    wait_for(lambda: "/never" in site.asked, "the crawl works")
    process.send_signal(number)
    wait_for(lambda: f"Received {number.name}" in log.read_text(), "the crawl knows of the first signal")
    if times == 2:
        process.send_signal(number)
    else:
        site.closing.set()
    process.wait(timeout=300)
    told = log.read_text()
    (account,) = (tmp_path / "output" / "runs").glob("*")

    assert (read_manifest(account).exit_code, read_manifest(account).reason[-21:]) == (code, "; the next run goes on"[1:]), told  # fmt: skip
    assert run("-m", "scrapy", "verify", "output").returncode == 0


QUIET = """
from newscrawl.spiders.news import NewsSpider

class Quiet(NewsSpider):
    name = "quiet"
"""


@pytest.mark.parametrize("command", [("fetch", "--spider", "quiet"), ("parse", "--spider", "quiet"), ("shell", "-c", "response.status")])  # fmt: skip
def test_scrapys_own_commands_store_nothing(project, site, tmp_path, command):
    """They fetch a page for somebody who looks on."""
    run = project(OWN_SETTINGS, QUIET)
    done = run("-m", "scrapy", *command, site.urls[0])

    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert site.urls[0].removeprefix(site.base) in site.asked
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("command", [("list",), ("shell", "-c", "1"), ("fetch", "http://127.0.0.1:9/"), ("parse", "http://127.0.0.1:9/")])  # fmt: skip
def test_scrapys_own_commands_refuse_unknown_settings(project, command):
    """As ours do, with 78 and one line; so does a script that makes a process."""
    run = project(OWN_SETTINGS, "")
    done = run("-m", "scrapy", *command, "-s", "NEWSCRAWL_ALOW_ADDRESSES=127.0.0.1")

    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr.splitlines()[-1].endswith("did you mean NEWSCRAWL_ALLOW_ADDRESSES?")
    assert "Traceback" not in done.stderr


def test_scrapy_parse_shows_the_article(project, site):
    """And why there is none; it stores nothing."""
    run = project(OWN_SETTINGS, "")
    told = [run("-m", "scrapy", "parse", "--spider", "articles", "-a", f"url={url}", url) for url in (site.urls[0], site.front)]  # fmt: skip

    assert "'title': 'Ward 0 votes on its bridge'" in told[0].stdout
    assert "list-page" in told[1].stdout or "no-article" in told[1].stdout
    assert all("NotImplementedError" not in done.stderr for done in told)


OWN_STAGES = """
from dataclasses import replace
from scrapy.exceptions import DropItem

class Wanted:
    def process_item(self, extraction):
        if "Ward 1" in extraction.article.title:
            raise DropItem("not of this ward")
        return replace(extraction, article=replace(extraction.article, tags=("wards",)))

class Behind:
    def process_item(self, article):
        if "Ward 2" in article.title:
            raise DropItem("too late")
        return article
"""


def test_stages_of_ones_own_stand_in_the_line(project, site, tmp_path):
    """Before `write` they change a story or leave it out, which is on record and no error; behind it they see what is stored."""
    stages = "ITEM_PIPELINES = {**ITEM_PIPELINES, 'mine.stages.Wanted': 590, 'mine.stages.Behind': 700}\nFEEDS = {'items.csv': {'format': 'csv'}}\n"
    run = project(OWN_SETTINGS + stages, "")
    (tmp_path / "mine" / "stages.py").write_text(OWN_STAGES)
    done = run("-m", "scrapy", "crawl", "articles", "-a", f"url={' '.join(site.urls)}")
    stored = {article.title: article.tags for article in newscrawl.read(tmp_path / "output")}

    assert done.returncode == 0, done.stderr
    assert "2 stored, 1 refused (unwanted 1)" in done.stdout
    assert stored == {f"Ward {ward} votes on its bridge": ("wards",) for ward in (0, 2)}
    assert (tmp_path / "items.csv").read_text().count("votes on its bridge,") == 1
    assert run("-m", "scrapy", "verify").returncode == 0


NEWSCRAWL = "import sys; from newscrawl.commandline import main; sys.argv[0] = 'newscrawl'; main()"


def test_the_command_newscrawl_works_in_any_folder(project, site, tmp_path):
    """Where there is no project, and in one that knows nothing of newscrawl, it has our settings and all commands."""
    run = project(FOREIGN, CALLBACK)
    asked = ("-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.1", "-s", "NEWSCRAWL_EXTRACT_PROCESSES=1")
    there = run("-c", NEWSCRAWL, "crawl", "articles", "-a", f"url={site.urls[0]}", *asked)
    (tmp_path / "scrapy.cfg").unlink()
    nowhere = run("-c", NEWSCRAWL, "verify", "output")

    assert (there.returncode, there.stdout) == (0, "1 stored -> output/articles\n"), there.stderr
    assert nowhere.returncode == 0, nowhere.stderr


def test_the_command_newscrawl_keeps_to_a_project_that_has_our_settings(project):
    """Spiders and settings of one's own are in force as under `scrapy`."""
    run = project(OWN_SETTINGS, OWN_SPIDER)

    assert "front" in run("-c", NEWSCRAWL, "list").stdout.split()


def test_the_command_newscrawl_is_installed():
    """pip makes it of this line."""
    (module, _, name), = (target.partition(":") for target in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"].values())  # fmt: skip

    assert callable(getattr(import_module(module), name))
