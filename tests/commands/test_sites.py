"""`scrapy sites`: list the profiles, show one, check files."""

import subprocess
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


PROFILE = """
name = "paper.example"
hosts = ["paper.example"]
[[layouts]]
name = "2025"
seen = "a page of May 2025"
mark = ["div.story"]
body = ["div.story"]
title = ["h1.headline", "h1"]
authors = ["span.reporter"]
[[layouts.remove]]
rule = "paper.ad"
select = "div.ad"
why = "An advertisement."
[[layouts.lines]]
rule = "paper.tip-off"
pattern = "Tips: .+"
why = "How to reach the newsroom."
"""
DAYS = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
PAGE = f"<html lang=en><title>Boats</title><h1>Harbour counts boats</h1><span class=pen>Ann Example</span><div class=story><p>{DAYS}</p><div class=ad>Buy</div><p>Tips: desk@paper.example</p></div>"
EXPECTED = f"""
[page]
url = "https://paper.example/news/1"
[article]
title = "Harbour counts boats"
text = "{DAYS}"
[removed]
"paper.ad" = ["Buy"]
"paper.tip-off" = ["Tips: desk@paper.example"]
"""


def tried(folder: Path, *options: str, **texts: str) -> "subprocess.CompletedProcess[str]":
    """`sites check` of the profile with its page; `texts` take the place of the files' own."""
    files = {"profile": PROFILE, "page": PAGE, "expected": EXPECTED} | texts
    names = {"profile": "paper.example.toml", "page": "page.html", "expected": "expected.toml"}
    for name, text in files.items():
        (folder / names[name]).write_text(text, encoding="utf-8")
    words = (word.replace("@", str(folder) + "/") for word in options or ("--expect", "@expected.toml"))
    return typed("sites", "check", str(folder / names["profile"]), "--page", str(folder / "page.html"), *words)


def test_a_page_is_read_with_the_profile_and_each_selector_counted(tmp_path: Path) -> None:
    """A selector that finds nothing where it is needed has a sign, and is told; one behind another that finds something has none."""
    done = tried(tmp_path)
    rows = done.stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert "read with paper.example/2025" in rows
    assert "     1  body: div.story" in rows
    assert "!    0  title: h1.headline" in rows
    assert "!    0  authors: span.reporter" in rows
    assert "     1  remove.paper.ad: div.ad" in rows
    assert "     1  lines.paper.tip-off: Tips: .+" in rows
    assert rows[-1] == f"as {tmp_path}/expected.toml expects"
    assert done.stderr == "newscrawl: 2 of 7 find nothing in this page, those with !\n"


def test_the_page_says_where_it_was_read(tmp_path: Path) -> None:
    """Its canonical address, or `og:url`, where that is one of the profile's hosts."""
    for named in (
        "<link rel=canonical href=https://paper.example/a/7>",
        "<link rel=canonical href=https://cdn.example/7><meta property=og:url content=https://paper.example/a/7>",
    ):
        done = tried(tmp_path, "--url", "", page=f"{named}{PAGE}")
        assert done.returncode == 0, done.stderr
        assert "read with paper.example/2025" in done.stdout.splitlines()
    away = tried(tmp_path, "--url", "", page=f"<link rel=canonical href=https://cdn.example/7>{PAGE}")
    assert away.returncode == 2
    assert "needs --url ADDRESS, where the page was read; the page names none of the profile's hosts" in away.stderr


def test_what_is_not_as_expected_is_named_and_ends_with_65(tmp_path: Path) -> None:
    """So a profile is kept true by one command."""
    done = tried(tmp_path, expected=EXPECTED.replace('title = "', 'authors = ["Ann Example"]\ntitle = "'))

    assert done.returncode == 65
    assert "authors: expected ['Ann Example'], found []" in done.stdout.splitlines()
    assert done.stderr.endswith(f"newscrawl: 1 differences from {tmp_path}/expected.toml\n")
    assert tried(tmp_path, profile=PROFILE.replace("span.reporter", "span.pen")).returncode == 65


@pytest.mark.parametrize(
    ("options", "texts", "code", "told"),
    [
        ((), {"page": PAGE.replace("class=story", "class=x")}, 65, "no layout of paper.example has a mark that the page carries"),
        (("--url", "https://paper.example/a"), {"page": "<title>Nothing</title>"}, 65, "no article"),
        (("--url", "https://other.example/a"), {}, 2, "is no host of paper.example"),
        (("--url", "nonsense"), {}, 2, "needs --url ADDRESS"),
        ((), {"expected": EXPECTED + "x = 1"}, 78, "expected.toml: removed[...]"),
        ((), {"profile": PROFILE.replace('paper.example"]', 'v.daum.net"]')}, 78, "v.daum.net already belongs to v.daum.net"),
    ],
)  # fmt: skip
def test_what_keeps_a_profile_from_being_tried_is_told(options, texts, code, told, tmp_path: Path) -> None:
    """A page of another design or site, a wrong file, a host that another profile has."""
    done = tried(tmp_path, *options, **texts)

    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("args", [("list", "--page", "x"), ("check", "a.toml", "b.toml", "--page", "x"), ("check", "a.toml", "--url", "https://a.example/")])  # fmt: skip
def test_options_of_the_trial_need_one_profile_and_a_page(args: tuple[str, ...]) -> None:
    """Anything else is a mistake of use."""
    done = typed("sites", *args)

    assert done.returncode == 2
    assert "--page takes one profile" in done.stderr


def test_a_file_with_another_name_than_its_profile_is_told(tmp_path: Path) -> None:
    """It is well formed, but nobody finds it by its name."""
    path = tmp_path / "other.toml"
    path.write_text(PROFILE, encoding="utf-8")
    done = typed("sites", "check", str(path))

    assert done.returncode == 0
    assert "name: 'paper.example' is not the file's name" in done.stderr
