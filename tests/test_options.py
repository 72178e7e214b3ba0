"""What settings are called and where they come from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.errors import ConfigError
from newscrawl.options import list_of, take_up

ROOT = Path(__file__).parent.parent


def settings(**typed_):
    """The project's settings, changed as on a command line."""
    found = Settings()
    found.setmodule("newscrawl.settings")
    found.setdict(typed_, priority="cmdline")
    return found


def test_the_environment_wins_over_a_module_and_not_over_the_command_line(monkeypatch):
    """As anybody expects who sets it in a unit or a crontab."""
    monkeypatch.setenv("NEWSCRAWL_OUTPUT_DIR", "/tmp/there")
    monkeypatch.setenv("NEWSCRAWL_TRIES", "7")
    monkeypatch.setenv("NEWSCRAWL_LEARN", "")
    found = settings(NEWSCRAWL_TRIES="9")
    take_up(found)

    assert found["NEWSCRAWL_OUTPUT_DIR"] == "/tmp/there"
    assert found["NEWSCRAWL_TRIES"] == "9"
    assert found["NEWSCRAWL_LEARN"] is True  # an empty variable says nothing


def test_lower_case_is_no_other_name():
    """Nobody would read it, and the crawl would go into the usual folder."""
    with pytest.raises(ConfigError, match=r"^newscrawl_output_dir: .* did you mean NEWSCRAWL_OUTPUT_DIR"):
        take_up(settings(newscrawl_output_dir="there"))


def test_scrapys_own_commands_see_the_environment_too():
    """`scrapy shell` and scripts read the settings module alone."""
    code = "from scrapy.utils.project import get_project_settings as g; print(g()['NEWSCRAWL_ALLOW_ADDRESSES'])"
    env = {**os.environ, "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1,::1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "127.0.0.1,::1"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("NEWSCRAWL_OUTPUTDIR", "did you mean NEWSCRAWL_OUTPUT_DIR?"),
        ("NEWSCRAWL_MIN_SUCESS_SHARE", "did you mean NEWSCRAWL_MIN_SUCCESS_SHARE?"),
        ("NEWSCRAWL_XYZZY", "newscrawl/settings.py has all of them"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(wrong, meant, monkeypatch):
    """On the command line, in a module and in the environment."""
    with pytest.raises(ConfigError, match=f"^{wrong}: there is no such setting; {meant[:-1]}"):
        take_up(settings(**{wrong: "1"}))
    monkeypatch.setenv(wrong, "1")
    with pytest.raises(ConfigError, match=rf"^{wrong} \(in the environment\): .*{meant[:-1]}"):
        take_up(settings())


@pytest.mark.parametrize("value", ["a=1, b=2", '["a=1", "b=2"]', ["a=1", "b=2"], ("a=1", "b=2")])
def test_a_list_may_be_written_with_commas_or_as_json(value):
    """As the settings module documents them, and as a command line is used to."""
    assert list_of(Settings({"NEWSCRAWL_HOSTS": value}), "NEWSCRAWL_HOSTS") == ["a=1", "b=2"]


@pytest.mark.parametrize("value", ["", "[]", [], None, " , "])
def test_an_empty_list_is_written_in_many_ways(value):
    """None of them holds an entry."""
    assert list_of(Settings({"NEWSCRAWL_HOSTS": value}), "NEWSCRAWL_HOSTS") == []


@pytest.mark.parametrize("value", ["[1, 2", '["a" "b"]', 5, {"a": 1}])
def test_what_is_no_list_is_refused_by_name(value):
    """Broken JSON, a number, a table."""
    with pytest.raises(ConfigError, match=r"^NEWSCRAWL_HOSTS: "):
        list_of(Settings({"NEWSCRAWL_HOSTS": value}), "NEWSCRAWL_HOSTS")
