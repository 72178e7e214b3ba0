"""`scrapy explain`: every line of a page, kept or removed, with rule and reason."""

import pytest

from tests.commands.typed import page, typed

URL = "https://v.daum.net/v/20260312091503214"


def test_each_line_says_its_fate() -> None:
    """Kept lines are marked +, removed ones - with their rule; the rules' reasons follow."""
    done = typed("explain", page("daum-portal"), "--url", URL)
    rows = done.stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert any(" + " in row and "화물차는 아직 못 건너" in row for row in rows)
    assert any(" - [daum.font-size] 이 글자크기로 변경됩니다." in row for row in rows)
    assert any("daum.auto-summary" in row and "near copies" in row for row in rows)
    assert "\x1b[" not in done.stdout


def test_lines_stand_in_page_order() -> None:
    """The numbers of the lines rise."""
    done = typed("explain", page("daum-portal"), "--url", URL)
    numbers = [int(row[:4]) for row in done.stdout.splitlines() if row[:4].strip().isdigit() and row[4:7] in (" + ", " - ")]  # fmt: skip

    assert len(numbers) > 40
    assert numbers == sorted(numbers)


def test_a_cut_piece_stands_in_its_line() -> None:
    """A dateline that was cut off is shown before the sentence that stays."""
    done = typed("explain", page("naver-portal"), "--url", "https://n.news.naver.com/mnews/article/903/0001234567")

    assert "[ko.dateline-head] [해든=솔바람뉴스]도하람 기자 = 누리섬을 오가는 배가" in done.stdout


@pytest.mark.parametrize(("source", "code"), [("gone.html", 66), ("ftp://paper.example/a", 66), ("README.md", 65)])
def test_bad_input_is_told_in_one_line(source: str, code: int) -> None:
    """What cannot be read or gives no article ends with one line and the code of `clean`."""
    done = typed("explain", source)

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"newscrawl: {source}: ")


def test_own_rules_hold_here_too(tmp_path) -> None:
    """Rules in a folder of one's own are those that a crawl would use; a wrong folder is told."""
    (tmp_path / "any.toml").write_text('language = "any"\nreplaces = "all"\n', encoding="utf-8")
    own, gone = (["-s", f"NEWSCRAWL_RULES_DIR={folder}"] for folder in (tmp_path, tmp_path / "gone"))

    assert "[ko.byline]" in typed("explain", page("daum-portal"), "--url", URL).stdout
    assert "[ko.byline]" not in typed("explain", page("daum-portal"), "--url", URL, *own).stdout
    assert typed("explain", page("daum-portal"), "--url", URL, *gone).returncode == 78


def test_standard_input_may_be_empty() -> None:
    """Nothing on standard input is an empty page."""
    done = typed("explain", "-", stdin=b"")

    assert done.returncode == 65
    assert "empty" in done.stderr
