"""`scrapy sites`: list the profiles, show one, check files."""

from pathlib import Path

import pytest

from newscrawl.sites.checks import HERE
from tests.commands.typed import typed


@pytest.mark.parametrize("args", [(), ("list",)])
def test_the_list_names_every_profile(args: tuple[str, ...]) -> None:
    """Without arguments all profiles, families and the default are listed."""
    done = typed("sites", *args)

    assert done.returncode == 0
    assert all(path.stem in done.stdout for path in (*HERE.glob("*.toml"), *HERE.glob("families/*.toml")))


@pytest.mark.parametrize("name", ["v.daum.net", "https://v.daum.net/v/20260312091503214", "m.v.daum.net"])
def test_a_profile_is_found_by_name_host_or_address(name: str) -> None:
    """`show` takes whatever a person has at hand."""
    done = typed("sites", "show", name)

    assert done.returncode == 0
    assert done.stdout.startswith("v.daum.net\n")
    assert "layout 2023" in done.stdout


def test_an_unknown_name_is_told_in_one_line() -> None:
    """A name that no profile has ends with 2."""
    done = typed("sites", "show", "nobody.example")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "newscrawl: no profile 'nobody.example'; `scrapy sites` lists them\n"


def test_every_built_in_profile_passes_the_check() -> None:
    """`check` says one line for each good file."""
    files = sorted(str(path) for path in (*HERE.glob("*.toml"), *HERE.glob("families/*.toml")))
    done = typed("sites", "check", *files)

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == files


def test_a_wrong_file_is_named_with_its_key(tmp_path: Path) -> None:
    """`check` ends with 78, one line for each wrong file, and goes on with the others."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "wrong"\ntimezone = "Asia/Soul"\n[[layouts]]\nname = "x"\nseen = "-"\n', encoding="utf-8")
    done = typed("sites", "check", str(wrong), str(tmp_path / "gone.toml"), str(HERE / "mk.co.kr.toml"))
    lines = done.stderr.splitlines()

    assert done.returncode == 78
    assert lines[0].startswith(f"newscrawl: {wrong}: timezone: ")
    assert lines[1].startswith(f"newscrawl: {tmp_path / 'gone.toml'}: ")
    assert len(lines) == 2
    assert "mk.co.kr is well formed" in done.stdout


@pytest.mark.parametrize("args", [("bogus",), ("show",), ("check",), ("list", "x")])
def test_a_mistake_of_use_shows_the_usage(args: tuple[str, ...]) -> None:
    """Unknown actions and missing names end with 2."""
    done = typed("sites", *args)

    assert done.returncode == 2
    assert "show NAME" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
