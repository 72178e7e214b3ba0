"""The files of deploy/: the unit is sound and hardened, the crontab line crawls as cron would start it."""

import configparser
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from shlex import quote

import pytest

from newscrawl.output.manifest import read_manifest
from newscrawl.run.lock import FolderLock
from tests.middlewares.local_web import LocalServer

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def analyze(*arguments):
    """`systemd-analyze`; the finished process."""
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )


@needs_systemd
def test_the_units_are_sound(tmp_path):
    """systemd reads every line of them."""
    for name in ("newscrawl.service", "newscrawl.timer"):
        text = (DEPLOY / name).read_text().replace("/opt/newscrawl/bin", str(BIN).replace(" ", "\\x20"))
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


QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSCRAWL_EXTRACT_PROCESSES=1", "-s", "RETRY_TIMES=0")


def small_site(address):
    """A host with one story."""
    server = LocalServer(address)
    path = f"/{date.today():%Y/%m/%d}/harbour-counts-boats"
    days = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
    server.page(
        path,
        f"<html><head><title>Harbour counts its boats</title></head><body><h1>Harbour counts its boats</h1><article><p>{days}</p></article></body></html>",
    )
    server.page("/", f'<a href="{path}">Harbour counts its boats again today</a>')
    return server


def as_cron(tmp_path, *more):
    """Run the crontab's line in cron's poor environment, all its folders in `tmp_path`; the finished process."""
    environment, command = cron_line()
    for old, new in (("/opt/newscrawl/bin", BIN), ("/etc/newscrawl", tmp_path), ("/var/lib/newscrawl", tmp_path)):
        command = command.replace(old, quote(str(new)))
    environment = {name: value.replace("/var/lib/newscrawl", str(tmp_path)) for name, value in environment.items()}
    command = command.replace("crawl site", " ".join(("crawl site", *QUICK, *more)))
    return subprocess.run([environment["SHELL"], "-c", command], env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment}, capture_output=True, text=True, timeout=300, check=False)  # fmt: skip


NEAR = ("-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.4")


def test_the_crontab_line_crawls(tmp_path):
    """It finds settings, sites and folder, and prints nothing; no contact is needed on loopback."""
    server = small_site("127.0.0.4")
    (tmp_path / "sites.txt").write_text(f"{server.base}\n")
    done = as_cron(tmp_path, *NEAR)
    server.close()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (manifest,) = [read_manifest(path) for path in (tmp_path / "runs").glob("*.json")]
    assert manifest.urls.stored == 1


def test_nobody_is_mailed_where_the_next_run_goes_on(tmp_path):
    """A run that finds another at work, or that uses up its time, prints nothing."""
    server = small_site("127.0.0.4")
    (tmp_path / "sites.txt").write_text(f"{server.base}\n")
    lock = FolderLock(tmp_path, "the run before", datetime.now(UTC))
    locked = as_cron(tmp_path, *NEAR)
    lock.release()
    slow = as_cron(tmp_path, *NEAR, "-s", "NEWSCRAWL_TIME_BUDGET_SECONDS=0.5", "-s", "DOWNLOAD_DELAY=2")
    server.close()
    assert (locked.returncode, locked.stdout, locked.stderr) == (0, "", "")
    assert (slow.returncode, slow.stdout, slow.stderr) == (0, "", "")
    (manifest,) = [read_manifest(path) for path in (tmp_path / "runs").glob("*.json")]
    assert manifest.exit_code == 124


def test_a_run_that_hangs_is_killed_and_told(tmp_path):
    """Else each run after it would find the folder locked, which prints nothing."""
    hanging = tmp_path / "bin" / "scrapy"
    hanging.parent.mkdir()
    hanging.write_text("#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done\n")
    hanging.chmod(0o755)
    _, command = cron_line()
    assert "timeout -k 60 900 /opt/newscrawl/bin/scrapy" in command
    command = command.replace("-k 60 900", "-k 1 4").replace("/opt/newscrawl", str(tmp_path)).replace("/var/lib/newscrawl", str(tmp_path))  # fmt: skip
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 137
    assert "exit code 137" in done.stdout


def test_trouble_is_mailed_with_what_was_said_and_the_exit_code(tmp_path):
    """Here nobody has filled in the contact."""
    (tmp_path / "sites.txt").write_text("http://paper.example/\n")
    done = as_cron(tmp_path, "-s", "NEWSCRAWL_HOSTS=paper.example=192.0.2.1")
    assert done.returncode == 78
    assert "NEWSCRAWL_CONTACT is not set" in done.stdout
    assert "exit code 78; log: " in done.stdout


@pytest.mark.skipif(shutil.which("logrotate") is None, reason="logrotate is not installed")
def test_the_log_is_rotated(tmp_path):
    """logrotate reads every line of the file."""
    text = (DEPLOY / "logrotate").read_text().replace("    su newscrawl newscrawl\n", "")
    (tmp_path / "logrotate").write_text(text.replace("/var/lib/newscrawl", str(tmp_path)))
    (tmp_path / "crawl.log").write_text("a line\n")
    (tmp_path / "logrotate").chmod(0o644)
    command = ["logrotate", "--force", "--state", tmp_path / "state", tmp_path / "logrotate"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "crawl.log.1").read_text() == "a line\n"


def container_file():
    """(instruction, argument) of every line of the container file; comments left out, continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


def test_the_container_installs_all_that_a_crawl_needs(tmp_path):
    """No builder is needed: what it copies is copied, and installed into a fresh environment, whose entry point crawls.

    The packages of requirements.lock, which `make` installs in the same way, are taken from where the tests run.
    """
    environment, build, data = tmp_path / "opt", tmp_path / "build", tmp_path / "data"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True, timeout=300)
    build.mkdir(), data.mkdir()
    (packages,) = environment.glob("lib/python*/site-packages")
    others = sysconfig.get_path("purelib")
    # the image's Python brings no setuptools, so that of the lock builds
    for old in packages.glob("setuptools*"):
        shutil.rmtree(old)
    (packages / "locked.pth").write_text(f"{others}\n")
    instructions = container_file()
    for instruction, argument in instructions:
        if instruction == "COPY" and not argument.startswith("--from"):
            *sources, _ = argument.split()
            for name in sources:
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                copy(ROOT / name, build / name)
        elif instruction == "RUN" and "pip install" in argument and "requirements.lock" not in argument:
            command = argument.replace("/opt/newscrawl", str(environment))
            subprocess.run(["/bin/sh", "-c", command], cwd=build, check=True, timeout=300, capture_output=True)
    settings = dict(word.split("=", 1) for kind, words in instructions if kind == "ENV" for word in words.split())
    entry = json.loads(next(argument for kind, argument in instructions if kind == "ENTRYPOINT"))
    assert entry[0] == "/opt/newscrawl/bin/scrapy"  # which comes with the locked packages
    command = [
        environment / "bin" / "python",
        "-m",
        "scrapy",
        *(word.replace("/data", str(data)) for word in entry[1:]),
    ]
    server = small_site("127.0.0.5")
    done = subprocess.run([*command, "site", "-a", f"site={server.base}", *QUICK, "-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.5"], cwd=data, env={"PATH": "/usr/bin:/bin", **settings}, capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
    server.close()
    assert done.returncode == 0, done.stderr[-3000:]
    (manifest,) = [read_manifest(path) for path in (data / "runs").glob("*.json")]
    assert manifest.urls.stored == 1


def test_scrapyd_is_given_settings_that_exist():
    """The project it names is importable, and no item file is asked for."""
    config = configparser.ConfigParser()
    config.read(DEPLOY / "scrapyd" / "scrapy.cfg")
    assert find_spec(config["settings"]["newscrawl"]) is not None
    assert config["scrapyd"]["items_dir"] == ""
    assert config["scrapyd"]["bind_address"] == "127.0.0.1"


def test_nothing_is_crawled_before_somebody_fills_in_the_files():
    """No site and no contact are preset."""
    assert not [line for line in (DEPLOY / "sites.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert "NEWSCRAWL_CONTACT=\n" in (DEPLOY / "newscrawl.env").read_text()
