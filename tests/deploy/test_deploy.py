"""The files of deploy/: the unit is sound and hardened, the crontab line crawls as cron would start it."""

import configparser
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from newscrawl.output.manifest import read_manifest
from tests.middlewares.local_web import LocalServer

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
BIN = Path(sys.executable).parent
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def analyze(*arguments):
    """`systemd-analyze`; the finished process."""
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False
    )


@needs_systemd
def test_the_units_are_sound(tmp_path):
    """systemd reads every line of them."""
    for name in ("newscrawl.service", "newscrawl.timer"):
        text = (DEPLOY / name).read_text().replace("/opt/newscrawl/bin", str(BIN))
        (tmp_path / name).write_text(text)
    done = analyze("verify", "--man=no", tmp_path / "newscrawl.service", tmp_path / "newscrawl.timer")
    said = [line for line in done.stderr.splitlines() if "newscrawl" in line]
    assert said == []


@needs_systemd
def test_the_service_is_hardened():
    """systemd's own measure of exposure, from 0 to 10, is at most 2.5."""
    done = analyze("security", "--offline=true", "--threshold=25", "--no-pager", DEPLOY / "newscrawl.service")
    assert done.returncode == 0, done.stdout[-500:]


def cron_line():
    """(environment, command) of the crontab, as cron reads them."""
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    (entry,) = [line for line in lines if not re.match(r"[A-Z_]+=", line)]
    *_, command = entry.split(None, 6)
    assert "%" not in command  # cron takes it for a line end
    return environment, command


def test_the_crontab_line_crawls(tmp_path):
    """In cron's poor environment it finds settings, sites and folder; no contact is needed on loopback."""
    server = LocalServer("127.0.0.4")
    days = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
    server.page(
        "/2026/11/24/harbour-counts-boats",
        f"<html><head><title>Harbour counts its boats</title></head><body><h1>Harbour counts its boats</h1><article><p>{days}</p></article></body></html>",
    )
    server.page("/", '<a href="/2026/11/24/harbour-counts-boats">Harbour counts its boats again today</a>')
    (tmp_path / "sites.txt").write_text(f"{server.base}\n")
    environment, command = cron_line()
    for old, new in (("/opt/newscrawl/bin", BIN), ("/etc/newscrawl", tmp_path), ("/var/lib/newscrawl", tmp_path)):
        command = command.replace(old, str(new))
    command = command.replace(
        "crawl site",
        "crawl site -s NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.4 -s DOWNLOAD_DELAY=0 -s NEWSCRAWL_EXTRACT_PROCESSES=1 -s RETRY_TIMES=0",
    )
    done = subprocess.run([environment["SHELL"], "-c", command], env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment}, capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    server.close()
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    (manifest,) = [read_manifest(path) for path in (tmp_path / "runs").glob("*.json")]
    assert manifest.urls.stored == 1


def test_scrapyd_is_given_settings_that_exist():
    """The project it names is importable, and no item file is asked for."""
    config = configparser.ConfigParser()
    config.read(DEPLOY / "scrapyd.conf")
    assert find_spec(config["settings"]["newscrawl"]) is not None
    assert config["scrapyd"]["items_dir"] == ""
    assert config["scrapyd"]["bind_address"] == "127.0.0.1"


def test_nothing_is_crawled_before_somebody_fills_in_the_files():
    """No site and no contact are preset."""
    assert not [line for line in (DEPLOY / "sites.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert "NEWSCRAWL_CONTACT=\n" in (DEPLOY / "newscrawl.env").read_text()
