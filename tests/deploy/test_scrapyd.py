"""A real scrapyd on loopback runs crawls of the sample site: from its configuration alone, and from an egg with settings."""

import configparser
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import pytest

from newscrawl.output.manifest import read_manifest
from tests.newssite.server import NewsSite

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy" / "scrapyd"
PYTHON = ROOT / ".venv-scrapyd" / "bin" / "python"
ADDRESS = "127.0.0.90"
pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="scrapyd is not installed (make scrapyd)")


class Scrapyd:
    """scrapyd in a folder of its own, with the configuration of deploy/ on a free port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        config = configparser.ConfigParser()
        config.read(DEPLOY / "scrapy.cfg")
        with NewsSite(address=ADDRESS) as site:  # a port that was free just now, where nobody else looks for one
            self.port = site.port
        config["scrapyd"]["bind_address"], config["scrapyd"]["http_port"] = ADDRESS, str(self.port)
        config["scrapyd"]["poll_interval"] = "0.5"
        with (folder / "scrapy.cfg").open("w") as file:
            config.write(file)
        self.log = (folder / "scrapyd.log").open("w")
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        command = [PYTHON, "-m", "scrapyd"]
        self.process = subprocess.Popen(command, cwd=folder, env=environment, stdout=self.log, stderr=subprocess.STDOUT)

    def ask(self, service: str, data: bytes | None = None, **headers: str) -> dict:
        """The answer of a service, which must be a good one."""
        request = urllib.request.Request(f"http://{ADDRESS}:{self.port}/{service}.json", data, headers)
        with urllib.request.urlopen(request, timeout=300) as response:
            answer = json.load(response)
        assert answer["status"] == "ok", answer
        return answer

    def wait_until_it_answers(self) -> None:
        """scrapyd takes a second or two to start, longer on a busy machine."""
        for _ in range(900):
            try:
                self.ask("daemonstatus")
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, (self.folder / "scrapyd.log").read_text()[-2000:]
                time.sleep(0.2)
            else:
                return
        raise AssertionError("scrapyd does not answer")

    def run(self, project: str, **arguments: str | list[str]) -> str:
        """Schedule a job and wait for its end; its log."""
        data = urllib.parse.urlencode({"project": project, **arguments}, doseq=True).encode()
        job = self.ask("schedule", data)["jobid"]
        for _ in range(900):
            finished = [row["id"] for row in self.ask(f"listjobs.json?project={project}#")["finished"]]
            if job in finished:
                return (self.folder / "logs" / project / str(arguments["spider"]) / f"{job}.log").read_text()
            time.sleep(0.3)
        raise AssertionError("the job does not end")

    def stop(self) -> None:
        """End it, and wait."""
        self.process.terminate()
        self.process.wait(120)
        self.log.close()


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory):
    """A running scrapyd."""
    running = Scrapyd(tmp_path_factory.mktemp("scrapyd"))
    try:
        running.wait_until_it_answers()
        yield running
    finally:
        running.stop()


def settings_of(site, output):
    """What a crawl of the sample site is told with `setting=`."""
    haste = {"DOWNLOAD_DELAY": 0, "NEWSCRAWL_EXTRACT_PROCESSES": 1, "NEWSCRAWL_OUTPUT_DIR": output}
    return [f"{name}={value}" for name, value in {**site.settings, **haste}.items()]


def account(folder):
    """The account of the only run."""
    (manifest,) = [read_manifest(path) for path in (folder / "runs").glob("*.json")]
    return manifest


def test_a_job_crawls_without_an_egg(scrapyd, tmp_path):
    """The configuration names the project; spiders are listed, and the job's account is complete."""
    assert "newscrawl" in scrapyd.ask("listprojects")["projects"]
    assert {"articles", "feed", "site"} <= set(scrapyd.ask("listspiders.json?project=newscrawl#")["spiders"])
    with NewsSite() as site:
        log = scrapyd.run("newscrawl", spider="site", site=site.base["gazette"], setting=settings_of(site, tmp_path))
    assert account(tmp_path).exit_code == 0, log[-2000:]
    assert account(tmp_path).urls.stored == 7


def egg_of(folder):
    """The egg of deploy/scrapyd/egg with an output folder of our own, built as its first lines say."""
    copy = folder / "egg"
    shutil.copytree(DEPLOY / "egg", copy)
    settings = copy / "newscrawl_here" / "settings.py"
    settings.write_text(settings.read_text().replace("/var/lib/newscrawl", str(folder / "output")))
    command = [PYTHON, "setup.py", "-q", "bdist_egg"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (egg,) = (copy / "dist").glob("*.egg")
    return egg.read_bytes()


def test_an_egg_brings_settings_of_ones_own(scrapyd, tmp_path):
    """It is deployed over HTTP, and the job writes where the egg's settings say."""
    boundary = uuid.uuid4().hex
    fields = {"project": b"news", "version": b"1", "egg": egg_of(tmp_path)}
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{"; filename=x.egg" if name == "egg" else ""}\r\n\r\n'.encode()
        + value + b"\r\n"
        for name, value in fields.items()
    ]  # fmt: skip
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    deployed = scrapyd.ask("addversion", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert deployed["spiders"] >= 5
    with NewsSite() as site:
        told = [word for word in settings_of(site, "x") if not word.startswith("NEWSCRAWL_OUTPUT_DIR=")]
        log = scrapyd.run("news", spider="site", site=site.base["gazette"], setting=told)
    assert account(tmp_path / "output").exit_code == 0, log[-2000:]
    assert account(tmp_path / "output").urls.stored == 7
