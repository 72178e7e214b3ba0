"""Settings and options as they are typed, or stand in the environment, of every command."""

import json
import subprocess
import sys

import pytest

from tests import warm
from tests.commands.typed import page, typed


@pytest.mark.parametrize(
    "arguments",
    [
        ("crawl", "articles", "-a", "url=http://127.0.0.1:9/a"),
        ("clean", page("daum-portal")),
        ("explain", page("daum-portal")),
        ("runs",),
        ("held",),
        ("verify",),
        ("sites",),
    ],
)
def test_every_command_refuses_unknown_settings_and_options(arguments, tmp_path):
    """With 78 for a setting, with 2 for an option, which is named; nothing is written."""
    setting = typed(*arguments, "-s", f"NEWSCRAWL_OUTPUTDIR={tmp_path / 'out'}")
    option = typed(*arguments, "--jsno", "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path / 'out'}")

    assert (setting.returncode, setting.stdout) == (78, "")
    assert setting.stderr.startswith("newscrawl: NEWSCRAWL_OUTPUTDIR: there is no such setting; did you mean")
    assert (option.returncode, option.stdout) == (2, "")
    assert "error: unknown option --jsno" in option.stderr
    assert not (tmp_path / "out").exists()


def test_a_crawl_writes_where_the_environment_says(tmp_path, monkeypatch):
    """The folder of the environment is that of the refusal to crawl without a contact."""
    monkeypatch.setenv("NEWSCRAWL_OUTPUT_DIR", str(tmp_path / "out"))
    monkeypatch.setenv("NEWSCRAWL_TRIES", "none")

    assert "newscrawl: NEWSCRAWL_TRIES: 'none' is no number" in typed("crawl", "articles", "-a", "url=http://127.0.0.1:9/").stderr  # fmt: skip
    monkeypatch.delenv("NEWSCRAWL_TRIES")
    assert str(tmp_path / "out" / "runs") in typed("runs", "show", "last").stderr


def test_every_list_of_the_settings_is_read_as_json(tmp_path, crawl, site):
    """A crawl takes ages, addresses and hosts in the form in which the settings module shows them."""
    done = crawl("articles", "-a", f"url={site.urls[0].replace('127.0.0.1', 'paper.example')}", NEWSCRAWL_REFETCH_HOURS="[0.5,1]",
                 NEWSCRAWL_HOSTS=json.dumps(["paper.example=127.0.0.1"]), NEWSCRAWL_ALLOW_ADDRESSES='["127.0.0.1"]')  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 stored")


def test_a_wrong_value_in_the_environment_is_refused_before_the_crawl(crawl, site):
    """Also of settings that are read late, and in a process that begins with it."""
    done = crawl("articles", "-a", f"url={site.urls[0]}", before="export NEWSCRAWL_BREAKER_SECONDS=soon; ")

    assert done.returncode == 78
    assert done.stderr == "newscrawl: NEWSCRAWL_BREAKER_SECONDS: 'soon' is no number\n"
    assert not crawl.output.exists()


def test_what_is_turned_off_is_not_loaded():
    """Scrapy loads each class that EXTENSIONS names, also to leave it out: its remote control brings a web server."""
    code = (
        "import sys\n"
        "from scrapy.settings import Settings\n"
        "settings = Settings()\n"
        "settings.setmodule('newscrawl.settings')\n"
        "names = list(settings.get_component_priority_dict_with_base('EXTENSIONS'))\n"
        "print('aiohttp' in sys.modules, 'scrapy.extensions.memusage.MemoryUsage' in names, *[n for n in names if n.endswith(('RemoteControl', 'LogStats'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=warm.ROOT)

    assert done.stdout.split() == ["False", "True"]
