"""`scrapy copies`, and `scrapy export --without-copies`."""

import json

import pytest

from newscrawl.output.record import encode
from tests.commands.typed import typed
from tests.output.conftest import make_article  # noqa: F401
from tests.output.test_copies import story


@pytest.fixture
def output(tmp_path, make_article):  # noqa: F811
    """An agency's report, a copy of it on another site, and a story of its own."""
    articles = [
        make_article("1", site="wire.example", text="\n".join(story(1)), published_at="2026-03-01T09:00:00+00:00"),
        make_article("2", site="daily.example", text="\n".join(story(1)[:6]), published_at="2026-03-01T10:00:00+00:00", title="Shorter\x1b[31m"),
        make_article("3", site="daily.example", text="\n".join(story(3)), published_at="2026-03-02T10:00:00+00:00"),
    ]  # fmt: skip
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "x.jsonl").write_bytes(b"".join(map(encode, articles)))
    return str(tmp_path)


def test_groups_are_shown_and_counted(output):
    """The first, and how much of each copy it has said; nothing of a page reaches the terminal as a command."""
    done = typed("copies", output)
    (group,) = map(json.loads, typed("copies", output, "--json").stdout.splitlines())

    assert done.returncode == 0
    assert done.stdout.splitlines()[1].startswith("100%  2026-03-01T10:00:00+00:00  daily.example  Shorter")
    assert "\x1b" not in done.stdout
    assert done.stderr == "newscrawl: 1 of 3 stories are copies, of 1\n"
    assert (group["first"]["id"], [copy["id"] for copy in group["copies"]]) == ("1", ["2"])


def test_an_export_may_leave_copies_out(output):
    """Those of stories that are in it: without the agency its copy is the first."""
    all_ = typed("export", output, "--without-copies")
    daily = typed("export", output, "--without-copies", "--site", "daily.example")

    assert [json.loads(line)["id"] for line in all_.stdout.splitlines()] == ["1", "3"]
    assert all_.stderr == "newscrawl: 2 stories -> standard output; left out: 1 copies\n"
    assert [json.loads(line)["id"] for line in daily.stdout.splitlines()] == ["2", "3"]


@pytest.mark.parametrize(("options", "code"), [(("--share", "0"), 2), (("--share", "60"), 2), (("x", "y"), 2), (("/nowhere",), 66)])  # fmt: skip
def test_what_cannot_be_done_is_said(output, options, code):
    """In one line, with the exit code that scripts know."""
    done = typed("copies", *options)

    assert done.returncode == code
    assert "Traceback" not in done.stderr
