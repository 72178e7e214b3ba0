"""`scrapy export` as it is typed."""

import json
import os

import pytest

import newscrawl
from newscrawl.article import Rights
from newscrawl.output.record import encode
from tests.commands.typed import typed
from tests.output.conftest import make_article  # noqa: F401


@pytest.fixture
def output(tmp_path, make_article):  # noqa: F811
    """A folder with stories of two sites, one of them revised."""
    days = {"1": "2026-11-20T09:00:00+09:00", "2": "2026-11-24T23:30:00+09:00", "3": None}
    stories = [make_article(id, published_at=day) for id, day in days.items()]
    other = make_article("4", site="b.example", rights=Rights(ai_training="prohibited"))
    for name, records in (("a.example/1", stories), ("a.example/2", [make_article("1", revision=2, title="Anew", published_at=days["1"])]), ("b.example/1", [other])):  # fmt: skip
        file = tmp_path / "out" / "articles" / f"{name}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"".join(map(encode, records)))
    return tmp_path / "out"


def ids(text):
    return [json.loads(line)["id"] for line in text.splitlines()]


def test_standard_output_gets_json_lines_that_can_be_read_again(output, tmp_path):
    """Each story once; what was left out is said beside it."""
    done = typed("export", str(output))
    (tmp_path / "x.jsonl").write_text(done.stdout)

    assert (done.returncode, done.stderr) == (
        0,
        "newscrawl: 4 stories -> standard output; left out: 1 older revisions\n",
    )
    assert [article.title for article in newscrawl.read(tmp_path / "x.jsonl") if article.id == "1"] == ["Anew"]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--site", "www.B.example"), ["4"]),
        (("--site", "https://b.example/"), ["4"]),
        (("--site", "a.example, b.example"), ["2", "3", "1", "4"]),
        (("--since", "2026-11-21"), ["2"]),
        (("--since", "2026-11-20", "--until", "2026-11-24"), ["2", "1"]),
        (("--until", "2026-11-20"), ["1"]),
        (("--without-ai-ban",), ["2", "3", "1"]),
    ],
)
def test_stories_may_be_chosen(output, options, left):
    """By site, by the day on which the site says that they were published, by what their rights forbid."""
    assert ids(typed("export", str(output), *options).stdout) == left


def test_a_file_says_its_format_and_is_replaced_as_a_whole(output, tmp_path):
    """A broken line of the articles leaves the file as it was, and nothing beside it."""
    file = tmp_path / "stories.csv"
    done = typed("export", str(output), "-o", str(file), "--excel", "--columns", "id,title")
    before = file.read_bytes()
    (output / "articles" / "b.example" / "1.jsonl").write_bytes(b'{"id": "4", "revision": 1}\n')
    broken = typed("export", str(output), "-o", str(file))

    assert (done.returncode, done.stdout) == (0, "")
    assert before.decode("utf-8-sig").splitlines()[0] == "id,title"
    assert len(before.splitlines()) == 5
    assert broken.returncode == 65
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir() if path != file]) == (before, ["out"])


def test_what_stands_there_and_is_no_file_stays_what_it_is(output, tmp_path):
    """A pipe is written into, and of a link that to which it leads."""
    pipe, link = tmp_path / "pipe", tmp_path / "link.csv"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "file.csv")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    done = typed("export", str(output), "-o", str(pipe), "--format", "csv", "--columns", "id", "--site", "b.example")
    read = os.read(reader, 1000)
    os.close(reader)
    typed("export", str(output), "-o", str(link), "--columns", "id", "--site", "b.example")

    assert (done.returncode, read) == (0, b"id\r\n4\r\n")
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert (tmp_path / "file.csv").read_bytes() == read


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("-o", "x.parquet"), 2, "DuckDB makes Parquet"),
        (("--columns", "id"), 2, "go with csv"),
        (("--format", "csv", "--columns", "id,txt"), 2, "--columns txt: there are id, revision"),
        (("--since", "yesterday"), 2, "--since=yesterday: must be a day like 2026-11-24"),
        (("-o", "/nowhere/x.csv"), 73, "cannot write /nowhere/x.csv"),
        (("more",), 2, "scrapy export"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(output, options, code, said):
    """With the exit code that scripts know."""
    done = typed("export", str(output), *options)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_output_folder_ends_with_66(tmp_path):
    """It was not there to be read; nothing was wrong with writing."""
    done = typed("export", str(tmp_path / "nowhere"), "-o", str(tmp_path / "x.csv"))

    assert (done.returncode, list(tmp_path.iterdir())) == (66, [])
