"""`scrapy runs`: past crawls, listed and explained."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from newscrawl.output.manifest import Manifest, SiteCount, read_manifest, write_manifest
from newscrawl.run.announcement import announce, conclude
from newscrawl.run.ending import Ending
from tests import warm

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def runs(tmp_path):
    """`runs("list")` in a folder with two accounts."""
    for number, code in ((1, 0), (2, 143)):
        write_manifest(
            tmp_path,
            Manifest(
                run_id=f"2026112{number}T000000-000{number}",
                command="scrapy crawl articles -a urls=list.txt",
                started_at=f"2026-11-2{number}T00:00:00+00:00",
                ended_at=f"2026-11-2{number}T00:01:00+00:00",
                exit_code=code,
                reason="complete" if code == 0 else "interrupted by SIGTERM",
                versions={},
                settings={},
                urls=SiteCount(announced=7, stored=7),
                lists={},
                adds_up=True,
                sites={"a.example": SiteCount(announced=7, stored=7)},
                fields_present={},
                removals_by_rule={},
                fetched={},
                adopted=0,
                segments=[],
            ),
        )

    def run(*arguments):
        return warm.run("runs", *arguments, "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path}")

    return run


def test_all_crawls_of_a_folder_are_listed_oldest_first(runs):
    """With how each ended."""
    done = runs()

    assert done.returncode == 0, done.stderr
    assert done.stdout.index("20261121T000000-0001") < done.stdout.index("20261122T000000-0002")
    assert "interrupted by SIGTERM" in done.stdout


def test_only_the_newest_crawls_are_read(runs, tmp_path):
    """Twenty, or as many as are asked for; an older account is not even opened, and it is said that there is one."""
    for number in range(20):
        copy = replace(
            read_manifest(tmp_path / "runs" / "20261121T000000-0001.json"), run_id=f"202611{number + 1:02}-z"
        )
        write_manifest(tmp_path, copy)
    (tmp_path / "runs" / "20261101-z.json").write_text("no account")
    (tmp_path / "runs" / "20261102-z.json").write_text("no account")
    usual, two = runs(), runs("list", "2")

    assert usual.returncode == 0, usual.stderr
    assert "20261103-z" in usual.stdout
    assert "2 older ones are not shown: scrapy runs list all" in usual.stdout
    assert ("20261121T000000-0001" in two.stdout, "20261122T000000-0002" in two.stdout, "20261120" in two.stdout) == (
        True, True, False,
    )  # fmt: skip
    assert runs("list", "all").returncode == 65


@pytest.mark.parametrize("name", ["20261122", "last"])
def test_one_crawl_is_explained(runs, name):
    """The first characters of its id are enough."""
    done = runs("show", name)

    assert done.returncode == 0, done.stderr
    assert "exit code: 143, interrupted by SIGTERM" in done.stdout


def test_an_account_can_be_had_as_it_is_stored(runs):
    """For programs."""
    done = runs("show", "last", "--json")

    assert msgspec.convert(json.loads(done.stdout), Manifest).exit_code == 143


@pytest.mark.parametrize(
    "arguments", [("show", "1999"), ("show", "2026"), ("show",), ("delete", "last"), ("list", "0"), ("list", "x")]
)
def test_a_name_for_no_crawl_or_for_several_is_refused(runs, arguments):
    """No traceback, nothing shown."""
    done = runs(*arguments)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_folder_that_there_is_not_has_no_empty_list(tmp_path):
    """Its name is a slip of the hand."""
    done = warm.run("runs", "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path / 'ouput'}")

    assert (done.returncode, done.stdout) == (66, "")
    assert f"{tmp_path / 'ouput'}: there is no such folder" in done.stderr


def test_a_file_that_is_no_account_is_named(runs, tmp_path):
    """It is said which."""
    (tmp_path / "runs" / "20261123T000000-0003.json").write_text("{}")
    done = runs()

    assert done.returncode == 65
    assert "20261123T000000-0003.json" in done.stderr


def test_runs_without_an_account_are_listed_with_what_became_of_them(runs, tmp_path):
    """The one whose process lives is running; others were killed, or had no room for their account."""
    ids = ["20261123T000000-aaaa", "20261124T000000-bbbb", "20261125T000000-cccc"]
    for run_id in ids:
        announce(tmp_path, run_id=run_id, command="scrapy crawl feed", started=datetime.now(UTC), segments=[])
    conclude(tmp_path, ids[1], Ending(74, "storage error: cannot write x: No space left on device"))
    (tmp_path / ".lock").write_text(f"process {os.getpid()}, run {ids[2]}, since 2026-11-25T00:00:00\n")
    shown = runs().stdout.splitlines()[-3:]

    assert shown[0].startswith(f"{ids[0]} (scrapy crawl feed) was killed")
    assert shown[1].startswith(f"{ids[1]} (scrapy crawl feed) ended with 74, storage error: cannot write x: No space")
    assert shown[2] == f"{ids[2]} (scrapy crawl feed) is running"


def test_a_password_in_a_list_of_addresses_is_written_down_nowhere(crawl, tmp_path):
    """Neither in the log nor in ledger and account: the line is refused, and told without it."""
    (tmp_path / "urls.txt").write_text("https://reader:hunter2@paper.example/a\n")
    done = crawl("articles", "-a", f"urls={tmp_path / 'urls.txt'}")

    assert "refused:bad-url" in done.stderr and "https://***@paper.example/a" in done.stderr
    assert "hunter2" not in done.stderr
    assert not [path for path in crawl.output.rglob("*") if path.is_file() and b"hunter2" in path.read_bytes()]
